"""What the bridge items and the columns of a reconciliation are called, in words that a bookkeeper reads."""

from __future__ import annotations

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.reconcile import Cause

_CAUSES: dict[Cause, tuple[str, str]] = {
    Cause.NOT_READ: ("gewijzigd sinds het lezen", "changed since it was read"),
    Cause.NOT_BOOKED: ("nog niet geboekt", "not booked yet"),
    Cause.BLOCKED: ("geblokkeerd", "blocked"),
    Cause.REJECTED: ("afgekeurd", "rejected"),
    Cause.UNCERTAIN: ("antwoord onbekend", "answer unknown"),
    Cause.SKIPPED: ("overgeslagen", "skipped"),
    Cause.CHANGED: ("gewijzigd na boeking", "changed after booking"),
    Cause.MISSING: ("boeking verdwenen", "booking missing"),
    Cause.ADOPTED: ("overgenomen met verschil", "adopted with a difference"),
    Cause.CORRECTED: ("verbeterd in Multivers", "corrected in Multivers"),
    Cause.ROUNDING: ("afrondingscent", "rounding cent"),
    Cause.SET_OFF: ("te verrekenen", "to be set off"),
    Cause.PAID_IN_WEFACT: ("alleen in WeFact betaald", "paid in WeFact alone"),
    Cause.TO_WRITE: ("betaling nog niet gemeld", "payment not written yet"),
    Cause.PART_PAYMENT: ("deels betaald", "part payment"),
    Cause.WRITTEN_OFF: ("afgeboekt", "written off"),
    Cause.PAYMENT_QUESTION: ("vraag over de betaling", "question about the payment"),
}

_TIES: dict[str, tuple[str, str]] = {
    "documents": ("facturen tegen boekingen", "invoices against bookings"),
    "net": ("netto WeFact tegen gepland", "net in WeFact against planned"),
    "open_items": ("openstaand in beide", "open items in both"),
}


def cause_text(cause: Cause, language: Language) -> str:
    """What explains a difference."""
    return _CAUSES[cause][language is Language.EN]


def tie_text(name: str, language: Language) -> str:
    """What is tied; a cell of the ledger is its own name."""
    return _TIES[name][language is Language.EN] if name in _TIES else name
