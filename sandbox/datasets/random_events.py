"""What people did in the random company: dated events, drawn as data and played in order."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sandbox.actions import run_action
from sandbox.clock import parse_instant
from sandbox.core import Sandbox
from sandbox.datasets import hand_bookings
from sandbox.datasets.random_people import Person
from sandbox.model import Record

FIRST_DAY, LAST_DAY = date(2025, 1, 2), date(2026, 3, 15)
_BY_HAND_UNTIL = date(2026, 1, 1)
_PRODUCTS = ("P-HOST-S", "P-HOST-L", "P-DOM", "P-BOEK", "P-ADV")
_COSTS = (("Kantoorkosten", "1", "I21"), ("Vakliteratuur", "1", "I9"), ("Serverhuur", "2", "I21"))
_FOREIGN_COST, _SHIFTED_COST = ("Clouddiensten", "2", "IICD"), ("Onderaanneming", "3", "IVERL")
# How often something happens to an invoice, first match wins; the rest stays open.
_FATES = (("paid", 0.70), ("part paid", 0.05), ("credited", 0.05), ("reminded", 0.07), ("written off", 0.02))


@dataclass(frozen=True)
class Event:
    """One action on a day (ISO), about the document with that number in the order of drawing."""

    day: str
    action: str
    document: int
    arguments: Record = field(default_factory=dict)


def draw(chance: random.Random, size: int, customers: list[Person], suppliers: list[Person]) -> list[Event]:
    """All events of a company, by day."""
    events: list[Event] = []
    for number, day in enumerate(_days(chance, size)):
        events += _sale(chance, number, day, chance.choice(customers))
    for number, day in enumerate(_days(chance, size // 4), start=size):
        events += _purchase(chance, number, day, chance.choice(suppliers))
    return sorted(events, key=lambda event: event.day)


def _days(chance: random.Random, count: int) -> list[date]:
    return sorted(FIRST_DAY + timedelta(days=chance.randint(0, (LAST_DAY - FIRST_DAY).days)) for _ in range(count))


def _sale(chance: random.Random, number: int, day: date, debtor: Person) -> list[Event]:
    tax = {"TaxCode": "VICD"} if debtor.is_foreign else {}
    lines = [
        {"ProductCode": chance.choice(_PRODUCTS), "Number": str(chance.randint(1, 12))} | tax
        for _ in range(chance.randint(1, 4))
    ]
    new = {"DebtorCode": debtor.code, "InvoiceLines": lines, "Sent": "1", "SentDate": day.isoformat()}
    events = [Event(day.isoformat(), "add_invoice", number, new)]
    is_booked = debtor.is_known and _is_booked(chance, day)
    if is_booked:
        events.append(Event(day.isoformat(), "book_invoice", number))
    later = day + timedelta(days=chance.randint(3, 45))
    fate = _fate(chance)
    return events + (_sale_fate(fate, later, number, is_booked) if later <= LAST_DAY else [])


def _sale_fate(fate: str, later: date, number: int, is_booked: bool) -> list[Event]:
    day = later.isoformat()
    in_wefact: dict[str, tuple[str, Record]] = {
        "paid": ("pay_invoice", {"PayDate": day}),
        "part paid": ("part_pay_invoice", {"AmountPaid": "5.00", "PayDate": day}),
        "credited": ("credit_invoice", {}),
        "reminded": ("remind_invoice", {}),
    }
    in_multivers: dict[str, tuple[str, Record]] = {
        "paid": ("match_payment", {"date": day}),
        "part paid": ("match_payment", {"date": day, "amount": "5.00"}),
        "written off": ("write_off", {"date": day}),
    }
    done = [in_wefact.get(fate), in_multivers.get(fate) if is_booked else None]
    return [Event(day, action, number, arguments) for action, arguments in filter(None, done)]


def _purchase(chance: random.Random, number: int, day: date, creditor: Person) -> list[Event]:
    shifted = _SHIFTED_COST if chance.random() < 0.1 else chance.choice(_COSTS)
    text, category, tax = _FOREIGN_COST if creditor.is_foreign else shifted
    lines = [
        {"Description": text, "PriceExcl": f"{chance.randint(500, 90000) / 100:.2f}", "TaxCode": tax,
         "CostCategory": category}
        for _ in range(chance.randint(1, 3))
    ]  # fmt: skip
    new = {"CreditorCode": creditor.code, "InvoiceCode": f"{chance.randint(10000, 99999)}-{number}",
           "Date": day.isoformat(), "InvoiceLines": lines}  # fmt: skip
    events = [Event(day.isoformat(), "add_purchase_invoice", number, new)]
    if not (creditor.is_known and _is_booked(chance, day)):
        return events
    events.append(Event(day.isoformat(), "book_purchase", number))
    paid = day + timedelta(days=chance.randint(5, 30))
    if paid <= LAST_DAY and chance.random() < 0.8:
        events.append(Event(paid.isoformat(), "pay_supplier", number, {"date": paid.isoformat()}))
        events.append(Event(paid.isoformat(), "pay_purchase_invoice", number, {"PayDate": paid.isoformat()}))
    return events


def _is_booked(chance: random.Random, day: date) -> bool:
    return chance.random() < (0.95 if day < _BY_HAND_UNTIL else 0.1)


def _fate(chance: random.Random) -> str:
    drawn = chance.random()
    for name, share in _FATES:
        if drawn < share:
            return name
        drawn -= share
    return "open"


def _purchase_id(event: Event) -> str:
    return str(90_000_001 + event.document)


def _sale_code(_event: Event, document: Record) -> Record:
    return {"InvoiceCode": document["InvoiceCode"]}


def _sale_id(_event: Event, document: Record) -> Record:
    return {"invoiceId": hand_bookings.digits(document["InvoiceCode"])}


# What each action is told about the document that it is about.
_ABOUT: dict[str, Callable[[Event, Record], Record]] = {
    **dict.fromkeys(("pay_invoice", "part_pay_invoice", "credit_invoice", "remind_invoice"), _sale_code),
    **dict.fromkeys(("match_payment", "write_off"), _sale_id),
    "book_invoice": lambda _, document: hand_bookings.sale(document),
    "book_purchase": lambda event, document: hand_bookings.purchase(document, _purchase_id(event)),
    "pay_supplier": lambda event, _: {"invoiceId": _purchase_id(event)},
    "pay_purchase_invoice": lambda _, document: {"CreditInvoiceCode": document["CreditInvoiceCode"]},
}
_SPELT = {"book_purchase": "book_invoice"}


def play(sandbox: Sandbox, events: list[Event]) -> None:
    """Do the events one after the other, each at ten in the morning of its day.

    Raises:
        ControlError: an event that the programs refuse.
    """
    documents: dict[int, Record] = {}
    for event in events:
        sandbox.clock.set(parse_instant(f"{event.day}T10:00:00"))
        about = _ABOUT[event.action](event, documents[event.document]) if event.action in _ABOUT else {}
        done = run_action(sandbox, {"action": _SPELT.get(event.action, event.action)} | about | event.arguments)
        documents.setdefault(event.document, done)
