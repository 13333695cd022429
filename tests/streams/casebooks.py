"""A bookkeeping case end to end: its documents in WeFact, a run, and the journal entries that Multivers then holds."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from shutil import copyfile
from typing import cast

import httpx

from sandbox.clock import AMSTERDAM, Clock
from sandbox.core import Sandbox, State
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE, MORE_COUNTRIES, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder
from sandbox.model import Record
from sandbox.multivers.kinds import SUPPLIER
from sandbox.multivers.state import Database
from sandbox.testing import SandboxControl, SandboxServers
from sandbox.transport import InProcessTransport
from sandbox.wefact.state import Account
from tests.domain.casefile import Case, Given
from tests.domain.casetext import CONTROL, WORD, adopted, blocked, condition, heading, skipped, words
from tests.domain.caseworld import ACCOUNTS, BROKEN_YEARS, CLOSED, CONDITIONS, YEARS, write_administration
from tests.streams.switches import MULTIVERS_URL, WEFACT_URL, Quick
from tests.streams.world import IMPATIENT
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine, SalesInvoice, SalesLine
from wefact_multivers.domain.money import amount_text, from_cents
from wefact_multivers.domain.status import Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record as Kept
from wefact_multivers.streams.services import Network

SIX = time(6, 0)
BOOKED = {Status.BOOKED, Status.BOOKED_WARNING}
RELATION = {Kind.SALES: ("customerId", "debiteuren"), Kind.PURCHASE: ("supplierId", "crediteuren")}
DETAILS = ("methode", "let op", "nog niet betalen")


class CaseSandbox(SandboxControl):
    """Both programs with what a case says, without a socket."""

    def __init__(self, case: Case) -> None:
        now = datetime.combine(case.today, SIX, AMSTERDAM)
        state = State()
        self.core = Sandbox(state, Clock(now))
        _fill_wefact(state, case)
        _fill_multivers(state, case, self.core.clock)
        self.core.use(state)
        self.wefact_url, self.multivers_url = WEFACT_URL, MULTIVERS_URL
        super().__init__(MULTIVERS_URL.removesuffix("/V22"), InProcessTransport(self.core))

    @property
    def books(self) -> Database:
        """The administration in Multivers."""
        return self.core.state.multivers.databases[DATABASE]


def _fill_wefact(state: State, case: Case) -> None:
    account = state.wefact.accounts[KEY] = Account(name="Gevallen")
    wefact = WeFactBuilder(account, "2012-01-02 10:00:00")
    for name in dict.fromkeys(name for one in case.given for groups in one.groups.values() for name in groups):
        wefact.group(name)
    for one in case.given:
        _add_relation(wefact, one)
        if isinstance(one.document, PurchaseInvoice):
            _add_purchase(wefact, one.document)
        else:
            _add_sale(wefact, one.document, one.groups)
    account.promise_growth(False)


def _add_relation(wefact: WeFactBuilder, one: Given) -> None:
    code = one.document.relation_code
    facts = {"CompanyName": f"Bedrijf {code}", "City": "Zwolle", "Country": one.country, "TaxNumber": one.vat_number}
    if isinstance(one.document, PurchaseInvoice):
        facts["AccountNumber"] = one.iban
        if all(record["CreditorCode"] != code for record in wefact.account.creditors.values()):
            wefact.creditor(code, **facts)
    elif all(record["DebtorCode"] != code for record in wefact.account.debtors.values()):
        wefact.debtor(code, **facts)


def _add_sale(wefact: WeFactBuilder, document: SalesInvoice, groups: dict[str, tuple[str, ...]]) -> None:
    known = {record["ProductCode"] for record in wefact.account.products.values()}
    for code, names in groups.items():
        if code and code not in known:
            wefact.product(code, code, "1.00", group="|".join(names))
    more = {
        "Status": str(document.status),
        "Discount": str(document.discount),
        "Currency": document.currency,
        "VatShift": "yes" if document.reverse_charge else "no",
        "VatCalcMethod": "incl" if document.prices_include_vat else "excl",
        "Printed": [str(amount) for amount in (document.net, document.vat, document.gross)],
        "ReferenceNumber": document.named,
        **_payment(document),
    }
    lines = [_sales_row(line) for line in document.lines]
    wefact.invoice(document.number, document.relation_code, document.date.isoformat(), lines, **more)


def _payment(document: SalesInvoice | PurchaseInvoice) -> dict[str, str]:
    return {
        "Authorisation": "yes" if document.collected else "no",
        "PaymentMethod": document.payment_method or "wire",
    }


def _sales_row(line: SalesLine) -> Record:
    row = {
        "Number": str(line.quantity),
        "PriceExcl": str(line.price),
        "DiscountPercentage": str(line.discount),
        "Description": line.description,
        "TaxCode": line.tax_code,
    }
    if not line.tax_code:
        row["TaxPercentage"] = str(line.rate)
    return row | ({"ProductCode": line.product_code} if line.product_code else {}) | _period(line)


def _period(line: SalesLine | PurchaseLine) -> Record:
    return {"StartDate": line.start.isoformat(), "EndDate": line.end.isoformat()} if line.start and line.end else {}


def _add_purchase(wefact: WeFactBuilder, document: PurchaseInvoice) -> None:
    titles = {record["Title"] for record in wefact.account.cost_categories.values()}
    for name in dict.fromkeys(line.cost_category for line in document.lines):
        if name and name not in titles:
            wefact.cost_category(name)
    more = {
        "InvoiceCode": document.supplier_number,
        "Status": str(document.status),
        "Currency": document.currency,
        "Term": str(document.term),
        "AmountIncl": str(document.gross),
        **_payment(document),
    }
    lines = [_cost_row(line) for line in document.lines]
    record = wefact.purchase_invoice(document.number, document.relation_code, document.date.isoformat(), lines, **more)
    record["AmountExcl"] = str(document.net)


def _cost_row(line: PurchaseLine) -> Record:
    row = {
        "Description": line.description,
        "PriceExcl": str(line.net),
        "TaxCode": line.tax_code,
        "category": line.cost_category,
    }
    return (row if line.tax_code else row | {"TaxPercentage": str(line.rate)}) | _period(line)


def _fill_multivers(state: State, case: Case, clock: Clock) -> None:
    books = MultiversBuilder(state.multivers, DATABASE, "Gevallen B.V.", clock)
    books.countries(MORE_COUNTRIES)
    for year in BROKEN_YEARS if case.setting.books == "gebroken" else YEARS:
        books.year(year)
        for account in ACCOUNTS:
            if f"{year}/{account}" not in books.db.accounts:
                books.account(year, account, account)
        if case.setting.books == "gebroken":
            _break_year(books.db, year)
    plain = books.db.payment_conditions["14"]
    for one in CONDITIONS.values():
        books.db.payment_conditions[one.condition_id] = plain | {
            "paymentConditionId": one.condition_id, "description": one.description, "expirationDays": one.days,
            "isCollectable": one.is_collected, "isPayable": one.is_paid, "isPreferred": one.condition_id == "14",
        }  # fmt: skip
    _type_by_hand(books, case)
    _fill_demands(books, case)
    for period in books.db.periods:
        period["isClosed"] = (period["fiscalYear"], period["periodNumber"]) in CLOSED


def _type_by_hand(books: MultiversBuilder, case: Case) -> None:
    """What stands there before the link: debtors, and bookings of 8000 that bear VAT at the high rate or none."""
    setting = case.setting
    held = dict.fromkeys(booking.relation_code for booking in setting.bookings) | dict(setting.customers)
    for code, number in held.items():
        books.customer(code, f"Bedrijf {code}", vatNumber=number or "")
    for booking in setting.bookings:
        line = {"accountId": "8000", "amount": booking.gross - booking.vat, "vatCodeId": 1 if booking.vat else 0}
        books.hand_typed(
            customerId=booking.relation_code,
            invoiceId=booking.invoice_id,
            reference=booking.reference,
            invoiceDate=booking.date.isoformat(),
            invoiceType=2 if booking.gross < 0 else 0,
            lines=[line],
        )


def _fill_demands(books: MultiversBuilder, case: Case) -> None:
    """Accounts that ask for more than a line says, and creditors that stand there already."""
    asks = {"kostenplaats": "specifyCostCentre", "kostendrager": "specifyCostUnit"}
    for name, what in case.setting.demands:
        for key, account in books.db.accounts.items():
            if key.endswith(f"/{name}"):
                account[asks[what]] = True
    books.db.cost_centres["KP1"] = {
        "costCentreId": "KP1",
        "description": "Kostenplaats",
        "shortName": "KP1",
        "isActive": True,
    }
    for code, iban in case.setting.banks:
        books.supplier(code, f"Bedrijf {code}")
        if iban:
            books.bank_account(SUPPLIER, code, iban=iban)


def _break_year(db: Database, year: int) -> None:
    """The fiscal year from July to June, without a correctional period."""
    db.periods = [row for row in db.periods if (row["fiscalYear"], row["periodNumber"]) != (year, 13)]
    db.fiscal_years[str(year)] |= {
        "startDate": f"{year}-07-01", "endDate": f"{year + 1}-06-30", "hasCorrectionalPeriod": False,
        "maxPeriodNumber": 12, "totalPeriods": 12,
    }  # fmt: skip
    for row in db.periods:
        if row["fiscalYear"] != year:
            continue
        month = (row["periodNumber"] + 5) % 12 + 1
        first = date(year if month >= 7 else year + 1, month, 1)
        last = first.replace(day=calendar.monthrange(first.year, month)[1])
        row |= {"startDate": first.isoformat(), "endDate": last.isoformat()}


@contextmanager
def case_world(case: Case, folder: Path, migrated: Path) -> Iterator[Quick]:
    """A world with a case in it, first contact signed.

    Args:
        case: its documents and its setting.
        folder: empty; the include folder and the store stand in it.
        migrated: a store of the present schema, with nothing in it.
    """
    write_administration(folder / "include", case.setting)
    store = folder / "store.db"
    copyfile(migrated, store)
    sandbox = CaseSandbox(case)
    way = InProcessTransport(sandbox.core)
    read = IMPATIENT.timeouts.read
    with (
        httpx.Client(base_url=WEFACT_URL, transport=way, timeout=read) as wefact,
        httpx.Client(base_url=MULTIVERS_URL, transport=way, timeout=read) as multivers,
    ):
        network = Network(wefact=wefact, multivers=multivers)
        world = Quick(cast("SandboxServers", sandbox), folder, f"sqlite:///{store}", network)
        world.clock = FixedClock(sandbox.core.clock.now())
        world.switch(**_streams(case))
        try:
            world.sign()
            yield world
        finally:
            world.store.close()


def _streams(case: Case) -> dict[str, bool]:
    """The streams that the case needs: the others would look for nothing."""
    kinds = {isinstance(one.document, PurchaseInvoice) for one in case.given}
    sales, purchases = dict.fromkeys(("debtors", "sales_invoices"), False in kinds), True in kinds
    return {**sales, "creditors": purchases, "purchase_invoices": purchases, "payments": False}


def lived(case: Case, world: Quick) -> list[str]:
    """What a run makes of the documents of a case, in the words of the case; what only a plan knows is left out."""
    outcome = world.run()
    assert "preflight" not in outcome.errors, outcome.errors
    return [row for one in case.given for row in _outcome(world, one)]


def shown(expected: tuple[str, ...]) -> list[str]:
    """Of what a case expects, what the books and the page show."""
    return [
        _bare(row)
        for row in expected
        if not row.startswith(("methode", "  nog niet betalen", "afgrenzing")) and not _is_nil(row)
    ]


def _bare(row: str) -> str:
    """A line of a journal entry: side, account, amount, text."""
    if not row.startswith("  "):
        return row
    entry, _, text = row.partition(' "')
    head, *label = entry.split(" [")
    parts = head.split()
    count = 3 if parts[1] not in CONTROL.values() else 4
    code = label[0].split("code ")[1].split(",")[0] if label else ""
    shown_code = f" [code {code}]" if code else ""
    return f"  {' '.join(parts[:count])}{shown_code}" + (f' "{text}' if text else "")


def _is_nil(row: str) -> bool:
    """A line without an amount, which no ledger holds."""
    return row.startswith("  ") and _bare(row).split(" [")[0].endswith(" 0,00")


def _outcome(world: Quick, one: Given) -> list[str]:
    document = one.document
    record = next(found for found in world.records(document.key.controller) if found.seen.number == document.number)
    if record.status is Status.SKIPPED:
        return [skipped(found) for found in record.problems]
    if record.status is Status.ADOPTED:
        return [adopted(_linked_to(world, record))]
    if record.status not in BOOKED:
        return [blocked(found) for found in record.problems]
    return [*_entry(cast("CaseSandbox", world.sandbox).books, document), *_warnings(record)]


def _linked_to(world: Quick, record: Kept) -> str:
    with world.services() as services, services.memory.read() as unit:
        receipt = unit.receipts.get(record.key, Effect.CREATE_BOOKING)
    assert receipt is not None
    return receipt.invoice_id or ""


def _warnings(record: Kept) -> list[str]:
    return [f"let op {words(found)}" for found in record.problems]


def _entry(books: Database, document: SalesInvoice | PurchaseInvoice) -> Iterator[str]:
    """The journal entry as the ledger of Multivers has it."""
    kind = Kind.PURCHASE if isinstance(document, PurchaseInvoice) else Kind.SALES
    table = books.supplier_invoices if kind is Kind.PURCHASE else books.invoices
    wanted = (document.relation_code, document.reference, document.date.strftime("%Y-%m-%d"))
    booking = next(row for row in table.values() if _facts(row, kind) == wanted)
    year, journal, number = booking["fiscalYear"], booking["journalId"], booking["journalTransaction"]
    transaction = books.transactions[f"{year}/{journal}/{number}"]
    place = heading(journal, year, transaction["periodNumber"], booking["invoiceId"], document.reference)
    yield f"{place}{', creditnota' if booking['invoiceType'] in (2, 3) else ''}"
    yield from (_line(row, kind) for row in transaction["lines"] if row["cents"])
    yield from condition(booking["paymentConditionId"])


def _facts(booking: Record, kind: Kind) -> tuple[str, str, str]:
    return booking[RELATION[kind][0]], booking["reference"], str(booking["invoiceDate"])[:10]


def _line(row: Record, kind: Kind) -> str:
    id_name, control = RELATION[kind]
    side = WORD[Side.DEBIT if row["cents"] > 0 else Side.CREDIT]
    amount = amount_text(abs(from_cents(row["cents"])))
    if row.get(id_name):
        return f"  {side} {control} {row[id_name]} {amount}"
    if row["description"] == "Btw":
        return f"  {side} btw {amount} [code {row['vatCodeId']}]"
    text = f' "{row["description"]}"' if row["description"] else ""
    return f"  {side} {row['accountId']} {amount} [code {row['vatCodeId']}]{text}"
