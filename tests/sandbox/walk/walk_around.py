"""Valid calls around the bookings: addresses, bank accounts, documents, orders, payables, reminders, splits."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.model import Record
from tests.sandbox.walk import walk_sides as books
from tests.sandbox.walk.walk_sides import CUSTOMER, SUPPLIER, Maker
from tests.sandbox.walk.walk_world import Call, NothingToDoError, World

IBANS = ("NL91ABNA0417164300", "BE68539007547034")


def _organization(world: World) -> int:
    rows = world.db.organizations
    return int(world.pick(rows, lambda key: bool(rows[key]["customerId"] or rows[key]["supplierId"])))


def address(world: World) -> Record:
    """A delivery, invoice or person address."""
    return {
        "organizationId": _organization(world), "addressType": world.rng.choice((0, 1, 2)), "countryId": "NL",
        "street1": f"Straat {world.number()}", "city": "Zwolle", "name": "Magazijn",
    }  # fmt: skip


def _known_address(world: World) -> str:
    relations = [*world.db.customers.values(), *world.db.suppliers.values()]
    relation = world.pick(relations, lambda row: bool(row["addresses"]))
    return str(world.pick(world.get(f"AddressInfoList/{relation['organizationId']}"))["addressGuid"])


def edit_address(world: World) -> Call:
    """Another street."""
    guid = _known_address(world)
    return Call({"addressGuid": guid}, world.get(f"Address/{guid}") | {"street1": f"Laan {world.number()}"})


def bank_account(world: World) -> Record:
    """An IBAN of an organisation, preferred or not."""
    return {
        "organizationId": _organization(world), "iban": world.rng.choice(IBANS), "preferred": world.chance(0.3),
        "name": f"Rekening {world.number()}",
    }  # fmt: skip


def dm_document(world: World) -> Record:
    """A link to a document of a customer invoice, or of nothing."""
    body: Record = {"documentLink": f"https://voorbeeld.example/{world.number()}", "subject": "Factuur"}
    rows = list(world.db.invoices.values())
    if rows and world.chance(0.5):
        body |= {"linkType": "CustomerInvoice", "linkId": world.rng.choice(rows)["invoiceId"]}
    return body


def db_document(world: World) -> Record:
    """A link to a document of an organisation."""
    link = f"https://voorbeeld.example/{world.number()}"
    return {"organizationId": _organization(world), "documentName": "Contract", "link": link}


def category(world: World) -> Record:
    """A category for links to customers."""
    return {"linkCategoryName": f"Soort {world.number()}", "linkType": "Customer"}


def _row(world: World, table: str, wanted: Callable[[Record], bool] = lambda _row: True) -> Record:
    return world.pick(world.db.tables.get(table, {}).values(), wanted)


def _crud(name: str, keys: tuple[str, ...], make: Callable[[World], Record], field: str) -> dict[str, Maker]:
    """Create, change and remove of one table whose rows are in `tables`."""

    def named(world: World) -> Record:
        row = _row(world, name)
        return {key: row[key] for key in keys}

    def change(world: World) -> Call:
        parts = named(world)
        path = f"{name}/{'/'.join(str(value) for value in parts.values())}"
        return Call(parts, world.get(path) | {field: f"Anders {world.number()}"})

    where = "/".join(f"{{{key}}}" for key in keys)
    return {
        f"POST {name}": lambda world: Call(body=make(world)),
        f"PUT {name}/{where}": change,
        f"DELETE {name}/{where}": lambda world: Call(named(world)),
    }


def product(world: World) -> Record:
    """A product with a price and an account."""
    number = world.number()
    body: Record = {"productId": f"A{number}", "description": f"Artikel {number}", "price": 12.5, "vatCodeId": 1}
    return body | {"accountId": books.account(world, world.today.year, "8")}


def order(world: World) -> Record:
    """An order of one or two lines."""
    line = {
        "quantityOrdered": world.rng.choice((1, 2.5, 10)), "price": float(books.euros(world)),
        "description": "Geleverd",
        "accountId": books.account(world, world.today.year, "8"), "vatCodeId": 1, "discount": world.chance(0.3) / 10,
    }  # fmt: skip
    return {
        "customerId": world.pick(world.db.customers), "orderDate": world.today.isoformat(), "paymentConditionId": "14",
        "vatScenarioId": world.pick(books.scenarios(world, CUSTOMER)), "reference": f"Order {world.number()}",
        "orderLines": [line] * world.rng.randint(1, 2), "chargeVatType": world.rng.choice((0, 1)),
    }  # fmt: skip


def _waiting_order(world: World) -> Record:
    return _row(world, "Order", lambda row: not row["invoiceId"])


def edit_order(world: World) -> Call:
    """Another reference."""
    key = _waiting_order(world)["orderId"]
    return Call({"orderId": key}, world.get(f"Order/{key}") | {"reference": f"Order {world.number()}"})


def process_order(world: World) -> Call:
    """An order that becomes an invoice."""
    row, period = _waiting_order(world), books.open_period(world)
    query = {
        "orderId": row["orderId"], "fiscalYear": period["fiscalYear"], "periodNumber": period["periodNumber"],
        "journalId": books.journal(world, books.SALES), "invoiceDate": world.today.isoformat(),
    }  # fmt: skip
    return Call(body={}, query=query)


def payable(world: World) -> Record:
    """A supplier invoice with something open that is not blocked, put up for payment once."""
    row, left = books.open_item(world, SUPPLIER)
    known = world.db.tables.get("Payable", {})
    bank = books.journal(world, 2)
    if left <= 0 or row["amountFrozenCur"] or f"{bank}/{row['invoiceId']}" in known:
        raise NothingToDoError
    return {"invoiceId": row["invoiceId"], "bankId": bank}


def payment_file(world: World) -> Call:
    """All of one bank that wait."""
    return Call(body={}, query={"bankId": _row(world, "Payable", lambda row: not row["state"])["bankId"]})


def remind(world: World) -> Call:
    """An open customer invoice."""
    return Call(body={}, query={"invoiceId": books.open_item(world, CUSTOMER)[0]["invoiceId"]})


def register_reminder(world: World) -> Call:
    """A reminder for an open customer invoice."""
    invoice_id = books.open_item(world, CUSTOMER)[0]["invoiceId"]
    return Call(body={}, query={"invoiceIds[0]": invoice_id, "type": world.rng.choice((0, 1, 2))})


def _split_query(row: Record, sequence: int) -> Record:
    names = ("fiscalYear", "journalId", "journalTransaction")
    query = {name: row[name] for name in names} | {"sequenceNumber": sequence}
    return query | {"targetFiscalYear": row["fiscalYear"]}


def split(world: World, low: int, high: int) -> Call:
    """The first line of a memorial entry of this year over open periods."""
    year = world.today.year
    periods = [{"fiscalYear": year, "periodNumber": number} for number in range(low, high + 1)]
    if not all(books.is_open(world, period) for period in periods):
        raise NothingToDoError
    done = world.db.tables.get("SplitJournalEntry", {})

    def fits(row: Record) -> bool:
        name = f"{row['fiscalYear']}/{row['journalId']}/{row['journalTransaction']}/1"
        is_free = not row["invoiceKey"] and not row["matched"] and row["description"] != "Verdeling"
        return is_free and name not in done and row["fiscalYear"] == year and books.is_open(world, row)

    query = _split_query(world.pick(world.db.transactions.values(), fits), 1)
    return Call(body={}, query=query | ({"startPeriod": low, "endPeriod": high} if low > 1 else {}))


def unsplit(world: World) -> Call:
    """A split that is taken back."""
    name = world.pick(world.db.tables.get("SplitJournalEntry", {}))
    year, journal, number, sequence = name.split("/")
    row = {"fiscalYear": year, "journalId": journal, "journalTransaction": number}
    return Call(body={}, query=_split_query(row, int(sequence)))


def _rows(make: Callable[[World], Record]) -> Maker:
    """Two rows at once."""
    return lambda world: Call(body=[make(world), make(world)])


AROUND: dict[str, Maker] = {
    **_crud("BankAccount", ("organizationId", "indexNumber"), bank_account, "name"),
    **_crud("DmDocument", ("reference",), dm_document, "subject"),
    **_crud("DbDocument", ("organizationId", "linkId"), db_document, "documentName"),
    **_crud("Product", ("productId",), product, "description"),
    "POST Address": lambda world: Call(body=address(world)),
    "POST AddressList": _rows(address),
    "PUT Address/{addressGuid}": edit_address,
    "DELETE Address/{addressGuid}": lambda world: Call({"addressGuid": _known_address(world)}),
    "POST BankAccountList": _rows(bank_account),
    "POST DbDocumentList": _rows(db_document),
    "POST DmDocumentCategoryList": _rows(category),
    "POST DmDocumentCreateReferenceCommand": lambda _world: Call(body={}, query={"type": "1"}),
    "POST Order": lambda world: Call(body=order(world)),
    "PUT Order/{orderId}": edit_order,
    "DELETE Order/{orderId}": lambda world: Call({"orderId": _waiting_order(world)["orderId"]}),
    "POST ProcessOrderCommand": process_order,
    "POST GetShippingOrderDocumentCommand": lambda world: Call(
        body={}, query={"orderId": _row(world, "Order")["orderId"]}
    ),
    "POST Payable": lambda world: Call(body=payable(world)),
    "POST PayableList": lambda world: Call(body=[payable(world)]),
    "POST CreatePaymentFileCommand": payment_file,
    "POST IncrementPaymentReminderCounterCommand": remind,
    "POST RegisterReminderCommand": register_reminder,
    "POST SplitJournalEntryCommand": lambda world: split(world, 1, 12),
    "POST SplitJournalEntryCommand/ExecuteWithPeriods": lambda world: split(world, world.today.month, 12),
    "POST SplitJournalEntryCommand/Revert": unsplit,
    "POST SplitJournalEntryCommand/Delete": unsplit,
}
