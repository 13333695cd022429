"""What of the VAT of a purchase is deducted: the percentage of each line, and what Multivers cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wefact_multivers.domain.documents import Document, DocumentLine, PurchaseInvoice
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.planning import PlanRequest, ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.purchase_vat import TaxedLine
from wefact_multivers.domain.reference import FULLY_DEDUCTIBLE
from wefact_multivers.domain.totals import LineAmounts
from wefact_multivers.domain.treatment import FOREIGN


def taxed_line(request: PlanRequest[Document], target: ResolvedLine, amounts: LineAmounts) -> TaxedLine:
    """What of a line decides about due and deductible VAT."""
    return TaxedLine(
        row=(target.vat_code, target.scenario, target.vat_type),
        net=amounts.net,
        vat=ZERO if target.treatment in FOREIGN else amounts.vat,
        notional_rate=target.notional_rate,
        deductible_percent=_percent(target, _of_account(request, target)),
    )


def deduction_problems(request: PlanRequest[Document]) -> Iterator[Problem]:
    """VAT-017: Multivers takes one amount a VAT row, and spreads it over the lines by their accounts or else alike."""
    rows: dict[tuple[int, int, int], set[tuple[Decimal, Decimal]]] = {}
    lines: tuple[DocumentLine, ...] = request.invoice.lines
    for line, target in zip(lines, request.lines, strict=True):
        if target is not None and (line.rate or target.notional_rate) and target.treatment not in FOREIGN:
            own = _of_account(request, target)
            rows.setdefault((target.vat_code, target.scenario, target.vat_type), set()).add(
                (_percent(target, own), own)
            )
    for (code, *_), found in rows.items():
        if len(found) > 1 and any(percent != own for percent, own in found):
            yield problem("VAT-017", vat_code=code)


def _percent(target: ResolvedLine, of_account: Decimal) -> Decimal:
    """What the tables say; where they say everything, what Multivers deducts on the account by itself."""
    return of_account if target.deductible_percent == FULLY_DEDUCTIBLE else target.deductible_percent


def _of_account(request: PlanRequest[Document], target: ResolvedLine) -> Decimal:
    """What Multivers deducts on the account by itself; on sales there is nothing to deduct."""
    if not isinstance(request.invoice, PurchaseInvoice) or isinstance(request.period, Problem):
        return FULLY_DEDUCTIBLE
    account = request.reference.accounts.get(request.period.fiscal_year, {}).get(target.account)
    return account.deductible_percent if account else FULLY_DEDUCTIBLE
