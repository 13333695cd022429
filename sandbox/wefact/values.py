"""What WeFact makes of the values of a sales invoice before it keeps them (wefact-api.md 1, 3.7, 3.8)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record, words
from sandbox.settings import Settings
from sandbox.wefact import inputs
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.numbering import STATUSES
from sandbox.wefact.records import trimmed

_MOST = Decimal(10) ** 9
_FINEST = Decimal(10) ** -8
_WHOLE = ("Term", "Sent", "Reminders", "Summations")
_DATES = ("PayBefore", "PayDate")
_YES_NO = {"0": "no", "1": "yes", "no": "no", "yes": "yes", "": "no"}
_ALWAYS_CHECKED = {"Status": tuple(STATUSES), "VatCalcMethod": ("excl", "incl"), "SubStatus": ("", "BLOCKED", "PAUSED")}
_PERIODS = ("", "d", "w", "m", "k", "h", "j", "t")
_CHOICES = {
    "PaymentMethod": ("", *words("wire cash card auth accounting various paypal ideal qrcode other")),
    "InvoiceMethod": ("", "0", "1", "3", "5"),
    "Sex": words("m f d fam u"),
    "DiscountPercentageType": ("line", "subscription"),
    "Periodic": _PERIODS,
}


def number_of(name: str, text: str) -> Decimal:
    """Read a number with a dot.

    Raises:
        RefusalError: the text is no number, or none that anybody would invoice.
    """
    number = inputs.amount(text, name)
    if abs(number) >= _MOST:
        raise RefusalError(f"Invalid type for '{name}'")
    return number


def plain_number(name: str, text: str) -> str:
    """A quantity, price or percentage as WeFact prints it: no exponent, no trailing zeros (wefact-api.md 3.7)."""
    number = number_of(name, text or "0")
    return trimmed(f"{number.quantize(_FINEST) + 0:f}")


def plain_date(name: str, text: str) -> str:
    """A day as `YYYY-MM-DD`, empty, or the `0000-00-00` that a database without a day may give (wefact-api.md 1).

    Raises:
        RefusalError: the text is no day.
    """
    return text if text == "0000-00-00" else inputs.day(text, name)


def clean_header(values: dict[str, str]) -> dict[str, str]:
    """The values of an invoice's head as they are kept.

    Raises:
        RefusalError: a value of the wrong type.
    """
    return {name: _clean(name, value) for name, value in values.items()}


def _clean(name: str, value: str) -> str:
    if name == "AmountPaid":
        return f"{number_of(name, value or '0'):.2f}"
    if name == "Discount":
        return plain_number(name, value)
    if name in _WHOLE:
        return str(int(number_of(name, value or "0")))
    if name == "Date":
        return plain_date(name, value.replace("0000-00-00", ""))
    if name in _DATES:
        return plain_date(name, value)
    return _yes_no(value) if name == "IgnoreDiscount" else value


def _yes_no(value: str) -> str:
    if value not in _YES_NO:
        raise RefusalError("Invalid type for 'IgnoreDiscount'")
    return _YES_NO[value]


def check_choices(values: Record, settings: Settings) -> None:
    """Refuse codes that WeFact does not have (wefact-api.md 3.8).

    Raises:
        RefusalError: with the name of the property.
    """
    choices = _ALWAYS_CHECKED | ({} if settings.unknown_codes == "accepted" else _CHOICES)
    for name, value in values.items():
        if value is not None and name in choices and str(value) not in choices[name]:
            raise RefusalError(f"Ongeldige waarde voor '{name}' (tekst van de sandbox)")
