"""Holds the mapping tables against the live chart of Multivers, and against what the documents in the store use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from wefact_multivers.clock import today
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import ProductGroups, PurchaseInvoice, Relation, SalesInvoice
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.money_moves import paid_how
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.reference import Account, ReferenceData
from wefact_multivers.domain.status import Status
from wefact_multivers.mapping.check import accounts_named, check_against
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.payment_conditions import (
    condition_faults,
    condition_notes,
    resolve_payment_condition,
)
from wefact_multivers.mapping.resolution import Resolution, resolve_country
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines
from wefact_multivers.mapping.rows import COST_ACCOUNTS, DEFAULT, REVENUE_ACCOUNTS
from wefact_multivers.mapping.usage import against_sign, default_categories, default_groups
from wefact_multivers.mapping.vat_number import relation_party
from wefact_multivers.store.records import Record
from wefact_multivers.streams.configuration import read_configuration
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DocumentKind
from wefact_multivers.streams.mapping_books import full_journals, message, missing_years, number_problems
from wefact_multivers.streams.own_journals import Books
from wefact_multivers.streams.services import Services

_OUT_OF_SCOPE = frozenset({Status.SKIPPED, Status.WITHDRAWN})
_PLACE = frozenset({"line", "date", "file"})
"""Parameters that tell where a gap was met, not what the gap is."""


@dataclass(frozen=True)
class Finding:
    """One thing that file and tables do not say, or say wrongly.

    Attributes:
        against: what they were held against, `multivers` or `wefact`.
        what: the gap in words.
        file: where a row is missing; empty where `what` names file and row.
        documents: how many documents in the store meet it; 0 where no document was looked at.
        example: one of them.
        is_gap: whether it blocks; False where the default row serves, and where it is only good to know.
    """

    against: str
    what: str
    file: str = ""
    documents: int = 0
    example: str = ""
    is_gap: bool = True


def check_mapping(services: Services, year: int | None = None) -> list[Finding]:
    """Everything that is missing, gaps first.

    Args:
        services: of the administration.
        year: only this fiscal year, and the documents dated in it; None = from the start date on.

    Raises:
        ConfigurationError: file or tables are wrong by themselves; all of their problems at once.
        SyncError: as the clients raise.
    """
    services.store.check_migrated()
    configuration = read_configuration(services)
    first = configuration.administration.start_date.year
    years = range(first, max(first, today(services.clock).year) + 1) if year is None else (year,)
    reference = services.multivers.reference_data(years)
    lacking = [
        *check_against(configuration, reference),
        *_blocked(configuration, reference),
        *condition_faults(configuration, reference),
    ]
    chart = [Finding("multivers", text) for text in lacking]
    chart += [Finding("multivers", text, is_gap=False) for text in condition_notes(configuration, reference)]
    if year is not None and year not in reference.accounts:
        chart.append(Finding("multivers", f"boekjaar {year}"))
    ahead = _ahead(services, configuration, reference) if year is None else ()
    used = _used(services, configuration, year)
    return sorted([*chart, *ahead, *used], key=lambda finding: not finding.is_gap)


def _ahead(services: Services, configuration: Configuration, reference: ReferenceData) -> Iterator[Finding]:
    """Numbers, journals and years that will stop documents, whatever the tables say."""
    books = Books.of(services.administration, reference)
    by_code: dict[str, list[tuple[str, Problem]]] = {}
    for number, found in number_problems(services, books).items():
        by_code.setdefault(found.code, []).append((number, found))
    for same in by_code.values():
        number, found = same[0]
        yield Finding("wefact", message(services, found), documents=len(same), example=number)
    for what, is_gap in (
        *full_journals(services, books, reference),
        *missing_years(services, configuration, reference),
    ):
        yield Finding("multivers", what, is_gap=is_gap)


def _blocked(configuration: Configuration, reference: ReferenceData) -> Iterator[str]:
    """Accounts that are there and cannot be booked on: a run goes on, and LED-002 to LED-004 stop each document."""
    for row, name in accounts_named(configuration.tables):
        for year, accounts in reference.accounts.items():
            for what in _hindrances(accounts.get(name), getattr(row, "cost_centre", "")):
                yield f"grootboekrekening {name} {what} in boekjaar {year} ({row.where})"


def _hindrances(account: Account | None, cost_centre: str) -> Iterator[str]:
    if account is None:
        return
    if account.blocked:
        yield "is geblokkeerd"
    if account.needs_cost_centre and not cost_centre:
        yield "vraagt een kostenplaats, en cost_centre is leeg,"
    if account.needs_cost_unit:
        yield "vraagt een kostendrager"


@dataclass(frozen=True)
class _Use:
    """A document with what its lines are looked up in."""

    configuration: Configuration
    groups: ProductGroups
    relation: Relation | None

    @property
    def country(self) -> str:
        return self.relation.country if self.relation else ""

    @property
    def party(self) -> Party:
        return relation_party(self.relation, self.configuration)


def _used(services: Services, configuration: Configuration, year: int | None) -> list[Finding]:
    """What the documents in the store use and the tables do not have."""
    streams = configuration.administration.streams
    kinds = [kind for kind in DOCUMENT_KINDS.values() if getattr(streams, kind.stream)]
    groups = services.wefact.product_groups() if kinds else ProductGroups({})
    met: dict[Finding, list[str]] = {}
    for kind in kinds:
        for record, relation in _records(services, kind, year):
            for finding in _findings(kind, record, _Use(configuration, groups, relation)):
                met.setdefault(finding, []).append(record.seen.number)
    return [
        Finding(one.against, one.what, one.file, len(numbers), numbers[0], one.is_gap) for one, numbers in met.items()
    ]


def _records(services: Services, kind: DocumentKind, year: int | None) -> Iterator[tuple[Record, Relation | None]]:
    with services.memory.read() as unit:
        relations = {record.seen.number: record for record in unit.records.all_of(kind.relations.controller)}
        documents = unit.records.all_of(kind.controller)
    for record in documents:
        dated = record.seen.date
        if record.status in _OUT_OF_SCOPE or not record.seen.content or (year and dated and dated.year != year):
            continue
        relation = relations.get(record.seen.relation_code or "")
        yield record, kind.relations.read(relation) if relation and relation.seen.content else None


def _findings(kind: DocumentKind, record: Record, use: _Use) -> set[Finding]:
    """What one document lacks; a gap that several of its lines meet counts once."""
    problems, defaults = _LOOK_UPS[kind.kind](kind, record, use)
    gaps = {_gap(found) for found in problems if found.code.startswith("MAP-")}
    return gaps | defaults


def _gap(found: Problem) -> Finding:
    values = ", ".join(f"{name} {value}" for name, value in found.params if name not in _PLACE)
    return Finding("wefact", f"{found.code} {values}", found.values.get("file", ""))


Looked = tuple[list[Problem], set[Finding]]


def _sales(kind: DocumentKind, record: Record, use: _Use) -> Looked:
    invoice = cast("SalesInvoice", kind.read(record))
    resolution = resolve_lines(
        invoice,
        use.configuration,
        party=use.party,
        groups=use.groups,
    )
    notes = _defaults(default_groups(invoice, use.configuration.tables, use.groups), REVENUE_ACCOUNTS)
    against = {
        Finding("wefact", f"{name} tegen het teken van de factuur", REVENUE_ACCOUNTS, is_gap=False)
        for name in against_sign(invoice, use.groups)
    }
    return _looked(kind, invoice, use, resolution), notes | against


def _purchase(kind: DocumentKind, record: Record, use: _Use) -> Looked:
    invoice = cast("PurchaseInvoice", kind.read(record))
    resolution = resolve_purchase_lines(
        invoice,
        use.configuration,
        party=use.party,
    )
    names = default_categories(invoice, use.configuration.tables)
    return _looked(kind, invoice, use, resolution), _defaults(names, COST_ACCOUNTS)


_LOOK_UPS: Mapping[Kind, Callable[[DocumentKind, Record, _Use], Looked]] = MappingProxyType(
    {Kind.SALES: _sales, Kind.PURCHASE: _purchase}
)


def _looked(
    kind: DocumentKind, invoice: SalesInvoice | PurchaseInvoice, use: _Use, resolution: Resolution
) -> list[Problem]:
    condition = resolve_payment_condition(paid_how(invoice), use.configuration, kind=kind.kind)
    country = resolve_country(use.country, use.configuration)
    return [*resolution.problems, *(found for found in (condition, country) if isinstance(found, Problem))]


def _defaults(names: Iterable[str], file: str) -> set[Finding]:
    return {Finding("wefact", f"{name} -> {DEFAULT}", file, is_gap=False) for name in names}
