"""What the bridge items and the columns of a reconciliation are called, in words that a bookkeeper reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


_SHEET: dict[str, tuple[str, str]] = {
    "sheet": ("Aansluitingsblad", "Reconciliation sheet"),
    "days": ("Documenten van", "Documents of"),
    "as of": ("stand van", "as of"),
    "evidence": ("Vingerafdruk in het bewijs", "Hash in the evidence"),
    "unexplained": ("onverklaard", "unexplained"),
    "vat return": ("Btw-aansluiting per periode en rubriek", "VAT return by period and box"),
    "vat by others": ("Btw die anderen boekten, buiten de aansluiting", "VAT that others booked, no part of the tie"),
    "icp": ("Opgaaf ICP per btw-nummer", "ICP return by VAT number"),
    "oss": ("OSS per land en tarief", "OSS by country and rate"),
    "ledger tie": ("Grootboekaansluiting, debet positief", "Ledger, debit positive"),
    "documents": ("Documenten en openstaande posten", "Documents and open items"),
    "debtors": ("Debiteurenaansluiting", "Debtors"),
    "creditors": ("Crediteurenaansluiting", "Creditors"),
    "unbooked": ("Documenten zonder boeking, per boekjaar", "Documents without a booking, by fiscal year"),
    "vat corrections": ("Suppletielijst: btw van ingediende aangiften", "Corrections of filed VAT returns"),
    "cut-off": ("Periodeafgrenzing: hoort in een ander boekjaar", "Cut-off: belongs to another fiscal year"),
    "document": ("document", "document"),
    "date": ("datum", "date"),
    "booked in": ("geboekt in", "booked in"),
    "not booked": ("nog niet", "not yet"),
    "counts": ("telt mee", "counts"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "balance": ("saldo", "balance"),
    "supplement": (
        "boven 1000,00: suppletie, binnen acht weken",
        "above 1000.00: supplement (suppletie), within eight weeks",
    ),
    "next return": ("tot 1000,00: in de volgende aangifte", "up to 1000.00: in the next return"),
    "line": ("regel", "line"),
    "explained": ("Nummerreeksen: verklaarde gaten", "Number series: gaps that were explained"),
    "numbers": ("nummers", "numbers"),
    "reason": ("reden", "reason"),
    "by": ("door", "by"),
    "from": ("van", "from"),
    "until": ("tot en met", "until"),
    "booked year": ("geboekt in boekjaar", "booked in fiscal year"),
    "belongs to": ("hoort in boekjaar", "belongs to fiscal year"),
    "days of": ("dagen", "days"),
    "fiscal year": ("boekjaar", "fiscal year"),
    "no year": ("onbekend in Multivers", "unknown in Multivers"),
    "series": ("Nummerreeksen", "Number series"),
    "sales_invoices": ("verkoop", "sales"),
    "purchase_invoices": ("inkoop", "purchases"),
    "quarter": ("kwartaal", "quarter"),
    "period": ("periode", "period"),
    "box": ("rubriek", "box"),
    "base": ("grondslag", "base"),
    "vat": ("btw", "VAT"),
    "base expected": ("grondslag verwacht", "base expected"),
    "base ledger": ("grondslag grootboek", "base in ledger"),
    "vat expected": ("btw verwacht", "VAT expected"),
    "vat ledger": ("btw grootboek", "VAT in ledger"),
    "total": ("totaal", "total"),
    "cash": ("niet aangesloten (kasstelsel)", "not tied (cash scheme)"),
    "account": ("rekening", "account"),
    "amount": ("bedrag", "amount"),
    "vat number": ("btw-nummer", "VAT number"),
    "goods": ("goederen", "goods"),
    "services": ("diensten", "services"),
    "box 3b": ("rubriek 3b grootboek", "box 3b in ledger"),
    "difference": ("verschil", "difference"),
    "country": ("land", "country"),
    "rate": ("tarief", "rate"),
    "rate unknown": ("onbekend: document gewijzigd", "unknown: document changed"),
    "period and account": ("periode en rekening", "period and account"),
    "planned": ("gepland", "planned"),
    "ledger": ("grootboek", "ledger"),
    "by others": ("door anderen", "by others"),
    "tie": ("aansluiting", "tie"),
    "count WeFact": ("aantal WeFact", "count WeFact"),
    "WeFact": ("WeFact", "WeFact"),
    "count Multivers": ("aantal Multivers", "count Multivers"),
    "Multivers": ("Multivers", "Multivers"),
    "move": ("mutatie", "movement"),
    "opening": ("beginstand", "opening"),
    "invoices": ("facturen", "invoices"),
    "credit_notes": ("creditfacturen", "credit notes"),
    "payments": ("betalingen", "payments"),
    "corrections": ("correcties", "corrections"),
    "closing": ("eindstand", "closing"),
    "moved": ("mutatie tot en met", "moved until"),
    "invoices by others": (
        "waarvan facturen en creditfacturen door anderen",
        "of which invoices and credit notes by others",
    ),
    "open of documents": ("openstaand van gekoppelde documenten", "open of linked documents"),
    "open of others": ("overig openstaand, van anderen", "other open items, of others"),
    "stream": ("soort", "kind"),
    "prefix": ("reeks", "series"),
    "first": ("eerste", "first"),
    "last": ("laatste", "last"),
    "count": ("aantal", "count"),
    "gaps": ("ontbreekt", "missing"),
    "doubles": ("dubbel", "double"),
}


@dataclass(frozen=True)
class SheetTable:
    """One table of the sheet.

    Attributes:
        rows: as text; amounts as people in the Netherlands write them.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def amounts(self) -> frozenset[str]:
        """The columns that hold amounts and nothing else."""
        cells = zip(self.columns, zip(*self.rows, strict=True), strict=True)
        return frozenset(column for column, values in cells if all(_AMOUNT.match(value) for value in values if value))


_AMOUNT = re.compile(r"^-?[\d.]+,\d\d( \(\d+\))?$")


def sheet_text(name: str, language: Language) -> str:
    """A word of the printed sheet."""
    return _SHEET[name][language is Language.EN]


def cause_text(cause: Cause, language: Language) -> str:
    """What explains a difference."""
    return _CAUSES[cause][language is Language.EN]


def tie_text(name: str, language: Language) -> str:
    """What is tied; a cell of the ledger is its own name."""
    return _TIES[name][language is Language.EN] if name in _TIES else name


@dataclass(frozen=True)
class Words:
    """The words of the sheet in one language."""

    language: Language

    def __getitem__(self, name: str) -> str:
        return sheet_text(name, self.language)

    def columns(self, *names: str) -> tuple[str, ...]:
        """The heads of a table."""
        return tuple(self[name] for name in names)
