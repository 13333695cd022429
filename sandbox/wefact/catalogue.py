"""Controllers `product`, `group` and `settings` (wefact-api.md 2.5, 2.6, 3.5, 3.6)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record, words
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, shown_groups
from sandbox.wefact.lists import ListSpec, answer_list

_PRODUCT_ROW = words(
    "Identifier ProductCode ProductName ProductKeyPhrase PriceExcl TaxCode TaxPercentage PricePeriod Modified"
)


def _product_row(record: Record) -> Record:
    return {name: record[name] for name in _PRODUCT_ROW}


PRODUCTS = ListSpec(
    "products",
    "ProductCode",
    "ASC",
    ("ProductCode", "ProductName", "ProductKeyPhrase"),
    _product_row,
    has_group=True,
)
GROUPS = ListSpec("groups", "Identifier", "ASC", (), dict, ranges=())


def list_products(call: Context) -> Record:
    """`product/list`: rows without the groups."""
    return answer_list(PRODUCTS, call.account.products.values(), call.params, call.settings)


def show_product(call: Context) -> Record:
    """`product/show`."""
    record = call.select(call.account.products, "ProductCode", "product")
    shown = {name: value for name, value in record.items() if name not in ("GroupIds", "Created", "Modified")}
    return {
        "product": shown
        | {
            "Groups": shown_groups(call.account, record),
            "Created": record["Created"],
            "Modified": record["Modified"],
            "Translations": {"PricePeriod": record["PricePeriod"]},
        }
    }


def list_groups(call: Context) -> Record:
    """`group/list`: `type` is required; members as ids.

    Raises:
        RefusalError: no `type` was sent.
    """
    kind = call.text("type")
    if kind not in ("debtor", "product"):
        raise RefusalError("Ongeldig type opgegeven")
    rows = [_group(call, record) for record in call.account.groups.values() if record["Type"] == kind]
    return answer_list(GROUPS, rows, call.params, call.settings)


def show_group(call: Context) -> Record:
    """`group/show`: members as an object keyed by id, `[]` when there are none."""
    record = call.account.groups.get(call.text("Identifier"))
    if record is None:
        raise RefusalError("Ongeldig kenmerk voor groep")
    ids = _members(call, record)
    items = {identifier: {"Identifier": identifier} for identifier in ids}
    return {"group": _group(call, record) | {"Items": items or []}}


def _members(call: Context, group: Record) -> list[str]:
    table = call.account.products if group["Type"] == "product" else call.account.debtors
    return [key for key, record in table.items() if group["Identifier"] in record["GroupIds"]]


def _group(call: Context, record: Record) -> Record:
    return {name: record[name] for name in ("Identifier", "GroupName", "Type")} | {"Items": _members(call, record)}


def list_settings(call: Context) -> Record:
    """`settings/list`: tax codes with their rate as a fraction of six decimals."""
    codes = {"Sale": call.account.tax_sale, "Purchase": call.account.tax_purchase}
    shown = {kind: {code: _tax_code(record) for code, record in table.items()} for kind, table in codes.items()}
    identity = [{"LanguageCode": "nl_nl", "Name": "Nederlands", "Default": "yes"}]
    return {"settings": {"CorporateIdentity": identity, "Tax": {"Codes": shown, "Rules": {}}}}


def _tax_code(record: Record) -> Record:
    return record | {"Rate": f"{Decimal(record['Rate']) / 100:.6f}"}


def list_cost_categories(call: Context) -> Record:
    """`settings/costcategory_list`: nested and without counters; `status` is `active` unless sent."""
    wanted = (call.text("status") or "active").split("|")
    rows = [dict(row) for row in call.account.cost_categories.values() if row["Status"] in wanted]
    return {"settings": {"costcategories": rows}}


READS: Actions = {
    "product/list": list_products,
    "product/show": show_product,
    "group/list": list_groups,
    "group/show": show_group,
    "settings/list": list_settings,
    "settings/costcategory_list": list_cost_categories,
}
WRITES: Actions = {}
