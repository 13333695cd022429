"""The one-time import: every relation of Multivers comes over whole, once, and only into a WeFact without others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.streams.import_world import CREDITORS, DEBTORS, RUN, Body, ImportWorld, import_world, refusal
from wefact_multivers.catalogue import Language
from wefact_multivers.domain.documents import Controller
from wefact_multivers.errors import RateLimited
from wefact_multivers.streams.import_result import RelationsNotImported, WeFactNotEmpty
from wefact_multivers.streams.relation_import import bring_over, check_import, import_relations

ODD_CODES = ("01007", "A1008", "KLANT-09", "klant010", "B.V.11", "12345678", "DUBBEL01")
FIELDS = {
    "CompanyName": "name",
    "SurName": "person",
    "Address": "street1",
    "ZipCode": "zipCode",
    "City": "city",
    "Country": "countryId",
    "EmailAddress": "email",
    "PhoneNumber": "telephone",
    "MobileNumber": "mobilePhone",
    "FaxNumber": "fax",
    "TaxNumber": "vatNumber",
    "CompanyNumber": "cocRegistration",
    "InvoiceTerm": "paymentConditionId",
}
"""WeFact's property → Multivers' field; conditions are called by their days here, countries as in ISO 3166."""
IBAN_AT = {"debtor": "AccountIban", "creditor": "AccountNumber"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ImportWorld]:
    """Nothing imported yet."""
    with import_world(tmp_path) as opened:
        yield opened


@dataclass
class Imported:
    """A world after the whole import, with what it was before."""

    world: ImportWorld
    before: dict[str, Any]
    counts: dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """Both sides imported; for tests that change nothing in WeFact or Multivers."""
    with import_world(tmp_path_factory.mktemp("imported")) as world:
        before = world.books()
        counts = {controller: world.bring(controller) for controller in ("debtor", "creditor")}
        yield Imported(world, before, counts)


def seen(row: dict[str, str], iban_at: str) -> dict[str, str]:
    """What WeFact holds of a relation, in the order of the fields."""
    return {name: row[name] for name in (*FIELDS, iban_at, "AccountName")}


def expected(row: dict[str, Any], banks: dict[int, dict[str, Any]], iban_at: str) -> dict[str, str]:
    """What a relation of Multivers must be in WeFact."""
    bank = banks.get(row["organizationId"], {"iban": "", "accountholderName": ""})
    account = {iban_at: bank["iban"], "AccountName": bank["accountholderName"]}
    return {name: row[source] for name, source in FIELDS.items()} | account


@pytest.mark.parametrize(
    ("controller", "table", "count"), [("debtor", "customers", DEBTORS), ("creditor", "suppliers", CREDITORS)]
)
def test_given_an_world_then_every_relation_comes_over_with_every_field(
    imported: Imported, controller: str, table: str, count: int
) -> None:
    there = imported.world.listed(table)
    banks = {row["organizationId"]: row for row in imported.before["multivers"]["tables"]["BankAccount"].values()}
    held = imported.world.held(controller)
    assert imported.counts[controller] == {"listed": count, "written": count, "there_already": 0, "blocked": 0}
    assert len(held) == count
    assert {code: seen(row, IBAN_AT[controller]) for code, row in held.items()} == {
        code: expected(row, banks, IBAN_AT[controller]) for code, row in there.items()
    }
    assert sum(1 for row in held.values() if row[IBAN_AT[controller]]) > count // 3


def test_given_odd_codes_and_signs_then_they_are_the_same_in_wefact(imported: Imported) -> None:
    held = imported.world.held()
    assert set(ODD_CODES) <= set(held)
    assert held["1006"]["CompanyName"] == "Café 't Hoekje"
    assert held["1006"]["SurName"] == 'Ruud "Rooie" Smit'
    assert imported.world.held("creditor")["6004"]["CompanyName"] == "Ελληνική Εταιρεία A.E."


def test_given_an_import_then_multivers_is_as_it_was(imported: Imported) -> None:
    assert imported.world.books()["multivers"] == imported.before["multivers"]


def test_given_an_import_that_is_done_then_a_second_start_writes_nothing(imported: Imported) -> None:
    before = imported.world.books()
    again = imported.world.bring()
    with imported.world.services() as services:
        assert check_import(services) == {"debtors": DEBTORS, "creditors": CREDITORS}
    assert again == {"listed": DEBTORS, "written": 0, "there_already": DEBTORS, "blocked": 0}
    assert imported.world.books() == before


def test_given_an_import_then_the_daily_run_links_each_relation_and_writes_nothing(imported: Imported) -> None:
    world, before = imported.world, imported.world.books()
    world.sign()
    world.run("morning")
    for controller in (Controller.DEBTOR, Controller.CREDITOR):
        assert [one.problems for one in world.records(controller) if one.problems] == []
        assert set(world.statuses(controller).values()) == {"adopted"}
    assert world.books() == before


def test_given_a_relation_typed_by_hand_then_the_import_refuses_and_changes_nothing(world: ImportWorld) -> None:
    world.sandbox.action("add_debtor", DebtorCode="1001", CompanyName="Timmerbedrijf Bos")
    before = world.books()
    for work in (check_import, lambda services: import_relations(services, RUN, "creditor", dry_run=False)):
        with pytest.raises(WeFactNotEmpty) as refused, world.services() as services:
            work(services)
        assert refused.value.params == {"administration": "demo", "codes": "1001", "debtors": "1", "creditors": "0"}
    with pytest.raises(WeFactNotEmpty):
        world.bring(dry_run=True)
    assert "clear the test data in WeFact" in refused.value.remedy(Language.EN)
    assert "schoon dan in WeFact de testgegevens op" in refused.value.remedy(Language.NL)
    assert world.books() == before


def test_given_a_dry_run_then_it_counts_and_writes_nothing(
    world: ImportWorld, caplog: pytest.LogCaptureFixture
) -> None:
    (world.include / "mappings" / "demo" / "countries.csv").write_text("wefact,multivers,vat_prefix\nNL,NL,NL\n")
    world.start()
    before = world.books()
    assert world.bring(dry_run=True) == {"listed": DEBTORS, "written": 13, "there_already": 0, "blocked": 6}
    assert caplog.messages == [f"relation={code} blocked=IMP-005" for code in range(2001, 2007)]
    with world.services() as services:
        result = bring_over(services, RUN, "debtor", dry_run=True)
    countries = {code: found[0].values["country"] for code, found in result.blocked.items()}
    assert countries == {"2001": "BE", "2002": "BE", "2003": "DE", "2004": "FR", "2005": "GB", "2006": "US"}
    assert {found[0].code for found in result.blocked.values()} == {"IMP-005"}
    assert world.books() == before
    assert world.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}


def test_given_a_code_that_wefact_refuses_then_it_is_named_and_all_others_come_over(world: ImportWorld) -> None:
    def refuse_dots(body: Body) -> httpx.Response | None:
        return refusal("Ongeldig debiteurnummer") if "." in body["DebtorCode"] else None

    with world.line(refuse_dots), pytest.raises(RelationsNotImported) as blocked:
        world.bring()
    assert blocked.value.params["relations"] == "B.V.11 (IMP-006)"
    assert set(world.listed()) - set(world.held()) == {"B.V.11"}
    with world.line(refuse_dots), world.services() as services:
        result = bring_over(services, RUN, "debtor", dry_run=False)
    assert result.blocked["B.V.11"][0].values == {"code": "B.V.11", "answer": "Ongeldig debiteurnummer"}
    assert result.counts == {"listed": DEBTORS, "written": 0, "there_already": DEBTORS - 1, "blocked": 1}


def test_given_a_value_that_wefact_refuses_then_the_relation_comes_over_without_it(world: ImportWorld) -> None:
    def refuse_vat_number(body: Body) -> httpx.Response | None:
        return refusal("Ongeldig btw-nummer") if body.get("TaxNumber", "").startswith("FR") else None

    with world.line(refuse_vat_number), world.services() as services:
        result = bring_over(services, RUN, "debtor", dry_run=False)
    held = world.held()["2004"]
    assert (result.counts["blocked"], result.warnings["2004"][-1].code) == (0, "IMP-012")
    assert (held["CompanyName"], held["Country"], held["TaxNumber"]) == ("Librairie Ça Alors S.A.R.L.", "FR", "")
    assert world.held()["2003"]["TaxNumber"] == "DE123456788"


def test_given_a_relation_under_another_code_then_it_is_named(world: ImportWorld) -> None:
    world.sandbox.fault("debtor/add", kind="stored_differs", skip=3, change={"DebtorCode": "DB10001"})
    with pytest.raises(RelationsNotImported) as blocked:
        world.bring()
    assert blocked.value.params["relations"].endswith("(IMP-008)")
    assert set(world.held()) - set(world.listed()) == {"DB10001"}


def test_given_a_passive_relation_then_it_stays_behind(world: ImportWorld) -> None:
    world.make_passive("2006")
    with world.services() as services:
        result = bring_over(services, RUN, "debtor", dry_run=False)
    assert (result.listed, result.inactive) == (DEBTORS - 1, 1)
    assert set(world.listed()) - set(world.held()) == {"2006"}


def test_given_a_used_up_budget_then_the_import_stops_in_time_and_goes_on_later(world: ImportWorld) -> None:
    world.sandbox.settings(wefact_per_minute=40)
    world.wait(minutes=2)
    with pytest.raises(RateLimited):
        world.bring()
    assert 10 < len(world.held()) < DEBTORS
    world.wait(minutes=1)
    world.bring()
    assert set(world.held()) == set(world.listed())
    assert world.sandbox.state()["wefact"]["firewall"] == []
