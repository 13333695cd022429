"""The page of docs/reference that says which fields of a relation both sides have, and what becomes of each."""

from __future__ import annotations

from wefact_multivers.domain.relation_table import FIELDS, CarriedField, TooLong

SAYS = {
    TooLong.CUT: "cut, with TXT-001",
    TooLong.LEFT_OUT: "left out, with TXT-002",
    TooLong.BLOCKS: "blocks the relation (REL-010)",
}

BY_RULE = {
    "shortName": "the code itself, unaltered",
    "countryId": "by `countries.csv`, read backwards",
    "email": "where it is an address",
    "paymentConditionId": "by `payment_conditions.csv`, read backwards",
}
"""How the relation import fills what it does not take over as it stands."""

NOT_CARRIED = {
    "AccountIban": (
        "the account of a debtor is never written; another one than Multivers holds is a question (REL-003). The "
        "relation import brings it to WeFact"
    ),
    "AccountNumber AccountBIC AccountName": "no field of a supplier, but a record of its own: see above",
    "AccountBank AccountCity": "the IBAN says which bank it is",
    "Currency": "bookings are in the currency of the administration. The relation import brings a debtor's to WeFact",
    "LanguageCode": "Multivers' language codes are published nowhere; what stands there stays",
    "PeppolAddress": "whether Multivers has a field for it is not known",
    "InvoiceAuthorisation Authorisation DirectDebitApplyTo MandateID MandateDate": (
        "one system collects: a mandate is never sent, the payment condition says who collects"
    ),
    "CustomTaxCode": "the tax code of each line says how it is booked",
    "MyCustomerCode": "our own number at the creditor; Multivers has no field for it",
    "Sex Comment InvoiceMethod Mailing PeriodicInvoiceDays PaymentMail ReminderEmailAddress": (
        "how WeFact itself writes and mails; Multivers has no such field"
    ),
}
"""WeFact's other properties of a relation, and why they stay there."""


ABOVE = """\
# The fields of a relation

Debtor and customer, creditor and supplier. What is empty in WeFact is empty in Multivers. A field is the link's only \
while it still holds what the link wrote last: what people corrected in Multivers, and every field that is not in \
this table, stays as it is.

| WeFact | Multivers | length | a longer text | relation import, the other way |
| --- | --- | --- | --- | --- |"""

BETWEEN = """
Multivers has no second name field, and names and numbers that identify are never cut. A relation whose name is too \
long is not written (REL-014), and its documents wait, until `relation_names.csv` gives it a name that fits: WeFact \
keeps the full one, which the invoice must print. The code is never altered (REL-004). A contact person whose name is \
too long is left out. A VAT number of the EU that is not well formed is carried as it stands, with REL-011. A relation \
that stands in Multivers already and cannot follow WeFact becomes `booked_warning` with the reason; its documents do \
not wait for it.

Not followed before a person offers the change again (`wefact-multivers inbox retry`): a relation whose name and VAT \
number both change (REL-012), and one that is passive in Multivers (REL-013).

The bank account of a creditor (`AccountNumber`, `AccountBIC`, `AccountName`) is a record of its own in Multivers. \
That of a creditor which the link makes is written once, where the number is a well-formed IBAN (else REL-015), and a \
person checks it (REL-016: `wefact-multivers inbox acknowledge`). Any other account than Multivers holds, also a \
first one for a creditor that stood there without, is never written: it is asked (REL-003, with the last four \
characters of both), turns the stream red, and the creditor's invoices are booked blocked for payment (REL-017) until \
the two are equal or a person says that Multivers is right. It is looked at again before an invoice of that creditor \
is booked, and once a week.

A new relation gets the `creditSqueezeId` that most relations have, is charged VAT, and is not reminded by Multivers.

## What is not carried

| WeFact | why |
| --- | --- |"""


def relation_fields_page() -> list[str]:
    """The lines of the page."""
    left = [f"| {_code(names.split())} | {why} |" for names, why in NOT_CARRIED.items()]
    return [ABOVE, *map(_row, FIELDS), BETWEEN, *left]


def _row(field: CarriedField) -> str:
    back = f"to `{field.imported}`" if field.imported else BY_RULE[field.multivers]
    too_long = "blocks the relation (REL-014)" if field.multivers == "name" else SAYS[field.too_long]
    cells = (_code(field.wefact), f"`{field.multivers}`", str(field.length), too_long, back)
    return f"| {' | '.join(cells)} |"


def _code(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
