"""Lines of a purchase invoice: reading them, their totals, and controller `creditinvoiceline` (wefact-api.md 3.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.inputs import day, rows
from sandbox.wefact.records import PURCHASE_LINE, fill
from sandbox.wefact.state import Account
from sandbox.wefact.totals import HUNDRED, cents
from sandbox.wefact.values import plain_number

NO_CATEGORY = "0"


def read_lines(account: Account, params: Record, settings: Settings) -> list[Record]:
    """The new lines that were sent, checked and not numbered yet; `Number` is no input (wefact-api.md 3.4).

    Raises:
        RefusalError: an unknown tax code, a cost category that is no longer to be used, a wrong type.
    """
    found = rows(params, "InvoiceLines")
    return [_read(account, line, _where(place), settings) for place, line in enumerate(found)]


def edited_lines(account: Account, record: Record, params: Record, settings: Settings) -> list[Record]:
    """The lines after an edit: a row with the Identifier of a line is that line, changed.

    Lines that were not sent go or stay by the switch `edit_lines`.

    Raises:
        RefusalError: as `read_lines`, or an Identifier that the purchase invoice lacks.
    """
    present = {line["Identifier"]: line for line in record["InvoiceLines"]}
    found = rows(params, "InvoiceLines")
    asked = [_edited(account, present, line, _where(place), settings) for place, line in enumerate(found)]
    if settings.edit_lines == "replace":
        return asked
    changed = {line["Identifier"]: line for line in asked if "Identifier" in line}
    kept = [changed.get(identifier, line) for identifier, line in present.items()]
    return kept + [line for line in asked if "Identifier" not in line]


def _where(place: int) -> str:
    return f"InvoiceLines[{place}]."


def _edited(account: Account, present: dict[str, Record], row: Record, where: str, settings: Settings) -> Record:
    identifier = str(row.get("Identifier") or "")
    if not identifier:
        return _read(account, row, where, settings)
    if identifier not in present:
        raise RefusalError("Ongeldig kenmerk voor factuurregel")
    old = present[identifier]
    outdated = "TaxCode" if "TaxPercentage" in row else "TaxPercentage"
    kept = {name: value for name, value in old.items() if name != outdated}
    return {"Identifier": identifier} | _read(account, kept | row, where, settings, old["CostCategory"])


def _read(account: Account, row: Record, where: str, settings: Settings, present: str = NO_CATEGORY) -> Record:
    values = fill(PURCHASE_LINE, {key: value for key, value in row.items() if key != "Number"}, where)
    for name in ("StartDate", "EndDate"):
        values[name] = day(values[name], f"{where}{name}")
    for name in ("PriceExcl", "TaxPercentage"):
        values[name] = plain_number(f"{where}{name}", values[name])
    values["CostCategory"] = _category(account, values["CostCategory"] or NO_CATEGORY, present)
    if not values["TaxCode"] and "TaxPercentage" not in row and settings.missing_tax_code == "default":
        values["TaxCode"] = _default_code(account)
    return values | ({"TaxPercentage": _rate(account, values["TaxCode"])} if values["TaxCode"] else {})


def _default_code(account: Account) -> str:
    return next((code for code, tax in account.tax_purchase.items() if tax["IsDefault"] == "yes"), "")


def _rate(account: Account, code: str) -> str:
    if code not in account.tax_purchase:
        raise RefusalError(f"Ongeldige btw-code '{code}' (tekst van de sandbox)")
    return str(account.tax_purchase[code]["Rate"])


def _category(account: Account, identifier: str, present: str) -> str:
    """A line keeps the category that it has, also when nobody may choose it any more."""
    if identifier in (NO_CATEGORY, present):
        return identifier
    category = account.cost_categories.get(identifier)
    if category is None or category["Status"] != "active":
        raise RefusalError("Ongeldig kenmerk voor kostencategorie")
    return identifier


def numbered(account: Account, lines: Iterable[Record]) -> list[Record]:
    """The lines, those without an Identifier with one of their own."""
    return [line if "Identifier" in line else {"Identifier": _next(account)} | line for line in lines]


def _next(account: Account) -> str:
    return str(account.take_number("creditinvoice_lines"))


def reckoned(lines: Iterable[Record], method: str) -> tuple[Decimal, Decimal]:
    """Net and gross in euros, rounded by the method of the switch `totals_method`."""
    pairs = [(Decimal(line["PriceExcl"]), Decimal(line["TaxPercentage"] or 0)) for line in lines]
    if method == "sum":
        net = sum((net for net, _ in pairs), Decimal(0))
        return cents(net), cents(net + sum((net * rate / HUNDRED for net, rate in pairs), Decimal(0)))
    parts = _by_rate(pairs) if method == "rate" else pairs
    net = sum((cents(net) for net, _ in parts), Decimal("0.00"))
    return net, net + sum((cents(net * rate / HUNDRED) for net, rate in parts), Decimal(0))


def _by_rate(pairs: list[tuple[Decimal, Decimal]]) -> list[tuple[Decimal, Decimal]]:
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for net, rate in pairs:
        bases[rate] += net
    return [(base, rate) for rate, base in bases.items()]
