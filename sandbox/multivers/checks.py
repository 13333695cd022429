"""What Multivers checks before it books an invoice; each problem names the property (multivers-api.md 4.2)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers.context import Books, find_period
from sandbox.multivers.reference import JOURNAL_SALES
from sandbox.multivers.wire import Problems


def check_invoice(books: Books, invoice: Record, problems: Problems) -> None:
    """Note everything about an invoice that the books do not allow."""
    _check_header(books, invoice, problems)
    check_period(books, invoice, problems, invoice["invoiceDate"])
    for index, line in enumerate(invoice["customerInvoiceLines"]):
        _check_line(books, invoice["fiscalYear"], line, (f"customerInvoiceLines[{index}].", problems))
    for row in invoice["vatTransactionLines"]:
        if str(row["vatCodeId"]) not in books.db.vat_codes:
            problems.add("vatTransactionLines", f"Btw-code {row['vatCodeId']} bestaat niet")


def _check_header(books: Books, invoice: Record, problems: Problems) -> None:
    db = books.db
    if invoice["customerId"] not in db.customers:
        problems.add("customerId", f"Debiteur {invoice['customerId']} bestaat niet")
    if invoice["paymentConditionId"] not in db.payment_conditions:
        problems.add("paymentConditionId", f"Betalingsconditie {invoice['paymentConditionId']} bestaat niet")
    if invoice["vatScenarioId"] and str(invoice["vatScenarioId"]) not in db.scenarios:
        problems.add("vatScenarioId", f"Btw-scenario {invoice['vatScenarioId']} bestaat niet")
    if invoice["currencyId"] and invoice["currencyId"] not in db.currencies:
        problems.add("currencyId", f"Valuta {invoice['currencyId']} bestaat niet")
    if books.settings.invoice_id_numeric and invoice["invoiceId"] and not invoice["invoiceId"].isdecimal():
        problems.add("invoiceId", "Factuurnummer mag alleen cijfers bevatten")
    journal = db.journals.get(invoice["journalId"])
    if journal is None:
        problems.add("journalId", f"Dagboek {invoice['journalId']} bestaat niet")
    elif journal["journalType"] != JOURNAL_SALES:
        problems.add("journalId", f"Dagboek {invoice['journalId']} is geen verkoopdagboek")


def check_period(books: Books, booking: Record, problems: Problems, day: str) -> None:
    """Note a period that does not exist, is closed or, where the switch says so, does not hold the date."""
    number = booking["periodNumber"]
    period = find_period(books.db, booking["fiscalYear"], number)
    if period is None:
        problems.add("periodNumber", f"Periode {number} bestaat niet in boekjaar {booking['fiscalYear']}")
    elif period["isClosed"]:
        problems.add("periodNumber", f"Periode {number} is afgesloten")
    elif books.settings.date_outside_period == "refused" and not period["startDate"] <= day <= period["endDate"]:
        problems.add("periodNumber", f"Datum valt buiten periode {number}")


def check_account(books: Books, year: int, account_id: str, where: tuple[str, Problems]) -> Record | None:
    """Note an account that the year does not have or that is blocked."""
    path, problems = where
    account = books.db.accounts.get(f"{year}/{account_id}")
    if account is None:
        problems.add(f"{path}accountId", f"Grootboekrekening {account_id} bestaat niet in boekjaar {year}")
    elif account["isBlocked"]:
        problems.add(f"{path}accountId", f"Grootboekrekening {account_id} is geblokkeerd")
    return account


def _check_line(books: Books, year: int, line: Record, where: tuple[str, Problems]) -> None:
    path, problems = where
    account = check_account(books, year, line["accountId"], where)
    if str(line["vatCodeId"]) not in books.db.vat_codes:
        problems.add(f"{path}vatCodeId", f"Btw-code {line['vatCodeId']} bestaat niet")
    if line["costCentreId"] and line["costCentreId"] not in books.db.cost_centres:
        problems.add(f"{path}costCentreId", f"Kostenplaats {line['costCentreId']} bestaat niet")
    if account is not None and account["specifyCostCentre"] and not line["costCentreId"]:
        problems.add(f"{path}costCentreId", "Kostenplaats is verplicht")
