"""Plans the booking of a sales invoice or its credit note, and pairs void invoices with their credit notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import SalesInvoice, SalesStatus, SourceKey
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.planning import Outcome, PlanRequest, Terms
from wefact_multivers.domain.planning_common import plan_booking
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.totals import settle_sales


def plan_sales_booking(request: PlanRequest[SalesInvoice]) -> Outcome:
    """The booking of a sales invoice or credit note; or all its problems, each once; or that it is empty.

    Raises:
        ValueError: a line with an amount is None in `lines`, and no problem says why.
    """
    return plan_booking(request, Terms(Kind.SALES, settle_sales(request.invoice, tolerance=request.tolerance)))


def pair_credits(documents: Iterable[SalesInvoice]) -> dict[SourceKey, SourceKey]:
    """The credit note of each void invoice that has one: same debtor, exactly the opposite gross.

    A credit note serves one invoice alone; the earliest come first (`accounting-rules.md 10`).

    Args:
        documents: the sales documents of one debtor or of several, in any order and of any status.

    Returns:
        Key of the credit note by key of the void invoice.
    """
    ordered = sorted(documents, key=lambda document: (document.date, document.identifier))
    free = [document for document in ordered if document.status == SalesStatus.CREDIT]
    pairs: dict[SourceKey, SourceKey] = {}
    for invoice in ordered:
        if invoice.status != SalesStatus.VOID:
            continue
        mirror = next((credit for credit in free if _mirrors(credit, invoice)), None)
        if mirror is not None:
            free.remove(mirror)
            pairs[invoice.key] = mirror.key
    return pairs


def void_problems(invoice: SalesInvoice, pairs: Mapping[SourceKey, SourceKey]) -> list[Problem]:
    """DOC-005 for a void invoice (status 9) that no credit note mirrors."""
    if invoice.status != SalesStatus.VOID or invoice.key in pairs:
        return []
    return [problem("DOC-005", gross=amount_text(invoice.gross))]


def _mirrors(credit: SalesInvoice, invoice: SalesInvoice) -> bool:
    return (credit.relation_code, credit.gross) == (invoice.relation_code, -invoice.gross)
