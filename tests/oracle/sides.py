"""Sales and purchases: what each is called in WeFact and in Multivers, and what was agreed about its bookings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEBIT, CREDIT = "D", "C"


@dataclass(frozen=True)
class WeFactNames:
    """Tables and properties of WeFact's side of the state."""

    documents: str
    number: str
    relations: str
    relation: str
    code: str


@dataclass(frozen=True)
class MultiversNames:
    """Tables and properties of Multivers' side of the state."""

    bookings: str
    lines: str
    relations: str
    relation: str


@dataclass(frozen=True)
class Side:
    """One side of the books.

    Attributes:
        relation_word: what a relation of this side is called.
        line_side: the side of the ledger of turnover or costs, on an invoice.
        vat_codes: printed rate → VAT code. On sales there is none for 0 %: it says nothing about the treatment.
        scenarios: VAT code → scenario of the booking.
        paid: WeFact's status of a paid document.
        never_paid: WeFact's statuses that no payment is written to (accounting-rules.md 9).
    """

    name: str
    relation_word: str
    relation_stream: str
    document_stream: str
    wefact: WeFactNames
    multivers: MultiversNames
    journal: str
    control_account: str
    line_side: str
    invoice_type: int
    credit_type: int
    other_condition: str
    paid: str
    vat_codes: Mapping[int, int] = field(hash=False)
    vat_accounts: Mapping[int, str] = field(hash=False)
    scenarios: Mapping[int, int] = field(hash=False)
    never_paid: frozenset[str] = frozenset({"0", "8", "9"})

    @property
    def sign(self) -> int:
        """1 where lines of an invoice are debit, -1 where they are credit."""
        return 1 if self.line_side == DEBIT else -1

    @property
    def control_side(self) -> str:
        """The side of the claim or the debt."""
        return CREDIT if self.line_side == DEBIT else DEBIT

    def condition(self, term: str) -> str:
        """The payment condition of a term in days."""
        return term if term in ("14", "30") else self.other_condition


SALES = Side(
    name="sales",
    relation_word="debtor",
    relation_stream="debtors",
    document_stream="sales_invoices",
    wefact=WeFactNames("invoices", "InvoiceCode", "debtors", "Debtor", "DebtorCode"),
    multivers=MultiversNames("invoices", "customerInvoiceLines", "customers", "customerId"),
    journal="WFV",
    control_account="1300",
    line_side=CREDIT,
    invoice_type=0,
    credit_type=2,
    other_condition="14",
    paid="4",
    vat_codes={21: 1, 9: 2},
    vat_accounts={1: "1500", 2: "1510"},
    scenarios={1: 1, 2: 1},
)
PURCHASES = Side(
    name="purchases",
    relation_word="creditor",
    relation_stream="creditors",
    document_stream="purchase_invoices",
    wefact=WeFactNames("creditinvoices", "CreditInvoiceCode", "creditors", "Creditor", "CreditorCode"),
    multivers=MultiversNames("supplier_invoices", "supplierInvoiceLines", "suppliers", "supplierId"),
    journal="WFI",
    control_account="1600",
    line_side=DEBIT,
    invoice_type=1,
    credit_type=3,
    other_condition="30",
    paid="3",
    vat_codes={21: 1, 9: 2, 0: 0},
    vat_accounts={1: "1520", 2: "1520"},
    scenarios={0: 16, 1: 11, 2: 11},
)
SIDES = (SALES, PURCHASES)
PAYMENTS = "payments"
SALES_ALONE = frozenset({SALES.relation_stream, SALES.document_stream})
ALL_STREAMS = frozenset(name for side in SIDES for name in (side.relation_stream, side.document_stream)) | {PAYMENTS}


def side_of_journal(journal: str) -> Side:
    """The side that a journal of the demo belongs to, the link's or people's."""
    return {"WFV": SALES, "V": SALES, "WFI": PURCHASES, "I": PURCHASES}[journal]
