"""Valid calls on relations and invoices of both sides (multivers-api.md 2.1, 3.1 to 3.9)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from tests.sandbox.walk import walk_sides as books
from tests.sandbox.walk.walk_sides import CENT, CUSTOMER, SUPPLIER, Maker, Side
from tests.sandbox.walk.walk_world import Call, World

OWN_NUMBERS = 30_000_000


def relation_body(world: World, side: Side) -> Record:
    """A relation with an id of its own, or one that Multivers numbers."""
    number = world.number()
    body: Record = {"shortName": f"R{number}", "name": f"Relatie {number} & Zn.", "countryId": "NL"}
    body |= {"paymentConditionId": "14", "vatScenarioId": world.pick(books.scenarios(world, side))}
    if world.chance(0.7):
        body[side.id_name] = f"W{number}"
    return body


def new_relation(side: Side) -> Maker:
    """A relation."""
    return lambda world: Call(body=relation_body(world, side))


def edit_relation(side: Side, *, in_path: bool) -> Maker:
    """The whole model back with another town."""

    def make(world: World) -> Call:
        key = world.pick(books.relations(world, side))
        body = world.get(f"{side.word}/{key}") | {"city": f"Plaats {world.number()}"}
        return Call({side.id_name: key} if in_path else {}, body)

    return make


def delete_relation(side: Side) -> Maker:
    """A relation that nothing was booked on."""

    def make(world: World) -> Call:
        used = {row[side.id_name] for row in books.invoices(world, side).values()}
        used |= {line[side.id_name] for row in world.db.transactions.values() for line in row["lines"]}
        used |= {row["customerId"] for row in world.db.tables.get("Order", {}).values() if side is CUSTOMER}
        return Call({side.id_name: world.pick(books.relations(world, side), lambda key: key not in used)})

    return make


def invoice_lines(world: World, side: Side, year: int, *, is_credit: bool) -> list[Record]:
    """One to four lines; a line the other way now and then, small beside the first."""
    up, down = (side.lowering, side.raising) if is_credit else (side.raising, side.lowering)
    first = books.euros(world)
    rows = [_line(world, side, year, (up, first))]
    for _ in range(world.rng.randint(0, 3)):
        part = (down, (first / 10).quantize(CENT)) if world.chance(0.2) else (up, books.euros(world))
        rows.append(_line(world, side, year, part))
    return rows


def _line(world: World, side: Side, year: int, part: tuple[str, Decimal]) -> Record:
    return {
        "accountId": books.account(world, year, side.accounts),
        f"{part[0]}AmountCur": float(part[1]),
        "vatCodeId": world.pick(world.db.vat_codes.values())["vatCodeId"],
        "transactionDate": world.today.isoformat(),
        "description": "Regel",
    }


def invoice_body(world: World, side: Side) -> Record:
    """An invoice or a credit note in any scenario of the side, with or without numbers of its own."""
    period, is_credit = books.open_period(world), world.chance(0.2)
    year, journal = period["fiscalYear"], books.journal(world, side.journal_type)
    body: Record = {
        side.id_name: world.pick(list(books.relations(world, side))[: 3 if world.chance(0.7) else None]),
        "fiscalYear": year,
        "periodNumber": period["periodNumber"],
        "journalId": journal,
        "paymentConditionId": "14",
        "invoiceDate": f"{world.day():%d-%m-%Y}",
        "reference": f"Ref {world.number()}",
        "vatScenarioId": world.pick(books.scenarios(world, side)),
        "invoiceType": side.credit if is_credit else side.invoice,
        side.lines_name: invoice_lines(world, side, year, is_credit=is_credit),
    }
    if world.chance(0.6):
        body["invoiceId"] = str(OWN_NUMBERS + world.number())
    if world.chance(0.3):
        body["journalTransaction"] = _next_number(world, year, journal)
    return body


def _next_number(world: World, year: int, journal: str) -> int:
    query = {"fiscalYear": year, "journalId": journal}
    answer = world.multivers("POST", "GetNextJournalTransactionCommand", {}, query)
    return int(books.answer_json(answer.body)["nextJournalTransaction"])


def new_invoice(side: Side) -> Maker:
    """An invoice or a credit note."""
    return lambda world: Call(body=invoice_body(world, side))


def changeable(world: World, side: Side) -> Record:
    """An invoice that the API still lets change."""
    fixed = books.matched(world)

    def is_free(item: tuple[str, Record]) -> bool:
        key, row = item
        return books.is_open(world, row) and not row["_processed"] and key not in fixed

    return world.pick(books.invoices(world, side).items(), is_free)[1]


def edit_invoice(side: Side) -> Maker:
    """The whole model back with another text, or other lines."""

    def make(world: World) -> Call:
        invoice_id = changeable(world, side)["invoiceId"]
        body = world.get(f"{side.word}Invoice/{invoice_id}") | {"reference": f"Ref {world.number()}"}
        if world.chance(0.5):
            is_credit = body["invoiceType"] == side.credit
            rows = invoice_lines(world, side, body["fiscalYear"], is_credit=is_credit)
            body |= {side.lines_name: rows, "vatTransactionLines": [], "amountFrozenCur": 0}
        return Call({"invoiceId": invoice_id}, body)

    return make


def delete_invoice(side: Side) -> Maker:
    """An invoice that the API still lets go."""
    return lambda world: Call({"invoiceId": changeable(world, side)["invoiceId"]})


def next_number(world: World) -> Call:
    """The next number of a journal."""
    return Call(body={}, query={"fiscalYear": world.today.year, "journalId": world.pick(world.db.journals)})


def approve(world: World) -> Call:
    """The release of a blocked supplier invoice."""
    row = world.pick(world.db.supplier_invoices.values(), lambda row: bool(row["amountFrozenCur"]))
    return Call(body={}, query={"invoiceId": row["invoiceId"], "approverId": "SYSTEEM"})


def number_relations(world: World) -> Call:
    """A series for the ids of one side, far above those in use."""
    query = {"type": world.rng.choice((1, 2)), "startId": 500_000 + world.number(), "interval": 1, "length": 8}
    return Call(body={}, query=query)


def _of_side(side: Side) -> dict[str, Maker]:
    name = side.word
    return {
        f"POST {name}": new_relation(side),
        f"PUT {name}": edit_relation(side, in_path=False),
        f"PUT {name}/{{{side.id_name}}}": edit_relation(side, in_path=True),
        f"DELETE {name}/{{{side.id_name}}}": delete_relation(side),
        f"DELETE {name}/{name}AndOrganization/{{{side.id_name}}}": delete_relation(side),
        f"POST {name}Invoice": new_invoice(side),
        f"PUT {name}Invoice/{{invoiceId}}": edit_invoice(side),
        f"DELETE {name}Invoice/{{invoiceId}}": delete_invoice(side),
        f"POST Get{name}IdCommand": lambda _world: Call(body={}),
    }


BOOKS: dict[str, Maker] = {
    **_of_side(CUSTOMER),
    **_of_side(SUPPLIER),
    "POST ApproveInvoicePaymentCommand": approve,
    "POST GetInvoiceIdCommand": lambda _world: Call(body={}),
    "POST GetNextJournalTransactionCommand": next_number,
    "POST ModifyAutoIdCommand/Enable": number_relations,
    "POST ModifyAutoIdCommand/Disable": lambda world: Call(body={}, query={"type": world.rng.choice((1, 2))}),
}
