"""Ways in which the link says of itself what is not so; each gives what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.oracle.doctored_days import Days
from tests.oracle.doctored_work import FIRST, add_invoice, people_take_it_out
from tests.oracle.findings import Finding, Kind
from tests.oracle.status_rows import StatusRow

Break = Callable[[Days], Iterable[Finding]]


def never_books(days: Days) -> Iterable[Finding]:
    add_invoice(days)
    days.statuses["F2026-0901"] = "blocked"
    return days.settled()


def never_sees(days: Days) -> Iterable[Finding]:
    add_invoice(days)
    return days.settled()


def says_booked_without_posting(days: Days) -> Iterable[Finding]:
    add_invoice(days)
    days.statuses["F2026-0901"] = "booked"
    return days.link()


def says_adopted_without_reason(days: Days) -> Iterable[Finding]:
    add_invoice(days)
    days.statuses["F2026-0901"] = "adopted"
    return days.link()


def says_missing_of_what_stands(days: Days) -> Iterable[Finding]:
    days.statuses[FIRST] = "missing"
    return days.link()


def says_missing_of_what_people_typed(days: Days) -> Iterable[Finding]:
    days.statuses["F2026-0005"] = "missing"
    return days.link()


def says_withdrawn_of_what_wefact_holds(days: Days) -> Iterable[Finding]:
    days.statuses["F2026-0010"] = "withdrawn"
    return days.link()


def forgets_its_booking(days: Days) -> Iterable[Finding]:
    days.statuses.pop(FIRST)
    days.more_rows.append(StatusRow("invoice", "0001", FIRST, "document", "waiting", is_open=False))
    return days.link()


def has_two_statuses(days: Days) -> Iterable[Finding]:
    days.more_rows.append(StatusRow("invoice", "0001", FIRST, "document", "waiting"))
    return days.link()


def knows_what_never_was(days: Days) -> Iterable[Finding]:
    days.more_rows.append(StatusRow("invoice", "4711", "F2026-4711", "document", "new"))
    return days.link()


def leaves_uncertain(days: Days) -> Iterable[Finding]:
    days.statuses[FIRST] = "uncertain"
    return days.settled()


def does_not_see_a_change(days: Days) -> Iterable[Finding]:
    with days.people():
        days.sale().update(Date="2026-01-06")
    return days.settled()


def does_not_see_a_renumbering(days: Days) -> Iterable[Finding]:
    with days.people():
        days.sale().update(InvoiceCode="F2026-0801")
    days.statuses["F2026-0801"] = days.statuses.pop(FIRST)
    return days.settled()


def does_not_see_a_deletion(days: Days) -> Iterable[Finding]:
    with days.people():
        del days.wefact["invoices"][FIRST]
    return days.settled()


def does_not_see_a_void_invoice(days: Days) -> Iterable[Finding]:
    with days.people():
        days.sale().update(Status="9")
    return days.settled()


def does_not_see_that_a_booking_is_gone(days: Days) -> Iterable[Finding]:
    people_take_it_out(days)
    return days.settled()


def does_not_see_that_an_adopted_booking_is_gone(days: Days) -> Iterable[Finding]:
    with days.people():
        days.take_out("20260005")
    return days.settled()


STATUSES: dict[str, tuple[Break, Kind, str]] = {
    "never booked": (never_books, Kind.MISSING, "is blocked, and nothing speaks against booking it"),
    "never seen": (never_sees, Kind.LOST, "has no status at all"),
    "booked without posting": (says_booked_without_posting, Kind.STATUS, "nobody ever booked it"),
    "adopted without reason": (says_adopted_without_reason, Kind.STATUS, "people never booked it"),
    "missing and there": (says_missing_of_what_stands, Kind.STATUS, "its booking stands there"),
    "missing and people's is there": (says_missing_of_what_people_typed, Kind.STATUS, "its booking stands there"),
    "withdrawn and there": (says_withdrawn_of_what_wefact_holds, Kind.STATUS, "WeFact always held it"),
    "waiting and booked": (forgets_its_booking, Kind.STATUS, "the link has booked it"),
    "two statuses": (has_two_statuses, Kind.STATUS, "more than one status"),
    "an unknown document": (knows_what_never_was, Kind.STATUS, "WeFact never had this document"),
    "uncertain for ever": (leaves_uncertain, Kind.STATUS, "document is still uncertain"),
    "a change unseen": (does_not_see_a_change, Kind.STATUS, "says something else than its booking"),
    "a renumbering unseen": (does_not_see_a_renumbering, Kind.STATUS, "says something else than its booking"),
    "a deletion unseen": (does_not_see_a_deletion, Kind.STATUS, "gone from WeFact"),
    "a void invoice unseen": (does_not_see_a_void_invoice, Kind.STATUS, "voided after it was booked"),
    "a lost booking unseen": (does_not_see_that_a_booking_is_gone, Kind.STATUS, "people took its booking out"),
    "a lost adopted booking unseen": (
        does_not_see_that_an_adopted_booking_is_gone, Kind.STATUS, "took out the booking that was adopted"),
}  # fmt: skip
