"""Which VAT a document bears, and which of it the demo has codes for (accounting-rules.md 1, 5, 6, 17, 18)."""

from __future__ import annotations

from tests.oracle import mapping
from tests.oracle.amounts import difference, nets, supplier_vat_gap
from tests.oracle.paper import Document

SHIFTED = frozenset({"AE", "K", "G"})
"""UBL's categories of reverse charge, supplies within the EU and from outside it."""


def is_not_plain(sale: Document) -> bool:
    """Whether a sale is anything else than Dutch VAT at the rates of the demo."""
    has_foreign_number = sale.relation.vat_number[:2] not in ("", mapping.OWN_COUNTRY)
    is_foreign = {sale.relation.country, sale.record["Country"]} != {mapping.OWN_COUNTRY}
    return is_foreign or has_foreign_number or _has_odd_rate(sale) or sale.record["VatShift"] == "yes"


def is_foreign_currency(paper: Document) -> bool:
    """Whether it is not in euros."""
    return bool(paper.record["Currency"] != mapping.CURRENCY)


def has_odd_rate(purchase: Document) -> bool:
    """Whether a Dutch supplier prints a rate that the Netherlands do not have."""
    return not is_foreign_vat(purchase) and _has_odd_rate(purchase)


def is_foreign_vat(purchase: Document) -> bool:
    """Whether a creditor without a Dutch VAT number, or in want of one a Dutch address, charges VAT."""
    country = purchase.relation.vat_number[:2] or purchase.relation.country
    return country != mapping.OWN_COUNTRY and any(line.exact.rate for line in purchase.lines)


def is_untaxed_without_reason(purchase: Document) -> bool:
    """Whether a line bears no VAT and the supplier is not a small entrepreneur: Dutch, and without a VAT number.

    A tax code that stands for another treatment, and other lines that do bear VAT, contradict that.
    """
    untaxed = [line for line in purchase.lines if not line.exact.rate]
    is_small = purchase.relation.country == mapping.OWN_COUNTRY and not purchase.relation.vat_number
    is_clear = len(untaxed) == len(purchase.lines) and all(line.category not in SHIFTED for line in untaxed)
    return bool(untaxed) and not (is_small and is_clear)


def has_no_account(purchase: Document) -> bool:
    """Whether a line has no cost category, or one without an account."""
    return any(not line.account for line in purchase.lines)


def sale_does_not_add_up(sale: Document) -> bool:
    """Whether the printed totals follow from the lines by none of the four methods."""
    return difference(sale.exact_lines, sale.totals) is not None


def purchase_does_not_add_up(purchase: Document) -> bool:
    """Whether the net does not follow from the lines, or the supplier's VAT lies too far beside what does.

    VAT is what the supplier charged: a cent for each line, at least two, at most 25. Where nothing is taxed there can
    be none.
    """
    net, vat, _ = purchase.totals
    lines = purchase.exact_lines
    room = max(2, min(len(lines), mapping.PURCHASE_TOLERANCE)) if any(line.rate for line in lines) else 0
    return net not in nets(lines) or supplier_vat_gap(lines, vat) > room


def _has_odd_rate(paper: Document) -> bool:
    return any(line.exact.rate not in paper.side.vat_codes for line in paper.lines)
