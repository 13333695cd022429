"""The debtors of `cases`: each country and kind of customer that decides about VAT, and the odd codes."""

from __future__ import annotations

LONG_NAME = "Coöperatieve Vereniging voor Duurzame Energie en Waterbeheer Noord-Holland-Noord U.A."

DEBTORS: tuple[tuple[str, dict[str, str]], ...] = (
    ("NL-BV", {"CompanyName": "Bakkerij De Gouden Aar B.V.", "City": "Zwolle", "TaxNumber": "NL812345678B01"}),
    ("NL-PART", {"Initials": "S.", "SurName": "de Vries", "Sex": "f", "City": "Groningen"}),
    ("BE-BV", {"CompanyName": "Brouwerij Peeters BV", "City": "Antwerpen", "Country": "BE",
               "TaxNumber": "BE0403019261"}),
    ("BE-GEEN", {"CompanyName": "Peeters Zonder Nummer", "City": "Gent", "Country": "BE"}),
    ("BE-NLNR", {"CompanyName": "Grenskantoor", "City": "Turnhout", "Country": "BE", "TaxNumber": "NL834567891B01"}),
    ("BE-FOUT", {"CompanyName": "Verschreven Nummer BV", "City": "Luik", "Country": "BE",
                 "TaxNumber": "BE0403019262"}),
    ("DE-GMBH", {"CompanyName": "Müller Maschinenbau GmbH", "City": "Düsseldorf", "Country": "DE",
                 "TaxNumber": "DE123456788"}),
    ("DE-PART", {"Initials": "J.", "SurName": "Schmidt", "City": "Köln", "Country": "DE"}),
    ("GR-AE", {"CompanyName": "Hellas Web A.E.", "City": "Athene", "Country": "GR", "TaxNumber": "EL094123454"}),
    ("GB-LTD", {"CompanyName": "Smith & Sons Ltd", "City": "Londen", "Country": "GB", "TaxNumber": "GB123456789"}),
    ("US-INC", {"CompanyName": "Acme Widgets Inc.", "City": "New York", "Country": "US"}),
    ("LANG", {"CompanyName": LONG_NAME, "City": "Den Helder", "InvoiceTerm": "30"}),
    ("DEBITEUR-0001", {"CompanyName": "Code van dertien tekens", "City": "Breda"}),
    ("nl-bv", {"CompanyName": "Zelfde code in kleine letters", "City": "Zwolle"}),
    ("0042", {"CompanyName": "Voorloopnullen", "City": "Ede"}),
    ("42", {"CompanyName": "Zonder voorloopnullen", "City": "Ede"}),
    ("A/1 & B", {"CompanyName": "Leestekens in de code", "City": "Epe"}),
    ("INCASSO", {"CompanyName": "Sportschool Spierkracht", "City": "Assen", "InvoiceAuthorisation": "yes",
                 "MandateID": "M-0001", "MandateDate": "2025-01-15", "AccountIban": "NL96TRIO0200300400"}),
)  # fmt: skip
UNKNOWN_IN_MULTIVERS = ("NL-PART", "DEBITEUR-0001")
