"""What WeFact must print, reckoned again from the lines it shows (wefact-api.md 2.2, 3.3, 3.4, 4)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from tests.sandbox.walk.walk_world import World

CENT, ZERO = Decimal("0.01"), Decimal("0.00")
SALES_SETTLED, PURCHASE_SETTLED = ("4", "8", "9"), ("3", "8")
ENTITIES = {
    "debtor": "debtors",
    "creditor": "creditors",
    "product": "products",
    "group": "groups",
    "invoice": "invoices",
    "creditinvoice": "creditinvoices",
}


def cents(value: Decimal) -> Decimal:
    """To the cent, half away from zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def check_record(world: World, kind: str, identifier: str) -> None:
    """Hold the page of a record against its lines and against its row in the list."""
    answer = world.wefact(f"{kind}/show", Identifier=identifier)
    stored = getattr(world.account, ENTITIES[kind]).get(identifier)
    if stored is None:
        assert answer["status"] == "error", f"{kind} {identifier} is gone, but has a page"
        return
    shown = answer[kind]
    if kind == "invoice":
        check_sales_amounts(shown, printed=stored["Printed"])
    elif kind == "creditinvoice":
        check_purchase_amounts(shown)
    if "Created" in shown:
        assert shown["Modified"] >= shown["Created"], (shown["Created"], shown["Modified"])
    check_row(world, kind, shown)


def check_row(world: World, kind: str, shown: Record) -> None:
    """The row of the list says the same as the page, property by property."""
    rows_key = ENTITIES[kind]
    more = {"type": shown["Type"]} if kind == "group" else {"searchat": "Identifier", "searchfor": shown["Identifier"]}
    rows = world.wefact(f"{kind}/list", **more)[rows_key]
    found = [row for row in rows if row["Identifier"] == shown["Identifier"]]
    assert len(found) == 1, f"{len(found)} rows for {kind} {shown['Identifier']}"
    if kind == "group":
        assert sorted(found[0].pop("Items")) == sorted(shown["Items"])
    differing = {name: (value, shown[name]) for name, value in found[0].items() if value != shown.get(name, value)}
    assert not differing, f"{kind} {shown['Identifier']}: row and page differ in {differing}"


def sales_totals(shown: Record) -> tuple[Decimal, Decimal, Decimal]:
    """Net, VAT and gross from the lines that are shown: summed unrounded, rounded once (wefact-api.md 3.3).

    With prices including VAT the gross stands, from prices to the cent; VAT is what is inside it.
    """
    header = ZERO if shown["IgnoreDiscount"] == "yes" else Decimal(shown["Discount"] or 0)
    total = tax = Decimal(0)
    with_vat = shown["VatCalcMethod"] == "incl"
    for line in shown["InvoiceLines"]:
        price, rate = Decimal(line["PriceExcl"]), Decimal(line["TaxPercentage"] or 0)
        part = Decimal(line["Number"]) * (cents(price * (1 + rate / 100)) if with_vat else price)
        part *= (1 - Decimal(line["DiscountPercentage"] or 0) / 100) * (1 - header / 100)
        total += part
        tax += part * rate / (100 + rate if with_vat else 100)
    net, gross = (total - tax, total) if with_vat else (total, total + tax)
    return cents(net), cents(tax), cents(gross)


def check_sales_amounts(shown: Record, printed: list[str]) -> None:
    """The four amounts of a sales invoice, and what its status makes of them."""
    told = tuple(Decimal(shown[name]) for name in ("AmountExcl", "AmountTax", "AmountIncl"))
    expected = tuple(map(Decimal, printed)) if printed else sales_totals(shown)
    assert told == expected, f"invoice {shown['InvoiceCode']}: shown {told}, its lines make {expected}"
    paid, left = Decimal(shown["AmountPaid"]), Decimal(shown["AmountOutstanding"])
    assert left == (ZERO if shown["Status"] in SALES_SETTLED else told[2] - paid), (shown["Status"], paid, left)
    assert shown["InvoiceCode"].startswith("[concept]") == (shown["Status"] == "0"), shown["InvoiceCode"]


def check_purchase_amounts(shown: Record) -> None:
    """Net from the lines, gross as it was stored, what is open from both."""
    net = cents(sum((Decimal(line["PriceExcl"]) for line in shown["InvoiceLines"]), Decimal(0)))
    assert Decimal(shown["AmountExcl"]) == net, (shown["AmountExcl"], net)
    left = Decimal(shown["AmountIncl"]) - Decimal(shown["AmountPaid"])
    settled = shown["Status"] in PURCHASE_SETTLED
    assert Decimal(shown["AmountOutstanding"]) == (ZERO if settled else left), shown


def check_everything(world: World) -> None:
    """All pages of the lists with their counters, unique numbers, and some records from each table."""
    for kind, table in ENTITIES.items():
        records = getattr(world.account, table)
        if kind != "group":
            _check_paging(world, kind, len(records))
        for identifier in world.rng.sample(list(records), k=min(10, len(records))):
            check_record(world, kind, identifier)
    check_files(world)
    for table, code in (("invoices", "InvoiceCode"), ("creditinvoices", "CreditInvoiceCode")):
        codes = [row[code] for row in getattr(world.account, table).values()]
        assert len(codes) == len(set(codes)), f"a number of {table} stands twice"


def check_files(world: World) -> None:
    """Every file hangs on one record, and every planned moment on a draft."""
    tables = (getattr(world.account, table) for table in ENTITIES.values())
    ids = [file["Identifier"] for table in tables for row in table.values() for file in row.get("Attachments", [])]
    assert sorted(ids) == sorted(world.account.attachments), "files and their records differ"
    planned = {key for key, row in world.account.invoices.items() if row.get("ScheduledAt")}
    assert planned == set(world.account.scheduled), "planned moments and their drafts differ"


def _check_paging(world: World, kind: str, count: int) -> None:
    size, seen = max(1, count // 3), []
    for offset in range(0, count + size, size):
        page = world.wefact(f"{kind}/list", sort="Identifier", order="ASC", limit=str(size), offset=str(offset))
        rows = page.get(ENTITIES[kind], [])
        assert page["totalresults"] == (count if rows else 0), page["totalresults"]
        assert page["currentresults"] == len(rows)
        assert (ENTITIES[kind] in page) == bool(rows)
        seen += [row["Identifier"] for row in rows]
    assert len(seen) == len(set(seen)) == count
