"""The purchase side of the demo company: every hard case of accounting-rules.md, and some that must block.

Amounts are those that WeFact prints; the note of each invoice names its rule and stands in its `Comment`.
"""

from __future__ import annotations

from sandbox.datasets.case import Case, add_purchases
from sandbox.datasets.multivers_builder import MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder, cost
from sandbox.multivers.kinds import SUPPLIER

OFFICE, HOSTING, WORK, MEALS, CARS, GOODS, RENT = (
    "Kantoorkosten", "Hostinginkoop", "Uitbesteed werk", "Representatie", "Autokosten", "Inkoop goederen", "Huur",
)  # fmt: skip
_NEW_CATEGORIES = (WORK, MEALS, CARS, GOODS, RENT)
KNOWN_IBAN, FORMER_IBAN, PRESENT_IBAN = "NL02ABNA0123456789", "NL20INGB0001234567", "NL03RABO0345678901"

_CREDITORS: tuple[tuple[str, dict[str, str]], ...] = (
    ("CR10001", {"CompanyName": "Kantoorboekhandel Het Potlood B.V.", "Address": "Griftstraat 2", "ZipCode": "3572 AA",
                 "City": "Utrecht", "TaxNumber": "NL820011228B01", "AccountNumber": KNOWN_IBAN}),
    ("CR10002", {"CompanyName": "Hosting Partner B.V.", "Address": "Serverlaan 12", "ZipCode": "1101 AA",
                 "City": "Amsterdam", "TaxNumber": "NL821122332B01", "AccountNumber": PRESENT_IBAN}),
    ("CR10003", {"CompanyName": "Bouwbedrijf De Onderaannemer", "Address": "Steigerpad 3", "ZipCode": "3061 AA",
                 "City": "Rotterdam", "TaxNumber": "NL822233447B01"}),
    ("CR10004", {"CompanyName": "Cloud Services Ireland Ltd", "Address": "Grand Canal 1", "ZipCode": "D02",
                 "City": "Dublin", "Country": "IE", "TaxNumber": "IE6388047V",
                 "AccountNumber": "IE29AIBK93115212345678"}),
    ("CR10005", {"CompanyName": "Hotel Am Dom GmbH", "Address": "Domplatz 4", "ZipCode": "50667", "City": "Köln",
                 "Country": "DE", "TaxNumber": "DE811222336"}),
    ("CR10006", {"CompanyName": "Restaurant De Gouden Pan", "Address": "Vismarkt 8", "ZipCode": "9712 CA",
                 "City": "Groningen", "TaxNumber": "NL823344551B01"}),
    ("CR10007", {"CompanyName": "Müller Maschinenbau GmbH", "Address": "Königsallee 30", "ZipCode": "40212",
                 "City": "Düsseldorf", "Country": "DE", "TaxNumber": "DE123456788"}),
    ("CR10008", {"CompanyName": "Pixel Fonts LLC", "Address": "1 Market St", "ZipCode": "CA 94105",
                 "City": "San Francisco", "Country": "US"}),
    ("CR10009", {"Initials": "K.", "SurName": "Klusmans", "Address": "Dorpsstraat 44", "ZipCode": "4301 AB",
                 "City": "Zierikzee", "AccountNumber": "NL57RABO0111222333"}),
    ("CR10010", {"CompanyName": "Garage Bochtenvliegers", "Address": "Ring 1", "ZipCode": "5611 AA",
                 "City": "Eindhoven", "TaxNumber": "NL824455666B01"}),
    ("CR10011", {"CompanyName": "Energie Direct N.V.", "Address": "Stroomlaan 220", "ZipCode": "5211 AX",
                 "City": "'s-Hertogenbosch", "TaxNumber": "NL825566770B01", "Authorisation": "yes"}),
)  # fmt: skip
_CASES = (
    Case("CF2025-0098", "CR10001", "2025-12-18", [cost("Jaarkalenders", "100.00", category=OFFICE)],
         "rule 8: of 2025, entered on 3 February 2026: late, costs of the former year",
         {"modified": "2026-02-03 10:00:00"}),
    Case("CF2026-0001", "CR10001", "2026-01-06", [cost("Papier en toner", "50.00", category=OFFICE)],
         "rule 7: plain, one line at 21 %; a supplier that Multivers knows with this IBAN"),
    Case("CF2026-0002", "CR10001", "2026-01-09",
         [cost("Vakliteratuur", "80.00", "I9", OFFICE), cost("Verzendkosten", "6.95", category=OFFICE)],
         "rule 6: two rates"),
    Case("CF2026-0003", "CR10001", "2026-01-12",
         [cost("Ordners", "37.50", category=OFFICE), cost("Pennen", "12.50", category=OFFICE)],
         "rule 6, case 10: the supplier rounds per line", {"AmountIncl": "60.51"}),
    Case("CF2026-0004", "CR10002", "2026-01-15", [cost("Rackruimte", "350.00", category=HOSTING)],
         "case 10b: stale total, VAT 13.00 where 73.50 follows: must block", {"AmountIncl": "363.00"}),
    Case("CF2026-0005", "CR10002", "2026-01-19", [cost("Creditnota rackruimte", "-50.00", category=HOSTING)],
         "rule 10, case 11: credit note of a supplier", {"Status": "8", "InvoiceCode": "CN-77"}),
    Case("CF2026-0006", "CR10002", "2026-01-20", [cost("Correctie verkeer", "-50.00", category=HOSTING)],
         "case 11b: unpaid (status 1) with a negative total: a credit note as well", {"InvoiceCode": "CN-78"}),
    Case("CF2026-0007", "CR10002", "2026-01-21", [cost("Domeinen", "50.00", category=HOSTING)],
         "case 11c: status 8 with a positive total: must block", {"Status": "8", "InvoiceCode": "CN-79"}),
    Case("CF2026-0008", "CR10001", "2026-01-26", [cost("Bureaustoel", "199.00", category=OFFICE)],
         "rule 14: the first of two with one supplier's number", {"InvoiceCode": "2026-0144"}),
    Case("CF2026-0009", "CR10001", "2026-01-26", [cost("Bureaustoel", "199.00", category=OFFICE)],
         "rule 14: typed twice, spelt otherwise: must block", {"InvoiceCode": "2026 0144"}),
    Case("CF2026-0010", "CR10003", "2026-02-20", [cost("Verbouwing serverruimte", "2000.00", "IVERL", WORK)],
         "rule 5, case 8: domestic reverse charge, 2a and 5b", {"InvoiceCode": "2026-118"}),
    Case("CF2026-0011", "CR10004", "2026-02-01", [cost("Cloud februari", "300.00", "IICD", HOSTING)],
         "rule 5: services from the EU, 4b and 5b"),
    Case("CF2026-0012", "CR10007", "2026-02-04", [cost("Serverkast", "800.00", "IICV", GOODS)],
         "rule 5: goods acquired from the EU, 4b and 5b", {"Term": "30"}),
    Case("CF2026-0013", "CR10008", "2026-02-05", [cost("Lettertypen", "120.00", "I0", OFFICE)],
         "rule 5: services from outside the EU, 4a and 5b; 0 % says nothing by itself"),
    Case("CF2026-0014", "CR10005", "2026-02-06",
         [cost("Overnachting beurs", "180.00", "", MEALS, TaxPercentage="7"),
          cost("Parkeren", "20.00", "", MEALS, TaxPercentage="19")],
         "rule 18: German VAT is no Dutch input VAT"),
    Case("CF2026-0015", "CR10006", "2026-02-09", [cost("Lunch relatie", "50.00", "I9", MEALS)],
         "rule 17, case 9a: not deductible"),
    Case("CF2026-0016", "CR10010", "2026-02-10", [cost("Onderhoud bestelauto", "1000.00", category=CARS)],
         "rule 17, case 9b: deductible for 60 %"),
    Case("CF2026-0017", "CR10001", "2026-02-11", [cost("Contant gekochte kabels", "50.00", category=OFFICE)],
         "rule 4, case 13b: paid already, by card",
         {"Status": "3", "AmountPaid": "60.50", "PayDate": "2026-02-11", "PaymentMethod": "card"}),
    Case("CF2026-0018", "CR10001", "2026-02-12", [cost("Diversen", "25.00")],
         "no cost category: must block"),
    Case("CF2026-0019", "CR10002", "2026-02-16", [cost("Hosting februari", "420.00", category=HOSTING)],
         "rule 13: the creditor's IBAN differs from Multivers: booked, blocked for payment"),
    Case("CF2026-0020", "CR10009", "2026-02-17", [cost("Ophangen naambord", "150.00", "IVRIJ", OFFICE)],
         "rule 1: a small entrepreneur without VAT number, no VAT"),
    Case("CF2026-0021", "CR10003", "2026-02-18", [cost("Stukadoor", "2000.00", category=WORK)],
         "rule 5: a subcontractor who prints VAT all the same: 420.00"),
    Case("CF2026-0022", "CR10011", "2026-02-23", [cost("Stroom februari", "310.40", category=RENT)],
         "rule 4: the supplier collects", {"Authorisation": "yes", "PaymentMethod": "auth"}),
    Case("CF2026-0023", "CR10002", "2026-03-02", [cost("Hosting maart", "420.00", category=HOSTING)],
         "part-paid in WeFact before it was booked",
         {"Status": "2", "AmountPaid": "100.00", "modified": "2026-03-09 15:00:00"}),
    Case("CF2026-0024", "CR10001", "2026-03-03", [cost("Laptopstandaard", "75.00", category=OFFICE)],
         "rule 3: typed by hand in Multivers as 20261001, equal", {"InvoiceCode": "HP-2026-311"}),
    Case("CF2026-0025", "CR10001", "2026-03-04",
         [cost("Kast", "300.00", category=OFFICE), cost("Korting bij afhalen", "-30.00", category=OFFICE)],
         "rule 22: a negative line"),
    Case("CF2026-0026", "CR10008", "2026-03-05", [cost("Licentie", "99.00", "IIMP", OFFICE)],
         "rule 23: foreign currency: must block", {"Currency": "USD"}),
    Case("CF2026-0027", "CR10011", "2026-03-20", [cost("Stroom maart", "298.10", category=RENT)],
         "rule 23: dated after today: waits", {"modified": "2026-03-15 12:00:00"}),
)  # fmt: skip


def fill_purchases(wefact: WeFactBuilder) -> None:
    """Creditors, cost categories and purchase invoices in WeFact."""
    for title in _NEW_CATEGORIES:
        wefact.cost_category(title)
    for code, fields in _CREDITORS:
        wefact.creditor(code, **fields)
    add_purchases(wefact, _CASES)


def fill_purchase_books(books: MultiversBuilder) -> None:
    """What Multivers knows: two suppliers, one with a former IBAN, and one booking typed by hand."""
    books.supplier("CR10001", "Kantoorboekhandel Het Potlood B.V.", city="Utrecht", vatNumber="NL820011228B01")
    books.supplier("CR10002", "Hosting Partner B.V.", city="Amsterdam", vatNumber="NL821122332B01")
    books.bank_account(SUPPLIER, "CR10001", iban=KNOWN_IBAN, accountholderName="Het Potlood")
    books.bank_account(SUPPLIER, "CR10002", iban=FORMER_IBAN, accountholderName="Hosting Partner")
    books.hand_typed(
        supplierId="CR10001",
        invoiceId="20261001",
        reference="HP-2026-311",
        invoiceDate="2026-03-03",
        lines=[{"accountId": "4000", "amount": "75.00"}],
    )
