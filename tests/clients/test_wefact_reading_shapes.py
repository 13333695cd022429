"""How WeFact's clients look things up: CM's sweep of every endpoint, and the filters that each client sends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.callers import WeFactCaller

NO_SUCH_ID = 999_999_999
# Controller and its actions, as CM found them on a live account (wefact-api.md 2).
ENDPOINTS = {
    "settings": "list costcategory_list costcategory_show costcategory_add costcategory_edit costcategory_delete",
    "debtor": "list show add edit",
    "extraclientcontact": "add edit delete",
    "creditor": "list show add edit delete",
    "product": "list show add edit delete",
    "group": "list show add edit delete",
    "invoice": "list show add edit delete credit partpayment markaspaid markasunpaid download block unblock schedule"
    " cancelschedule paymentprocesspause paymentprocessreactivate sendbyemail sendreminderbyemail"
    " sendsummationbyemail sortlines",
    "invoiceline": "add delete",
    "creditinvoice": "list show add edit delete markaspaid partpayment",
    "creditinvoiceline": "add delete",
    "transaction": "list show add match delete ignore",
    "attachment": "add delete download",
}
READS_WITHOUT_A_RECORD = {("settings", "list"), ("settings", "costcategory_list")}
LISTS = {"debtor", "creditor", "product", "invoice", "creditinvoice", "transaction"}


@pytest.mark.parametrize("controller", sorted(ENDPOINTS))
def test_given_code_mills_sweep_then_every_endpoint_is_known_and_writes_nothing(
    wefact: WeFactCaller, controller: str
) -> None:
    for action in ENDPOINTS[controller].split():
        answer = wefact(controller, action, Identifier=NO_SUCH_ID)
        reads = (action == "list" and controller in LISTS) or (controller, action) in READS_WITHOUT_A_RECORD
        assert answer["status"] == ("success" if reads else "error"), (action, answer)
        assert not {"Invalid action", "Invalid controller"} & set(answer.get("errors", []))


@pytest.fixture
def invoices(wefact: WeFactCaller) -> WeFactCaller:
    """A draft of March, a sent invoice of April and a paid one of May."""
    for number, (day, status) in enumerate((("2026-03-02", 0), ("2026-04-02", 2), ("2026-05-02", 2)), 1):
        line = {"Description": "Advies", "PriceExcl": 100 * number, "TaxCode": "V21", "Number": 1}
        added = wefact("invoice", "add", DebtorCode="DB10001", Date=day, Status=status, InvoiceLines=[line])
        assert added["status"] == "success", added
    assert wefact("invoice", "markaspaid", Identifier="3", PayDate="2026-05-20")["status"] == "success"
    return wefact


FILTERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "SP: several statuses": ({"status": "2|4"}, ["2", "3"]),
    "CM: one status": ({"status": 4}, ["3"]),
    "CM: dates": ({"date": {"from": "2026-04-01", "to": "2026-04-30"}}, ["2"]),
    "CM: date of payment": ({"paydate": {"from": "2026-05-01"}}, ["3"]),
    "SP: one debtor": ({"searchat": "Debtor", "searchfor": "1"}, ["1", "2", "3"]),
    "SP: another debtor": ({"searchat": "Debtor", "searchfor": "11"}, []),
    "QQ: part of a code": ({"searchat": "DebtorCode|CompanyName", "searchfor": "b1000"}, ["1", "2", "3"]),
    "VK: part of a name": ({"searchat": "CompanyName", "searchfor": "JANSEN"}, ["1", "2", "3"]),
    "VK: drafts by number": ({"searchat": "InvoiceCode", "searchfor": "[concept]"}, ["1"]),
    "CM: second page": ({"offset": 1, "limit": 1}, ["2"]),
    "BW: past the end": ({"offset": 3, "limit": 1}, []),
    "CM: changed since": ({"modified": {"from": "2000-01-01 00:00:00"}}, ["1", "2", "3"]),
    "CM: changed in the future": ({"modified": {"from": "2099-01-01 00:00:00"}}, []),
    "NA: names nobody documents": ({"Status": 4, "DebtorCode": "DB99999"}, ["1", "2", "3"]),
}


@pytest.mark.parametrize(("query", "found"), [pytest.param(*case, id=name) for name, case in FILTERS.items()])
def test_given_a_clients_filter_then_those_rows_come(
    invoices: WeFactCaller, query: dict[str, Any], found: list[str]
) -> None:
    answer = invoices("invoice", "list", **{"sort": "Identifier", "order": "ASC"} | query)
    assert [row["Identifier"] for row in answer.get("invoices", [])] == found
    assert (answer["currentresults"], "invoices" in answer) == (len(found), bool(found))
    assert answer["filters"].keys() == {"sort", "order", *query}


def test_given_no_order_then_codes_come_last_first(invoices: WeFactCaller) -> None:
    codes = [row["InvoiceCode"] for row in invoices("invoice", "list")["invoices"]]
    assert (len(codes), codes) == (3, sorted(codes, reverse=True))
