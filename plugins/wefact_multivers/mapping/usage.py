"""Which product groups and cost categories of a document have no row of their own, and go by the default row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wefact_multivers.domain.documents import ProductGroups, PurchaseInvoice, SalesInvoice
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.mapping.resolve import NO_GROUP
from wefact_multivers.mapping.resolve_purchase import NO_CATEGORY
from wefact_multivers.mapping.rows import DEFAULT, DatedRow, MappingTables

_Rows = Mapping[str, Sequence[DatedRow]]


def default_groups(invoice: SalesInvoice, tables: MappingTables, groups: ProductGroups) -> set[str]:
    """The product groups of lines that go by the default row on the date of a sales invoice."""
    used = {
        groups.of(line.product_code) or (NO_GROUP,) for line in invoice.lines if not is_text(line, invoice.discount)
    }
    return _by_default(used, tables.revenue_by_group, invoice.date)


def against_sign(invoice: SalesInvoice, groups: ProductGroups) -> set[str]:
    """The product groups of lines that go against the sign of their invoice, as a settled advance does.

    Such a group belongs on an account of its own (vooruitontvangen), and not on revenue (`accounting-rules.md 22`).
    """
    lines = [line for line in invoice.lines if not is_text(line, invoice.discount)]
    against = [line for line in lines if (line.quantity * line.price < 0) is (invoice.gross >= 0)]
    return {name for line in against for name in (groups.of(line.product_code) or (NO_GROUP,))}


def default_categories(invoice: PurchaseInvoice, tables: MappingTables) -> set[str]:
    """The cost categories of lines that go by the default row on the date of a purchase invoice."""
    used = {(line.cost_category.strip() or NO_CATEGORY,) for line in invoice.lines if line.net}
    return _by_default(used, tables.costs_by_category, invoice.date)


def _by_default(used: Iterable[tuple[str, ...]], rows: _Rows, day: date) -> set[str]:
    """The names of which none has a row of its own; nothing where there is no default row either."""
    if not _holds((DEFAULT,), rows, day):
        return set()
    return {name for names in used if not _holds(names, rows, day) for name in names}


def _holds(names: Iterable[str], rows: _Rows, day: date) -> bool:
    """Whether one of the names has a row on that day, whatever its case."""
    return any(row.is_valid(day) for name in names for row in rows.get(name.strip().casefold(), ()))
