"""What people do in both programs, one maker for each action of `sandbox.actions`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.model import Record
from tests.sandbox.walk import walk_books, walk_money
from tests.sandbox.walk import walk_sides as books
from tests.sandbox.walk import walk_wefact_purchase as purchases
from tests.sandbox.walk import walk_wefact_sales as sales
from tests.sandbox.walk import walk_wefact_tables as tables
from tests.sandbox.walk.walk_sides import CUSTOMER, SIDES, SUPPLIER, Side
from tests.sandbox.walk.walk_world import NothingToDoError, World

Maker = Callable[[World], Record]
BY_HAND = 40_000_000


def _by_code(*statuses: str) -> Maker:
    return lambda world: {"InvoiceCode": sales.invoice_with(world, statuses)["InvoiceCode"]}


def _coded(params: Record, world: World) -> Record:
    """A call that named its record by Identifier, now by number."""
    record = world.account.creditinvoices[params.pop("Identifier")]
    return {"CreditInvoiceCode": record["CreditInvoiceCode"]} | params


def edit_invoice(world: World) -> Record:
    """Other lines on an invoice."""
    return _by_code("0", "2", "3")(world) | {"changes": {"InvoiceLines": sales.lines(world)}}


def part_pay_invoice(world: World) -> Record:
    """A part of what is open."""
    record, amount = sales.part_of_open(world)
    return {"InvoiceCode": record["InvoiceCode"], "AmountPaid": amount}


def credit_lines(world: World) -> Record:
    """The first line of an invoice, whole or as another price."""
    more = {"PriceExcl": "1.00"} if world.chance(0.5) else {}
    return _by_code("2", "3", "4")(world) | {"lines": [{"line": 1} | more]}


def edit_debtor(world: World) -> Record:
    """Another name for a debtor."""
    return {"DebtorCode": world.pick(world.account.debtors.values())["DebtorCode"], "changes": tables.named(world)}


def edit_creditor(world: World) -> Record:
    """Another name for a creditor."""
    code = world.pick(world.account.creditors.values())["CreditorCode"]
    return {"CreditorCode": code, "changes": tables.named(world)}


def add_group(world: World) -> Record:
    """A group of products."""
    codes = [row["ProductCode"] for row in world.account.products.values()]
    return {"GroupName": f"Groep {world.number()}", "products": world.rng.sample(codes, k=min(2, len(codes)))}


def _purchase(*statuses: str) -> Maker:
    return lambda world: {"CreditInvoiceCode": purchases.purchase_with(world, statuses)["CreditInvoiceCode"]}


def edit_purchase(world: World) -> Record:
    """Another remark."""
    return _purchase("1", "2")(world) | {"changes": {"Comment": f"Opmerking {world.number()}"}}


def remove_category(world: World) -> Record:
    """A cost category that the walk has made."""
    return {"Title": tables.category(world, made_here=True)["Title"]}


def book_by_hand(world: World) -> Record:
    """The short form of a booking."""
    side, day = world.pick(SIDES), world.day()
    place = {"fiscalYear": day.year, "periodNumber": day.month}
    if not books.is_open(world, place):
        raise NothingToDoError
    line = {"accountId": books.account(world, day.year, side.accounts), "amount": str(books.euros(world))}
    body = {side.id_name: world.pick(books.relations(world, side)), "invoiceDate": day.isoformat(), "lines": [line]}
    return body | {"invoiceId": str(BY_HAND + world.number())}


def named_invoice(world: World, row: Record) -> Record:
    """An invoice by its number and side."""
    return {"invoiceId": row["invoiceId"], "kind": books.side_of(row).word.lower()}


def any_invoice(world: World) -> Record:
    """Any invoice in the books."""
    return named_invoice(world, world.pick(books.all_invoices(world).values()))


def edit_booking(world: World) -> Record:
    """Another text on a booking in an open period, or another journal with a number of its own."""
    row = world.pick(books.all_invoices(world).values(), lambda row: books.is_open(world, row))
    changes: Record = {"reference": f"Ref {world.number()}"}
    if world.chance(0.4):
        changes |= {"journalId": books.journal(world, books.side_of(row).journal_type), "journalTransaction": 0}
    return named_invoice(world, row) | {"changes": changes}


def reuse_number(world: World) -> Record:
    """The numbers of a booking for another one."""
    row = world.pick(books.all_invoices(world).values(), lambda row: books.is_open(world, row))
    side = books.side_of(row)
    line = {"accountId": books.account(world, row["fiscalYear"], side.accounts), "amount": str(books.euros(world))}
    body = {side.id_name: world.pick(books.relations(world, side)), "invoiceDate": world.day().isoformat()}
    return named_invoice(world, row) | body | {"lines": [line]}


def close_period(world: World) -> Record:
    """An early month of this year."""
    period = books.open_period(world)
    if period["periodNumber"] >= world.today.month:
        raise NothingToDoError
    return {name: period[name] for name in ("fiscalYear", "periodNumber")}


def open_period(world: World) -> Record:
    """A closed period of this year."""
    year = world.today.year
    period = world.pick(world.db.periods, lambda row: row["fiscalYear"] == year and row["isClosed"])
    return {name: period[name] for name in ("fiscalYear", "periodNumber")}


def _open_item(world: World, side: Side) -> tuple[Record, Decimal]:
    if not books.is_open(world, {"fiscalYear": world.today.year, "periodNumber": world.today.month}):
        raise NothingToDoError
    return books.open_item(world, side)


def match(world: World) -> Record:
    """All that is open, or a half of it."""
    row, left = _open_item(world, world.pick(SIDES))
    part = {"amount": str((left / 2).quantize(books.CENT) or left)} if world.chance(0.5) else {}
    return named_invoice(world, row) | part


def pay_supplier(world: World) -> Record:
    """What may be paid on a supplier's invoice."""
    row, left = _open_item(world, SUPPLIER)
    if row["amountFrozenCur"] or left < 0:
        raise NothingToDoError
    return {"invoiceId": row["invoiceId"]}


def write_off(world: World) -> Record:
    """What is open on an invoice."""
    return named_invoice(world, _open_item(world, world.pick(SIDES))[0])


def unmatch(world: World) -> Record:
    """What was matched with an invoice."""
    keys = sorted(books.matched(world))
    return named_invoice(world, books.all_invoices(world)[world.pick(keys)])


def set_off(world: World) -> Record:
    """A credit note against an invoice of the same relation."""
    credit, invoice = walk_money.opposites(world, world.pick(SIDES))
    return named_invoice(world, invoice) | {"creditInvoiceId": credit["invoiceId"]}


def _supplier_invoice(*, is_frozen: bool) -> Maker:
    def make(world: World) -> Record:
        rows = world.db.supplier_invoices.values()
        return {"invoiceId": world.pick(rows, lambda row: bool(row["amountFrozenCur"]) == is_frozen)["invoiceId"]}

    return make


PEOPLE: dict[str, Maker] = {
    "add_invoice": sales.new_invoice,
    "edit_invoice": edit_invoice,
    "send_invoice": lambda world: {"InvoiceCode": sales.mailable(world)["InvoiceCode"]},
    "remind_invoice": lambda world: {"InvoiceCode": sales.remindable(world)["InvoiceCode"]},
    "pay_invoice": _by_code("2", "3"),
    "unpay_invoice": _by_code("4"),
    "part_pay_invoice": part_pay_invoice,
    "credit_invoice": _by_code("2", "3", "4"),
    "credit_lines": credit_lines,
    "void_invoice": _by_code("2", "3"),
    "delete_invoice": _by_code("0", "2", "4", "9"),
    "edit_debtor": edit_debtor,
    "add_debtor": tables.named,
    "add_creditor": tables.named,
    "edit_creditor": edit_creditor,
    "add_purchase_invoice": purchases.add_purchase,
    "edit_purchase_invoice": edit_purchase,
    "delete_purchase_invoice": _purchase("1"),
    "pay_purchase_invoice": _purchase("1", "2"),
    "add_cost_category": tables.add_category,
    "remove_cost_category": remove_category,
    "add_group": add_group,
    "block_ip": lambda _world: {"ip": "203.0.113.9"},
    "unblock_ip": lambda _world: {"ip": "203.0.113.9"},
    "book_invoice": book_by_hand,
    "edit_booking": edit_booking,
    "delete_booking": any_invoice,
    "reuse_number": reuse_number,
    "process_booking": any_invoice,
    "close_period": close_period,
    "open_period": open_period,
    "match_payment": match,
    "unmatch_payment": unmatch,
    "write_off": write_off,
    "set_off": set_off,
    "pay_supplier": pay_supplier,
    "freeze_invoice": _supplier_invoice(is_frozen=False),
    "approve_invoice": _supplier_invoice(is_frozen=True),
    "add_customer": lambda world: walk_books.relation_body(world, CUSTOMER),
    "add_supplier": lambda world: walk_books.relation_body(world, SUPPLIER),
}
