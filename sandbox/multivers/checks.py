"""What Multivers checks before it books; each problem names the property (multivers-api.md 4.2)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books, find_period
from sandbox.multivers.kinds import CUSTOMER, SUPPLIER, Kind
from sandbox.multivers.wire import Problems

OPENING_PERIOD = 0


def check_invoice(books: Books, kind: Kind, invoice: Record, problems: Problems) -> None:
    """Note everything about an invoice that the books do not allow."""
    _check_relation(books, kind, invoice, problems)
    _check_tables(books, kind, invoice, problems)
    _check_values(books, kind, invoice, problems)
    check_period(books, invoice, problems, invoice["invoiceDate"])
    for index, line in enumerate(invoice[kind.lines_name]):
        path = f"{kind.lines_name}[{index}]."
        check_entry(books, invoice["fiscalYear"], line, (path, problems))
        if str(line["vatCodeId"]) not in books.db.vat_codes:
            problems.add(f"{path}vatCodeId", f"Btw-code {line['vatCodeId']} bestaat niet")
    for row in invoice["vatTransactionLines"]:
        if str(row["vatCodeId"]) not in books.db.vat_codes:
            problems.add("vatTransactionLines", f"Btw-code {row['vatCodeId']} bestaat niet")


def _check_relation(books: Books, kind: Kind, invoice: Record, problems: Problems) -> None:
    identifier = invoice[kind.id_name]
    relation = kind.relations(books.db).get(identifier)
    if relation is None:
        problems.add(kind.id_name, f"{kind.label} {identifier} bestaat niet")
    elif kind is SUPPLIER and not relation["paymentConditionId"]:
        problems.add(kind.id_name, f"Crediteur {identifier} heeft geen betalingsconditie")


def _check_tables(books: Books, kind: Kind, invoice: Record, problems: Problems) -> None:
    db = books.db
    if invoice["paymentConditionId"] not in db.payment_conditions:
        problems.add("paymentConditionId", f"Betalingsconditie {invoice['paymentConditionId']} bestaat niet")
    if invoice["currencyId"] and invoice["currencyId"] not in db.currencies:
        problems.add("currencyId", f"Valuta {invoice['currencyId']} bestaat niet")
    journal = db.journals.get(invoice["journalId"])
    if journal is None:
        problems.add("journalId", f"Dagboek {invoice['journalId']} bestaat niet")
    elif journal["journalType"] != kind.journal_type:
        problems.add("journalId", f"Dagboek {invoice['journalId']} is geen {kind.journal_label}")
    check_scenario(books, invoice["vatScenarioId"], kind, ("", problems))


def check_scenario(books: Books, scenario_id: int, kind: Kind | None, where: tuple[str, Problems]) -> None:
    """Note a VAT scenario that does not exist or belongs to the other side; `kind` None takes both sides."""
    path, problems = where
    scenario = books.db.scenarios.get(str(scenario_id))
    if scenario_id and (scenario is None or (kind is not None and scenario["_sales"] != (kind is CUSTOMER))):
        problems.add(f"{path}vatScenarioId", f"Btw-scenario {scenario_id} bestaat niet")


def _check_values(books: Books, kind: Kind, invoice: Record, problems: Problems) -> None:
    if books.settings.invoice_id_numeric and invoice["invoiceId"] and not invoice["invoiceId"].isdecimal():
        problems.add("invoiceId", "Factuurnummer mag alleen cijfers bevatten")
    if invoice["invoiceType"] not in kind.invoice_types:
        problems.add("invoiceType", f"Factuursoort {invoice['invoiceType']} past niet bij een {kind.label.lower()}")


def check_total(kind: Kind, invoice: Record, total: Decimal, problems: Problems) -> None:
    """Note a total that does not go with the rest of the invoice."""
    if invoice["invoiceType"] == kind.credit_type and total > 0:
        problems.add("invoiceType", "Een creditfactuur heeft een negatief totaal")
    if kind is SUPPLIER and not min(total, Decimal(0)) <= invoice["amountFrozenCur"] <= max(total, Decimal(0)):
        problems.add("amountFrozenCur", "Geblokkeerd bedrag is hoger dan het factuurbedrag")


def check_period(books: Books, booking: Record, problems: Problems, day: str) -> None:
    """Note a period that does not exist, is closed or, where the switch says so, does not hold the date."""
    year, number = booking["fiscalYear"], booking["periodNumber"]
    if number == OPENING_PERIOD and booking["openingBalance"] and str(year) in books.db.fiscal_years:
        return
    period = find_period(books.db, year, number)
    if period is None:
        problems.add("periodNumber", f"Periode {number} bestaat niet in boekjaar {year}")
    elif period["isClosed"]:
        problems.add("periodNumber", f"Periode {number} is afgesloten")
    elif books.settings.date_outside_period == "refused" and not period["startDate"] <= day <= period["endDate"]:
        problems.add("periodNumber", f"Datum valt buiten periode {number}")


def check_entry(books: Books, year: int, line: Record, where: tuple[str, Problems]) -> None:
    """Note an account that the year does not have or that is blocked, and wrong or missing dimensions."""
    path, problems = where
    account = books.db.accounts.get(f"{year}/{line['accountId']}")
    if account is None:
        problems.add(f"{path}accountId", f"Grootboekrekening {line['accountId']} bestaat niet in boekjaar {year}")
        return
    if account["isBlocked"]:
        problems.add(f"{path}accountId", f"Grootboekrekening {line['accountId']} is geblokkeerd")
    dimensions = (
        ("costCentreId", "Kostenplaats", books.db.cost_centres, account["specifyCostCentre"]),
        ("costUnitId", "Kostendrager", books.db.tables.get("CostUnit", {}), account["specifyCostUnit"]),
    )
    for name, label, table, is_required in dimensions:
        if line[name] and line[name] not in table:
            problems.add(f"{path}{name}", f"{label} {line[name]} bestaat niet")
        elif is_required and not line[name]:
            problems.add(f"{path}{name}", f"{label} is verplicht")
