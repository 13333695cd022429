"""Valid free bookings: money for invoices, memorial entries, set-offs (multivers-api.md 3.10, FinTrans)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from tests.sandbox.walk import walk_sides as books
from tests.sandbox.walk.walk_sides import CENT, SIDES, Maker, Side
from tests.sandbox.walk.walk_world import Call, NothingToDoError, World

MEMORIAL, BANK = 0, 2
NOTHING, SMALL = Decimal(0), Decimal("0.04")
PLACE = ("fiscalYear", "journalId", "journalTransaction")


def payment_entry(world: World, row: Record, amount: Decimal, difference: Decimal = NOTHING) -> Record:
    """The entry of money that is matched with one invoice; the difference is settled without money."""
    side = books.side_of(row)
    payment = {"invoiceId": row["invoiceId"], "amountPaidCur": float(amount), "description": "Betaling"}
    payment["paymentDifferenceAmountCur"] = float(difference)
    entry = {side.id_name: row[side.id_name], "transactionDate": world.today.isoformat()}
    return entry | {f"{side.word.lower()}EntryPayments": [payment]}


def _paid(world: World, row: Record, left: Decimal) -> Record:
    """A part, all, too much, or all but the few cents that are let go."""
    if world.chance(0.2) and abs(left) > 1:
        difference = SMALL.copy_sign(left)
        return payment_entry(world, row, left - difference, difference)
    share = world.rng.choice((Decimal(1), Decimal(1), Decimal("0.5"), Decimal("1.1")))
    return payment_entry(world, row, (left * share).quantize(CENT) or left)


def _header(world: World, journal_type: int) -> Record:
    period = books.open_period(world)
    return {
        "journalId": books.journal(world, journal_type),
        "fiscalYear": period["fiscalYear"],
        "periodNumber": period["periodNumber"],
        "transactionDate": world.today.isoformat(),
        "description": f"Boeking {world.number()}",
    }


def bank_entry(world: World) -> Record:
    """Money for one to three invoices of either side: a part, all or too much; now and then for nothing named."""
    entries = []
    seen: set[str] = set()
    for _ in range(world.rng.randint(1, 3)):
        row, left = books.open_item(world, world.pick(SIDES))
        if row["invoiceId"] in seen:
            continue
        seen.add(row["invoiceId"])
        entries.append(_paid(world, row, left))
    if world.chance(0.1):
        entries.append(loose_money(world))
    return _header(world, BANK) | {"finTransEntries": entries}


def loose_money(world: World) -> Record:
    """Money of a customer that nobody has matched yet."""
    return {
        "customerId": world.pick(world.db.customers),
        "creditAmount": float(books.euros(world)),
        "transactionDate": world.today.isoformat(),
    }


def memorial_entry(world: World) -> Record:
    """Two accounts against each other."""
    header, amount = _header(world, MEMORIAL), float(books.euros(world))
    rows = (("4", "debitAmount"), ("8", "creditAmount"))
    entries = [
        {
            "accountId": books.account(world, header["fiscalYear"], first),
            name: amount,
            "transactionDate": world.today.isoformat(),
        }
        for first, name in rows
    ]
    return header | {"finTransEntries": entries}


def cost_with_vat(world: World) -> Record:
    """A cost paid from the bank, its VAT inside the amount or on top of it."""
    header = _header(world, BANK)
    codes = [row["vatCodeId"] for row in world.db.vat_codes.values()]
    entry = {
        "accountId": books.account(world, header["fiscalYear"], "4"),
        "debitAmount": float(books.euros(world)),
        "vatCodeId": world.rng.choice(codes),
        "vatScenarioId": world.pick(books.scenarios(world, books.SUPPLIER)),
        "vatIncluded": world.chance(0.5),
        "transactionDate": world.today.isoformat(),
    }
    return header | {"finTransEntries": [entry]}


def set_off(world: World) -> Record:
    """A credit note matched with an invoice of the same relation in the memorial journal."""
    side = world.pick(SIDES)
    credit, invoice = opposites(world, side)
    amount = min(-books.balance(world, credit), books.balance(world, invoice))
    entries = [payment_entry(world, credit, -amount), payment_entry(world, invoice, amount)]
    return _header(world, MEMORIAL) | {"finTransEntries": entries}


def opposites(world: World, side: Side) -> tuple[Record, Record]:
    """A credit note and an invoice of one relation, both open.

    Raises:
        NothingToDoError: the chosen two are not.
    """
    rows = books.invoices(world, side).values()
    credit = world.pick(rows, lambda row: row["amountTotal"] < 0)
    invoice = world.pick(rows, lambda row: row[side.id_name] == credit[side.id_name] and row["amountTotal"] > 0)
    if books.balance(world, credit) >= 0 or books.balance(world, invoice) <= 0:
        raise NothingToDoError
    return credit, invoice


def free_booking(world: World) -> Record:
    """A bank statement, a memorial entry, a cost or a set-off."""
    return world.rng.choice((bank_entry, bank_entry, memorial_entry, cost_with_vat, set_off))(world)


def free_row(world: World) -> Record:
    """A free booking in an open period."""
    return world.pick(world.db.transactions.values(), lambda row: not row["invoiceKey"] and books.is_open(world, row))


def undo(world: World) -> Call:
    """A free booking that goes, with its matches."""
    row = free_row(world)
    return Call({name: row[name] for name in PLACE})


def rebook(world: World) -> Call:
    """Another memorial entry in the place of a free booking."""
    row = free_row(world)
    return Call({name: row[name] for name in PLACE}, memorial_entry(world))


MONEY: dict[str, Maker] = {
    "POST FinTrans": lambda world: Call(body=free_booking(world)),
    "PUT FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": rebook,
    "DELETE FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": undo,
}
