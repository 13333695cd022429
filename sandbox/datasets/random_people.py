"""Made-up debtors and creditors."""

from __future__ import annotations

import random
from dataclasses import dataclass

RELATIONS_OF = 0.9
_TRADES = (
    "Bakkerij", "Garage", "Uitgeverij", "Kapsalon", "Advocaten", "Drukkerij", "Slagerij", "Installatie", "Kwekerij",
    "Boekhandel", "Reisbureau", "Fysiotherapie", "Architecten", "Brouwerij", "Fietsen", "Schilders",
)  # fmt: skip
_NAMES = (
    "De Gouden Aar", "Van Dijk", "Het Laatste Woord", "'t Hoekje", "Jansen & Zoon", "Vermeer", "De Vooruitgang",
    "Öz", "Coöperatie Samen", "Twee Gebroeders", "Noorderlicht", "Zuiderzee", "De Linde", "Bos", "Visser", "Mulder",
)  # fmt: skip
_FORMS = ("B.V.", "V.O.F.", "", "N.V.", "Holding B.V.")
_CITIES = ("Zwolle", "Utrecht", "Breda", "Groningen", "Den Helder", "'s-Hertogenbosch", "Maastricht", "Ede")
_ABROAD = (("BE", "Antwerpen", "BE0403019261"), ("DE", "Düsseldorf", "DE123456788"), ("IE", "Dublin", "IE6388047V"))
_ABROAD_SHARE = 0.1


@dataclass
class Person:
    """A relation: its code, its properties in WeFact, and whether Multivers knows it."""

    code: str
    fields: dict[str, str]
    is_known: bool = True

    @property
    def is_foreign(self) -> bool:
        """Whether VAT is shifted to it."""
        return self.fields["Country"] != "NL"


def debtors(chance: random.Random, size: int) -> list[Person]:
    """A fifth as many debtors as sales invoices, and three more."""
    return [_person(chance, f"DB{10001 + index}", f"klant{index}") for index in range(size // 5 + 3)]


def creditors(chance: random.Random, size: int) -> list[Person]:
    """A twelfth as many creditors as sales invoices, and three more."""
    return [_person(chance, f"CR{10001 + index}", f"leverancier{index}") for index in range(size // 12 + 3)]


def _person(chance: random.Random, code: str, mailbox: str) -> Person:
    name = f"{chance.choice(_TRADES)} {chance.choice(_NAMES)} {chance.choice(_FORMS)}".strip()
    country, city, vat = "NL", chance.choice(_CITIES), ""
    if chance.random() < _ABROAD_SHARE:
        country, city, vat = chance.choice(_ABROAD)
    fields = {
        "CompanyName": name, "Country": country, "City": city, "TaxNumber": vat,
        "Address": f"Dorpsstraat {chance.randint(1, 199)}", "ZipCode": f"{chance.randint(1000, 9999)} AB",
        "EmailAddress": f"info@{mailbox}.example", "InvoiceTerm": chance.choice(("14", "14", "30")),
    }  # fmt: skip
    return Person(code, fields)
