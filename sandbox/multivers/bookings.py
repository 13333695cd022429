"""Invoices of both kinds as bookings: made, changed, removed with their ledger lines (multivers-api.md 2.4, 3.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers import invoice_store, ledger, matching, numbering
from sandbox.multivers.checks import OPENING_PERIOD, check_invoice, check_total
from sandbox.multivers.context import Books, find_period, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.fields import DOCUMENT_LINK, VAT_TRANSACTION_LINE
from sandbox.multivers.kinds import CUSTOMER, SUPPLIER, Kind, kind_of
from sandbox.multivers.postings import invoice_lines
from sandbox.multivers.surcharges import later, set_credit_squeeze, set_rebate
from sandbox.multivers.vat import ZERO, cents, line_net, vat_rows
from sandbox.multivers.wire import Binder, Problems, render


def create_invoice(books: Books, body: Any, kind: Kind = CUSTOMER) -> tuple[str, Record]:
    """Book an invoice; gives its key and record.

    Raises:
        RefusedError: with every property that is wrong; nothing is booked then.
    """
    invoice = _read(books, kind, body)
    invoice["invoiceId"] = numbering.choose_invoice_id(books, kind, invoice)
    wanted, year, journal = invoice["journalTransaction"], invoice["fiscalYear"], invoice["journalId"]
    invoice["journalTransaction"] = numbering.choose_number(books, wanted, year, journal)
    key = numbering.free_key(books, kind, invoice["invoiceId"])
    _enter(books, kind, key, invoice)
    return key, invoice


def check_body(books: Books, body: Any, kind: Kind) -> None:
    """Refuse a body that could not be booked; books nothing.

    Raises:
        RefusedError: with every property that is wrong.
    """
    _read(books, kind, body)


def replace_invoice(books: Books, key: str, body: Any) -> Record:
    """Book an invoice again in place of the present booking, which stays when the new one is refused.

    Raises:
        RefusedError: it cannot be changed, or the new one is wrong.
    """
    _refuse_change(books, key)
    wanted = dict(body) if isinstance(body, dict) else {}
    if books.settings.put_missing == "kept":
        given = {str(name).lower() for name in wanted}
        wanted |= {name: value for name, value in rendered(books, key).items() if name.lower() not in given}
    return _swap(books, key, wanted)


def edit_invoice(books: Books, key: str, changes: Record) -> Record:
    """What the bookkeeper does in the program: change some properties, whatever the API would say."""
    return _swap(books, key, rendered(books, key) | changes)


def _swap(books: Books, key: str, wanted: Record) -> Record:
    kind, old = kind_of(key), invoice_store.get(books.db, key)
    invoice = _read(books, kind, wanted)
    if invoice["invoiceId"] not in ("", old["invoiceId"]):
        raise refuse("invoiceId", "Factuurnummer kan niet gewijzigd worden")
    invoice |= {"invoiceId": old["invoiceId"], "_processed": old["_processed"]}
    invoice["_replaced"] = old.get("_replaced", 0) + 1
    invoice["journalTransaction"] = _number_after_change(books, old, invoice)
    before = invoice_store.withdraw(books.db, key)
    matching.move_booking(books.db, before, _enter(books, kind, key, invoice))
    return invoice


def _number_after_change(books: Books, old: Record, invoice: Record) -> int:
    wanted, place = invoice["journalTransaction"], (invoice["fiscalYear"], invoice["journalId"])
    stays = place == (old["fiscalYear"], old["journalId"]) and wanted in (0, old["journalTransaction"])
    return int(old["journalTransaction"]) if stays else numbering.choose_number(books, wanted, *place)


def delete_invoice(books: Books, key: str) -> None:
    """Remove a booking through the API.

    Raises:
        RefusedError: it cannot be changed any more.
    """
    _refuse_change(books, key)
    remove_booking(books, key)


def remove_booking(books: Books, key: str) -> None:
    """Remove a booking, its ledger lines and what was matched with it."""
    invoice_store.leave(books.db, key)


def find_key(books: Books, invoice_id: str, kind: Kind = CUSTOMER) -> str:
    """The key of a booking by its invoiceId.

    Raises:
        NotFoundError: there is none.
    """
    key = kind.key(invoice_id)
    if key not in kind.invoices(books.db):
        raise NotFoundError
    return key


def reason_not_to_change(books: Books, key: str) -> str:
    """Why a booking cannot be changed; empty while it is a concept (multivers-api.md 2.4)."""
    invoice = invoice_store.get(books.db, key)
    if invoice["_processed"]:
        return "Boeking is verwerkt"
    if is_period_closed(books, invoice):
        return f"Periode {invoice['periodNumber']} is afgesloten"
    if books.settings.matched_change == "refused" and matching.payments_of(books.db, key):
        return "Factuur is (deels) afgeletterd"
    return ""


def is_period_closed(books: Books, booking: Record) -> bool:
    """Tell whether the period of a booking is closed; the opening balance has none."""
    if booking["periodNumber"] == OPENING_PERIOD:
        return False
    period = find_period(books.db, booking["fiscalYear"], booking["periodNumber"])
    return period is None or bool(period["isClosed"])


def _refuse_change(books: Books, key: str) -> None:
    if books.settings.record_locked:
        raise refuse("", "Record is in gebruik door SYSTEEM")
    if reason := reason_not_to_change(books, key):
        raise refuse("", reason)


def rendered(books: Books, key: str) -> Record:
    """The edit model of a booking."""
    kind, invoice = kind_of(key), invoice_store.get(books.db, key)
    reason = reason_not_to_change(books, key)
    state = {"canChange": not reason}
    lines = [
        render(kind.line_model, line | state | _requirements(books, invoice, line))
        for line in invoice[kind.lines_name]
    ]  # fmt: skip
    rows = [render(VAT_TRANSACTION_LINE, row | state) for row in invoice["vatTransactionLines"]]
    return render(kind.invoice_model, invoice) | {
        "canChange": not reason,
        "cannotChangeReason": reason,
        kind.lines_name: lines,
        "vatTransactionLines": rows,
        "documentLink": invoice["documentLink"] or None,
    }


def _requirements(books: Books, invoice: Record, line: Record) -> Record:
    account = books.db.accounts.get(f"{invoice['fiscalYear']}/{line['accountId']}", {})
    return {
        "costCentreIdRequired": bool(account.get("specifyCostCentre")),
        "costUnitIdRequired": bool(account.get("specifyCostUnit")),
    }


def _read(books: Books, kind: Kind, body: Any) -> Record:
    problems = Problems()
    binder = Binder(books.settings, problems)
    invoice = binder.bind(kind.invoice_model, body)
    for name, model in ((kind.lines_name, kind.line_model), ("vatTransactionLines", VAT_TRANSACTION_LINE)):
        invoice[name] = binder.bind_list(model, invoice[name], name)
    link = invoice["documentLink"]
    invoice["documentLink"] = binder.bind(DOCUMENT_LINK, link, "documentLink.") if link else None
    stop_on(problems)
    # A supplier invoice that names no type has the default 0, which the enum calls sales (multivers-api.md 3.11).
    invoice["invoiceType"] = invoice["invoiceType"] or kind.invoice_types[0]
    check_invoice(books, kind, invoice, problems)
    invoice["vatTransactionLines"] = vat_rows(books, kind, invoice, problems)
    stop_on(problems)
    _complete(books, kind, invoice, problems)
    stop_on(problems)
    return invoice


def _complete(books: Books, kind: Kind, invoice: Record, problems: Problems) -> None:
    """Set what Multivers works out: totals, surcharges, dates, what is blocked for payment."""
    net = sum((line_net(books, kind, line) for line in invoice[kind.lines_name]), ZERO)
    vat = sum((cents(row["vatAmountCur"]) for row in invoice["vatTransactionLines"]), ZERO)
    total = net + vat + set_credit_squeeze(books, kind, invoice, net, vat)
    invoice |= {
        "totalAmountVatExcl": net, "totalAmountVatExclCur": net, "vatAmount": vat, "vatAmountCur": vat,
        "amountTotal": total, "amountTotalCur": total, "exchangeRate": invoice["exchangeRate"] or Decimal(1),
        "currencyId": invoice["currencyId"] or books.db.company["currencyId"],
        "_processed": books.settings.auto_process,
    }  # fmt: skip
    for line in invoice[kind.lines_name]:
        line["creditAmount"], line["debitAmount"] = line["creditAmountCur"], line["debitAmountCur"]
        line["vatAmount"] = line["vatAmountCur"]
        line["currencyId"] = invoice["currencyId"]
    set_rebate(books, invoice, total)
    if kind is SUPPLIER:
        _complete_purchase(books, invoice, total)
    check_total(kind, invoice, total, problems)
    if not invoice["invoiceExpirationDate"] or books.settings.due_date == "overwritten":
        condition = books.db.payment_conditions[invoice["paymentConditionId"]]
        invoice["invoiceExpirationDate"] = later(invoice["invoiceDate"], condition["expirationDays"])


def _complete_purchase(books: Books, invoice: Record, total: Decimal) -> None:
    """Block what awaits approval, and take over that the supplier is a subcontractor (multivers-api.md 2.4 C, 5)."""
    supplier = books.db.suppliers[invoice["supplierId"]]
    invoice["supplierIsSubcontractor"] = invoice["supplierIsSubcontractor"] or supplier["isSubcontractor"]
    if books.db.company["approveSupplierInvoices"]:
        invoice["amountFrozenCur"] = total
    invoice["amountFrozen"] = invoice["amountFrozenCur"] = cents(invoice["amountFrozenCur"])


def _enter(books: Books, kind: Kind, key: str, invoice: Record) -> Record:
    """Write a complete invoice and its ledger lines; gives the transaction."""
    names = ("fiscalYear", "journalId", "journalTransaction", "periodNumber", "openingBalance")
    header = {name: invoice[name] for name in names} | {
        "transactionDate": invoice["invoiceDate"],
        "description": invoice["reference"] or invoice["invoiceId"],
        "invoiceKey": key,
    }
    transaction = ledger.post(books.db, header, invoice_lines(books, kind, invoice))
    invoice_store.enter(books.db, key, invoice)
    return transaction
