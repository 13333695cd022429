"""Calls that must be refused, made from the present state: whole bodies with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.model import Record
from tests.sandbox.walk import walk_books, walk_money, walk_people
from tests.sandbox.walk import walk_sides as books
from tests.sandbox.walk import walk_wefact_sales as sales
from tests.sandbox.walk.walk_world import World

Refusal = Callable[[World], bool]


def _wefact(call: str, make: Callable[[World], Record]) -> Refusal:
    """Tell whether WeFact refuses what the maker makes."""
    return lambda world: bool(world.wefact(call, **make(world))["status"] == "error")


def _multivers(method: str, path: str, make: Callable[[World], Record]) -> Refusal:
    """Tell whether Multivers refuses the body; the path may name properties of it."""

    def call(world: World) -> bool:
        body = make(world)
        return world.multivers(method, path.format(**body), body).status in (400, 404, 409)

    return call


def _people(action: str, make: Callable[[World], Record]) -> Refusal:
    """Tell whether the program refuses what a person does."""
    return lambda world: world.control("actions", {"action": action} | make(world)).status == 400


def _sent(world: World) -> Record:
    return {"Identifier": sales.invoice_with(world, ("2", "3", "4", "8", "9"))["Identifier"]}


def _draft(world: World) -> Record:
    return {"Identifier": sales.invoice_with(world, ("0",))["Identifier"]}


def _second_line_wrong(world: World) -> Record:
    return sales.new_invoice(world) | {"InvoiceLines": [sales.sales_line(world), {"PriceExcl": "twaalf"}]}


def _number_in_use(world: World) -> Record:
    taken = sales.invoice_with(world, ("2", "3", "4"))["InvoiceCode"]
    return sales.new_invoice(world) | {"InvoiceCode": taken, "Status": "2"}


def _changed(**changes: object) -> Callable[[World], Record]:
    return lambda world: walk_books.invoice_body(world, books.CUSTOMER) | changes


def _duplicate(world: World) -> Record:
    key = world.pick(world.db.invoices)
    return walk_books.invoice_body(world, books.CUSTOMER) | {"invoiceId": world.db.invoices[key]["invoiceId"]}


def _number_taken(world: World) -> Record:
    row = world.pick(books.invoices(world, books.CUSTOMER).values())
    names = ("journalId", "journalTransaction", "fiscalYear")
    return walk_books.invoice_body(world, books.CUSTOMER) | {name: row[name] for name in names}


def _second_account_unknown(world: World) -> Record:
    body = walk_books.invoice_body(world, books.CUSTOMER)
    line = body["customerInvoiceLines"][0]
    return body | {"customerInvoiceLines": [line, line | {"accountId": "nergens"}]}


def _put_with_unknown_code(world: World) -> Record:
    key = walk_books.changeable(world, books.CUSTOMER)["invoiceId"]
    body: Record = world.get(f"CustomerInvoice/{key}")
    body["customerInvoiceLines"][0]["vatCodeId"] = 987
    return body


def _put_matched(world: World) -> Record:
    keys = sorted(books.matched(world) & set(books.invoices(world, books.CUSTOMER)))
    body: Record = world.get(f"CustomerInvoice/{world.pick(keys)}")
    return body


def _unbalanced(world: World) -> Record:
    entry = walk_money.memorial_entry(world)
    entry["finTransEntries"][0]["debitAmount"] += 1
    return entry


def _money_for_nobody(world: World) -> Record:
    entry = walk_money.bank_entry(world)
    entry["finTransEntries"].append(
        {
            "customerId": world.pick(world.db.customers),
            "transactionDate": world.today.isoformat(),
            "customerEntryPayments": [{"invoiceId": "99999998", "amountPaidCur": 1}],
        }
    )
    return entry


def _customer_with_bookings(world: World) -> Record:
    return {"customerId": world.pick(books.invoices(world, books.CUSTOMER).values())["customerId"]}


REFUSALS: dict[str, Refusal] = {
    "show of nothing": _wefact("invoice/show", lambda _world: {"Identifier": "987654"}),
    "delete of a sent invoice": _wefact("invoice/delete", _sent),
    "payment of a draft": _wefact("invoice/markaspaid", _draft),
    "credit of a draft": _wefact("invoice/credit", _draft),
    "add with an identifier": _wefact("invoice/add", lambda world: sales.new_invoice(world) | {"Identifier": "1"}),
    "add for nobody": _wefact("invoice/add", lambda world: {"InvoiceLines": sales.lines(world)}),
    "add with a wrong second line": _wefact("invoice/add", _second_line_wrong),
    "add with a number in use": _wefact("invoice/add", _number_in_use),
    "edit with a wrong second line": _wefact("invoice/edit", lambda world: _draft(world) | {
        "ReferenceNumber": "x", "InvoiceLines": [sales.sales_line(world), {"Number": "veel"}]}),
    "part payment of words": _wefact("invoice/partpayment", lambda world: {
        "Identifier": sales.invoice_with(world, ("2",))["Identifier"], "AmountPaid": "alles"}),
    "unknown action": _wefact("debtor/delete", lambda world: {"Identifier": world.pick(world.account.debtors)}),
    "a debtor without a name": _wefact("debtor/add", lambda _world: {"City": "Zwolle"}),
    "a second booking of a number": _multivers("POST", "CustomerInvoice", _duplicate),
    "a journal number in use": _multivers("POST", "CustomerInvoice", _number_taken),
    "a closed year": _multivers("POST", "CustomerInvoice", _changed(fiscalYear=2025, periodNumber=3)),
    "an unknown second account": _multivers("POST", "CustomerInvoice", _second_account_unknown),
    "an unknown customer": _multivers("POST", "CustomerInvoice", _changed(customerId="NIEMAND")),
    "too long a number": _multivers("POST", "CustomerInvoice", _changed(invoiceId="123456789")),
    "a change to an unknown VAT code": _multivers("PUT", "CustomerInvoice/{invoiceId}", _put_with_unknown_code),
    "a change to a matched invoice": _multivers("PUT", "CustomerInvoice/{invoiceId}", _put_matched),
    "an entry out of balance": _multivers("POST", "FinTrans", _unbalanced),
    "money for an unknown invoice": _multivers("POST", "FinTrans", _money_for_nobody),
    "delete of a customer with bookings": _multivers("DELETE", "Customer/{customerId}", _customer_with_bookings),
    "unknown invoice": _multivers("DELETE", "CustomerInvoice/99999998", lambda _world: {}),
    "match with nothing": _people("match_payment", lambda _world: {"invoiceId": "99999998"}),
    "an edit to an unknown account": _people("edit_booking", lambda world: {
        "invoiceId": world.pick(books.invoices(world, books.CUSTOMER)), "changes": {"journalId": "ZZ"}}),
    "a number for a booking that is wrong": _people(
        "reuse_number",
        lambda world: walk_people.reuse_number(world) | {"lines": [{"accountId": "nergens", "amount": "1.00"}]},
    ),
    "an unknown period": _people("close_period", lambda _world: {"fiscalYear": 2026, "periodNumber": 99}),
    "an edit of no invoice": _people("edit_invoice", lambda _world: {"InvoiceCode": "F0", "changes": {}}),
}  # fmt: skip
