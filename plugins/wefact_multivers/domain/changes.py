"""What has changed since a document was booked, in words; and whether its booking may follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from wefact_multivers.domain.bookings import Booking
from wefact_multivers.domain.documents import OF_ITS_PAYMENT, Document, DocumentLine, PurchaseLine
from wefact_multivers.domain.money import amount_text

_LABELS: Mapping[str, str] = {
    "number": "factuurnummer",
    "supplier_number": "nummer van de leverancier",
    "relation_code": "relatie",
    "date": "factuurdatum",
    "due_date": "vervaldatum",
    "term": "termijn",
    "currency": "valuta",
    "discount": "korting",
    "net": "netto",
    "vat": "btw",
    "gross": "bruto",
    "reverse_charge": "btw verlegd",
    "prices_include_vat": "prijzen inclusief btw",
    "price": "prijs",
    "quantity": "aantal",
    "rate": "btw-tarief",
    "tax_code": "btw-code",
    "product_code": "product",
    "cost_category": "kostencategorie",
}
"""What people call each field; of any other, such as a description, only that it has changed is told."""

_NO_CONTENT = frozenset({"identifier", "modified", "status", "lines", "start", "end"}) | OF_ITS_PAYMENT

_MUST_STAY: Mapping[str, str] = {
    "relation_code": "relatie",
    "invoice_id": "factuurnummer",
    "reference": "referentie",
    "invoice_date": "factuurdatum",
    "fiscal_year": "boekjaar",
    "period": "periode",
    "journal_id": "dagboek",
    "invoice_type": "soort factuur",
    "currency": "valuta",
}
"""What an update never changes: a booking with another of these is another booking (`accounting-rules.md 12`)."""


def document_changes(before: Document, after: Document) -> tuple[str, ...]:
    """What has changed between two versions of a document: which field, from what to what.

    Free text is never repeated, since it may hold a name.
    """
    return (*_field_changes("", before, after), *_line_changes(before, after))


def _field_changes(where: str, before: object, after: object) -> Iterator[str]:
    new: dict[str, object] = vars(after)
    for name, old in vars(before).items():
        if name not in _NO_CONTENT and old != new.get(name):
            yield f"{where}{_change_text(name, old, new.get(name))}"


def _change_text(name: str, old: object, new: object) -> str:
    label = _LABELS.get(name)
    return f"{label} {_text(old)} → {_text(new)}" if label else {"description": "omschrijving"}.get(name, name)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        cents = value.quantize(Decimal("0.01"))
        return amount_text(cents) if cents == value else format(value.normalize(), "f")
    return str(value) or "-"


def _line_changes(before: Document, after: Document) -> Iterator[str]:
    old: tuple[DocumentLine, ...] = before.lines
    new: tuple[DocumentLine, ...] = after.lines
    for place, (was, now) in enumerate(zip(old, new, strict=False), start=1):
        yield from _field_changes(f"regel {place} ", was, now)
    shared = min(len(old), len(new))
    for what, lines in (("vervallen", old), ("toegevoegd", new)):
        for place, line in enumerate(lines[shared:], start=shared + 1):
            yield f"regel {place} {what} ({_line_text(line)})"


def _line_text(line: DocumentLine) -> str:
    if isinstance(line, PurchaseLine):
        return _text(line.net)
    return f"{_text(line.quantity)} x {_text(line.price)}"


def update_limit(before: Booking, after: Booking, *, vat_filed_until: dt.date | None) -> str | None:
    """Why a booking may not be replaced by another one, as far as plan and configuration tell; None where it may.

    Args:
        before: as it was booked.
        after: as it would be now.
        vat_filed_until: the VAT returns up to and including this day have been filed.
    """
    for name, label in _MUST_STAY.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            return f"{label} {_text(old)} → {_text(new)}"
    if vat_filed_until is None or after.invoice_date <= vat_filed_until:
        return f"de btw-aangifte over {after.invoice_date} is gedaan"
    return None


def touched_fields(written: Mapping[str, object], held: Mapping[str, object]) -> tuple[str, ...]:
    """The fields that do not hold our last write any more: somebody has corrected them (DESIGN 8.6).

    Args:
        written: what was sent last, in Multivers' own names.
        held: the same booking as Multivers holds it now.

    Returns:
        Names, lines with their place from 1: `reference`, `customerInvoiceLines 2 accountId`.
    """
    return tuple(_touched(written, held))


def _touched(written: Mapping[str, object], held: Mapping[str, object]) -> Iterator[str]:
    for name, ours in written.items():
        theirs = held.get(name)
        if not isinstance(ours, list):
            if not _is_same(ours, theirs):
                yield name
        elif not isinstance(theirs, list) or len(ours) != len(theirs):
            yield name
        else:
            rows = enumerate(zip(_in_order(ours), _in_order(theirs), strict=True), start=1)
            yield from (f"{name} {place} {field}" for place, (old, new) in rows for field in _touched(old, new))


def _in_order(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows of VAT have no order of their own; lines keep theirs."""
    if any("accountId" in row for row in rows):
        return rows
    return sorted(rows, key=lambda row: [str(row.get(name)) for name in ("vatCodeId", "vatScenarioId", "vatType")])


def _is_same(ours: object, theirs: object) -> bool:
    """Whether two values are one in another spelling: 50.00 and 50.0, 05-01-2026 and 5-1-2026, nothing and empty."""
    if isinstance(ours, str):
        held = "" if theirs is None else str(theirs).strip()
        return ours.strip() == held or (_day(ours) is not None and _day(ours) == _day(held))
    return _number(ours) == _number(theirs)


def _number(value: object) -> Decimal | None:
    """A number or yes/no as a number; nothing is 0."""
    try:
        return Decimal(str(int(value) if isinstance(value, bool) else value or 0))
    except InvalidOperation:
        return None


def _day(text: str) -> dt.date | None:
    try:
        day, month, year = (int(part) for part in text.split("-"))
        return dt.date(year, month, day)
    except ValueError:
        return None
