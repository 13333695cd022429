"""Builds a Multivers administration: years, chart, VAT, journals; and books what people typed by hand."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from sandbox.actions.multivers import by_hand
from sandbox.clock import Clock
from sandbox.model import Record
from sandbox.multivers import bookings, families, relations
from sandbox.multivers.bank_accounts import BANK_ACCOUNT
from sandbox.multivers.context import Books
from sandbox.multivers.kinds import CUSTOMER, SUPPLIER, Kind
from sandbox.multivers.reference import (
    JOURNAL_BANK,
    JOURNAL_CASH,
    JOURNAL_MEMORIAL,
    JOURNAL_PURCHASE,
    JOURNAL_SALES,
    YEAR_CLOSED,
    YEAR_OPEN,
)
from sandbox.multivers.state import Database, MultiversState
from sandbox.multivers.vat import CHARGED, NONE, NOT_DEDUCTIBLE, SELF_ASSESSED
from sandbox.settings import Settings

DATABASE = "MVL00001"
CORRECTIONAL_PERIOD = 13
CHART = (
    ("0100", "Inventaris"), ("0500", "Eigen vermogen"), ("1000", "Kas"), ("1100", "Bank"), ("1300", "Debiteuren"),
    ("1500", "Btw hoog te betalen"), ("1510", "Btw laag te betalen"), ("1520", "Btw te vorderen"),
    ("1530", "Btw inkoop verlegd te betalen"), ("1540", "OSS-btw te betalen"),
    ("1550", "Buitenlandse btw terug te vragen"), ("1600", "Crediteuren"), ("1610", "Crediteuren buitenland"),
    ("1900", "Tussenrekening"), ("4000", "Algemene kosten"), ("4100", "Hostinginkoop"), ("4200", "Uitbesteed werk"),
    ("4300", "Representatie (btw niet aftrekbaar)"), ("4310", "Autokosten (btw 60 % aftrekbaar)"),
    ("4500", "Oninbaar"), ("4900", "Betalingsverschillen"), ("4910", "Betalingskorting"),
    ("8080", "Kredietbeperking"),
    ("8000", "Omzet hosting"), ("8010", "Omzet domeinen"), ("8020", "Omzet boeken"), ("8030", "Omzet advies"),
    ("8090", "Overige omzet"), ("8999", "Omzet oud (geblokkeerd)"),
)  # fmt: skip
BLOCKED = ("8999",)
NOT_DEDUCTIBLE_PERCENTAGES = {"4300": 100, "4310": 40}
JOURNALS = (
    ("V", "Verkoop", JOURNAL_SALES, ""), ("WFV", "Verkoop WeFact", JOURNAL_SALES, ""),
    ("I", "Inkoop", JOURNAL_PURCHASE, ""), ("WFI", "Inkoop WeFact", JOURNAL_PURCHASE, ""),
    ("B", "Bank", JOURNAL_BANK, "1100"), ("K", "Kas", JOURNAL_CASH, "1000"), ("M", "Memoriaal", JOURNAL_MEMORIAL, ""),
)  # fmt: skip
_VatRow = tuple[int, str, str, tuple[tuple[str, int], ...]]
VAT_CODES: tuple[_VatRow, ...] = (
    (0, "Geen btw", "1500", (("2001-01-01", 0),)),
    (1, "Btw hoog", "1500", (("2001-01-01", 19), ("2012-10-01", 21))),
    (2, "Btw laag", "1510", (("2001-01-01", 6), ("2019-01-01", 9))),
    (3, "Btw 6 %", "1510", (("2001-01-01", 6),)),
)
PURCHASE_VAT_ACCOUNT, DUE_VAT_ACCOUNT = "1520", "1530"
SCENARIOS = (
    (1, "Verkoop binnenland", True, CHARGED), (2, "Verkoop binnen de EU", True, NONE),
    (3, "Verkoop buiten de EU", True, NONE), (4, "Verkoop btw verlegd", True, NONE),
    (11, "Inkoop binnenland", False, CHARGED), (12, "Inkoop binnen de EU", False, SELF_ASSESSED),
    (13, "Inkoop buiten de EU", False, SELF_ASSESSED), (14, "Inkoop btw verlegd", False, SELF_ASSESSED),
    (15, "Inkoop zonder aftrek", False, NOT_DEDUCTIBLE), (16, "Inkoop zonder btw", False, NONE),
)  # fmt: skip
TURNOVER, VAT_AMOUNT = 0, 1
# Scenario and VAT code: the boxes that turnover and VAT go to. VAT that the buyer owes has the other sign.
SECTIONS: dict[int, dict[int, tuple[tuple[int, str, bool], ...]]] = {
    1: {
        0: ((TURNOVER, "", False),),
        1: ((TURNOVER, "1a", False),),
        2: ((TURNOVER, "1b", False),),
        3: ((TURNOVER, "1c", False),),
    },
    2: {0: ((TURNOVER, "3b", False),)},
    3: {0: ((TURNOVER, "3a", False),)},
    4: {0: ((TURNOVER, "1e", False),)},
    11: dict.fromkeys((1, 2), ((VAT_AMOUNT, "5b", False),)),
    **{
        scenario: dict.fromkeys((1, 2), ((TURNOVER, box, False), (VAT_AMOUNT, box, True), (VAT_AMOUNT, "5b", False)))
        for scenario, box in ((12, "4b"), (13, "4a"), (14, "2a"))
    },
}
SALES_TYPES, PURCHASE_TYPES = (0, 2), (1, 3)
COUNTRIES = (("NL", "Nederland"), ("BE", "België"), ("DE", "Duitsland"))
MORE_COUNTRIES = (
    ("FR", "Frankrijk"), ("GB", "Verenigd Koninkrijk"), ("GR", "Griekenland"), ("IE", "Ierland"), ("LU", "Luxemburg"),
    ("US", "Verenigde Staten"),
)  # fmt: skip


class MultiversBuilder:
    """Fills one administration.

    `clock` is the time at which everything is made (dates of relations, age of invoices).
    """

    def __init__(self, state: MultiversState, name: str, description: str, clock: Clock) -> None:
        state.clients["sandbox-client"] = "sandbox-secret"
        state.refresh_tokens["sandbox-refresh-token"] = {"expires": ""}
        self.db = state.databases.setdefault(name, Database(name, description))
        self.db.company = _company(name, description)
        self.books = Books(self.db, Settings(), clock)
        self._tables()

    def _tables(self) -> None:
        db = self.db
        self.countries(COUNTRIES)
        db.currencies = {"EUR": {"currencyId": "EUR", "description": "Euro"}}
        db.customer_groups = {"1": {"customerGroupId": 1, "description": "Debiteuren", "accountId": "1300"}}
        db.supplier_groups = {
            "1": {"supplierGroupId": 1, "description": "Crediteuren", "accountId": "1600"},
            "2": {"supplierGroupId": 2, "description": "Crediteuren buitenland", "accountId": "1610"},
        }
        db.payment_conditions = {str(days): _condition(days) for days in (14, 30)}
        db.vat_codes = {str(row[0]): _vat_code(row) for row in VAT_CODES}
        for code, text, is_sales, treatment in SCENARIOS:
            row = {"vatScenarioId": code, "description": text, "_sales": is_sales, "_treatment": treatment}
            db.scenarios[str(code)] = row
        for journal in JOURNALS:
            self.journal(*journal)

    def countries(self, rows: tuple[tuple[str, str], ...]) -> None:
        """Countries: code and name of each."""
        self.db.countries |= {key: {"countryId": key, "description": text} for key, text in rows}

    def journal(self, name: str, description: str, kind: int, account: str = "") -> None:
        """A journal; bank and cash journals have an account of their own."""
        self.db.journals[name] = {
            "journalId": name, "description": description, "journalType": kind, "journalKind": 0,
            "accountId": account, "currencyId": "EUR", "bankAccountId": "", "openingBalanceJournal": False,
        }  # fmt: skip

    def year(self, year: int, *, is_closed: bool = False) -> None:
        """A fiscal year of 12 periods and a correctional one; a closed year leaves only the latter open."""
        self.db.fiscal_years[str(year)] = {
            "fiscalYear": year, "startDate": f"{year}-01-01", "endDate": f"{year}-12-31",
            "hasCorrectionalPeriod": True, "minPeriodNumber": 1, "maxPeriodNumber": CORRECTIONAL_PERIOD,
            "numberOfDays": 366 if calendar.isleap(year) else 365, "stateId": YEAR_CLOSED if is_closed else YEAR_OPEN,
            "templateAdministrationId": "", "totalPeriods": CORRECTIONAL_PERIOD,
        }  # fmt: skip
        self.db.periods += [_period(year, number, is_closed) for number in range(1, CORRECTIONAL_PERIOD + 1)]
        for account, text in CHART:
            self.account(year, account, text)
        self.db.scenario_rules += _rules(year)

    def account(self, year: int, account: str, text: str) -> None:
        """A ledger account of one year."""
        self.db.accounts[f"{year}/{account}"] = _account(year, account, text)

    def customer(self, customer_id: str, name: str, **more: object) -> None:
        """A customer."""
        body: Record = {"customerId": customer_id, "shortName": customer_id, "name": name, "countryId": "NL"}
        standard = {"paymentConditionId": "14", "vatScenarioId": 1, "creditSqueezeId": "0"}
        relations.create_relation(self.books, CUSTOMER, body | standard | more)

    def supplier(self, supplier_id: str, name: str, **more: object) -> None:
        """A supplier; domestic purchases and a payment condition unless `more` says otherwise."""
        body: Record = {"supplierId": supplier_id, "shortName": supplier_id, "name": name, "countryId": "NL"}
        standard = {"paymentConditionId": "14", "vatScenarioId": 11, "creditSqueezeId": "0"}
        relations.create_relation(self.books, SUPPLIER, body | standard | more)

    def bank_account(self, kind: Kind, relation_id: str, **fields: object) -> None:
        """The bank account of a relation: `iban` and what else a BankAccount has."""
        organization = kind.relations(self.db)[relation_id]["organizationId"]
        families.create(self.books, BANK_ACCOUNT, {"organizationId": organization, "preferred": True} | fields)

    def hand_typed(self, **booking: object) -> str:
        """A booking that somebody typed in journal V, or I where a `supplierId` is given; gives its key."""
        kind = SUPPLIER if "supplierId" in booking else CUSTOMER
        key, _ = bookings.create_invoice(self.books, by_hand(self.books, booking, kind), kind)
        return key


def _company(name: str, description: str) -> Record:
    return {
        "administrationCode": name, "administrationDescription": description, "administrationVersion": "22",
        "approveSupplierInvoices": False, "autoNumberCustomerId": False, "autoNumberSupplierId": False,
        "blockUnmatchedSupplierInvoice": False, "creditSqueezeOnAmountInclVat": False, "currencyDecimals": 2,
        "creditSqueezeOnCreditNotes": False, "currencyId": "EUR", "customerIdLength": 8, "dayEndClosing": False,
        "periodEndClosing": True, "ictListing": True, "languageId": "NL", "legislation": "NL",
        "maximumPaymentDifference": Decimal("0.05"), "vatDeclarationIsPeriod": False, "vatEnabled": True,
        "_creditSqueezePercentages": {"0": 0, "1": 1, "2": 2, "3": 5}, "_creditSqueezeAccountId": "8080",
        "_paymentDifferenceAccountId": "4900", "_rebateAccountId": "4910",
    }  # fmt: skip


def _condition(days: int) -> Record:
    return {
        "paymentConditionId": str(days), "description": f"{days} dagen netto", "expirationDays": days,
        "isCollectable": False, "isKvc": False, "isPayable": True, "isPreferred": days == 14, "isSepa": False,
        "paymentConditionType": "A", "rebateDays": 0, "rebatePercentage": Decimal(0),
    }  # fmt: skip


def _vat_code(row: _VatRow) -> Record:
    code, text, account, rates = row
    by_date = [{"startDate": day, "vatCodeId": code, "vatPercentage": rate} for day, rate in rates]
    return {
        "vatCodeId": code, "description": text, "vatPercentagesByDate": by_date, "_accountId": account,
        "_purchaseAccountId": PURCHASE_VAT_ACCOUNT, "_dueAccountId": DUE_VAT_ACCOUNT,
    }  # fmt: skip


def _period(year: int, number: int, year_is_closed: bool) -> Record:
    month = min(number, 12)
    last = date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    is_correctional = number == CORRECTIONAL_PERIOD
    return {
        "fiscalYear": year,
        "periodNumber": number,
        "description": "Correctieperiode" if is_correctional else f"Periode {number}",
        "startDate": last if is_correctional else f"{year}-{month:02d}-01",
        "endDate": last,
        "isClosed": year_is_closed and not is_correctional,
    }


def _account(year: int, account: str, text: str) -> Record:
    return {
        "accountId": account, "description": text, "shortName": text[:10], "fiscalYear": year,
        "accountType": 2 if account >= "4000" else 1, "isBlocked": account in BLOCKED, "specifyCostCentre": False,
        "specifyCostUnit": False, "vatCodeId": 0, "vatScenarioId": 0, "vatType": 0,
        "notDeductibleVatPercentage": Decimal(NOT_DEDUCTIBLE_PERCENTAGES.get(account, 0)),
    }  # fmt: skip


def _rules(year: int) -> list[Record]:
    return [
        {
            "amountType": amount_type, "fiscalYear": year, "invoiceType": kind, "negateAmount": is_negated,
            "vatCodeId": str(code), "vatScenarioId": scenario, "vatSection": section, "vatType": vat_type,
        }
        for scenario, sections in SECTIONS.items()
        for code, boxes in sections.items()
        for kind in (PURCHASE_TYPES if scenario >= 11 else SALES_TYPES)
        for vat_type in (0, 1)
        for amount_type, section, is_negated in boxes
    ]  # fmt: skip
