"""The tables of the page. Their rows are what the two APIs themselves answer, so the page shows what a client sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sandbox.core import Sandbox
from sandbox.model import Record, words
from sandbox.multivers.context import Books, Call
from sandbox.multivers.routes import ROUTES
from sandbox.wefact.context import Context
from sandbox.wefact.routes import READS

ANY, OPEN = "0", "1"
FIRST_PERIOD, LAST_PERIOD = "0", "99"
_AMOUNTS = frozenset(
    words(
        "AmountExcl AmountIncl AmountOutstanding invoiceAmountCur vatAmountCur invoiceBalanceCur debitAmount"
        " creditAmount balance"
    )
)

Rows = Iterable[Record]


class View(NamedTuple):
    """A table: the properties it shows, and how its rows are found in one administration."""

    columns: tuple[str, ...]
    rows: Callable[[Reader], Rows]

    def cells(self, reader: Reader) -> Iterator[list[str]]:
        """The rows as text; amounts of euros with two decimals."""
        for row in self.rows(reader):
            yield [_text(name, row.get(name, "")) for name in self.columns]

    @property
    def amounts(self) -> list[bool]:
        """For each column, whether it holds euros."""
        return [name in _AMOUNTS for name in self.columns]


@dataclass(frozen=True)
class Reader:
    """Calls the handlers of one administration: an API key of WeFact or a database of Multivers."""

    sandbox: Sandbox
    of: str

    def wefact(self, call: str, rows: str) -> list[Record]:
        """All rows of a list call, page by page."""
        state = self.sandbox.state
        found: list[Record] = []
        while True:
            params = {"offset": len(found), "sort": "Identifier", "order": "DESC"}
            context = Context(state.wefact.accounts[self.of], params, state.settings, self.sandbox.clock)
            page = READS[call](context).get(rows, [])
            found += page
            if not page:
                return found

    def multivers(self, route: str, **parts: str) -> list[Record]:
        """What a list call answers."""
        state = self.sandbox.state.multivers
        books = Books(state.databases[self.of], self.sandbox.state.settings, self.sandbox.clock)
        answer: list[Record] = ROUTES[route](Call(books, state, parts))
        return answer

    def of_years(self, route: str, **parts: str) -> Iterator[Record]:
        """What a list call answers for each fiscal year, the newest first."""
        years = [str(row["fiscalYear"]) for row in self.multivers("GET FiscalYearInfoList")]
        for year in sorted(years, reverse=True):
            yield from self.multivers(route, fiscalYear=year, **parts)


def _listed(call: str, rows: str) -> Callable[[Reader], Rows]:
    return lambda reader: reader.wefact(call, rows)


def _invoices(kind: str, state: str) -> Callable[[Reader], Rows]:
    route = f"GET {kind}InvoiceInfoList/ByFiscalYear/{{fiscalYear}}/{{which}}"
    return lambda reader: reader.of_years(route, which=state)


def _lines(reader: Reader) -> Rows:
    route = "GET JournalEntryLineInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}"
    return reader.of_years(route, startPeriod=FIRST_PERIOD, endPeriod=LAST_PERIOD)


def _ledger(reader: Reader) -> Rows:
    """Debit, credit and balance per fiscal year and account, added up from the ledger lines."""
    sums: dict[tuple[int, str], Record] = {}
    for line in _lines(reader):
        key = (line["fiscalYear"], line["accountId"])
        row = sums.setdefault(key, dict.fromkeys(("debitAmount", "creditAmount", "balance"), Decimal("0.00")))
        row["debitAmount"] += line["debitAmount"]
        row["creditAmount"] += line["creditAmount"]
        row["balance"] += line["debitAmount"] - line["creditAmount"]
    names = {row["name"]: row["value"] for row in reader.multivers("GET AccountNVL")}
    for (year, account), row in sorted(sums.items(), key=lambda item: (-item[0][0], item[0][1])):
        yield {"fiscalYear": year, "accountId": account, "description": names.get(account, "")} | row


def _relations(route: str) -> Callable[[Reader], Rows]:
    return lambda reader: reader.multivers(route)


def _text(name: str, value: object) -> str:
    return f"{value:.2f}" if name in _AMOUNTS and isinstance(value, Decimal) else str(value)


_BOOKING = " invoiceReference invoiceDate invoiceAmountCur invoiceBalanceCur vatAmountCur state journalId fiscalYear"
_CUSTOMER_BOOKING = words("invoiceId customerId" + _BOOKING)
_SUPPLIER_BOOKING = words("invoiceId supplierId" + _BOOKING)
WEFACT_VIEWS = {
    "Sales invoices": View(
        words("InvoiceCode Date Status AmountExcl AmountIncl AmountOutstanding DebtorCode CompanyName SurName"),
        _listed("invoice/list", "invoices"),
    ),
    "Purchase invoices": View(
        words("CreditInvoiceCode InvoiceCode Date Status AmountExcl AmountIncl AmountOutstanding CompanyName"),
        _listed("creditinvoice/list", "creditinvoices"),
    ),
    "Debtors": View(words("DebtorCode CompanyName SurName Modified"), _listed("debtor/list", "debtors")),
    "Creditors": View(words("CreditorCode CompanyName SurName Modified"), _listed("creditor/list", "creditors")),
    "Products": View(words("ProductCode ProductName PriceExcl TaxCode"), _listed("product/list", "products")),
}
MULTIVERS_VIEWS = {
    "Sales bookings": View(_CUSTOMER_BOOKING, _invoices("Customer", ANY)),
    "Purchase bookings": View(_SUPPLIER_BOOKING, _invoices("Supplier", ANY)),
    "Open sales items": View(_CUSTOMER_BOOKING, _invoices("Customer", OPEN)),
    "Open purchase items": View(_SUPPLIER_BOOKING, _invoices("Supplier", OPEN)),
    "Ledger": View(words("fiscalYear accountId description debitAmount creditAmount balance"), _ledger),
    "Journal lines": View(
        words(
            "transactionDate journalId journalTransaction accountId debitAmount creditAmount vatCodeId customerId"
            " supplierId document periodNumber fiscalYear description"
        ),
        _lines,
    ),
    "Customers": View(words("customerId name city vatNumber paymentConditionId"), _relations("GET CustomerInfoList")),
    "Suppliers": View(words("supplierId name city vatNumber paymentConditionId"), _relations("GET SupplierInfoList")),
}
