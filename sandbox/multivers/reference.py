"""Codes of Multivers and the lists that serve them (multivers-api.md 3.11).

Codes that no source tells (journal types, account types, states of years, folders, reminders) are the sandbox's
own, served by the NVL lists, as multivers-api.md 8.20 advises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sandbox.model import Record
from sandbox.multivers.context import Call, Handler, Routes

JOURNAL_MEMORIAL, JOURNAL_CASH, JOURNAL_BANK, JOURNAL_PURCHASE, JOURNAL_SALES = 0, 1, 2, 3, 4
JOURNAL_TYPES = {0: "Memoriaal", 1: "Kas", 2: "Bank", 3: "Inkoop", 4: "Verkoop"}
VAT_TYPES = {
    0: "Goederen", 1: "Diensten", 2: "Investeringen", 3: "Geen btw", 4: "Niet van toepassing", 5: "Inkoop",
    6: "Verkoop", 7: "Leeg",
}  # fmt: skip
YEAR_OPEN, YEAR_CLOSED = 1, 2
YEAR_STATES = {YEAR_OPEN: "Open", YEAR_CLOSED: "Afgesloten"}
ACCOUNT_TYPES = {1: "Balans", 2: "Winst en verlies"}
CHARGE_VAT_TYPES = {0: "Nee", 1: "Ja", 2: "Onderaannemer"}
ORDER_INVOICE, ORDER_REGULAR, ORDER_SERVICE = 0, 1, 2
ORDER_TYPES = {ORDER_INVOICE: "Factuuropdracht", ORDER_REGULAR: "Order", ORDER_SERVICE: "Serviceorder"}
ORDER_INITIAL = 1
ORDER_STATES = {
    0: "Onbekend", ORDER_INITIAL: "Ingevoerd", 2: "Goedgekeurd", 3: "Gereed voor verzamelen",
    4: "Gereed voor verzending", 5: "Verzonden",
}  # fmt: skip
PURCHASE_STATES = {0: "Open", 1: "Afgewikkeld", 2: "Vervallen"}
SALES_INVOICE_TYPES = {0: "Verkoopfactuur", 2: "Verkoopcreditfactuur"}
COLLECTIVE_SYSTEMS = {"G": "Geen verzamelfactuur", "W": "Per week", "M": "Per maand"}
FOLDERS = {"Algemeen": "Algemeen", "Facturen": "Facturen", "Offertes": "Offertes"}
CODE_LISTS: dict[str, Mapping[int, str] | Mapping[str, str]] = {
    "AccountTypeNVL": ACCOUNT_TYPES,
    "CollectiveInvoiceSystemNVL": COLLECTIVE_SYSTEMS,
    "CustomerChargeVatTypeNVL": CHARGE_VAT_TYPES,
    "DbDocumentFolderNVL": FOLDERS,
    "FiscalYearStateNVL": YEAR_STATES,
    "JournalTypeNVL": JOURNAL_TYPES,
    "OrderStateNVL": ORDER_STATES,
    "OrderTypeNVL": ORDER_TYPES,
    "PurchaseInvoiceStateNVL": PURCHASE_STATES,
    "SalesInvoiceTypeNVL": SALES_INVOICE_TYPES,
    "VatTypeNVL": VAT_TYPES,
}


def nvl(pairs: Iterable[tuple[object, str]]) -> list[Record]:
    """A name-value list: `name` is the key, `value` the text (multivers-api.md 2.2)."""
    return [{"name": str(key), "value": text} for key, text in pairs]


def _serving(codes: Mapping[int, str] | Mapping[str, str]) -> Handler:
    rows = nvl(codes.items())

    def answer(_call: Call) -> list[Record]:
        return [dict(row) for row in rows]

    return answer


ROUTES: Routes = {f"GET {name}": _serving(codes) for name, codes in CODE_LISTS.items()}
