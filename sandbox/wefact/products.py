"""Controller `product` (wefact-api.md 3.5)."""

from __future__ import annotations

from dataclasses import replace

from sandbox.model import Record, words
from sandbox.settings import Settings
from sandbox.wefact import numbers
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier, shown_groups
from sandbox.wefact.inputs import filled, free_code, one_of
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.numbers import mixed
from sandbox.wefact.records import PRODUCT, fill, sent
from sandbox.wefact.relations import group_ids
from sandbox.wefact.state import Account, find
from sandbox.wefact.taxes import default_sale_code, sale_code
from sandbox.wefact.translations import PERIOD, translated
from sandbox.wefact.values import plain_number

_ROW = words("Identifier ProductCode ProductName ProductKeyPhrase PriceExcl TaxCode TaxPercentage PricePeriod Modified")
_SEARCH = ("ProductCode", "ProductName", "ProductKeyPhrase")
_REQUIRED = ("ProductName", "ProductKeyPhrase", "PriceExcl")
_APART = ("GroupIds", "Created", "Modified")


def _row(record: Record) -> Record:
    return {name: record[name] for name in _ROW}


PRODUCTS = ListSpec("products", "ProductCode", "ASC", _SEARCH, _row, has_group=True)


def list_products(call: Context) -> Record:
    """`product/list`: rows without the groups."""
    spec = replace(PRODUCTS, row=lambda record: mixed(_row(record), numbers.PRODUCT, call.settings))
    return answer_list(spec, call.account.products.values(), call.params, call.settings)


def show_product(call: Context) -> Record:
    """`product/show`."""
    return {"product": _shown(call, _select(call))}


def add_product(call: Context) -> Record:
    """`product/add`: numbers the product itself when no code is given."""
    refuse_identifier(call.params)
    return {"product": _shown(call, create_product(call.account, call.params, call.clock.stamp(), call.settings))}


def edit_product(call: Context) -> Record:
    """`product/edit`: only what is sent changes."""
    record = _select(call)
    asked = {name: value for name, value in call.params.items() if name != "ProductCode"}
    record.update(_checked(call.account, record | sent(PRODUCT, asked), asked, call.settings))
    call.touch(record)
    return {"product": _shown(call, record)}


def delete_product(call: Context) -> Record:
    """`product/delete`: lines of invoices keep what the product gave them."""
    record = _select(call)
    del call.account.products[record["Identifier"]]
    return {"success": [f"Product {record['ProductCode']} is verwijderd"]}


def create_product(account: Account, params: Record, stamp: str, settings: Settings) -> Record:
    """Make a product of an account.

    Raises:
        RefusalError: a required property is missing, a code is in use, or a wrong value.
    """
    given = filled(params)
    values = _checked(account, {"GroupIds": []} | fill(PRODUCT, given), given, settings)
    if find(account.products, "ProductCode", values["ProductCode"]):
        raise RefusalError("Het productnummer is al in gebruik (tekst van de sandbox)")
    values["ProductCode"] = values["ProductCode"] or free_code(account, "products")
    return add_record(account, "products", values, stamp)


def _checked(account: Account, values: Record, params: Record, settings: Settings) -> Record:
    for name in _REQUIRED:
        if not values[name]:
            raise RefusalError(f"U dient een waarde op te geven voor '{name}' (tekst van de sandbox)")
    one_of("PricePeriod", values["PricePeriod"], PERIOD)
    changed = values | {"PriceExcl": plain_number("PriceExcl", values["PriceExcl"])}
    if not changed["TaxCode"] and settings.missing_tax_code == "default":
        changed["TaxCode"] = default_sale_code(account)
    if changed["TaxCode"]:
        changed["TaxPercentage"] = str(sale_code(account, changed["TaxCode"])["Rate"])
    if "Groups" in params:
        changed["GroupIds"] = group_ids(account, params, "product")
    return changed | {"TaxPercentage": plain_number("TaxPercentage", changed["TaxPercentage"])}


def _select(call: Context) -> Record:
    return call.select(call.account.products, "ProductCode", "product")


def _shown(call: Context, record: Record) -> Record:
    head = {name: value for name, value in record.items() if name not in _APART}
    return mixed(head, numbers.PRODUCT, call.settings) | {
        "Groups": shown_groups(call.account, record),
        "Created": record["Created"],
        "Modified": record["Modified"],
        "Translations": {"PricePeriod": translated(PERIOD, record["PricePeriod"])},
    }


READS: Actions = {
    "product/list": list_products,
    "product/show": show_product,
}
WRITES: Actions = {
    "product/add": add_product,
    "product/edit": edit_product,
    "product/delete": delete_product,
}
