"""Resolves the lines of a sales invoice against the mapping tables: account and VAT code; and says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import ProductGroups, SalesInvoice, SalesLine
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.inherit import NOTHING_INHERITED, Inheritance, Inherited
from wefact_multivers.mapping.resolution import AccountChoice, Found, LineFacts, LineResolver, Resolution, resolution_of
from wefact_multivers.mapping.rows import DEFAULT, REVENUE_ACCOUNTS, RevenueAccount

NO_GROUP = "(geen)"


def resolve_lines(
    invoice: SalesInvoice,
    configuration: Configuration,
    *,
    party: Party,
    groups: ProductGroups,
    inherits: Inheritance = NOTHING_INHERITED,
) -> Resolution:
    """Account, treatment and VAT code of each line that has an amount.

    Args:
        invoice: as WeFact shows it.
        configuration: the version that the run reads; the rows of the invoice date hold.
        party: the debtor.
        groups: the product groups of each product.
        inherits: of a credit note: what its lines take from their originals.

    Returns:
        The lines, and what the tables do not say or the evidence contradicts: MAP, VAT and REL-002.
    """

    def resolved(position: int, line: SalesLine, as_of: Inherited) -> Found:
        names = groups.of(line.product_code)
        facts = LineFacts(position, line.rate, line.tax_code, names or (NO_GROUP,), vat_shift=as_of.vat_shift)
        account = _Accounts(configuration, as_of.day).of(line.product_code, names, position)
        return LineResolver(configuration, Kind.SALES, as_of.day, as_of.party, invoice.relation_code).line(
            account, facts
        )

    itself = Inherited(invoice.number, invoice.date, party, invoice.reverse_charge)
    outcomes: list[Found] = []
    for position, line in enumerate(invoice.lines, start=1):
        if is_text(line, invoice.discount):
            outcomes.append(None)
            continue
        then = partial(resolved, position, line)
        outcomes.append(inherits.line(position, line.rate, invoice.date, then(itself), then))
    return resolution_of(outcomes, configuration)


@dataclass(frozen=True)
class _Accounts:
    """The revenue accounts on one day."""

    configuration: Configuration
    on: date

    def of(self, product_code: str, names: tuple[str, ...], position: int) -> AccountChoice | Problem:
        """The row of a line's product groups: of several the first by priority; groups that agree count as one."""
        rows = _first([row for name in names for row in self._rows(name)])
        if len({(row.account, row.supply, row.cost_centre) for row in rows}) > 1:
            found = ", ".join(row.product_group for row in rows)
            return problem("MAP-004", product=product_code, groups=found, line=position, file=REVENUE_ACCOUNTS)
        if rows:
            return _choice(rows[0], f"productgroep {rows[0].product_group}")
        shown = ", ".join(names) or NO_GROUP
        default = self._rows(DEFAULT)
        if default:
            return _choice(default[0], f"productgroep {shown} -> {DEFAULT}")
        return problem("MAP-001", group=shown, line=position, file=REVENUE_ACCOUNTS)

    def _rows(self, group: str) -> list[RevenueAccount]:
        """The rows of a product group on the day: one at most, since rows of one group never overlap."""
        rows = self.configuration.tables.revenue_by_group.get(group.strip().casefold(), ())
        return [row for row in rows if row.is_valid(self.on)]


def _first(rows: list[RevenueAccount]) -> list[RevenueAccount]:
    """The rows that come before the others: those with the lowest priority, where any has one."""
    lowest = min((row.priority for row in rows if row.priority is not None), default=None)
    return [row for row in rows if row.priority == lowest]


def _choice(row: RevenueAccount, reason: str) -> AccountChoice:
    return AccountChoice(row.account, row.supply, row.cost_centre, f"{reason} -> {row.account} ({row.where})")
