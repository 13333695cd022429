"""Which treatment a line gets by the rules of `vat_treatments.csv`, and what its row or its absence says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.domain.builders import cost, invoice, line, purchase
from tests.mapping.builders import SMALLEST, TABLES, configuration, write_tables
from tests.mapping.test_mapping_tables import problems_of
from wefact_multivers.domain.documents import ProductGroups
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.mapping.resolution import Resolution
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines
from wefact_multivers.mapping.tables import load_tables
from wefact_multivers.mapping.vat_number import party_of

HEAD = "direction,country,vat_number,vat_shift,tax_code,rate,supply,group,treatment"
ON = dt.date(2026, 3, 10)
ZERO_CODES = "".join(
    f"sales,{treatment},0,0,{scenario},1,{box}\n"
    for treatment, scenario, box in (
        ("nl_zero", 4, "1e"), ("nl_reverse", 4, "1e"), ("exempt", 1, "none"), ("kor", 1, "none"), ("margin", 1, "none"),
        ("ic_goods", 2, "3b"), ("ic_services", 2, "3b"), ("outside_scope", 1, "none"),
    )
)  # fmt: skip
GROUPS = ProductGroups({"P-HOST": ("HOSTING",), "P-BOEK": ("BOEKEN",)})
BE = ("BE", "BE0123456749")


@dataclass(frozen=True)
class Given:
    """What a sale is resolved with: its rules, the other side, and the text of the administration."""

    rules: tuple[str, ...] = ()
    party: tuple[str, str] = ("NL", "")
    file: str = SMALLEST
    vat_shift: bool = False
    on: dt.date = ON


def sold(folder: Path, given: Given, **fields: Any) -> Resolution:
    """One line of a sale, resolved."""
    rules = "\n".join([HEAD, *given.rules]) + "\n"
    codes = TABLES["vat_codes.csv"] + ZERO_CODES
    made = configuration(folder, given.file, vat_treatments=rules, vat_codes=codes)
    document = invoice(line(**fields), reverse_charge=given.vat_shift, date=given.on)
    return resolve_lines(document, made, party=party_of(*given.party, made), groups=GROUPS)


def treatment_of(resolution: Resolution) -> Treatment:
    """The treatment of the first line."""
    (first, *_), problems = resolution
    assert problems == ()
    assert first is not None
    return first.treatment


@pytest.mark.parametrize(
    ("given", "fields", "treatment"),
    [
        (Given(("sales,home,*,yes,*,0,*,*,nl_reverse",), vat_shift=True), {}, Treatment.NL_REVERSE),
        (Given(("sales,eu,yes,*,*,0,services,*,ic_services",), BE), {}, Treatment.IC_SERVICES),
        (Given(("sales,eu,yes,*,*,0,goods,*,ic_goods",), BE), {"product_code": "P-BOEK"}, Treatment.IC_GOODS),
        (Given(("sales,home,*,*,v0,0,*,*,nl_zero",)), {"tax_code": "V0"}, Treatment.NL_ZERO),
        (Given(("sales,home,*,*,*,0,*,hosting,exempt",)), {}, Treatment.EXEMPT),
        (Given(("sales,home,*,*,*,0,*,(geen),exempt",)), {"product_code": ""}, Treatment.EXEMPT),
        (Given(("sales,eu,no,*,V21,21,*,*,nl_high",), ("DE", "")), {"rate": Decimal(21)}, Treatment.NL_HIGH),
        (Given(("sales,home,*,*,*,>0,*,*,nl_high",)), {"rate": Decimal("21.0")}, Treatment.NL_HIGH),
    ],
)
def test_given_a_rule_that_fits_then_it_gives_the_treatment(
    tmp_path: Path, given: Given, fields: dict[str, Any], treatment: Treatment
) -> None:
    assert treatment_of(sold(tmp_path, given, **{"rate": "0", **fields})) is treatment


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("purchase,home,*,*,*,0,*,*,no_vat", {}),
        ("sales,eu,*,*,*,0,*,*,exempt", {}),
        ("sales,home,yes,*,*,0,*,*,exempt", {}),
        ("sales,home,*,yes,*,0,*,*,nl_reverse", {}),
        ("sales,home,*,*,V0,0,*,*,exempt", {}),
        ("sales,home,*,*,*,0,goods,*,exempt", {}),
        ("sales,home,*,*,*,0,*,BOEKEN,exempt", {}),
        ("sales,home,*,*,*,>0,*,*,nl_high", {}),
        ("sales,home,*,*,*,9,*,*,nl_low", {}),
    ],
)
def test_given_a_rule_that_asks_for_something_else_then_a_rate_of_0_has_no_treatment(
    tmp_path: Path, rule: str, fields: dict[str, Any]
) -> None:
    assert sold(tmp_path, Given((rule,)), rate="0", **fields).problems == (problem("VAT-001", line=1),)


def test_given_several_rules_that_fit_then_the_first_decides_and_is_named(tmp_path: Path) -> None:
    rules = ("sales,home,*,*,V0,0,*,*,nl_zero", "sales,home,*,*,*,0,*,*,exempt")
    (first,), problems = sold(tmp_path, Given(rules), rate="0", tax_code="V0")
    assert problems == ()
    assert first is not None
    assert first.box == "1e"
    assert first.why == (
        "productgroep HOSTING -> 8000 (revenue_accounts.csv rij 2); nl_zero (vat_treatments.csv rij 2); "
        "0 % -> btw-code 0 (vat_codes.csv rij 4)"
    )
    assert treatment_of(sold(tmp_path, Given(rules), rate="0", tax_code="VVRIJ")) is Treatment.EXEMPT


def test_given_a_rule_that_has_ended_then_the_next_one_decides(tmp_path: Path) -> None:
    rules = f"{HEAD},valid_to\nsales,home,*,*,*,0,*,*,exempt,2026-03-09\nsales,*,*,*,*,0,*,*,nl_zero,\n"
    codes = TABLES["vat_codes.csv"] + ZERO_CODES
    made = configuration(tmp_path, vat_treatments=rules, vat_codes=codes)
    found = [
        treatment_of(
            resolve_lines(invoice(line(rate="0"), date=day), made, party=party_of("NL", "", made), groups=GROUPS)
        )
        for day in (dt.date(2026, 3, 9), ON)
    ]
    assert found == [Treatment.EXEMPT, Treatment.NL_ZERO]


KOR = SMALLEST + "vat_profile: [{valid_from: 2026-02-01, valid_to: 2026-03-31, regime: kor}]\n"
EXEMPTION = ("sales,home,*,*,*,0,*,*,exempt",)
PASSED_ON = ("sales,*,*,*,V0,0,*,*,outside_scope",)


@pytest.mark.parametrize(
    ("given", "rate", "expected"),
    [
        (Given(file=KOR), "0", Treatment.KOR),
        (Given(EXEMPTION, file=KOR), "0", Treatment.KOR),
        (Given(PASSED_ON, file=KOR), "0", Treatment.OUTSIDE_SCOPE),
        (Given(("sales,eu,*,*,*,0,*,*,ic_services",), BE, KOR), "0", Treatment.IC_SERVICES),
        (Given(EXEMPTION, file=KOR, on=dt.date(2026, 1, 31)), "0", Treatment.EXEMPT),
        (Given(EXEMPTION, file=KOR, on=dt.date(2026, 4, 1)), "0", Treatment.EXEMPT),
        (Given(file=KOR, on=dt.date(2026, 1, 31)), "21", Treatment.NL_HIGH),
        (Given(file=KOR, on=dt.date(2026, 2, 1)), "21", problem("VAT-005", regime="kor", rate="21", line=1)),
        (Given(EXEMPTION, file=SMALLEST + "fiscal_unity_members: [DB10001]\n"), "0", Treatment.OUTSIDE_SCOPE),
        (Given(EXEMPTION, file=SMALLEST + "fiscal_unity_members: [DB10002]\n"), "0", Treatment.EXEMPT),
    ],
)
def test_given_a_vat_profile_then_the_invoice_date_chooses_the_regime(
    tmp_path: Path, given: Given, rate: str, expected: Treatment | Problem
) -> None:
    resolution = sold(tmp_path, given, rate=Decimal(rate), tax_code="V0")
    if isinstance(expected, Problem):
        assert resolution.problems == (expected,)
    else:
        assert treatment_of(resolution) is expected


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("sales,home,*,*,*,0,services,*,exempt", ["MAP-001"]),
        ("sales,home,*,*,*,0,*,*,exempt", ["MAP-001"]),
        ("sales,eu,*,*,*,0,services,*,ic_services", ["MAP-001", "VAT-001"]),
    ],
)
def test_given_a_line_without_account_then_a_treatment_is_missing_only_where_no_supply_would_give_one(
    tmp_path: Path, rule: str, codes: list[str]
) -> None:
    revenue = TABLES["revenue_accounts.csv"].replace("*,8090,services\n", "")
    table = TABLES["vat_codes.csv"] + ZERO_CODES
    made = configuration(tmp_path, revenue_accounts=revenue, vat_treatments=f"{HEAD}\n{rule}\n", vat_codes=table)
    document = invoice(line(rate="0", product_code=""))
    found = resolve_lines(document, made, party=party_of("NL", "", made), groups=GROUPS)
    assert [one.code for one in found.problems] == codes


@pytest.mark.parametrize(("setting", "codes"), [("blocked", ["MAP-006"]), ("allowed", [])])
def test_given_lines_of_two_scenarios_then_the_administration_decides(
    tmp_path: Path, setting: str, codes: list[str]
) -> None:
    given = f"{HEAD}\nsales,home,*,*,V0,0,*,*,nl_zero\n"
    made = configuration(
        tmp_path,
        SMALLEST + f"mixed_scenarios: {setting}\n",
        vat_treatments=given,
        vat_codes=TABLES["vat_codes.csv"] + ZERO_CODES,
    )
    document = invoice(line(), line(rate="0", tax_code="V0"))
    found = resolve_lines(document, made, party=party_of("NL", "", made), groups=GROUPS)
    assert [one.code for one in found.problems] == codes
    assert [one.scenario for one in found.lines if one] == [1, 4]


COSTS = "cost_category,account,supply\nVerzekering,4400,services\n*,4000,services\n"
NO_VAT = "purchase,no_vat,0,0,11,1,none\npurchase,nl_high,21,1,11,1,5b\n"


@pytest.mark.parametrize(("group", "codes"), [("*", ["VAT-008"]), ("Verzekering", []), ("Reizen", ["VAT-008"])])
def test_given_a_purchase_line_without_vat_among_others_then_only_a_rule_for_its_category_explains_it(
    tmp_path: Path, group: str, codes: list[str]
) -> None:
    made = configuration(
        tmp_path,
        cost_accounts=COSTS,
        vat_codes=TABLES["vat_codes.csv"] + NO_VAT,
        vat_treatments=f"{HEAD}\npurchase,home,*,*,*,0,*,{group},no_vat\n",
    )
    document = purchase(cost(), cost(rate="0", category="Verzekering"))
    found = resolve_purchase_lines(document, made, party=party_of("NL", "", made))
    assert [one.code for one in found.problems] == codes


@pytest.mark.parametrize(
    ("country", "number", "prefix", "expected"),
    [
        ("BE", "BE 0123.456.749", "BE", True),
        ("BE", "be0123456748", "BE", False),
        ("GR", "EL094259216", "EL", True),
        ("GR", "GR094259216", "EL", False),
        ("CY", "", "CY", False),
        ("GB", "XI980780684", "GB", True),
        ("", "NL822233447B01", "NL", True),
        ("NL", "822233447B01", "NL", False),
    ],
)
def test_given_a_vat_number_then_prefix_form_and_check_digits_are_known(
    tmp_path: Path, country: str, number: str, prefix: str, *, expected: bool
) -> None:
    party = party_of(country, number, configuration(tmp_path))
    assert (party.vat_prefix, party.is_well_formed) == (prefix, expected)
    assert party.vat_number == "".join(number.upper().replace(".", "").split())


def test_given_a_country_in_the_table_then_its_prefix_is_the_one_that_stands_there(tmp_path: Path) -> None:
    table = TABLES["countries.csv"] + "XX,XX,BE\n"
    party = party_of("XX", "BE0123456749", configuration(tmp_path, countries=table))
    assert (party.vat_prefix, party.number_prefix) == ("BE", "BE")


@pytest.mark.parametrize(
    ("table", "row", "problems"),
    [
        ("vat_treatments", "sales,home,*,*,*,0,*,*,no_vat,", ["column treatment: no_vat is no sales"]),
        ("vat_treatments", "purchase,home,*,*,*,0,*,*,margin,", ["column treatment: margin is no purchase"]),
        ("vat_treatments", "sales,home,*,*,*,>0,*,*,exempt,", ["column rate: exempt prints no VAT"]),
        ("vat_treatments", "sales,home,*,*,*,0,*,*,nl_high,", ["column rate: nl_high prints VAT"]),
        ("vat_treatments", "sales,home,*,*,*,21,*,*,nl_high,", []),
        ("vat_treatments", "sales,home,*,*,*,*,*,*,margin,", []),
        (
            "vat_treatments",
            "purchase,eu,*,*,*,0,*,*,ic_goods,",
            ["column notional_rate: we owe VAT on ic_goods, write its rate"],
        ),
        (
            "vat_treatments",
            "sales,eu,*,*,*,0,*,*,ic_goods,21",
            ["column notional_rate: ic_goods has none, leave it empty"],
        ),
        ("vat_treatments", "purchase,eu,*,*,*,0,*,*,ic_goods,21", []),
        ("vat_codes", "sales,nl_reverse,21,1,4,1,1e", ["column rate: nl_reverse goes by a code without VAT, write 0"]),
        ("vat_codes", "purchase,nl_reverse,0,0,14,1,2a", ["column rate: nl_reverse has a rate above 0"]),
        ("vat_codes", "purchase,nl_reverse,21,1,14,1,2a", []),
        ("vat_codes", "purchase,oss,0,0,14,1,none", ["column treatment: oss is no purchase"]),
        ("vat_codes", "sales,oss,19,0,1,1,none", ["column rate: oss goes by a code without VAT, write 0"]),
    ],
)
def test_given_a_row_that_contradicts_itself_then_it_is_named(
    tmp_path: Path, table: str, row: str, problems: list[str]
) -> None:
    heads = {"vat_treatments": f"{HEAD},notional_rate\n", "vat_codes": TABLES["vat_codes.csv"]}
    text = f"{heads[table]}{row}\n"
    place = f"{table}.csv row {len(text.splitlines())}, "
    if problems:
        assert problems_of(tmp_path, **{table: text}) == [f"{place}{one}" for one in problems]
    else:
        load_tables(write_tables(tmp_path, **{table: text}))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("sales,nl,*,*,*,0,*,*,exempt", "country: write home or eu or outside or * instead of 'nl'"),
        ("sales,home,ja,*,*,0,*,*,exempt", "vat_number: write yes or no or * instead of 'ja'"),
        ("sales,home,*,,*,0,*,*,exempt", "vat_shift: write yes or no or * instead of ''"),
        ("sales,home,*,*,,0,*,*,exempt", "tax_code: write 1 to 20 characters, or * instead of ''"),
        (
            "sales,home,*,*,*,<0,*,*,exempt",
            "rate: write a percentage like 21, >0 for every other than 0, or * instead of '<0'",
        ),
        ("sales,home,*,*,*,0,dienst,*,exempt", "supply: write goods or services or * instead of 'dienst'"),
    ],
)
def test_given_a_cell_of_a_rule_that_means_nothing_then_it_says_what_to_write(
    tmp_path: Path, row: str, column: str
) -> None:
    assert problems_of(tmp_path, vat_treatments=f"{HEAD}\n{row}\n") == [f"vat_treatments.csv row 2, column {column}"]


def test_given_two_rules_that_ask_for_the_same_then_the_second_is_never_reached(tmp_path: Path) -> None:
    rules = f"{HEAD}\nsales,home,*,*,*,0,*,*,exempt\nsales,home,*,*,*,0,*,*,nl_zero\n"
    (found,) = problems_of(tmp_path, vat_treatments=rules)
    assert found.startswith("vat_treatments.csv row 3, column group: the same as row 2")
