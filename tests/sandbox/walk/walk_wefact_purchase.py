"""Valid calls on WeFact's purchase invoices and bank transactions (wefact-api.md 2.4, 3.4, 3.8, 4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.model import Record
from tests.sandbox.walk.walk_wefact_sales import invoice_with, open_cents, price
from tests.sandbox.walk.walk_wefact_tables import category
from tests.sandbox.walk.walk_world import NothingToDoError, World

SHORT_LINES = 3


def purchase_line(world: World) -> Record:
    """A line with a cost category, as text."""
    chosen = str(category(world)["Identifier"])
    tax = world.rng.choice(list(world.account.tax_purchase))
    return {"Description": "Inkoop", "PriceExcl": price(world), "TaxCode": tax, "CostCategory": chosen}


def purchase_lines(world: World) -> list[Record]:
    """One to three lines."""
    return [purchase_line(world) for _ in range(world.rng.randint(1, SHORT_LINES))]


def add_purchase(world: World) -> Record:
    """A purchase invoice, now and then with a total of its own."""
    creditor = world.pick(world.account.creditors.values())
    params: Record = {"InvoiceCode": f"INV-{world.number()}", "InvoiceLines": purchase_lines(world)}
    params |= world.rng.choice(
        ({"Creditor": creditor["Identifier"]}, {"CreditorCode": creditor["CreditorCode"]}),
    )
    params["Date"] = world.day().isoformat()
    return params


def purchase_with(world: World, statuses: tuple[str, ...], wanted: Callable[[Record], bool] | None = None) -> Record:
    check = wanted or (lambda _row: True)
    return world.pick(world.account.creditinvoices.values(), lambda row: row["Status"] in statuses and check(row))


def _purchase_selector(world: World, record: Record) -> Record:
    name = world.rng.choice(("Identifier", "CreditInvoiceCode"))
    return {name: record[name]}


def edit_purchase(world: World) -> Record:
    """Another remark or other lines."""
    change: Record = {"InvoiceLines": purchase_lines(world)} if world.chance(0.4) else {"Comment": "nagekeken"}
    return _purchase_selector(world, purchase_with(world, ("1",))) | change


def delete_purchase(world: World) -> Record:
    """Any unpaid purchase invoice."""
    return _purchase_selector(world, purchase_with(world, ("1",)))


def pay_purchase(world: World) -> Record:
    """An open purchase invoice."""
    return _purchase_selector(world, purchase_with(world, ("1", "2")))


def part_pay_purchase(world: World) -> Record:
    """A part of what is open, or exactly that."""
    record = purchase_with(world, ("1", "2"))
    left = open_cents(world, record, "creditinvoice")
    if abs(left) < 2:
        raise NothingToDoError
    part = left if world.chance(0.3) else world.rng.randint(1, abs(left) - 1) * (1 if left > 0 else -1)
    return _purchase_selector(world, record) | {"AmountPaid": str(Decimal(part).scaleb(-2))}


def add_purchase_lines(world: World) -> Record:
    """More lines, with or without a new total."""
    params = _purchase_selector(world, purchase_with(world, ("1",)))
    return params | {
        "InvoiceLines": purchase_lines(world),
        "RecalculateInclTotalAmount": world.rng.choice(("yes", "no")),
    }


def delete_purchase_line(world: World) -> Record:
    """One line off a purchase invoice that has more."""
    record = purchase_with(world, ("1",), lambda row: len(row["InvoiceLines"]) > 1)
    line = world.rng.choice(record["InvoiceLines"])
    params = _purchase_selector(world, record) | {"InvoiceLines": [{"Identifier": line["Identifier"]}]}
    return params | {"RecalculateInclTotalAmount": world.rng.choice(("yes", "no"))}


def add_transaction(world: World) -> Record:
    """Money that came in or went out."""
    kind, sign = world.rng.choice((("deposit", 1), ("withdrawal", -1)))
    amount = Decimal(sign * world.rng.randint(100, 900_000)).scaleb(-2)
    return {
        "Date": world.day(5).isoformat(), "Type": kind, "BankAccount": "NL91ABNA0417164300", "Amount": str(amount),
        "Currency": "EUR", "ShortDescription": f"Betaling {world.number()}",
    }  # fmt: skip


def _unmatched(world: World, wanted: Callable[[Record], bool] = lambda _row: True) -> Record:
    rows = world.account.transactions.values()
    return world.pick(rows, lambda row: row["Status"] == "unmatched" and not row["Matches"] and wanted(row))


def free_transaction(world: World) -> Record:
    """A transaction that nothing was matched with."""
    return {"Identifier": _unmatched(world)["Identifier"]}


def match_transaction(world: World) -> Record:
    """Money against an open document of the same direction: no more than either of them has left."""
    kind, code = world.rng.choice((("invoice", "invoice"), ("creditinvoice", "creditinvoice")))
    document = invoice_with(world, ("2", "3")) if kind == "invoice" else purchase_with(world, ("1", "2"))
    left = open_cents(world, document, code)
    is_in = (left > 0) == (kind == "invoice")
    money = _unmatched(world, lambda row: (Decimal(row["Amount"]) > 0) == is_in)
    amount = min(abs(left), int(abs(Decimal(money["Amount"])) * 100))
    if not amount:
        raise NothingToDoError
    match = {
        "ReferenceType": kind, "ReferenceId": document["Identifier"], "MatchedAmount": str(Decimal(amount).scaleb(-2)),
        "PaymentType": "received" if is_in else "paid", "MarkAsPaid": world.rng.choice(("yes", "no")),
    }  # fmt: skip
    return {"Identifier": money["Identifier"], "Matches": [match]}


PURCHASES: dict[str, Callable[[World], Record]] = {
    "creditinvoice/add": add_purchase,
    "creditinvoice/edit": edit_purchase,
    "creditinvoice/delete": delete_purchase,
    "creditinvoice/markaspaid": pay_purchase,
    "creditinvoice/partpayment": part_pay_purchase,
    "creditinvoiceline/add": add_purchase_lines,
    "creditinvoiceline/delete": delete_purchase_line,
    "transaction/add": add_transaction,
    "transaction/ignore": free_transaction,
    "transaction/delete": free_transaction,
    "transaction/match": match_transaction,
}
