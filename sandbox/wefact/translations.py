"""The Dutch words that `show` puts beside codes, under `Translations` (wefact-api.md 3, 3.8)."""

from __future__ import annotations

PURCHASE_STATUS = {"1": "Nog niet betaald", "2": "Deels betaald", "3": "Betaald", "8": "Creditfactuur"}
PAYMENT_METHOD = {
    "wire": "Overboeking",
    "cash": "Contant",
    "card": "Pin",
    "auth": "Automatische incasso",
    "accounting": "Via boekhoudpakket",
    "various": "Diversen",
    "paypal": "PayPal",
    "ideal": "iDEAL",
    "qrcode": "QR-code",
    "other": "Overig",
}
INVOICE_METHOD = {"0": "Per e-mail", "1": "Per post", "3": "Per e-mail en post", "5": "Via Peppol"}
PERIOD = {
    "": "eenmalig",
    "d": "dag",
    "w": "week",
    "m": "maand",
    "k": "kwartaal",
    "h": "halfjaar",
    "j": "jaar",
    "t": "twee jaar",
}
COUNTRY = {
    "AT": "Oostenrijk",
    "BE": "België",
    "BG": "Bulgarije",
    "CH": "Zwitserland",
    "CY": "Cyprus",
    "CZ": "Tsjechië",
    "DE": "Duitsland",
    "DK": "Denemarken",
    "EE": "Estland",
    "ES": "Spanje",
    "FI": "Finland",
    "FR": "Frankrijk",
    "GB": "Verenigd Koninkrijk",
    "GR": "Griekenland",
    "HR": "Kroatië",
    "HU": "Hongarije",
    "IE": "Ierland",
    "IT": "Italië",
    "LT": "Litouwen",
    "LU": "Luxemburg",
    "LV": "Letland",
    "MT": "Malta",
    "NL": "Nederland",
    "NO": "Noorwegen",
    "PL": "Polen",
    "PT": "Portugal",
    "RO": "Roemenië",
    "SE": "Zweden",
    "SI": "Slovenië",
    "SK": "Slowakije",
    "US": "Verenigde Staten",
}


def translated(table: dict[str, str], code: str) -> str:
    """The word of a code; a code without one stands for itself."""
    return table.get(code, code)
