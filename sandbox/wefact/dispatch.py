"""Sending an invoice, planning that, holding it back, and chasing its payment (wefact-api.md 2, 3.8, 6)."""

from __future__ import annotations

from sandbox.clock import Clock
from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.inputs import days_later
from sandbox.wefact.invoices import select_invoice, shown_invoice
from sandbox.wefact.numbering import DRAFT, PART_PAID, SENT, has_draft_number, next_code
from sandbox.wefact.scheduling import due, plan, planned_moment, unplan
from sandbox.wefact.state import Account
from sandbox.wefact.values import plain_date

BLOCKED, PAUSED = "BLOCKED", "PAUSED"


def send_by_email(call: Context) -> Record:
    """`invoice/sendbyemail`: gives a draft its number and status 2; a final invoice is sent once more."""
    record = select_invoice(call)
    _refuse_unmailable(record)
    send(call.account, record, call.clock.stamp(), call.settings)
    text = f"Factuur {record['InvoiceCode']} is verzonden per e-mail (tekst van de sandbox)"
    return {"warning": [], "success": [text], "invoice": shown_invoice(record, call.settings)}


def send(account: Account, record: Record, stamp: str, settings: Settings) -> None:
    """Make a draft final and note that it went out.

    Raises:
        RefusalError: a blocked draft.
    """
    _refuse_blocked(record)
    if record["Status"] == DRAFT:
        _make_final(account, record, stamp[:10], settings)
    record.update(Sent=str(int(record["Sent"]) + 1), SentDate=stamp[:10], Modified=stamp)


def _make_final(account: Account, record: Record, day: str, settings: Settings) -> None:
    if settings.sending_sets_date:
        record.update(Date=day, PayBefore=days_later(day, record["Term"]))
    if has_draft_number(record["InvoiceCode"]):
        record["InvoiceCode"] = next_code(account, SENT, record["Date"])
    record["Status"] = SENT
    unplan(account, record)


def send_due(account: Account, clock: Clock, settings: Settings) -> None:
    """Send the drafts whose planned moment has come, as if it had been done at that moment."""
    for moment, record in due(account, clock.stamp()):
        send(account, record, moment, settings)


def schedule(call: Context) -> Record:
    """`invoice/schedule`: the draft goes out at `ScheduledAt`, Dutch time."""
    record = _draft(call)
    _refuse_blocked(record)
    plan(call.account, record, planned_moment(call.text("ScheduledAt"), call.clock.stamp()))
    return _changed(call, record, {}, f"Factuur {record['InvoiceCode']} is ingepland")


def cancel_schedule(call: Context) -> Record:
    """`invoice/cancelschedule`: the draft stays a draft."""
    record = _draft(call)
    if not unplan(call.account, record):
        raise RefusalError("De factuur is niet ingepland (tekst van de sandbox)")
    return _changed(call, record, {}, f"Factuur {record['InvoiceCode']} is niet meer ingepland")


def block(call: Context) -> Record:
    """`invoice/block`: a draft that cannot be sent, nor goes out as planned."""
    record = _draft(call)
    unplan(call.account, record)
    return _changed(call, record, {"SubStatus": BLOCKED}, f"Factuur {record['InvoiceCode']} is geblokkeerd")


def unblock(call: Context) -> Record:
    """`invoice/unblock`: the draft can be sent again."""
    record = _draft(call)
    if record["SubStatus"] != BLOCKED:
        raise RefusalError("De factuur is niet geblokkeerd (tekst van de sandbox)")
    return _changed(call, record, {"SubStatus": ""}, f"Factuur {record['InvoiceCode']} is niet meer geblokkeerd")


def pause(call: Context) -> Record:
    """`invoice/paymentprocesspause`: no reminders, up to `PaymentPausedEndDate` when that was given."""
    record = _open(call)
    changes = {
        "SubStatus": PAUSED,
        "PaymentPausedEndDate": plain_date("PaymentPausedEndDate", call.text("PaymentPausedEndDate")),
        "PaymentPausedReason": call.text("PaymentPausedReason"),
    }
    return _changed(call, record, changes, f"Betalingstraject voor factuur {record['InvoiceCode']} is gepauzeerd")


def reactivate(call: Context) -> Record:
    """`invoice/paymentprocessreactivate`: reminders go on."""
    record = _open(call)
    if record["SubStatus"] != PAUSED:
        raise RefusalError("Het betalingstraject is niet gepauzeerd (tekst van de sandbox)")
    record.update(SubStatus="", PaymentPausedEndDate="", PaymentPausedReason="")
    call.touch(record)
    text = f"Betalingstraject voor factuur {record['InvoiceCode']} is geactiveerd"
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


def remind(call: Context) -> Record:
    """`invoice/sendreminderbyemail`: one reminder more."""
    return _chase(call, "Reminders", "ReminderDate", "Herinnering")


def summon(call: Context) -> Record:
    """`invoice/sendsummationbyemail`: one summation more."""
    return _chase(call, "Summations", "SummationDate", "Aanmaning")


def _chase(call: Context, counter: str, day: str, noun: str) -> Record:
    record = _open(call)
    _refuse_unmailable(record)
    today = call.clock.today().isoformat()
    if record["SubStatus"] == PAUSED and today <= (record["PaymentPausedEndDate"] or today):
        raise RefusalError("Het betalingstraject is gepauzeerd (tekst van de sandbox)")
    changes = {counter: str(int(record[counter]) + 1), day: today}
    return _changed(call, record, changes, f"{noun} voor factuur {record['InvoiceCode']} is verzonden")


def _refuse_unmailable(record: Record) -> None:
    if not record["EmailAddress"]:
        raise RefusalError("Er is geen e-mailadres bekend voor deze factuur (tekst van de sandbox)")


def _refuse_blocked(record: Record) -> None:
    if record["SubStatus"] == BLOCKED:
        raise RefusalError("De factuur is geblokkeerd (tekst van de sandbox)")


def _draft(call: Context) -> Record:
    record = select_invoice(call)
    if record["Status"] != DRAFT:
        raise RefusalError("Dit kan alleen met een conceptfactuur (tekst van de sandbox)")
    return record


def _open(call: Context) -> Record:
    record = select_invoice(call)
    if record["Status"] not in (SENT, PART_PAID):
        raise RefusalError("Dit kan alleen met een openstaande factuur (tekst van de sandbox)")
    return record


def _changed(call: Context, record: Record, changes: dict[str, str], text: str) -> Record:
    record.update(changes)
    call.touch(record)
    return {"success": [f"{text} (tekst van de sandbox)"], "invoice": shown_invoice(record, call.settings)}


READS: Actions = {}
WRITES: Actions = {
    "invoice/sendbyemail": send_by_email,
    "invoice/schedule": schedule,
    "invoice/cancelschedule": cancel_schedule,
    "invoice/block": block,
    "invoice/unblock": unblock,
    "invoice/paymentprocesspause": pause,
    "invoice/paymentprocessreactivate": reactivate,
    "invoice/sendreminderbyemail": remind,
    "invoice/sendsummationbyemail": summon,
}
