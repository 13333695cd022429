"""Bad input stops a run before anything is written, says where it is and what helps, and is gone once it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.streams.bad_input import CASES, Case
from tests.streams.spoiling import clock_moved, decided, held, rewritten, token_key
from tests.streams.world import World, demo_world
from wefact_multivers.catalogue import Language
from wefact_multivers.errors import ConnectionIncomplete, SyncError
from wefact_multivers.streams.preflight import PreflightResult, preflight
from wefact_multivers.streams.runs import RunRequest, Trigger


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo's sales side, signed; every test leaves it as it found it."""
    with demo_world(tmp_path_factory.mktemp("bad")) as opened:
        opened.switch(creditors=False, purchase_invoices=False, payments=False)
        opened.sign()
        yield opened


def begun(world: World) -> PreflightResult:
    """The first task of a run."""
    with world.services() as services:
        return preflight(services, RunRequest("run-1", Trigger.SCHEDULED))


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_given_bad_input_then_the_run_stops_with_place_and_remedy_and_goes_on_once_it_is_mended(
    shared: World, case: Case
) -> None:
    # All cases share one world, and with it WeFact's budget of calls: each has a minute of its own.
    shared.wait(minutes=2)
    shared.sandbox.forget_requests()
    stored, remote = decided(shared), held(shared)
    with case.spoil(shared), pytest.raises(SyncError) as raised:
        begun(shared)
    error = raised.value
    assert error.code == case.code
    told = {language: error.message(language) for language in Language}
    assert [place for text in told.values() for place in case.places if place not in text] == []
    assert case.nl in error.remedy(Language.NL)
    assert case.en in error.remedy(Language.EN)
    assert shared.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}
    assert decided(shared) == stored
    assert held(shared) == remote
    assert begun(shared).mode == "export"


MARK = "\ufeff"
FORMS: dict[str, Callable[[str], str]] = {
    "tabs": lambda text: text.replace(",", "\t"),
    "all that Excel does": lambda text: MARK + text.replace(",", ";").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_given_tables_as_a_spreadsheet_writes_them_then_they_say_the_same(
    shared: World, form: Callable[[str], str]
) -> None:
    before = begun(shared).configuration_version
    with rewritten(form)(shared):
        assert begun(shared).configuration_version == before


def test_given_a_token_key_that_is_none_then_no_error_shows_it(shared: World) -> None:
    with token_key("no-key-of-fernet")(shared), pytest.raises(ConnectionIncomplete) as raised:
        begun(shared)
    assert "no-key-of-fernet" not in f"{raised.value} {raised.value.__cause__} {raised.value.__context__}"


@pytest.mark.parametrize("apart", [timedelta(minutes=5), timedelta(minutes=-5)], ids=["ahead", "behind"])
def test_given_a_clock_that_is_nearly_right_then_the_run_goes_on(shared: World, apart: timedelta) -> None:
    with clock_moved(apart)(shared):
        assert begun(shared).mode == "export"


def test_given_an_error_of_the_database_then_it_shows_no_value(shared: World) -> None:
    statement = text("INSERT INTO link (administration_id) VALUES (:secret)")
    with pytest.raises(IntegrityError) as raised, shared.services() as services, services.store.write() as connection:
        connection.execute(statement, {"secret": "Bakkerij De Gouden Aar"})
    assert "Bakkerij" not in str(raised.value)
