"""The administration that the cases stand in, and the plan that the domain makes there of each document."""

from __future__ import annotations

import calendar
import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tests.domain.builders import HIGH_RATES, LOW_RATES, debtor
from tests.domain.casefile import Case, Given, Setting, Typed
from tests.domain.casetext import Boxes, adopted, apart, blocked, written
from wefact_multivers.domain.bank_accounts import BankAccount, account_question
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.credit_notes import Origin, possible_origins
from wefact_multivers.domain.cut_off import cut_off
from wefact_multivers.domain.documents import Controller, ProductGroups, PurchaseInvoice, SalesInvoice
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.icp import held_number_problem, is_in_icp
from wefact_multivers.domain.late import place
from wefact_multivers.domain.matching import BookingFacts, Match, MatchKind, compare
from wefact_multivers.domain.money_moves import paid_how
from wefact_multivers.domain.numbering import invoice_id_digits, next_in_sequence
from wefact_multivers.domain.periods import future_problems
from wefact_multivers.domain.planning import Outcome, PlannedBooking, PlanRequest
from wefact_multivers.domain.planning_purchase import (
    KnownPurchase,
    plan_purchase_booking,
    repeated_numbers,
    similar_amounts,
)
from wefact_multivers.domain.planning_sales import pair_credits, plan_sales_booking, void_problems
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import Account, PaymentCondition, Period, ReferenceData, VatCode
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.inherit import NOTHING_INHERITED, Inheritance, Inherited, one_resolution
from wefact_multivers.mapping.payment_conditions import resolve_payment_condition
from wefact_multivers.mapping.resolution import Resolution
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines
from wefact_multivers.mapping.tables import load_tables
from wefact_multivers.mapping.vat_number import party_of

INCLUDE = Path(__file__).parents[2] / "include"
NAME = "demo"
BLOCKED_ACCOUNT = "8999"
VAT_ACCOUNTS, COSTS = ("1540", "1550"), ("4000", "4100", "4200", "4300", "4310", "4390")
ACCOUNTS = (*VAT_ACCOUNTS, *COSTS, "8000", "8010", "8020", "8030", "8090", BLOCKED_ACCOUNT)
DEDUCTIBLE = {"4300": 0, "4310": 60}
CLOSED = {(2026, 4)}
CONDITIONS = {
    one.condition_id: one
    for one in (
        PaymentCondition("14", "14 dagen", 14, is_paid=True),
        PaymentCondition("30", "30 dagen", 30, is_paid=True),
        PaymentCondition("IW", "Incasso via WeFact", 14),
        PaymentCondition("IM", "Incasso via Multivers", 14, is_collected=True),
        PaymentCondition("NB", "Niet betalen", 14),
    )
}
YEARS = (2012, 2018, 2019, 2025, 2026)
BROKEN_YEARS = (2025, 2026)
TYPED_IN = "V"
"""The journal in which people book sales by hand."""

PLAIN: dict[str, Any] = {"start_date": "2012-01-01", "closed_until": None, "vat_filed_until": None}
"""What is otherwise than in the demo: the cases lie in more years, of which none is closed as a whole."""


def write_administration(folder: Path, setting: Setting) -> None:
    """Puts the administration of a case with its mapping tables into an include folder."""
    shutil.copytree(INCLUDE, folder, dirs_exist_ok=True)
    file = folder / "administrations" / f"{NAME}.yaml"
    content = yaml.safe_load(file.read_text()) | PLAIN
    for key, value in setting.keys:
        *sections, last = key.split(".")
        place = content
        for section in sections:
            place = place.setdefault(section, {})
        place[last] = yaml.safe_load(value)
    file.write_text(yaml.safe_dump({key: value for key, value in content.items() if value is not None}))
    for table, row in setting.rows:
        path = folder / "mappings" / NAME / f"{table}.csv"
        header, *rows = path.read_text().splitlines()
        path.write_text("\n".join([header, row, *rows]) + "\n")


class CaseWorld:
    """An administration, its books, and what it makes of documents."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        write_administration(folder, setting)
        administration = load_administration(folder, NAME)
        self.configuration = Configuration(administration, load_tables(folder / administration.mapping))
        self.reference = demanding(reference(setting.books), setting)

    def written(self, case: Case) -> list[str]:
        """What comes of the documents of a case, in its words."""
        return [row for one in case.given for row in self._outcome(case, one)]

    def _outcome(self, case: Case, given: Given) -> list[str]:
        """What planning makes of a document, unless Multivers holds what is it, may be it, or is in its way."""
        planned = self._plan(case, given)
        facts = BookingFacts.of_invoice(given.document, str(invoice_id_digits(given.document.number)))
        for typed in case.setting.bookings:
            match = compare(facts, _found(typed))
            if match.kind is MatchKind.EQUAL:
                return [adopted(typed.invoice_id)]
            if match.kind is not MatchKind.UNRELATED:
                return [blocked(_question(match, typed))]
        lacking = self._lacking(case, given, planned)
        return (
            [blocked(lacking)] if lacking else [*written(planned, self._boxes(given)), *self._cut_off(given, planned)]
        )

    def _cut_off(self, given: Given, planned: Outcome) -> list[str]:
        """What of its lines belongs to another fiscal year."""
        if not isinstance(planned, PlannedBooking):
            return []
        year, periods = planned.booking.fiscal_year, self.reference.periods
        return [apart(found) for found in cut_off(given.document, year, periods)]

    def _lacking(self, case: Case, given: Given, planned: Outcome) -> Problem | None:
        """What the customer in Multivers lacks for the ICP return; one that is not there is made with the number."""
        code = given.document.relation_code
        held = dict(case.setting.customers).get(code)
        if held is None or not isinstance(planned, PlannedBooking) or not is_in_icp(planned.treatments):
            return None
        number = party_of(given.country, given.vat_number, self.configuration).vat_number
        return held_number_problem(code, number, held)

    def _plan(self, case: Case, given: Given) -> Outcome:
        if isinstance(given.document, PurchaseInvoice):
            return self._plan_purchase(case, given, given.document)
        return self._plan_sale(case, given, given.document)

    def _plan_sale(self, case: Case, given: Given, document: SalesInvoice) -> Outcome:
        party = party_of(given.country, given.vat_number, self.configuration)
        ways = self._ways(case, document, party)
        resolution = one_resolution(
            ways,
            [
                resolve_lines(
                    document, self.configuration, party=party, groups=ProductGroups(given.groups), inherits=way
                )
                for way in ways
            ],
        )
        sales = [one.document for one in case.given if isinstance(one.document, SalesInvoice)]
        lacking = void_problems(document, pair_credits(sales))
        facts = self._facts(case, document, resolution, lacking, Kind.SALES)
        return plan_sales_booking(PlanRequest(invoice=document, invoice_id=invoice_id_digits(document.number), **facts))

    def _plan_purchase(self, case: Case, given: Given, document: PurchaseInvoice) -> Outcome:
        party = party_of(given.country, given.vat_number, self.configuration)
        ways = self._ways(case, document, party)
        resolution = one_resolution(
            ways, [resolve_purchase_lines(document, self.configuration, party=party, inherits=way) for way in ways]
        )
        purchases = [one.document for one in case.given if isinstance(one.document, PurchaseInvoice)]
        place = purchases.index(document)
        earlier = [KnownPurchase.of_invoice(other) for other in purchases[:place]]
        administration = self.configuration.administration
        first = administration.numbers.purchase_first_number
        facts = self._facts(case, document, resolution, repeated_numbers(document, earlier), Kind.PURCHASE)
        facts["warnings"] += tuple(similar_amounts(document, earlier))
        return plan_purchase_booking(
            PlanRequest(
                invoice=document,
                invoice_id=next_in_sequence(first, first + place - 1),
                release=administration.purchase_release,
                vat_limit=administration.purchase_tolerance,
                payee_in_doubt=is_in_doubt(given, case.setting),
                **facts,
            )
        )

    def _ways(self, case: Case, document: SalesInvoice | PurchaseInvoice, party: Party) -> list[Inheritance]:
        """What a credit note may take from the other documents of its case, by the rows of their dates."""
        others = [one.document for one in case.given if type(one.document) is type(document)]
        return [
            Inheritance(
                tuple(_inherited(origin, party) if origin else None for origin in way), self.reference.vat_codes
            )
            for way in possible_origins(document, others)
        ] or [NOTHING_INHERITED]

    def _facts(
        self,
        case: Case,
        document: SalesInvoice | PurchaseInvoice,
        resolution: Resolution,
        problems: Sequence[Any],
        kind: Kind,
    ) -> dict[str, Any]:
        """What both kinds of request have alike."""
        administration = self.configuration.administration
        policy, closed = administration.late_policy(kind), administration.closed
        placed = place(document, self.reference.periods, policy=policy, closed=closed, today=case.today)
        future = future_problems(document.date, today=case.today)
        return {
            "lines": resolution.lines,
            "problems": (*placed.problems, *future, *problems, *resolution.problems),
            "payment_condition": resolve_payment_condition(paid_how(document), self.configuration, kind=kind),
            "journal_id": administration.journals.of(kind)[0],
            "period": placed.period,
            "warnings": placed.warnings,
            "reference": self.reference,
            "tolerance": administration.tolerance,
            "movers": administration.movers,
        }

    def _boxes(self, given: Given) -> Boxes:
        kind = Kind.PURCHASE if isinstance(given.document, PurchaseInvoice) else Kind.SALES
        rows = [row for row in self.configuration.tables.vat_codes if row.direction is kind]
        return {(row.vat_code, row.scenario, row.vat_type): row.box for row in reversed(rows)}


def _found(typed: Typed) -> FoundBooking:
    """As Multivers lists it."""
    return FoundBooking(
        invoice_id=typed.invoice_id,
        reference=typed.reference,
        payment_reference="",
        relation_code=typed.relation_code,
        journal_id=TYPED_IN,
        journal_transaction=1,
        fiscal_year=typed.date.year,
        invoice_date=typed.date,
        due_date=None,
        net=typed.gross - typed.vat,
        vat=typed.vat,
        gross=typed.gross,
        balance=typed.gross,
        can_change=True,
    )


def _question(match: Match, typed: Typed) -> Problem:
    if match.kind is MatchKind.TAKEN:
        return problem("DOC-002", invoice_id=typed.invoice_id)
    return problem("DOC-004", found=f"{typed.invoice_id} ({TYPED_IN} 1)", difference="; ".join(match.differences))


def _inherited(origin: Origin, party: Party) -> Inherited:
    document = origin.document
    shift = isinstance(document, SalesInvoice) and document.reverse_charge
    return Inherited(document.number, document.date, party, shift)


def is_in_doubt(given: Given, setting: Setting) -> bool:
    """Whether WeFact names another account than Multivers holds; a new creditor gets the one that WeFact names."""
    code = given.document.relation_code
    if code not in dict(setting.banks):
        return False
    creditor = debtor(controller=Controller.CREDITOR, code=code, iban=given.iban)
    held = [BankAccount(iban) for known, iban in setting.banks if known == code and iban]
    return account_question(creditor, held) is not None


def demanding(plain: ReferenceData, setting: Setting) -> ReferenceData:
    """The books in which some accounts ask for a cost centre or a cost unit."""
    asks = {"kostenplaats": "needs_cost_centre", "kostendrager": "needs_cost_unit"}
    changed: dict[str, dict[str, Any]] = {name: {asks[what]: True} for name, what in setting.demands}
    accounts = {
        year: {name: replace(account, **changed.get(name, {})) for name, account in chart.items()}
        for year, chart in plain.accounts.items()
    }
    return replace(plain, accounts=accounts)


@lru_cache
def reference(books: str) -> ReferenceData:
    """Chart, periods and VAT codes, as the sandbox has them."""
    accounts = {
        number: Account(number, number, number == BLOCKED_ACCOUNT, Decimal(DEDUCTIBLE.get(number, 100)))
        for number in ACCOUNTS
    }
    years = BROKEN_YEARS if books == "gebroken" else YEARS
    months = _broken_year if books == "gebroken" else _calendar_year
    return ReferenceData(
        accounts=dict.fromkeys(years, accounts),
        periods=tuple(period for year in years for period in months(year)),
        payment_conditions=CONDITIONS,
        vat_codes={
            0: VatCode(0, "Geen", ((dt.date(2001, 1, 1), Decimal(0)),)),
            1: VatCode(1, "Hoog", HIGH_RATES),
            2: VatCode(2, "Laag", LOW_RATES),
            3: VatCode(3, "Zes", LOW_RATES[:1]),
        },
    )


def _calendar_year(year: int) -> list[Period]:
    """Twelve months and a correctional period 13 on the last day."""
    last = dt.date(year, 12, 31)
    return [*(_month(year, month, year, month) for month in range(1, 13)), Period(year, 13, last, last, False, False)]


def _broken_year(year: int) -> list[Period]:
    """July to June."""
    months = [(year, month) for month in range(7, 13)] + [(year + 1, month) for month in range(1, 7)]
    return [_month(year, number, *month) for number, month in enumerate(months, start=1)]


def _month(fiscal_year: int, number: int, year: int, month: int) -> Period:
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    closed = (fiscal_year, number) in CLOSED
    return Period(fiscal_year, number, dt.date(year, month, 1), end, regular=True, closed=closed)
