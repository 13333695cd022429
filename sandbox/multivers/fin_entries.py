"""The ledger lines of a free booking's basic entries, with their VAT (multivers-api.md 3.10, FinTrans BasicEntry)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.kinds import CUSTOMER, SUPPLIER, Kind
from sandbox.multivers.ledger import ledger_line, to_cents
from sandbox.multivers.postings import vat_line
from sandbox.multivers.vat import CHARGED, NONE, NOT_DEDUCTIBLE, SELF_ASSESSED, ZERO, cents, percentage_on
from sandbox.multivers.wire import Problems

MAX_PERCENTAGE = 100


def amount_of(entry: Record) -> Decimal:
    """The amount of an entry in euros, debit positive; the amounts in company currency win."""
    debit = entry["debitAmount"] or entry["debitAmountCur"]
    credit = entry["creditAmount"] or entry["creditAmountCur"]
    return cents(Decimal(debit)) - cents(Decimal(credit))


def basic_lines(books: Books, header: Record, entry: Record) -> list[Record]:
    """The lines of one entry in cents: the account, and the VAT that belongs to it."""
    kind = _side(books, entry)
    net, vat, lost = _split(books, header, entry)
    names = ("costCentreId", "costUnitId", "vatCodeId", "vatType", "quantity", "description", "document")
    lines = [ledger_line(entry["accountId"], to_cents(net + lost), **{name: entry[name] for name in names})]
    if not vat:
        return lines
    # VAT rows have the sign in which they raise an invoice: a sale's VAT is a credit.
    row = {"vatCodeId": entry["vatCodeId"], "vatType": entry["vatType"]}
    row |= {"vatAmountCur": -kind.sign * vat, "amountNotDeductibleCur": -kind.sign * lost}
    lines.append(vat_line(books, kind, row, entry["document"]))
    if _treatment(books, entry) == SELF_ASSESSED:
        due = {"vatAmountCur": kind.sign * vat, "amountNotDeductibleCur": ZERO, "_isDue": True}
        lines.append(vat_line(books, kind, row | due, entry["document"]))
    return lines


def check_vat(books: Books, header: Record, entry: Record, where: tuple[str, Problems]) -> None:
    """Note a VAT amount or percentage that cannot be; `vatChanged` lets an amount stand as sent."""
    path, problems = where
    if not 0 <= entry["nondeductibleVATPercentage"] <= MAX_PERCENTAGE:
        problems.add(f"{path}nondeductibleVATPercentage", "Percentage moet tussen 0 en 100 liggen")
    if str(entry["vatCodeId"]) not in books.db.vat_codes:
        problems.add(f"{path}vatCodeId", f"Btw-code {entry['vatCodeId']} bestaat niet")
        return
    computed = _computed_vat(books, header, entry)
    sent = abs(entry["vatAmount"]).copy_sign(computed)
    if entry["vatAmount"] and not entry["vatChanged"] and abs(sent - computed) > Decimal(books.settings.vat_tolerance):
        problems.add(f"{path}vatAmount", f"Btw-bedrag van btw-code {entry['vatCodeId']} sluit niet aan op het bedrag")


def _split(books: Books, header: Record, entry: Record) -> tuple[Decimal, Decimal, Decimal]:
    """Net, VAT, and the VAT that is cost, debit positive."""
    amount = amount_of(entry)
    vat = _computed_vat(books, header, entry)
    if entry["vatChanged"] or entry["vatAmount"]:
        vat = abs(cents(entry["vatAmount"])).copy_sign(amount)
    net = amount - vat if _is_inside(books, entry) else amount
    return net, vat, cents(vat * _lost_percentage(books, header, entry) / 100)


def _computed_vat(books: Books, header: Record, entry: Record) -> Decimal:
    if _treatment(books, entry) == NONE:
        return ZERO
    rate = percentage_on(books.db.vat_codes[str(entry["vatCodeId"])], header["transactionDate"])
    return cents(amount_of(entry) * rate / (100 + rate if _is_inside(books, entry) else 100))


def _is_inside(books: Books, entry: Record) -> bool:
    """VAT that the buyer owes himself is never part of the amount."""
    return bool(entry["vatIncluded"]) and _treatment(books, entry) != SELF_ASSESSED


def _treatment(books: Books, entry: Record) -> str:
    scenario = books.db.scenarios.get(str(entry["vatScenarioId"]))
    return CHARGED if scenario is None else str(scenario["_treatment"])


def _side(books: Books, entry: Record) -> Kind:
    """The side of the VAT: that of the scenario; without one a debit is a purchase."""
    scenario = books.db.scenarios.get(str(entry["vatScenarioId"]))
    is_sale = scenario["_sales"] if scenario else amount_of(entry) < 0
    return CUSTOMER if is_sale else SUPPLIER


def _lost_percentage(books: Books, header: Record, entry: Record) -> Decimal:
    if _side(books, entry) is CUSTOMER:
        return ZERO
    if _treatment(books, entry) == NOT_DEDUCTIBLE:
        return Decimal(100)
    account = books.db.accounts[f"{header['fiscalYear']}/{entry['accountId']}"]
    return Decimal(entry["nondeductibleVATPercentage"] or account["notDeductibleVatPercentage"])
