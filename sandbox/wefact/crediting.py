"""`invoice/credit`, and crediting some lines as people do it in the program (wefact-api.md 6)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, add_record
from sandbox.wefact.inputs import days_later
from sandbox.wefact.invoices import select_invoice, shown_invoice
from sandbox.wefact.lines import mirrored_line
from sandbox.wefact.numbering import CREDIT, DRAFT, PAID, PART_PAID, SENT, VOID, next_code
from sandbox.wefact.state import Account
from sandbox.wefact.totals import totals
from sandbox.wefact.values import plain_number


def credit(call: Context) -> Record:
    """`invoice/credit`: the answer holds the new invoice."""
    original = select_invoice(call)
    new = credit_whole(call.account, original, call.clock.stamp(), call.settings)
    texts = [f"Creditfactuur {new['InvoiceCode']} is aangemaakt"]
    texts.append(f"Factuur {original['InvoiceCode']} is gecrediteerd.")
    return {"success": texts, "invoice": shown_invoice(new, call.settings)}


def credit_whole(account: Account, original: Record, stamp: str, settings: Settings) -> Record:
    """Void an invoice (9) and make its mirror (8): price negative, quantity positive.

    Raises:
        RefusalError: a draft, credit or void invoice.
    """
    _refuse_uncreditable(original)
    new = _mirror(account, original, original["InvoiceLines"], stamp)
    new["Printed"] = [f"{-Decimal(amount):.2f}" for amount in original["Printed"]]
    if settings.credit_amount_paid == "full":
        new["AmountPaid"] = f"{totals(new, settings.totals_method)[2]:.2f}"
    original.update(Status=VOID, Modified=stamp)
    return add_record(account, "invoices", new, stamp)


def credit_lines(account: Account, original: Record, wanted: list[Record], stamp: str, settings: Settings) -> Record:
    """Credit chosen lines (8), whole or with another quantity or price; the original does not become 9.

    `wanted` names each line by its `Identifier`, with `Number` or `PriceExcl` where they differ. By the switch
    `partial_credit` the original stands as it was, or the credit counts as a payment of it.

    Raises:
        RefusalError: a draft, credit or void invoice, or a line that it does not have.
    """
    _refuse_uncreditable(original)
    lines = {line["Identifier"]: line for line in original["InvoiceLines"]}
    chosen = [_chosen(lines, row) for row in wanted]
    if not chosen:
        raise RefusalError("U dient minimaal een factuurregel op te geven (tekst van de sandbox)")
    new = _mirror(account, original, chosen, stamp)
    amount = totals(new, settings.totals_method)[2]
    if settings.partial_credit == "set_off":
        new["AmountPaid"] = f"{amount:.2f}"
        _set_off(original, amount, settings)
        original["Modified"] = stamp
    return add_record(account, "invoices", new, stamp)


def _refuse_uncreditable(original: Record) -> None:
    if original["Status"] in (DRAFT, CREDIT, VOID):
        raise RefusalError("Factuur kan niet gecrediteerd worden (tekst van de sandbox)")


def _chosen(lines: dict[str, Record], row: Record) -> Record:
    line = lines.get(str(row.get("Identifier", "")))
    if line is None:
        raise RefusalError("Ongeldig kenmerk voor factuurregel (tekst van de sandbox)")
    changes = {name: plain_number(name, str(row[name])) for name in ("Number", "PriceExcl") if name in row}
    dropped = {"PriceIncl"} if "PriceExcl" in row else set()
    return {name: value for name, value in line.items() if name not in dropped} | changes


def _mirror(account: Account, original: Record, lines: list[Record], stamp: str) -> Record:
    day = stamp[:10]
    new = {name: value for name, value in original.items() if name not in ("Identifier", "Attachments")}
    return new | {
        "InvoiceCode": next_code(account, CREDIT, day),
        "Status": CREDIT,
        "SubStatus": "",
        "Date": day,
        "PayBefore": days_later(day, original["Term"]),
        "PayDate": "",
        "AmountPaid": "0.00",
        "Sent": "0",
        "SentDate": "",
        "InvoiceLines": [mirrored_line(account, line) for line in lines],
        "Printed": [],
        "Credited": original["InvoiceCode"],
        "Attachments": [],
    }


def _set_off(original: Record, credited: Decimal, settings: Settings) -> None:
    incl = totals(original, settings.totals_method)[2]
    paid = Decimal(original["AmountPaid"]) - credited
    original["AmountPaid"] = f"{paid:.2f}"
    if original["Status"] in (SENT, PART_PAID):
        original["Status"] = PAID if abs(paid) >= abs(incl) else PART_PAID


READS: Actions = {}
WRITES: Actions = {"invoice/credit": credit}
