"""Plans the booking of a purchase invoice or a supplier's credit note, and finds what was typed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import PurchaseInvoice
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.money_moves import Payer, paid_elsewhere
from wefact_multivers.domain.numbering import reduced_number
from wefact_multivers.domain.planning import Outcome, PlanRequest, Release, Terms
from wefact_multivers.domain.planning_common import plan_booking
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.totals import settle_purchase

NEAR = dt.timedelta(days=7)
"""Within this time the same amount of the same creditor is worth a look (`accounting-rules.md 14`)."""


def plan_purchase_booking(request: PlanRequest[PurchaseInvoice]) -> Outcome:
    """The booking of a purchase invoice or credit note; or all its problems, each once; or that it is empty.

    Raises:
        ValueError: a line with an amount is None in `lines`, and no problem says why.
    """
    invoice = request.invoice
    told = paid_elsewhere(invoice)
    is_held = request.payee_in_doubt or request.movers.pays is Payer.ELSEWHERE or request.release is Release.BLOCKED
    must_stay = bool(told) or is_held
    return plan_booking(
        request,
        Terms(
            kind=Kind.PURCHASE,
            settled=settle_purchase(invoice, tolerance=request.tolerance, vat_limit=request.vat_limit),
            problems=() if reduced_number(invoice.supplier_number) else (problem("DOC-019"),),
            warnings=(*told, *_doubts(request)),
            frozen=invoice.gross if invoice.gross > 0 and must_stay else ZERO,
        ),
    )


def _doubts(request: PlanRequest[PurchaseInvoice]) -> Iterator[Problem]:
    """What a person who pays it must know of its creditor."""
    if request.payee_in_doubt and request.invoice.gross > 0:
        yield problem("REL-017", code=request.invoice.relation_code)


@dataclass(frozen=True)
class KnownPurchase:
    """What tells whether a purchase is the same as another one, from WeFact or from Multivers.

    Attributes:
        numbers: what may hold the supplier's number.
        name: how a person finds it.
    """

    relation_code: str
    numbers: tuple[str, ...]
    gross: Decimal
    date: dt.date
    name: str

    @classmethod
    def of_invoice(cls, invoice: PurchaseInvoice) -> KnownPurchase:
        """A purchase invoice in WeFact."""
        return cls(invoice.relation_code, (invoice.supplier_number,), invoice.gross, invoice.date, invoice.number)

    @classmethod
    def of_booking(cls, found: FoundBooking) -> KnownPurchase:
        """A purchase booking in Multivers."""
        numbers = (found.reference, found.payment_reference)
        return cls(found.relation_code.strip(), numbers, found.gross, found.invoice_date, found.invoice_id)


def repeated_numbers(invoice: PurchaseInvoice, others: Iterable[KnownPurchase]) -> list[Problem]:
    """DOC-006 for each that has creditor, supplier's number and sign of this one (`accounting-rules.md 14`).

    Args:
        invoice: the one that is about to be booked.
        others: what was booked or stood in WeFact before it, without itself and without its own booking.
    """
    wanted = reduced_number(invoice.supplier_number)
    return [
        problem("DOC-006", number=invoice.supplier_number, other=other.name)
        for other in others
        if wanted
        and other.relation_code == invoice.relation_code
        and (other.gross < 0) == (invoice.gross < 0)
        and wanted in {reduced_number(number) for number in other.numbers}
    ]


def similar_amounts(invoice: PurchaseInvoice, others: Iterable[KnownPurchase]) -> list[Problem]:
    """DOC-020, a warning, for each of this creditor with the same gross within seven days."""
    return [
        problem("DOC-020", other=other.name)
        for other in others
        if (other.relation_code, other.gross) == (invoice.relation_code, invoice.gross)
        and abs(other.date - invoice.date) <= NEAR
    ]
