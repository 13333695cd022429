"""The relations that stand in Multivers in `empty`: domestic and foreign, persons and companies, odd codes.

A row is: code, name, street, postcode, city, country, VAT number, IBAN, person. What else Multivers keeps of a
relation is made up from these, so that no property that an import may carry over is empty by accident.
"""

from __future__ import annotations

from sandbox.datasets.multivers_builder import MultiversBuilder
from sandbox.model import Record
from sandbox.multivers.kinds import CUSTOMER, SUPPLIER, Kind

_Row = tuple[str, str, str, str, str, str, str, str, str]
_CUSTOMERS: tuple[_Row, ...] = (
    ("1001", "Timmerbedrijf Bos", "Zagerijweg 3", "8011 AA", "Zwolle", "NL", "NL812345678B01",
     "NL02ABNA0123456789", "H. Bos"),
    ("1002", "Bloemenhuis Iris", "Markt 12", "6811 CG", "Arnhem", "NL", "NL834567891B01", "NL20INGB0001234567", ""),
    ("1003", "Muziekschool Allegro", "Singel 88", "1015 AC", "Amsterdam", "NL", "", "NL03RABO0345678901", "E. Prins"),
    ("1004", "Mevr. S. de Vries-van der Berg", "Lindelaan 17 bis", "9722 AB", "Groningen", "NL", "", "", ""),
    ("1005", "Stichting Vrienden van het Orgel en Koor", "Kerkplein 1", "2011 RD", "Haarlem", "NL", "",
     "NL96TRIO0200300400", "P. de Organist"),
    ("1006", "Café 't Hoekje", "'t Zand 4", "3811 GB", "Amersfoort", "NL", "NL845678917B01", "", "Ruud \"Rooie\" Smit"),
    ("01007", "Visser & Zn. V.O.F.", "Havenkade 7", "1781 AD", "Den Helder", "NL", "NL856789124B01", "", "J. Visser"),
    ("A1008", "Gemeente Dijk en Waard", "Parelhof 1", "1703 EZ", "Heerhugowaard", "NL", "NL801122338B01", "",
     "Afd. Crediteuren"),
    ("KLANT-09", "Woningcorporatie Ons Huis", "Woonplein 9", "7311 AA", "Apeldoorn", "NL", "NL802233442B01",
     "NL71RABO0300300301", ""),
    ("klant010", "Fietsenmaker Pedaal", "Wielweg 10", "5611 AZ", "Eindhoven", "NL", "", "", "Ad"),
    ("B.V.11", "Eén Punt Elf B.V.", "Elfde Laan 11", "6211 AB", "Maastricht", "NL", "NL803344557B01", "", ""),
    ("12345678", "Advocatenkantoor Recht door Zee", "Gracht 112", "3511 AA", "Utrecht", "NL", "NL805566776B01",
     "NL96KNAB0512345678", "mr. A.B. Zee"),
    ("2001", "Brouwerij Peeters BV", "Meir 12", "2000", "Antwerpen", "BE", "BE0403019261", "BE68539007547034",
     "Luc Peeters"),
    ("2002", "Boulangerie du Midi", "Rue Neuve 5", "1000", "Brussel", "BE", "BE7112223310", "", ""),
    ("2003", "Müller Maschinenbau GmbH", "Königsallee 30", "40212", "Düsseldorf", "DE", "DE123456788",
     "DE89370400440532013000", "Jürgen Müller"),
    ("2004", "Librairie Ça Alors S.A.R.L.", "12 rue de l'Église", "75015", "Parijs", "FR", "FR72418066528",
     "FR1420041010050500013M02606", ""),
    ("2005", "Smith & Sons Ltd", "1 High Street", "SW1A 1AA", "Londen", "GB", "", "GB29NWBK60161331926819", "J. Smith"),
    ("2006", "Acme Widgets Inc.", "500 5th Avenue", "NY 10110", "New York", "US", "", "", "Wile E."),
    ("DUBBEL01", "Reclamebureau De Klapper", "Persweg 3", "3012 KL", "Rotterdam", "NL", "NL809900117B01",
     "NL36INGB0007654321", "K. Lap"),
)  # fmt: skip
_SUPPLIERS: tuple[_Row, ...] = (
    ("5001", "Kantoorvakhandel Perforator", "Nietjesweg 2", "3542 AB", "Utrecht", "NL", "NL820011228B01",
     "NL91ABNA0417164300", ""),
    ("5002", "Energie Direct N.V.", "Stroomlaan 220", "5211 AX", "'s-Hertogenbosch", "NL", "NL821122332B01",
     "NL24SNSB0801234567", ""),
    ("5003", "Schoonmaakbedrijf Glans", "Sopstraat 8", "2512 HN", "Den Haag", "NL", "NL822233447B01",
     "NL07ABNA0555666777", "M. Glans"),
    ("5004", "ZZP Klussen door Kees", "Dorpsstraat 44", "4301 AB", "Zierikzee", "NL", "", "NL57RABO0111222333", "Kees"),
    ("LEV-0005", "Verhuurder Vastgoed Maatschap Oost", "Kade 1", "7411 AA", "Deventer", "NL", "", "", ""),
    ("05006", "Telecom Overal B.V.", "Zendmast 6", "8911 AA", "Leeuwarden", "NL", "NL823344551B01", "", ""),
    ("6001", "Cloud Services Ireland Ltd", "Grand Canal 1", "D02", "Dublin", "IE", "IE6388047V",
     "IE29AIBK93115212345678", "Accounts Receivable"),
    ("6002", "Hosting Luxembourg S.à r.l.", "Rue du Fort 3", "L-1611", "Luxemburg", "LU", "LU20445522",
     "LU280019400644750000", ""),
    ("6003", "Drukkerij Gutenberg GmbH", "Druckweg 5", "55116", "Mainz", "DE", "DE811222336", "", "Frau Öz"),
    ("6004", "Ελληνική Εταιρεία A.E.", "Odos Ermou 10", "105 63", "Athene", "GR", "EL094123454", "", ""),
    ("6005", "Pixel Fonts LLC", "1 Market St", "CA 94105", "San Francisco", "US", "", "", ""),
)  # fmt: skip
_BOTH = ("DUBBEL01", "Reclamebureau De Klapper")
_PURCHASE_SCENARIOS = {"NL": 11, "US": 13}


def fill_relations(books: MultiversBuilder) -> None:
    """Make every relation with its bank account; one organisation is on both sides."""
    for row in _CUSTOMERS:
        books.customer(row[0], row[1], **_common(row), **_customer_only(row))
        _bank(books, CUSTOMER, row)
    for row in _SUPPLIERS:
        scenario = _PURCHASE_SCENARIOS.get(row[5], 12)
        books.supplier(row[0], row[1], **_common(row), vatScenarioId=scenario, costAccountId="4000")
        _bank(books, SUPPLIER, row)
    code, name = _BOTH
    books.supplier(code, name, customerId=code, city="Rotterdam")


def _common(row: _Row) -> Record:
    code, name, street, postcode, city, country, vat, _, person = row
    serial = sum(code.encode())
    domain = "".join(sign for sign in name.lower() if sign.isascii() and sign.isalnum()) or f"relatie{serial}"
    return {
        "street1": street, "street2": f"T.a.v. {person}" if person else "", "zipCode": postcode, "city": city,
        "countryId": country, "vatNumber": vat, "person": person, "email": f"info@{domain}.example",
        "homepage": f"https://www.{domain}.example", "telephone": f"+31 10 555 {serial:04d}",
        "mobilePhone": f"+31 6 5550 {serial:04d}", "fax": f"+31 10 556 {serial:04d}",
        "cocRegistration": f"{10_000_000 + serial * 7919:08d}", "cocCity": city, "businessNumber": f"{serial:012d}",
        "currencyId": "EUR", "languageId": "NL" if country in ("NL", "BE") else "EN",
        "paymentConditionId": "30" if serial % 2 else "14",
    }  # fmt: skip


def _customer_only(row: _Row) -> Record:
    scenario = {"NL": 1, "GB": 3, "US": 3}.get(row[5], 2)
    return {"creditLimit": 5000, "revenueAccountId": "8000", "vatScenarioId": scenario if row[6] else 1}


def _bank(books: MultiversBuilder, kind: Kind, row: _Row) -> None:
    if row[7]:
        books.bank_account(kind, row[0], iban=row[7], accountholderName=row[1], accountholderCity=row[4])
