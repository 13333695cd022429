"""Who moves the money: one system collects, one pays, one reminds (`accounting-rules.md 4`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import Document, PurchaseInvoice, PurchaseStatus, SalesStatus
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import PaymentCondition


class System(StrEnum):
    """One of the two."""

    WEFACT = "wefact"
    MULTIVERS = "multivers"


class Payer(StrEnum):
    """Where purchases are paid."""

    MULTIVERS = "multivers"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Movers:
    """Who moves the money of an administration.

    Attributes:
        collects: who collects what debtors owe by direct debit (incasso).
        pays: where purchases are paid.
        reminds: who reminds debtors.
    """

    collects: System = System.WEFACT
    pays: Payer = Payer.MULTIVERS
    reminds: System = System.WEFACT


USUAL_MOVERS = Movers()
"""Where the administration file says nothing."""


@dataclass(frozen=True)
class PaidHow:
    """What a document or relation says about its payment, by which its payment condition is found.

    Attributes:
        term: days; None = the default of WeFact.
        collected: by direct debit: a sale by WeFact, a purchase by the supplier.
        method: WeFact's word for the way of paying, such as `wire` or `card` (`wefact-api.md 3.8`); may be empty.
        paid: in full or in part, as WeFact has it.
    """

    term: int | None
    collected: bool = False
    method: str = ""
    paid: bool = False


_PAID = {
    Kind.SALES: frozenset({SalesStatus.PART_PAID, SalesStatus.PAID}),
    Kind.PURCHASE: frozenset({PurchaseStatus.PART_PAID, PurchaseStatus.PAID}),
}


def paid_how(document: Document) -> PaidHow:
    """What a document says about its payment."""
    return PaidHow(document.term, document.collected, document.payment_method, is_paid(document))


def is_paid(document: Document) -> bool:
    """Whether WeFact shows a payment of it, in full or in part."""
    kind = Kind.PURCHASE if isinstance(document, PurchaseInvoice) else Kind.SALES
    return document.status in _PAID[kind]


def collected_twice(document: Document, condition: PaymentCondition | None, movers: Movers) -> Iterator[Problem]:
    """What would make two systems collect a sale; a purchase that is paid elsewhere is frozen instead.

    Args:
        document: as WeFact shows it.
        condition: the one it would be booked with; None where Multivers does not have it.
        movers: of the administration.
    """
    if isinstance(document, PurchaseInvoice):
        return
    if movers.collects is System.WEFACT and condition is not None and condition.is_collected:
        yield problem("DOC-050", condition=condition.condition_id)
    if movers.collects is System.MULTIVERS and document.collected:
        yield problem("DOC-051")


def paid_elsewhere(invoice: PurchaseInvoice) -> tuple[Problem, ...]:
    """Warnings: a purchase that WeFact shows as paid (DOC-021), or that its supplier collects (DOC-052)."""
    if is_paid(invoice):
        return (problem("DOC-021"),)
    return (problem("DOC-052"),) if invoice.collected else ()
