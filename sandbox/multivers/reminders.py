"""Reminders of unpaid customer invoices (multivers-api.md 2.1); their fields are the sandbox's own."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers import invoice_store, matching
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import NotFoundError, RefusedError, refuse
from sandbox.multivers.kinds import CUSTOMER
from sandbox.multivers.ledger import to_euros
from sandbox.multivers.wire import dutch_date

TABLE = "Reminder"
REMINDER_TYPES = {0: "Betalingsherinnering", 1: "Aanmaning", 2: "Sommatie"}


def increment(call: Call) -> Record:
    """`POST IncrementPaymentReminderCounterCommand?invoiceId`."""
    return _command(call, [call.query.get("invoiceid", "")], None)


def register(call: Call) -> Record:
    """`POST RegisterReminderCommand?invoiceIds[n]&type`: counts and notes a reminder for each, all or none."""
    wanted = [value for name, value in call.query.items() if name.startswith("invoiceids")]
    kind = call.number("type", 0)
    if kind not in REMINDER_TYPES:
        return _answer(wanted, f"Soort aanmaning {kind} bestaat niet")
    return _command(call, wanted, kind)


def _command(call: Call, wanted: list[str], kind: int | None) -> Record:
    """A refusal comes as 200 with `error`, as commands do (multivers-api.md 2.2)."""
    try:
        invoices = [_open_invoice(call, invoice_id) for invoice_id in wanted]
    except (NotFoundError, RefusedError) as problem:
        return _answer(wanted, str(problem) or "Factuur bestaat niet")
    for invoice in invoices:
        invoice["numberOfReminders"] += 1
        if kind is not None:
            _note(call, invoice, kind)
    return _answer(wanted, "")


def _answer(wanted: list[str], error: str) -> Record:
    return {"error": error, "invoiceIds": wanted}


def _open_invoice(call: Call, invoice_id: str) -> Record:
    key = CUSTOMER.key(invoice_id)
    invoice = invoice_store.get(call.db, key)
    if not matching.balance_cents(call.db, key):
        raise refuse("invoiceId", f"Factuur {invoice_id} is voldaan")
    return invoice


def _note(call: Call, invoice: Record, kind: int) -> None:
    number = call.db.next_serial()
    call.db.tables.setdefault(TABLE, {})[str(number)] = {
        "reminderId": number,
        "customerId": invoice["customerId"],
        "invoiceId": invoice["invoiceId"],
        "reminderDate": call.books.clock.today().isoformat(),
        "reminderNumber": invoice["numberOfReminders"],
        "type": kind,
    }


def by_customer(call: Call) -> list[Record]:
    """`GET ReminderInfoList/ByCustomer/{customerId}`."""
    return [_shown(row) for row in _rows(call) if row["customerId"] == call.parts["customerId"]]


def by_invoice(call: Call) -> list[Record]:
    """`GET ReminderInfoList/ByInvoice/{invoiceId}`."""
    return [_shown(row) for row in _rows(call) if row["invoiceId"] == call.parts["invoiceId"]]


def for_due_invoices(call: Call) -> list[Record]:
    """`GET ReminderInfoList/ForDueInvoices`: the reminder that each overdue invoice should get next."""
    today = call.books.clock.today().isoformat()
    rows = []
    for key, invoice in call.db.invoices.items():
        cents = matching.balance_cents(call.db, key)
        if cents > 0 and invoice["invoiceExpirationDate"] < today:
            rows.append(_due(invoice, cents))
    return rows


def _due(invoice: Record, cents: int) -> Record:
    return {
        "customerId": invoice["customerId"],
        "invoiceId": invoice["invoiceId"],
        "invoiceExpirationDate": dutch_date(invoice["invoiceExpirationDate"]),
        "invoiceBalance": to_euros(cents),
        "reminderNumber": invoice["numberOfReminders"] + 1,
        "type": min(invoice["numberOfReminders"], max(REMINDER_TYPES)),
    }


def _rows(call: Call) -> list[Record]:
    return list(call.db.tables.get(TABLE, {}).values())


def _shown(row: Record) -> Record:
    return row | {"reminderDate": dutch_date(row["reminderDate"]), "description": REMINDER_TYPES[row["type"]]}


ROUTES: Routes = {
    "POST IncrementPaymentReminderCounterCommand": increment,
    "POST RegisterReminderCommand": register,
    "GET ReminderInfoList/ByCustomer/{customerId}": by_customer,
    "GET ReminderInfoList/ByInvoice/{invoiceId}": by_invoice,
    "GET ReminderInfoList/ForDueInvoices": for_due_invoices,
}
