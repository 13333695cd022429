"""The VAT treatment (btw-behandeling) of a line: what kind of supply it is, before any VAT code is looked up."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.documents import PurchaseLine, SalesLine
from wefact_multivers.domain.problems import Problem, problem

HOME = "NL"


class Treatment(StrEnum):
    """What kind of supply a line is for VAT (`accounting-rules.md 1`)."""

    NL_HIGH = "nl_high"
    NL_LOW = "nl_low"
    NL_OTHER_RATE = "nl_other_rate"
    NO_VAT = "no_vat"


_BY_RATE: dict[Decimal, Treatment] = {
    Decimal(21): Treatment.NL_HIGH,
    Decimal(9): Treatment.NL_LOW,
    Decimal(19): Treatment.NL_OTHER_RATE,
    Decimal(6): Treatment.NL_OTHER_RATE,
}
"""The Dutch rates and the two former ones. The printed rate decides, never the date (`accounting-rules.md 2`)."""


def resolve_treatment(
    line: SalesLine, *, position: int, debtor_country: str, reverse_charge: bool
) -> Treatment | Problem:
    """The treatment that the evidence of a line points to, or what keeps it undecided.

    Args:
        line: a line with an amount; a line of text has no treatment.
        position: the number of the line on the invoice, from 1.
        debtor_country: ISO 3166 alpha-2; empty counts as the Netherlands.
        reverse_charge: the invoice says that the VAT is shifted to the debtor.
    """
    if reverse_charge:
        return problem("DOC-008", what="verlegde btw")
    if debtor_country not in {"", HOME}:
        return problem("VAT-002", country=debtor_country)
    if line.rate == 0:
        return problem("VAT-001", line=position)
    return _BY_RATE.get(line.rate) or problem("VAT-003", rate=rate_text(line.rate), line=position)


def resolve_purchase_treatment(
    line: PurchaseLine, *, position: int, creditor_country: str, vat_number: str, others_bear_vat: bool
) -> Treatment | Problem:
    """The treatment that the evidence of a purchase line points to, or what keeps it undecided.

    0 % is `no_vat` only where nothing contradicts: a Dutch creditor without a VAT number, on an invoice without VAT.
    Reverse charge, acquisition and import print 0 % as well, and VAT would be due on them.

    Args:
        line: a line with an amount; a line of text has no treatment.
        position: the number of the line on the invoice, from 1.
        creditor_country: ISO 3166 alpha-2; empty counts as the Netherlands.
        vat_number: of the creditor, empty where WeFact has none; its country comes before that of the address.
        others_bear_vat: another line of the invoice has a rate above 0.
    """
    country = _vat_country(vat_number) or creditor_country or HOME
    if country != HOME:
        if line.rate:
            return problem("VAT-004", country=country)
        return problem("DOC-008", what=f"inkoop uit {country} zonder btw (verwerving, dienst of invoer)")
    if line.rate:
        return _BY_RATE.get(line.rate) or problem("VAT-003", rate=rate_text(line.rate), line=position)
    if vat_number:
        return problem("VAT-007", line=position)
    return problem("VAT-008", line=position) if others_bear_vat else Treatment.NO_VAT


def _vat_country(vat_number: str) -> str:
    """The country that a VAT number begins with; empty where it begins with none."""
    prefix = vat_number.strip()[:2].upper()
    return prefix if prefix.isascii() and prefix.isalpha() else ""


def rate_text(rate: Decimal) -> str:
    """A percentage without trailing zeros: 21, 9, 5,5."""
    text = format(rate, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
