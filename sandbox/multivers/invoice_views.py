"""How invoices of both kinds are read: header, lines and payments of the Info models (multivers-api.md 3.8, 3.9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers import matching
from sandbox.multivers.context import Books
from sandbox.multivers.kinds import Kind, kind_of
from sandbox.multivers.ledger import to_cents, to_euros
from sandbox.multivers.vat import line_net, percentage_on
from sandbox.multivers.wire import dutch_date

STATE_OPEN, STATE_SETTLED, STATE_OVERDUE = 0, 1, 2


def header(books: Books, key: str) -> Record:
    """The header of an invoice: who, what, when, how much of it is open."""
    kind = kind_of(key)
    invoice = kind.invoices(books.db)[key]
    relation = kind.relations(books.db)[invoice[kind.id_name]]
    payments = matching.payments_of(books.db, key)
    today = books.clock.today()
    item = matching.open_item(books.db, key, today.isoformat())
    return {
        **_amounts(invoice, item),
        **_dates(invoice, payments),
        "city": relation["city"], "contactPerson": invoice["contactPerson"],
        "currencyDescription": _currency(books, invoice), "currencyId": invoice["currencyId"],
        "currentExchangeRate": Decimal(1), kind.id_name: invoice[kind.id_name], f"{kind.name}Name": relation["name"],
        "daysOld": (today - date.fromisoformat(invoice["invoiceDate"])).days,
        "dunForPayment": invoice.get("dunForPayment", False), "exchangeRate": invoice["exchangeRate"],
        "fiscalYear": invoice["fiscalYear"], "invoiceId": invoice["invoiceId"],
        "invoiceReference": invoice["reference"], "isAdvance": False, "journalId": invoice["journalId"],
        "name": relation["name"], "paymentConditionId": invoice["paymentConditionId"],
        "paymentReference": invoice["paymentReference"], "phoneNumber": relation["telephone"],
        "reminderCount": invoice.get("numberOfReminders", 0), "shortName": relation["shortName"],
        "state": _state(invoice, item.balance, today), "street": relation["street1"], "zipCode": relation["zipCode"],
    }  # fmt: skip


def details(books: Books, key: str) -> Record:
    """The lines of an invoice and the bookings that were matched to it."""
    kind = kind_of(key)
    invoice = kind.invoices(books.db)[key]
    return {
        kind.lines_name: [_line(books, kind, invoice, line) for line in invoice[kind.lines_name]],
        "payments": [_payment(match) for match in matching.payments_of(books.db, key)],
    }


def outstanding(books: Books, key: str) -> Record:
    """The Outstanding…InvoiceInfo of an open invoice (multivers-api.md 3.10)."""
    shown = header(books, key)
    kind = kind_of(key)
    names = (
        "city", "currencyId", kind.id_name, "exchangeRate", "fiscalYear", "invoiceAmount", "invoiceAmountCur",
        "invoiceBalance", "invoiceBalanceCur", "invoiceDate", "invoiceExpirationDate", "invoiceId",
        "invoiceReference", "name", "paymentReference", "rebateExpirationDate", "rebateRemaining",
        "rebateRemainingCur",
    )  # fmt: skip
    return {name: shown[name] for name in names} | {"isAdvancePayment": shown["isAdvance"]}


def _amounts(invoice: Record, item: matching.OpenItem) -> Record:
    gross = to_cents(invoice["amountTotalCur"])
    amounts = {
        "creditSqueezeRemaining": item.squeeze,
        "invoiceAmount": gross,
        "invoiceBalance": item.balance,
        "rebateRemaining": item.rebate,
        "settledAmount": gross - item.balance,
        "vatAmount": to_cents(invoice["vatAmountCur"]),
    }
    shown: Record = {}
    for name, cents in amounts.items():
        shown[name] = shown[f"{name}Cur"] = to_euros(cents)
    return shown | {"turnoverAmount": invoice["totalAmountVatExcl"]}


def _dates(invoice: Record, payments: list[Record]) -> Record:
    shown = {
        name: dutch_date(invoice[name]) for name in ("invoiceDate", "invoiceExpirationDate", "rebateExpirationDate")
    }
    return shown | {"paymentDate": dutch_date(max((match["paymentDate"] for match in payments), default=""))}


def _currency(books: Books, invoice: Record) -> str:
    return str(books.db.currencies.get(invoice["currencyId"], {}).get("description", ""))


def _state(invoice: Record, balance: int, today: date) -> int:
    if balance == 0:
        return STATE_SETTLED
    return STATE_OVERDUE if invoice["invoiceExpirationDate"] < today.isoformat() else STATE_OPEN


def _line(books: Books, kind: Kind, invoice: Record, line: Record) -> Record:
    amount = line_net(books, kind, line)
    vat_code = books.db.vat_codes[str(line["vatCodeId"])]
    return {
        "amount": amount,
        "amountCur": amount,
        "description": line["description"],
        "permanence": False,
        "vatAmount": line["vatAmountCur"],
        "vatAmountCur": line["vatAmountCur"],
        "vatCodeId": line["vatCodeId"],
        "vatPercentage": percentage_on(vat_code, invoice["invoiceDate"]),
    }


def _payment(match: Record) -> Record:
    settled = matching.settled_of(match)
    amounts = {
        "paidAmount": settled.paid,
        "paymentDifferenceAmount": settled.difference,
        "paymentRebateAmount": settled.rebate,
        "creditSqueezeAmount": settled.squeeze,
    }
    shown: Record = {"exchangeDifferenceAmount": Decimal("0.00"), "paymentDate": dutch_date(match["paymentDate"])}
    for name, cents in amounts.items():
        shown[name] = shown[f"{name}Cur"] = to_euros(cents)
    return shown | {name: match[name] for name in ("fiscalYear", "journalId", "journalTransaction")}
