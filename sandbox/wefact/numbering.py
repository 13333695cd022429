"""Statuses and numbers of sales invoices (wefact-api.md 3.8, 6)."""

from __future__ import annotations

from sandbox.wefact.answers import RefusalError
from sandbox.wefact.state import Account, find

DRAFT, SENT, PART_PAID, PAID, CREDIT, VOID = "0", "2", "3", "4", "8", "9"
STATUSES = {
    DRAFT: "Concept",
    SENT: "Verzonden",
    PART_PAID: "Deels betaald",
    PAID: "Betaald",
    CREDIT: "Creditfactuur",
    VOID: "Vervallen",
}
_DRAFT_MARK = "[concept]"


def invoice_code(account: Account, wanted: str, status: str, day: str) -> str:
    """The number of an invoice: its own, or the next one; a draft's number never stays on a final invoice.

    Raises:
        RefusalError: the number is in use.
    """
    if not wanted or (status != DRAFT and has_draft_number(wanted)):
        return next_code(account, status, day)
    if find(account.invoices, "InvoiceCode", wanted):
        raise RefusalError("Het factuurnummer is al in gebruik (tekst van de sandbox)")
    return wanted


def has_draft_number(code: str) -> bool:
    """Whether a number is one that WeFact gave a draft."""
    return code.startswith(_DRAFT_MARK)


def next_code(account: Account, status: str, day: str) -> str:
    """The next free number: drafts and final invoices have series of their own, final ones per year of `day`."""
    while True:
        code = _following(account, status, day[:4])
        if find(account.invoices, "InvoiceCode", code) is None:
            return code


def _following(account: Account, status: str, year: str) -> str:
    if status == DRAFT:
        return f"{_DRAFT_MARK}{account.take_number('draft_code'):04d}"
    return f"F{year}-{account.take_number(f'invoice_code_{year}'):04d}"
