"""Which product groups and cost categories of a document have no row of their own, and go by the default row."""

from __future__ import annotations

from collections.abc import Iterable

from wefact_multivers.domain.documents import ProductGroups, PurchaseInvoice, SalesInvoice
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.mapping.resolve import NO_GROUP
from wefact_multivers.mapping.resolve_purchase import NO_CATEGORY
from wefact_multivers.mapping.rows import MappingTables


def default_groups(invoice: SalesInvoice, tables: MappingTables, groups: ProductGroups) -> set[str]:
    """The product groups of lines for which no row holds on the date of a sales invoice."""
    mapped = {row.product_group.casefold() for row in tables.revenue_accounts if row.is_valid(invoice.date)}
    used = [
        groups.of(line.product_code) or (NO_GROUP,) for line in invoice.lines if not is_text(line, invoice.discount)
    ]
    return {name for names in used if not _any_in(names, mapped) for name in names}


def default_categories(invoice: PurchaseInvoice, tables: MappingTables) -> set[str]:
    """The cost categories of lines for which no row holds on the date of a purchase invoice."""
    mapped = {row.cost_category.casefold() for row in tables.cost_accounts if row.is_valid(invoice.date)}
    used = {line.cost_category.strip() or NO_CATEGORY for line in invoice.lines if line.net}
    return {name for name in used if not _any_in((name,), mapped)}


def _any_in(names: Iterable[str], mapped: set[str]) -> bool:
    """Whether one of the names has a row, whatever its case."""
    return any(name.strip().casefold() in mapped for name in names)
