"""The VAT treatment (btw-behandeling) of a line: what kind of supply it is, before any VAT code is looked up."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.bookings import Kind

HOME = "NL"


class Supply(StrEnum):
    """What a product group sells or a cost category buys, for VAT."""

    GOODS = "goods"
    SERVICES = "services"


class Treatment(StrEnum):
    """What kind of supply a line is for VAT (`accounting-rules.md 1`)."""

    NL_HIGH = "nl_high"
    NL_LOW = "nl_low"
    NL_OTHER_RATE = "nl_other_rate"
    NL_ZERO = "nl_zero"
    NL_REVERSE = "nl_reverse"
    EXEMPT = "exempt"
    KOR = "kor"
    IC_GOODS = "ic_goods"
    IC_SERVICES = "ic_services"
    EXPORT_GOODS = "export_goods"
    SERVICES_OUTSIDE_EU = "services_outside_eu"
    OSS = "oss"
    MARGIN = "margin"
    OUTSIDE_SCOPE = "outside_scope"
    NO_VAT = "no_vat"
    IMPORT_ART23 = "import_art23"
    FOREIGN_VAT = "foreign_vat"


NL_RATES = frozenset({Treatment.NL_HIGH, Treatment.NL_LOW, Treatment.NL_OTHER_RATE})
"""Dutch VAT at a rate above 0 that the document prints."""

FOREIGN = frozenset({Treatment.OSS, Treatment.FOREIGN_VAT})
"""VAT of another country: a ledger line of its own, and nothing in the Dutch return (`accounting-rules.md 15, 18`)."""

SHIFTED = frozenset(
    {
        Treatment.NL_REVERSE,
        Treatment.IC_GOODS,
        Treatment.IC_SERVICES,
        Treatment.SERVICES_OUTSIDE_EU,
        Treatment.IMPORT_ART23,
    }
)
"""Purchases on which we owe the VAT that no invoice prints (`accounting-rules.md 5`)."""

OF_KIND = {
    Kind.SALES: frozenset(Treatment) - {Treatment.NO_VAT, Treatment.IMPORT_ART23, Treatment.FOREIGN_VAT},
    Kind.PURCHASE: NL_RATES | SHIFTED | {Treatment.NO_VAT, Treatment.FOREIGN_VAT},
}
"""The treatments that a sale can have, and those of a purchase."""

BY_RATE = {
    Decimal(21): Treatment.NL_HIGH,
    Decimal(9): Treatment.NL_LOW,
    Decimal(19): Treatment.NL_OTHER_RATE,
    Decimal(6): Treatment.NL_OTHER_RATE,
}
"""The Dutch rates and the two former ones. The printed rate decides, never the date (`accounting-rules.md 2`)."""


def bears_vat(treatment: Treatment) -> bool:
    """Whether a document prints VAT above 0 for it."""
    return treatment in NL_RATES | FOREIGN


def rate_text(rate: Decimal) -> str:
    """A percentage without trailing zeros: 21, 9, 5,5."""
    text = format(rate, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
