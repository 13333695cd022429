"""The administration file: its defaults, and every mistake in it with line and key."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.mapping.builders import INCLUDE, SMALLEST, write_administration
from wefact_multivers.catalogue import Language
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.evidence import Regime
from wefact_multivers.domain.planning import Release
from wefact_multivers.errors import AdministrationFileMissing, ConfigurationError
from wefact_multivers.mapping.administration import Administration, load_administration
from wefact_multivers.mapping.administration_sections import ConnectionNames


def problems_of(folder: Path, text: str) -> list[str]:
    """What is wrong with a file."""
    write_administration(folder, text)
    with pytest.raises(ConfigurationError) as caught:
        load_administration(folder, "acme")
    return caught.value.params["problems"].split("; ")


def test_given_the_smallest_file_then_everything_else_has_a_careful_default(tmp_path: Path) -> None:
    write_administration(tmp_path, SMALLEST)
    administration = load_administration(tmp_path, "acme")
    assert administration.mode == "preview"
    assert administration.connections == ConnectionNames(wefact="wefact_acme", multivers="multivers_acme")
    assert administration.connections.store == "wefact_multivers_store"
    assert (administration.name, administration.mapping) == ("acme", "mappings/acme")
    assert (administration.streams.debtors, administration.streams.sales_invoices) == (True, True)
    assert (administration.sales_line_side, administration.tolerance) == (Side.CREDIT, Decimal("0.00"))
    assert (administration.settle_minutes, administration.reconcile_days) == (15, 62)
    streams = administration.streams
    assert (streams.creditors, streams.purchase_invoices, streams.payments) == (False, False, False)
    assert (administration.journals.purchase, administration.purchase_line_side) == ((), Side.DEBIT)
    assert (administration.numbers.purchase, administration.numbers.purchase_first_number) == ("sequence", 90000001)
    assert (administration.purchase_tolerance, administration.purchase_release) == (Decimal("0.25"), Release.BLOCKED)
    assert administration.payments.model_dump() == {
        "part": "report",
        "write_off": "report",
        "reopen": "report",
        "max_difference": Decimal("0.10"),
        "approve_above": 25,
    }
    assert (administration.late_sales, administration.late_purchase) == ("block", "first_open_period")
    assert administration.strict_red is False
    assert (administration.closed_until, administration.own_country) == (None, "NL")
    assert (administration.language, administration.schedule) == (Language.NL, "0 6 * * *")


@pytest.mark.parametrize(
    ("kind", "journals", "side", "is_sequence"),
    [(Kind.SALES, ("WFV",), Side.CREDIT, False), (Kind.PURCHASE, ("WFI",), Side.DEBIT, True)],
)
def test_given_a_side_of_the_books_then_its_journals_line_side_and_numbers_are_its_own(
    kind: Kind, journals: tuple[str, ...], side: Side, is_sequence: bool
) -> None:
    administration = load_administration(INCLUDE, "demo")
    assert administration.journals.of(kind) == journals
    assert administration.line_side(kind) is side
    assert administration.numbers.is_sequence(kind) is is_sequence


def test_given_the_example_then_it_names_every_key_that_there_is() -> None:
    administration = load_administration(INCLUDE, "demo")
    assert administration.model_fields_set == set(Administration.model_fields)
    assert (administration.mode, administration.start_date) == ("export", date(2026, 1, 1))


def test_given_one_connection_of_its_own_then_the_others_keep_their_names(tmp_path: Path) -> None:
    write_administration(tmp_path, SMALLEST + "connections: {wefact: shop}\n")
    connections = load_administration(tmp_path, "acme").connections
    assert (connections.wefact, connections.multivers) == ("shop", "multivers_acme")


PROFILE = """\
vat_profile:
  - {valid_to: 2025-12-31, regime: kor}
  - {valid_from: 2026-01-01, valid_to: 2026-06-30, regime: mixed, percent: 60}
"""


@pytest.mark.parametrize(
    ("day", "regime", "percent"),
    [
        (date(2025, 12, 31), Regime.KOR, 0),
        (date(2026, 1, 1), Regime.MIXED, 60),
        (date(2026, 6, 30), Regime.MIXED, 60),
        (date(2026, 7, 1), Regime.INVOICE, 100),
    ],
)
def test_given_a_vat_profile_then_each_day_has_its_regime_and_what_is_deductible(
    tmp_path: Path, day: date, regime: Regime, percent: int
) -> None:
    write_administration(tmp_path, SMALLEST + PROFILE)
    found = load_administration(tmp_path, "acme").regime_on(day)
    assert (found.regime, found.deductible_percent) == (regime, Decimal(percent))


def test_given_an_amount_then_it_is_a_decimal_and_never_a_float(tmp_path: Path) -> None:
    write_administration(tmp_path, SMALLEST + "tolerance: 0.10\n")
    assert str(load_administration(tmp_path, "acme").tolerance) == "0.10"


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        ("mod: preview", "line 5, mod: unknown key, the nearest known one is mode"),
        ("streams:\n  debtor: on", "line 6, streams.debtor: unknown key, the nearest known one is debtors"),
        ("mode: live", "line 5, mode: Input should be 'preview' or 'export'"),
        (
            "streams: {debtors: perhaps}",
            "line 5, streams.debtors: Input should be a valid boolean, unable to interpret input",
        ),
        ("closed_until: 20251231", "line 5, closed_until: write it like 2026-01-31"),
        ("closed_until: morgen", "line 5, closed_until: Input should be a valid date or datetime, input is too short"),
        ("mapping: 7", "line 5, mapping: must be text, put it in quotes"),
        (
            "vat_profile:\n  - {from: 2026-01-01, regime: kor}",
            "line 6, vat_profile.0.from: unknown key, the nearest known one is valid_from",
        ),
        (
            "vat_profile:\n  - regime: mixed",
            "line 6, vat_profile.0: percent belongs to mixed, and mixed needs one",
        ),
        (
            "vat_profile:\n  - {regime: kor, percent: 50}",
            "line 6, vat_profile.0: percent belongs to mixed, and mixed needs one",
        ),
        (
            "vat_profile:\n  - {regime: kor, valid_from: 2026-02-01, valid_to: 2026-01-31}",
            "line 6, vat_profile.0: valid_to lies before valid_from",
        ),
        (
            "vat_profile:\n  - {regime: kor, valid_to: 2026-01-31}\n  - {regime: cash, valid_from: 2026-01-31}",
            "line 7, vat_profile.1: holds on days of vat_profile.0, end one before the other begins",
        ),
        ("mixed_scenarios: perhaps", "line 5, mixed_scenarios: Input should be 'allowed' or 'blocked'"),
        ("own_country: nl", "line 5, own_country: write two capitals, such as NL"),
        ("own_country: NO", "line 5, own_country: must be text, put it in quotes"),
        ("schedule: every morning", "line 5, schedule: write five fields of cron, such as 0 6 * * *"),
        ("tolerance: 1:30.5", "line 5, tolerance: Input should be a valid decimal"),
        ("tolerance: 0.001", "line 5, tolerance: Decimal input should have no more than 2 decimal places"),
        ("settle_minutes: 0", "line 5, settle_minutes: Input should be greater than or equal to 1"),
        ("connections: [a]", "line 5, connections: Input should be a valid dictionary or instance of ConnectionNames"),
        (
            "streams:\n  purchase_invoices: on",
            "line 6, streams.purchase_invoices: needs journals.purchase, such as [WFI]",
        ),
        ("numbers: {purchase: mask}", "line 5, numbers.purchase: Input should be 'sequence' or 'digits'"),
        (
            "numbers: {purchase_first_number: 100000000}",
            "line 5, numbers.purchase_first_number: Input should be less than or equal to 99999999",
        ),
        ("payments: {parts: write}", "line 5, payments.parts: unknown key, the nearest known one is part"),
        ("purchase_tolerance: 0.26", "line 5, purchase_tolerance: Input should be less than or equal to 0.25"),
        ("purchase_release: open", "line 5, purchase_release: Input should be 'blocked' or 'free'"),
        (
            "alerts:\n  channels:\n    - {notifier: Smtp}",
            "line 7, alerts.channels.0.notifier: write module and class, such as airflow.providers....SmtpNotifier",
        ),
        (
            "alerts: {channels: [{notifier: some.Notifier, argument: {}}]}",
            "line 5, alerts.channels.0.argument: unknown key, the nearest known one is arguments",
        ),
        (
            "alerts: {channels: [{notifier: some.Notifier, levels: [alarm]}]}",
            "line 5, alerts.channels.0.levels.0: Input should be 'stop', 'attention', 'late', 'recovered' or 'info'",
        ),
        (
            "alerts: {late_after_minutes: 0}",
            "line 5, alerts.late_after_minutes: Input should be greater than or equal to 1",
        ),
        ("id: other", "line 5, id: stands on line 1 as well"),
        ("name: other", "line 5, name is 'other', and the file is acme.yaml"),
    ],
)
def test_given_one_mistake_then_it_is_named_with_line_and_key(tmp_path: Path, added: str, problem: str) -> None:
    assert problems_of(tmp_path, f"{SMALLEST}{added}\n") == [problem]


def test_given_many_mistakes_then_all_of_them_are_named(tmp_path: Path) -> None:
    text = "journals:\n  sales: [WFV, LANG]\n  sale: [X]\ndatabase: 1\nlanguage: fr\n"
    assert sorted(problems_of(tmp_path, text)) == [
        "id: is missing",
        "line 2, journals.sales.1: String should have at most 3 characters",
        "line 3, journals.sale: unknown key, the nearest known one is sales",
        "line 4, database: must be text, put it in quotes",
        "line 5, language: Input should be 'nl' or 'en'",
        "start_date: is missing",
    ]


def test_given_one_journal_for_both_kinds_then_it_is_named(tmp_path: Path) -> None:
    text = SMALLEST.replace("{sales: [WFV]}", "{sales: [WFV], purchase: [WFI, WFV]}")
    assert problems_of(tmp_path, text) == ["line 4, journals.purchase: WFV is a journal for sales already"]


def test_given_bookings_that_follow_and_no_filed_return_then_the_day_is_asked_for(tmp_path: Path) -> None:
    text = f"{SMALLEST}policies: {{changes: update_while_concept}}\n"
    (found,) = problems_of(tmp_path, text)
    assert found.endswith("policies.changes: update_while_concept needs vat_filed_until, such as 2026-03-31")
    write_administration(tmp_path, f"{text}vat_filed_until: 2026-03-31\n")
    assert load_administration(tmp_path, "acme").policies.changes == "update_while_concept"


def test_given_purchase_invoices_with_their_journal_then_the_file_is_good(tmp_path: Path) -> None:
    text = SMALLEST.replace("{sales: [WFV]}", "{sales: [WFV], purchase: [WFI]}") + "streams: {purchase_invoices: on}\n"
    write_administration(tmp_path, text)
    assert load_administration(tmp_path, "acme").streams.purchase_invoices


def test_given_a_key_that_is_missing_in_a_section_then_the_line_of_the_section_is_named(tmp_path: Path) -> None:
    text = SMALLEST.replace("{sales: [WFV]}", "{}")
    assert problems_of(tmp_path, text) == ["line 4, journals.sales: is missing"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id: [a", "line 2: did not find expected ',' or ']'"),
        ("id: a\n\tname: b", "line 2: found a tab character that violates indentation"),
        ("? [a]\n: b", "line 1: found unhashable key"),
        ("", "the file holds no keys"),
        ("- id", "the file holds no keys"),
        ("id: \x00", "the file holds characters that YAML does not know"),
    ],
)
def test_given_a_file_that_is_no_yaml_of_keys_then_its_line_is_named(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


def test_given_a_file_in_another_encoding_then_it_says_so(tmp_path: Path) -> None:
    write_administration(tmp_path, "")
    (tmp_path / "administrations" / "acme.yaml").write_bytes("id: café".encode("cp1252"))
    with pytest.raises(ConfigurationError, match="no UTF-8 text"):
        load_administration(tmp_path, "acme")


@pytest.mark.parametrize("name", ["nobody", "../administrations/acme", "acme.yaml"])
def test_given_a_name_without_a_file_of_its_own_then_the_file_is_missing(tmp_path: Path, name: str) -> None:
    write_administration(tmp_path, SMALLEST)
    with pytest.raises(AdministrationFileMissing):
        load_administration(tmp_path, name)


def test_given_a_file_name_that_is_no_name_of_a_dag_then_it_is_refused(tmp_path: Path) -> None:
    write_administration(tmp_path, SMALLEST, name="Acme B.V")
    with pytest.raises(ConfigurationError, match="write small letters, digits, - and _, such as demo"):
        load_administration(tmp_path, "Acme B.V")


def test_given_the_dag_file_parses_it_then_neither_pandas_nor_airflow_is_imported() -> None:
    script = (
        "import sys; from wefact_multivers.mapping.administration import load_administration; "
        "print(sorted({'pandas', 'pandera', 'airflow', 'sqlalchemy'} & sys.modules.keys()))"
    )
    environment = {**os.environ, "PYTHONPATH": str(INCLUDE.parent / "plugins")}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip() == "[]"


def test_given_the_dag_file_parses_it_often_then_a_file_costs_less_than_three_milliseconds() -> None:
    load_administration(INCLUDE, "demo")
    durations = []
    for _ in range(20):
        begun = time.perf_counter()
        load_administration(INCLUDE, "demo")
        durations.append(time.perf_counter() - begun)
    assert sorted(durations)[10] < 0.003
