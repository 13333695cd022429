"""A customer or supplier of Multivers in WeFact's fields: what identifies comes over unaltered or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relation_import import ListedRelation, PlannedImport, plan_import

ROW = {
    "name": "Timmerbedrijf Bos",
    "contactPerson": "H. Bos",
    "street1": "Zagerijweg 3",
    "zipCode": "8011 AA",
    "city": "Zwolle",
    "email": "info@bos.example",
    "telephone": "+31 38 555 0000",
    "mobilePhone": "+31 6 5550 0000",
    "fax": "+31 38 556 0000",
    "vatNumber": "NL812345678B01",
    "cocRegistration": "12345678",
    "currencyId": "EUR",
}
BANK = {
    "iban": "NL02 ABNA 0123 4567 89",
    "accountNumber": "12.34.56.789",
    "bic": "ABNANL2A",
    "accountholderName": "H. Bos",
    "name": "ABN AMRO",
    "accountholderCity": "Zwolle",
}
COMMON = {
    "CompanyName": "Timmerbedrijf Bos",
    "SurName": "H. Bos",
    "Address": "Zagerijweg 3",
    "ZipCode": "8011 AA",
    "City": "Zwolle",
    "Country": "NL",
    "EmailAddress": "info@bos.example",
    "PhoneNumber": "+31 38 555 0000",
    "MobileNumber": "+31 6 5550 0000",
    "FaxNumber": "+31 38 556 0000",
    "TaxNumber": "NL812345678B01",
    "CompanyNumber": "12345678",
    "InvoiceTerm": "30",
    "AccountBIC": "ABNANL2A",
    "AccountName": "H. Bos",
    "AccountBank": "ABN AMRO",
    "AccountCity": "Zwolle",
}


def planned(
    controller: Controller = Controller.DEBTOR,
    code: str = "1001",
    bank: dict[str, Any] | None = None,
    country: str | Problem = "NL",
    term: int | Problem | None = 30,
    **row: Any,
) -> PlannedImport:
    """The plan of a relation that differs in what is named."""
    return plan_import(ListedRelation(controller, code, ROW | row, bank or {}), country=country, term=term)


@pytest.mark.parametrize(
    ("controller", "own"),
    [
        (
            Controller.DEBTOR,
            {
                "DebtorCode": "1001",
                "Currency": "EUR",
                "AccountIban": "NL02ABNA0123456789",
                "AccountNumber": "12.34.56.789",
            },
        ),
        (Controller.CREDITOR, {"CreditorCode": "1001", "AccountNumber": "NL02ABNA0123456789"}),
    ],
)
def test_given_a_whole_relation_then_every_field_that_both_sides_have_is_filled(
    controller: Controller, own: dict[str, str]
) -> None:
    assert planned(controller, bank=BANK) == PlannedImport("1001", COMMON | own, (), ())


def test_given_a_supplier_without_iban_then_its_old_account_number_comes_over() -> None:
    assert planned(Controller.CREDITOR, bank=BANK | {"iban": ""}).fields["AccountNumber"] == "12.34.56.789"


def test_given_a_bank_account_without_number_then_nothing_of_it_comes_over() -> None:
    fields = planned(bank=BANK | {"iban": None, "accountNumber": ""}).fields
    assert not [name for name in fields if name.startswith("Account")]


def test_given_fields_without_value_then_they_are_not_sent() -> None:
    bare: dict[str, Any] = dict.fromkeys(ROW, "") | {"name": "Bos", "fax": None}
    plan = planned(term=None, **bare)
    assert plan == PlannedImport("1001", {"DebtorCode": "1001", "CompanyName": "Bos", "Country": "NL"}, (), ())


def test_given_a_whole_relation_then_its_essence_is_who_it_is_and_where() -> None:
    assert planned(bank=BANK).essential == {
        "DebtorCode": "1001",
        "CompanyName": "Timmerbedrijf Bos",
        "SurName": "H. Bos",
        "Address": "Zagerijweg 3",
        "ZipCode": "8011 AA",
        "City": "Zwolle",
        "Country": "NL",
    }


@pytest.mark.parametrize("code", ["01007", "KLANT-09", "B.V.11", "klant010", "a b"])
def test_given_an_odd_code_then_it_is_sent_as_it_is(code: str) -> None:
    plan = planned(code=code)
    assert (plan.fields["DebtorCode"], plan.problems) == (code, ())


@pytest.mark.parametrize("code", ["", " 1001", "1001 "])
def test_given_a_code_that_wefact_would_alter_then_it_is_blocked(code: str) -> None:
    assert planned(code=code).problems == (problem("IMP-003", code=repr(code)),)


@pytest.mark.parametrize("name", ["", "  ", None])
def test_given_no_name_then_it_is_blocked(name: str | None) -> None:
    assert planned(name=name).problems == (problem("IMP-004", code="1001"),)


def test_given_no_country_then_it_is_blocked_with_everything_else_that_is_wrong() -> None:
    unknown = problem("IMP-005", country="FR")
    assert planned(country=unknown, code="", name="").problems == (
        problem("IMP-003", code="''"),
        problem("IMP-004", code=""),
        unknown,
    )


@pytest.mark.parametrize("email", ["a@b.example", "a@b.example;c@d.example", "a@b.example ; c@d.example"])
def test_given_addresses_then_they_come_over(email: str) -> None:
    plan = planned(email=email)
    assert (plan.fields["EmailAddress"], plan.warnings) == (email, ())


@pytest.mark.parametrize("email", ["geen", "a@b", "a b@c.example", "a@b.example, c@d.example", "@b.example"])
def test_given_no_address_then_it_is_left_out_with_a_warning(email: str) -> None:
    plan = planned(email=email)
    assert "EmailAddress" not in plan.fields
    assert (plan.warnings, plan.problems) == ((problem("IMP-009", field="EmailAddress"),), ())


def test_given_a_second_address_line_then_it_is_left_out_with_a_warning() -> None:
    plan = planned(street2="T.a.v. H. Bos")
    assert (plan.fields["Address"], plan.warnings) == ("Zagerijweg 3", (problem("IMP-010", field="street2"),))


def test_given_no_single_term_then_it_is_left_out_with_a_warning() -> None:
    why = problem("IMP-011", condition="X")
    plan = planned(term=why)
    assert "InvoiceTerm" not in plan.fields
    assert plan.warnings == (why,)


def test_given_a_term_of_no_days_then_it_is_sent() -> None:
    assert planned(term=0).fields["InvoiceTerm"] == "0"
