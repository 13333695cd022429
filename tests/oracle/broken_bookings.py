"""Ways in which the link breaks a promise about bookings; each gives what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from tests.oracle import doctored_books
from tests.oracle.doctored_days import Days
from tests.oracle.doctored_work import FIRST, FIRST_ID, add_invoice, people_pay, people_take_it_out, post
from tests.oracle.findings import Finding, Kind
from tests.oracle.hand_calculated import hand_calculated

Break = Callable[[Days], Iterable[Finding]]


def posts_again_what_people_took_out(days: Days) -> Iterable[Finding]:
    days.statuses[FIRST] = "missing"
    people_take_it_out(days)
    post(days, FIRST_ID)
    return days.link()


def posts_again_what_stands(days: Days) -> Iterable[Finding]:
    post(days, "20260001#9")
    return days.link()


def posts_again_under_another_number(days: Days) -> Iterable[Finding]:
    with days.people():
        days.sale().update(InvoiceCode="F2026-0801")
    post(days, "20260801", reference="F2026-0801", invoice_id="20260801")
    return days.link()


def posts_beside_people(days: Days) -> Iterable[Finding]:
    typed = hand_calculated()["F2026-0005"]
    doctored_books.add(days.books, replace(typed, journal="WFV"), "20260005#9")
    return days.link()


def posts_what_people_gave_another_number(days: Days) -> Iterable[Finding]:
    with days.people():
        days.booking("20260005").update(reference="", invoiceId="77")
    typed = hand_calculated()["F2026-0005"]
    doctored_books.add(days.books, replace(typed, journal="WFV"), "20260005#9")
    return days.link()


def posts_a_draft(days: Days) -> Iterable[Finding]:
    with days.people():
        draft = days.sale() | {"InvoiceCode": "F2026-0900", "Identifier": "900", "Status": "0"}
        days.wefact["invoices"]["900"] = draft
    post(days, "20260900", reference="F2026-0900", invoice_id="20260900")
    return days.link()


def posts_a_cent_less(days: Days) -> Iterable[Finding]:
    add_invoice(days)
    post(days, "20260901", reference="F2026-0901", invoice_id="20260901", gross=Decimal("60.49"))
    return days.link()


def changes_its_own_booking(days: Days) -> Iterable[Finding]:
    days.booking().update(paymentReference="x")
    return days.link()


def changes_what_people_corrected(days: Days) -> Iterable[Finding]:
    with days.people():
        days.booking().update(paymentReference="x")
    days.booking().update(paymentReference=FIRST)
    return days.link()


def takes_its_own_booking_out(days: Days) -> Iterable[Finding]:
    days.take_out()
    return days.link()


def takes_out_what_is_paid(days: Days) -> Iterable[Finding]:
    people_pay(days)
    days.books["matches"].clear()
    return days.link()


def works_before_people_do(days: Days) -> Iterable[Finding]:
    """What the link did between a day and the next batch of people's is not taken for theirs."""
    post(days, "20260001#9")
    people_take_it_out(days)
    return days.link()


BOOKINGS: dict[str, tuple[Break, Kind, str]] = {
    "posted again what people took out": (posts_again_what_people_took_out, Kind.DOUBLE, "took its booking 20260001"),
    "posted twice": (posts_again_what_stands, Kind.DOUBLE, "is booked already, as 20260001"),
    "posted twice, renumbered": (posts_again_under_another_number, Kind.DOUBLE, "is booked already, as 20260001"),
    "posted beside people": (posts_beside_people, Kind.DOUBLE, "booked as 20260005#9, and also as 20260005"),
    "posted beside people's claim": (posts_what_people_gave_another_number, Kind.DOUBLE, "is booked 2 times"),
    "posted a draft": (posts_a_draft, Kind.UNEXPLAINED, "never had such a final document"),
    "posted a cent less": (posts_a_cent_less, Kind.DIFFERENT, "gross is 60.49, must be 60.50"),
    "its own booking changed": (changes_its_own_booking, Kind.PEOPLE, "the link changed its booking"),
    "a correction undone": (changes_what_people_corrected, Kind.PEOPLE, "people's own was changed: paymentReference"),
    "its own booking deleted": (takes_its_own_booking_out, Kind.PEOPLE, "the link's own was deleted"),
    "money un-matched": (takes_out_what_is_paid, Kind.PEOPLE, "money was matched or un-matched"),
    "hidden behind people": (works_before_people_do, Kind.DOUBLE, "is booked already"),
}  # fmt: skip
