"""Ways in which the link breaks a promise in WeFact; each gives what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.oracle.doctored_days import Days
from tests.oracle.doctored_work import FIRST, people_pay, set_to_paid
from tests.oracle.findings import Finding, Kind

Break = Callable[[Days], Iterable[Finding]]


def leaves_a_payment_uncertain(days: Days) -> Iterable[Finding]:
    days.payments[FIRST] = "uncertain"
    return days.settled()


def pays_what_nobody_paid(days: Days) -> Iterable[Finding]:
    set_to_paid(days)
    return days.link()


def pays_what_is_paid_in_part(days: Days) -> Iterable[Finding]:
    people_pay(days, "60.49")
    set_to_paid(days)
    return days.link()


def pays_what_was_written_off(days: Days) -> Iterable[Finding]:
    people_pay(days, journal="M")
    set_to_paid(days)
    return days.link()


def pays_from_another_day(days: Days) -> Iterable[Finding]:
    people_pay(days)
    set_to_paid(days, day="2026-03-11")
    return days.link()


def pays_another_amount(days: Days) -> Iterable[Finding]:
    people_pay(days)
    set_to_paid(days, amount="60.49")
    return days.link()


def pays_without_a_booking(days: Days) -> Iterable[Finding]:
    days.sale("F2026-0010").update(Status="4", PayDate="2026-03-10")
    return days.link()


def pays_twice(days: Days) -> Iterable[Finding]:
    people_pay(days)
    set_to_paid(days)
    assert days.link() == []
    with days.people():
        days.sale().update(Status="2", PayDate="", AmountPaid="0.00")
    set_to_paid(days)
    return days.link()


def never_pays(days: Days) -> Iterable[Finding]:
    people_pay(days)
    return days.settled()


def takes_a_payment_back(days: Days) -> Iterable[Finding]:
    with days.people():
        set_to_paid(days)
    days.sale().update(Status="2", PayDate="", AmountPaid="0.00")
    return days.link()


def says_paid_of_what_is_open(days: Days) -> Iterable[Finding]:
    days.payments[FIRST] = "paid"
    return days.link()


def writes_a_part_nobody_wants(days: Days) -> Iterable[Finding]:
    people_pay(days, "20.00")
    days.sale().update(Status="3", AmountPaid="20.00")
    return days.link()


def changes_an_invoice(days: Days) -> Iterable[Finding]:
    days.sale().update(Term="30")
    return days.link()


def makes_an_invoice(days: Days) -> Iterable[Finding]:
    days.wefact["invoices"]["902"] = days.sale() | {"Identifier": "902"}
    return days.link()


def changes_a_debtor(days: Days) -> Iterable[Finding]:
    days.wefact["debtors"]["1"].update(CompanyName="x")
    return days.link()


def is_locked_out(days: Days) -> Iterable[Finding]:
    days.state["wefact"]["firewall"] = ["127.0.0.1"]
    return days.link()


PAYMENTS: dict[str, tuple[Break, Kind, str]] = {
    "a payment uncertain for ever": (leaves_a_payment_uncertain, Kind.STATUS, "payment is still uncertain"),
    "paid by nobody": (pays_what_nobody_paid, Kind.PAYMENT, "counted as paid from no day"),
    "paid in part": (pays_what_is_paid_in_part, Kind.PAYMENT, "a part is matched"),
    "written off": (pays_what_was_written_off, Kind.PAYMENT, "written off"),
    "paid from another day": (pays_from_another_day, Kind.PAYMENT, "is paid from 2026-03-11"),
    "another amount": (pays_another_amount, Kind.PAYMENT, "60.49 counts as paid, must be 60.50"),
    "paid without a booking": (pays_without_a_booking, Kind.PAYMENT, "it has no booking"),
    "paid twice": (pays_twice, Kind.PAID_TWICE, "set it to paid 2 times"),
    "never paid": (never_pays, Kind.PAYMENT, "is not set to paid"),
    "a payment taken back": (takes_a_payment_back, Kind.PAYMENT, "took its payment back"),
    "called paid and open": (says_paid_of_what_is_open, Kind.STATUS, "never was settled"),
    "a part nobody wants": (writes_a_part_nobody_wants, Kind.PAYMENT, "nobody wants that"),
    "an invoice changed": (changes_an_invoice, Kind.WEFACT, "the link changed Term"),
    "an invoice made": (makes_an_invoice, Kind.WEFACT, "made or deleted"),
    "a debtor changed": (changes_a_debtor, Kind.WEFACT, "made, changed or deleted"),
    "locked out": (is_locked_out, Kind.LIMITS, "locked this address out"),
}  # fmt: skip
