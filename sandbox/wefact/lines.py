"""Lines of sales invoices: what a product fills in, which VAT applies, what becomes of prices (wefact-api.md 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact import taxes
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.records import INVOICE_LINE, fill
from sandbox.wefact.state import Account, find
from sandbox.wefact.totals import CENT, HUNDRED, cents, is_incl
from sandbox.wefact.values import check_choices, number_of, plain_date, plain_number

_NUMBERS = ("Number", "PriceExcl", "DiscountPercentage", "TaxPercentage")
_FINE = Decimal("0.00000001")


@dataclass(frozen=True)
class LineSetting:
    """What a line takes from where it stands: its invoice, its customer and the switches."""

    account: Account
    invoice: Record
    settings: Settings

    @property
    def customer_code(self) -> str:
        """The customer's own VAT code, empty when there is none."""
        debtor = self.account.debtors.get(self.invoice["Debtor"])
        return str(debtor["CustomTaxCode"]) if debtor else ""


def new_lines(where: LineSetting, rows: object) -> list[Record]:
    """Lines that were not there before, still without Identifiers (see `numbered`).

    Raises:
        RefusalError: no list of lines, or a line that does not hold.
    """
    return [_values(where, row, place) for place, row in enumerate(_rows(rows))]


def changed_lines(where: LineSetting, rows: object) -> list[Record]:
    """The lines of an invoice after an edit; a row with a known Identifier is that line, changed.

    Lines that were not sent go or stay by the switch `edit_lines`. New ones have no Identifier yet.

    Raises:
        RefusalError: a line that does not hold, or an Identifier that the invoice lacks.
    """
    present = {line["Identifier"]: line for line in where.invoice["InvoiceLines"]}
    sent = [_edited(where, present, row, place) for place, row in enumerate(_rows(rows))]
    if where.settings.edit_lines == "replace":
        return sent
    changed = {line["Identifier"]: line for line in sent if "Identifier" in line}
    kept = [changed.get(identifier, line) for identifier, line in present.items()]
    return kept + [line for line in sent if "Identifier" not in line]


def numbered(account: Account, lines: Iterable[Record]) -> list[Record]:
    """The lines, the new ones with the next Identifiers: the last step, because numbers are used up for ever."""
    return [line if "Identifier" in line else {"Identifier": _next(account)} | line for line in lines]


def _rows(rows: object) -> list[Record]:
    listed = list(rows.values()) if isinstance(rows, dict) else rows
    if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        raise RefusalError("Invalid type for 'InvoiceLines'")
    if not listed:
        raise RefusalError("U dient minimaal een factuurregel op te geven (tekst van de sandbox)")
    return listed


def _next(account: Account) -> str:
    return str(account.take_number("invoice_lines"))


def mirrored_line(account: Account, line: Record) -> Record:
    """The line of a credit invoice: price negative, quantity positive (wefact-api.md 6)."""
    prices = {
        name: plain_number(name, f"{-Decimal(line[name])}") for name in ("PriceExcl", "PriceIncl") if name in line
    }
    return line | {"Identifier": _next(account)} | prices


def _edited(where: LineSetting, present: dict[str, Record], row: Record, place: int) -> Record:
    identifier = str(row.get("Identifier") or "")
    if not identifier:
        return _values(where, row, place)
    if identifier not in present:
        raise RefusalError("Ongeldig kenmerk voor factuurregel (tekst van de sandbox)")
    old = present[identifier]
    if str(row.get("ProductCode", old["ProductCode"])) != old["ProductCode"]:
        return {"Identifier": identifier} | _values(where, row, place)
    outdated = {name for sent, name in (("PriceExcl", "PriceIncl"), ("TaxPercentage", "TaxCode")) if sent in row}
    kept = {name: value for name, value in old.items() if name not in outdated}
    return {"Identifier": identifier} | _values(where, kept | row, place)


def _values(where: LineSetting, row: Record, place: int) -> Record:
    try:
        return _checked(where, row)
    except RefusalError as refusal:
        raise RefusalError(*(_placed(text, place) for text in refusal.errors)) from refusal


def _placed(text: str, place: int) -> str:
    """Name the line in a text about a type, as WeFact does (wefact-api.md 7)."""
    return text.replace("Invalid type for '", f"Invalid type for 'InvoiceLines[{place}].")


def _checked(where: LineSetting, row: Record) -> Record:
    product = find(where.account.products, "ProductCode", str(row.get("ProductCode") or "")) or {}
    values: Record = dict(fill(INVOICE_LINE, _from_product(product, where.invoice["Date"]) | row))
    values["TaxCode"], values["TaxPercentage"] = _tax(where, row, str(product.get("TaxCode", "")))
    if not 0 <= number_of("TaxPercentage", values["TaxPercentage"] or "0") <= HUNDRED:
        raise RefusalError("Invalid type for 'TaxPercentage'")
    values |= {name: plain_number(name, values[name]) for name in _NUMBERS}
    values["Date"] = plain_date("Date", values["Date"])
    check_choices(values, where.settings)
    return _with_price_incl(values, row, where.settings.incl_price) if is_incl(where.invoice) else values


def _from_product(product: Record, day: str) -> Record:
    if not product:
        return {"Date": day}
    period = str(product["PricePeriod"])
    return {
        "Date": day,
        "Description": product["ProductKeyPhrase"],
        "PriceExcl": product["PriceExcl"],
        "NumberSuffix": product["NumberSuffix"],
        "Periodic": period,
        "StartDate": day if period else "",
    }


def _tax(where: LineSetting, row: Record, product_code: str) -> tuple[str, str]:
    """Code and rate: a code that was sent, a rate that was sent, else the customer's, the product's, the default."""
    account, code, rate = where.account, row.get("TaxCode"), row.get("TaxPercentage")
    if not code and rate not in (None, ""):
        percent = number_of("TaxPercentage", str(rate))
        return taxes.code_of_rate(account, percent), str(rate)
    chosen = str(code or where.customer_code or product_code)
    if not chosen and where.settings.missing_tax_code == "default":
        chosen = taxes.default_sale_code(account)
    return (chosen, str(taxes.sale_code(account, chosen)["Rate"])) if chosen else ("", "0")


def _with_price_incl(line: Record, row: Record, rounding: str) -> Record:
    """On an invoice with prices including VAT the price that was typed stands, and PriceExcl follows from it.

    `rounding` says how PriceExcl is kept (wefact-api.md 9).
    """
    factor = 1 + Decimal(line["TaxPercentage"]) / HUNDRED
    typed = str(row.get("PriceIncl") or cents(Decimal(line["PriceExcl"]) * factor))
    incl = number_of("PriceIncl", typed)
    excl = (incl / factor).quantize(CENT if rounding == "cents" else _FINE, rounding=ROUND_HALF_UP)
    return line | {"PriceIncl": plain_number("PriceIncl", typed), "PriceExcl": plain_number("PriceExcl", str(excl))}
