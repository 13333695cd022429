"""Tax codes of an account, and controller `settings` as far as they are listed there (wefact-api.md 2.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.state import Account


class TaxCode(NamedTuple):
    """One code: rate in percent; `category` is the one of UN/CEFACT 5305 that an UBL invoice prints."""

    code: str
    name: str
    rate: str
    category: str = "S"
    default: bool = False


SALE = (
    TaxCode("V21", "21%", "21", default=True),
    TaxCode("V9", "9%", "9"),
    TaxCode("V0", "0%", "0", "Z"),
    TaxCode("VVERL", "Btw verlegd", "0", "AE"),
    TaxCode("VICL", "Intracommunautaire levering", "0", "K"),
    TaxCode("VICD", "Diensten binnen de EU, btw verlegd", "0", "AE"),
    TaxCode("VEXP", "Export buiten de EU", "0", "G"),
    TaxCode("VVRIJ", "Vrijgesteld van btw", "0", "E"),
    TaxCode("VGEEN", "Buiten de heffing van btw", "0", "O"),
)
PURCHASE = (
    TaxCode("I21", "21%", "21", default=True),
    TaxCode("I9", "9%", "9"),
    TaxCode("I0", "0%", "0", "Z"),
    TaxCode("IVERL", "Btw verlegd", "0", "AE"),
    TaxCode("IICV", "Intracommunautaire verwerving", "0", "K"),
    TaxCode("IICD", "Diensten uit de EU, btw verlegd", "0", "AE"),
    TaxCode("IIMP", "Import van buiten de EU", "0", "G"),
    TaxCode("IVRIJ", "Vrijgesteld van btw", "0", "E"),
)


def fill_codes(account: Account) -> None:
    """Give an account the codes that every company in the sandbox has; WeFact publishes no list of its own."""
    for table, codes in ((account.tax_sale, SALE), (account.tax_purchase, PURCHASE)):
        for tax in codes:
            table[tax.code] = {
                "TaxCode": tax.code,
                "Name": tax.name,
                "Rate": tax.rate,
                "IsDefault": "yes" if tax.default else "no",
                "Category": tax.category,
            }


def sale_code(account: Account, code: str) -> Record:
    """A code for sales.

    Raises:
        RefusalError: the account does not have it.
    """
    if code not in account.tax_sale:
        raise RefusalError(f"Ongeldige btw-code '{code}' (tekst van de sandbox)")
    return account.tax_sale[code]


def default_sale_code(account: Account) -> str:
    """The code of a sale for which nobody named one; empty when the account has no default."""
    return next((code for code, tax in account.tax_sale.items() if tax["IsDefault"] == "yes"), "")


def code_of_rate(account: Account, rate: Decimal) -> str:
    """The first code for sales with a rate in percent; empty when there is none."""
    return next((code for code, tax in account.tax_sale.items() if Decimal(tax["Rate"]) == rate), "")


def category(account: Account, code: str, rate: Decimal) -> str:
    """The UBL category of a line; a code that says nothing is told by its rate."""
    known = str(account.tax_sale.get(code, {}).get("Category", ""))
    return known or ("S" if rate else "Z")


def list_settings(call: Context) -> Record:
    """`settings/list`: tax codes with their rate as a fraction of six decimals."""
    tables = {"Sale": call.account.tax_sale, "Purchase": call.account.tax_purchase}
    codes: Record = {kind: {code: _shown(tax) for code, tax in table.items()} for kind, table in tables.items()}
    if call.settings.tax_codes == "list":
        codes = {kind: list(table.values()) for kind, table in codes.items()}
    identity = [{"LanguageCode": "nl_nl", "Name": "Nederlands", "Default": "yes"}]
    return {"settings": {"CorporateIdentity": identity, "Tax": {"Codes": codes, "Rules": {}}}}


def _shown(tax: Record) -> Record:
    visible = {name: value for name, value in tax.items() if name != "Category"}
    return visible | {"Rate": f"{Decimal(tax['Rate']) / 100:.6f}"}


READS: Actions = {"settings/list": list_settings}
WRITES: Actions = {}
