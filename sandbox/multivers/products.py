"""Products, as SDK and OTW make and read them, and what an order line takes over from its product.

The fields are those of SDK's Product that an order needs. That `priceVatExcl` (or `priceVatIncl`) is the price, and
`pricePer` only kept, is the sandbox's own reading.
"""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers.context import Books, Routes
from sandbox.multivers.families import Family, family_routes, rows_of
from sandbox.multivers.fields import model
from sandbox.multivers.wire import Problems


def _check(books: Books, record: Record, problems: Problems) -> None:
    accounts = {row["accountId"] for row in books.db.accounts.values()}
    for name in ("accountId", "discountAccountId"):
        if record[name] and record[name] not in accounts:
            problems.add(name, f"Grootboekrekening {record[name]} bestaat niet")
    if str(record["vatCodeId"]) not in books.db.vat_codes:
        problems.add("vatCodeId", f"Btw-code {record['vatCodeId']} bestaat niet")


def _is_used(books: Books, record: Record) -> bool:
    orders = books.db.tables.get("Order", {}).values()
    return any(line["productId"] == record["productId"] for order in orders for line in order["orderLines"])


PRODUCT = Family(
    "Product",
    model(
        "productId:s14! shortName:s10 description:s60 accountId:s8 discountAccountId:s8 pricePer:d priceVatExcl:d"
        " priceVatIncl:d vatCodeId:i unit:s6 productGroupId:s8 productType:i productState:i eanCode:s13 weight:d"
    ),
    ("productId",),
    label="Artikel",
    check=_check,
    is_used=_is_used,
)


def complete(books: Books, line: Record, *, price_incl: bool) -> None:
    """Fill what an order line leaves empty from the product that it names; an unknown product fills nothing."""
    product = rows_of(books.db, PRODUCT).get(line["productId"])
    if product is None:
        return
    price = product["priceVatIncl" if price_incl else "priceVatExcl"]
    names = ("accountId", "description", "vatCodeId", "unit")
    for name, value in {"price": price, **{name: product[name] for name in names}}.items():
        line[name] = line[name] or value


ROUTES: Routes = family_routes(PRODUCT)
