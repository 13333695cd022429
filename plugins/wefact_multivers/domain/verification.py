"""Whether a booking that was read back is the one that was planned (`accounting-rules.md 7`)."""

from __future__ import annotations

from collections.abc import Iterator

from wefact_multivers.domain.bookings import Booking
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.money import amount_text


def booking_differences(booking: Booking, found: FoundBooking, journal_transaction: int | None) -> tuple[str, ...]:
    """What Multivers has otherwise than the plan; what its answer does not say is no difference.

    Args:
        booking: as planned.
        found: as read back.
        journal_transaction: the number in the journal that the receipt says.
    """
    return tuple(_differences(booking, found, journal_transaction))


def _differences(booking: Booking, found: FoundBooking, journal_transaction: int | None) -> Iterator[str]:
    texts: dict[str, tuple[object, object]] = {
        "relatie": (booking.relation_code, found.relation_code),
        "factuurnummer": (booking.invoice_id, found.invoice_id),
        "factuurdatum": (booking.invoice_date, found.invoice_date),
        "vervaldatum": (booking.due_date, found.due_date),
        "boekjaar": (booking.fiscal_year, found.fiscal_year),
        "dagboek": (booking.journal_id, found.journal_id or None),
        "boekstuk": (journal_transaction, found.journal_transaction or None),
    }
    for name, (planned, actual) in texts.items():
        if actual is not None and planned != actual:
            yield f"{name} {actual} in plaats van {planned}"
    if found.reference != booking.reference:
        # What people typed there may be a name, and a difference is shown and sent.
        yield f"referentie wijkt af van {booking.reference}"
    amounts = {
        "netto": (booking.net, found.net),
        "btw": (booking.vat, found.vat),
        "bruto": (booking.gross, found.gross),
        "geblokkeerd voor betaling": (booking.frozen, found.frozen),
    }
    for name, (expected, amount) in amounts.items():
        if amount is not None and expected != amount:
            yield f"{name} {amount_text(amount)} in plaats van {amount_text(expected)}"
