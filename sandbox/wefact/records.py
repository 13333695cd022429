"""The properties of WeFact's records with their empty values, in the order of the documentation."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.parsing import JsonNumber


def _empty(names: str, **filled: str) -> dict[str, str]:
    return {name: filled.get(name, "") for name in names.split()}


DEBTOR = _empty(
    "DebtorCode CompanyName CompanyNumber TaxNumber Sex Initials SurName Address ZipCode City Country"
    " EmailAddress PhoneNumber MobileNumber FaxNumber Comment InvoiceMethod DirectDebitApplyTo"
    " InvoiceAuthorisation MandateDate MandateID AccountNumber AccountIban AccountBIC AccountName AccountBank"
    " AccountCity Mailing InvoiceTerm PeriodicInvoiceDays PaymentMail LanguageCode Currency CustomTaxCode"
    " ReminderEmailAddress PeppolAddress",
    Sex="m", Country="NL", InvoiceMethod="0", DirectDebitApplyTo="none", InvoiceAuthorisation="no",
    Mailing="yes", InvoiceTerm="-1", PeriodicInvoiceDays="-1", PaymentMail="-1", LanguageCode="nl_nl",
    Currency="EUR",
)  # fmt: skip
PRODUCT = _empty(
    "ProductCode ProductName ProductKeyPhrase ProductDescription NumberSuffix Barcode PriceExcl PricePeriod"
    " TaxCode TaxPercentage",
    TaxPercentage="0",
)
INVOICE = _empty(
    "InvoiceCode Debtor DebtorCode Status SubStatus PaymentPausedEndDate PaymentPausedReason Date Term"
    " PayBefore PaymentURL AmountPaid Discount VatCalcMethod IgnoreDiscount ReferenceNumber CompanyName"
    " Initials SurName Sex Address ZipCode City Country EmailAddress ExtraClientContactId InvoiceMethod SentDate"
    " Sent Reminders ReminderDate Summations SummationDate Authorisation PaymentMethod PayDate TransactionID"
    " LanguageCode Currency Description Comment VatShift",
    Status="0", Term="14", AmountPaid="0.00", Discount="0", VatCalcMethod="excl", IgnoreDiscount="no",
    InvoiceMethod="0", Sent="0", Reminders="0", Summations="0", Authorisation="no", LanguageCode="nl_nl",
    Currency="EUR", VatShift="no",
)  # fmt: skip
INVOICE_LINE = _empty(
    "Date Number NumberSuffix ProductCode Description PriceExcl DiscountPercentage DiscountPercentageType"
    " TaxCode TaxPercentage PeriodicID Periods Periodic StartDate EndDate StartPeriod EndPeriod",
    Number="1", PriceExcl="0", DiscountPercentage="0", DiscountPercentageType="line", TaxPercentage="0",
    PeriodicID="0", Periods="1",
)  # fmt: skip
CREDITOR = _empty(
    "CreditorCode MyCustomerCode CompanyName CompanyNumber TaxNumber Sex Initials SurName Address ZipCode City"
    " Country EmailAddress PhoneNumber MobileNumber FaxNumber Comment Authorisation AccountNumber AccountBIC"
    " AccountName AccountBank AccountCity InvoiceTerm",
    Sex="m", Country="NL", Authorisation="no", InvoiceTerm="14",
)  # fmt: skip

PURCHASE_INVOICE = _empty(
    "CreditInvoiceCode InvoiceCode Creditor CreditorCode Status SubStatus AuthorisationStatus Date Term AmountExcl"
    " AmountIncl AmountPaid AmountOutstanding Authorisation PayDate PaymentMethod Currency Comment",
    Status="1", AmountPaid="0.00", Authorisation="no", PaymentMethod="wire", Currency="EUR",
)  # fmt: skip
PURCHASE_LINE = _empty(
    "Number Description PriceExcl TaxCode TaxPercentage StartDate EndDate CostCategory",
    Number="1", PriceExcl="0", TaxPercentage="0", CostCategory="0",
)  # fmt: skip
CONTACT = _empty(
    "CompanyName FirstName LastName Salutation Address ZipCode City Country EmailAddress PhoneNumber MobileNumber",
    Salutation="m", Country="NL",
)  # fmt: skip
TRANSACTION = _empty(
    "Date Type BankAccount Amount Currency ShortDescription ExtendedDescription AccountName AccountNumber AccountBIC"
    " BankReference Status Origin",
    Status="unmatched", Origin="api",
)  # fmt: skip

SEXES = ("m", "f", "d", "fam", "u")
SNAPSHOT = ("CompanyName", "Initials", "SurName", "Sex", "Address", "ZipCode", "City", "Country", "EmailAddress")
_TEXT_ONLY = ("CostCategory", "AccountingCostCentre", "AccountingProject")


def fill(template: dict[str, str], params: Record, where: str = "") -> dict[str, str]:
    """A new record of the template with what was sent; unknown names are ignored (wefact-api.md 9)."""
    return template | sent(template, params, where)


def sent(template: dict[str, str], params: Record, where: str = "") -> dict[str, str]:
    """Only what was sent and belongs to the template, as text.

    Args:
        template: the properties of the record.
        params: what was sent.
        where: what messages put before the name, such as `InvoiceLines[0].`.

    Raises:
        RefusalError: a value of a type that WeFact refuses (wefact-api.md 1, type strictness).
    """
    _check_types(params, where)
    return {name: text_of(where + name, params[name]) for name in template if name in params}


def text_of(name: str, value: Any) -> str:
    """A value as the text that WeFact keeps.

    Raises:
        RefusalError: a list or an object where text is expected.
    """
    if isinstance(value, (dict, list)):
        raise RefusalError(f"Invalid type for '{name}'")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _check_types(params: Record, where: str) -> None:
    for name in _TEXT_ONLY:
        if isinstance(params.get(name), JsonNumber):
            raise RefusalError(f"Invalid type for '{where}{name}'")


def trimmed(value: str) -> str:
    """A number as WeFact prints prices and quantities: no trailing zeros (wefact-api.md 3.7)."""
    if "." not in value:
        return value
    return value.rstrip("0").rstrip(".") or "0"
