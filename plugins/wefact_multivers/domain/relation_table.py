"""Which fields of a relation both sides have, how much of each Multivers holds, and what becomes of one too long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TooLong(StrEnum):
    """What becomes of a text that is longer than Multivers holds."""

    CUT = "cut"
    LEFT_OUT = "left out"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class CarriedField:
    """A field that both sides have.

    Attributes:
        wefact: its property of a debtor or creditor (`wefact-api.md 3.1, 3.2`); more than one makes up a person.
        multivers: its property of a customer or supplier (`multivers-api.md 3.1`).
        length: how many characters Multivers holds.
        too_long: what becomes of a longer text.
        listed: its name in Multivers' list, where that differs (`multivers-api.md 3.2`).
        imported: the property of WeFact that the relation import fills as it stands; empty where it needs a rule.
    """

    wefact: tuple[str, ...]
    multivers: str
    length: int
    too_long: TooLong
    listed: str = ""
    imported: str = ""


_CUT, _LEFT_OUT, _BLOCKS = TooLong.CUT, TooLong.LEFT_OUT, TooLong.BLOCKS

FIELDS = (
    CarriedField(("CompanyName", "Initials", "SurName"), "name", 40, _BLOCKS, imported="CompanyName"),
    CarriedField(("DebtorCode", "CreditorCode"), "shortName", 8, _LEFT_OUT),
    CarriedField(("Initials", "SurName"), "person", 55, _LEFT_OUT, listed="contactPerson", imported="SurName"),
    CarriedField(("Address",), "street1", 40, _CUT, imported="Address"),
    CarriedField(("ZipCode",), "zipCode", 10, _BLOCKS, imported="ZipCode"),
    CarriedField(("City",), "city", 30, _CUT, imported="City"),
    CarriedField(("Country",), "countryId", 3, _BLOCKS),
    CarriedField(("EmailAddress",), "email", 60, _LEFT_OUT),
    CarriedField(("PhoneNumber",), "telephone", 25, _LEFT_OUT, imported="PhoneNumber"),
    CarriedField(("MobileNumber",), "mobilePhone", 25, _LEFT_OUT, imported="MobileNumber"),
    CarriedField(("FaxNumber",), "fax", 25, _LEFT_OUT, imported="FaxNumber"),
    CarriedField(("TaxNumber",), "vatNumber", 25, _BLOCKS, imported="TaxNumber"),
    CarriedField(("CompanyNumber",), "cocRegistration", 12, _BLOCKS, imported="CompanyNumber"),
    CarriedField(("InvoiceTerm",), "paymentConditionId", 3, _BLOCKS),
)
"""The code has a check of its own (REL-004). Half a name, or half an address to write to, would be another's."""

LENGTHS = {field.multivers: field.length for field in FIELDS}
"""Multivers' fields of a relation that the link fills, with their lengths."""

IMPORTED = {field.imported: field.listed or field.multivers for field in FIELDS if field.imported}
"""WeFact's property → the field of Multivers' list that the relation import takes for it, as it stands."""
