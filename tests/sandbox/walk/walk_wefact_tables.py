"""Valid calls on WeFact's relations, products, groups, cost categories and files (wefact-api.md 2.4, 3)."""

from __future__ import annotations

import base64
from collections.abc import Callable

from sandbox.model import Record
from tests.sandbox.walk.walk_wefact_sales import price
from tests.sandbox.walk.walk_world import World

NAMES = ("Bakkerij Ünal", "J. de Groot & Zn.", "Het Lichtpunt B.V.", "ŠKODA dealer 't Hoekje", "Ærø Import")


def named(world: World) -> Record:
    """A company or a person, now and then with more about it."""
    name: Record = {"CompanyName": world.rng.choice(NAMES)} if world.chance(0.7) else {"SurName": "van Es"}
    return name | ({"City": "Zwolle", "ZipCode": "8011 AA", "InvoiceTerm": "30"} if world.chance(0.5) else {})


def _selected(world: World, table: str, code: str, wanted: Callable[[Record], bool] | None = None) -> Record:
    record = world.pick(getattr(world.account, table).values(), wanted or (lambda _row: True))
    name = world.rng.choice(("Identifier", code))
    return {name: record[name]}


def edit_debtor(world: World) -> Record:
    """Another name, or other groups."""
    groups = [key for key, row in world.account.groups.items() if row["Type"] == "debtor"]
    change = {"Groups": groups[:1]} if world.chance(0.3) else named(world)
    return _selected(world, "debtors", "DebtorCode") | change


def edit_creditor(world: World) -> Record:
    """Another name."""
    return _selected(world, "creditors", "CreditorCode") | named(world)


def delete_creditor(world: World) -> Record:
    """A supplier without purchase invoices."""
    used = {row["Creditor"] for row in world.account.creditinvoices.values()}
    return _selected(world, "creditors", "CreditorCode", lambda row: row["Identifier"] not in used)


def add_product(world: World) -> Record:
    """A product with a code of its own."""
    params = {"ProductName": "Ding", "ProductKeyPhrase": "Een ding", "PriceExcl": price(world, negative=0)}
    params |= {"ProductCode": f"W-{world.number()}", "TaxCode": world.rng.choice(list(world.account.tax_sale))}
    return params


def edit_product(world: World) -> Record:
    """Another price."""
    return _selected(world, "products", "ProductCode") | {"PriceExcl": price(world, negative=0)}


def delete_product(world: World) -> Record:
    """A product that the walk has made."""
    return _selected(world, "products", "ProductCode", lambda row: row["ProductCode"].startswith("W-"))


def _some(world: World, table: dict[str, Record]) -> list[str]:
    return world.rng.sample(list(table), k=min(len(table), world.rng.randint(0, 3)))


def add_group(world: World) -> Record:
    """A group of products or of debtors."""
    kind = world.rng.choice(("product", "debtor"))
    members = _some(world, world.account.products if kind == "product" else world.account.debtors)
    return {"Type": kind, "GroupName": f"Groep {world.number()}", "Items": members}


def edit_group(world: World) -> Record:
    """Other members: they replace the present ones."""
    group = world.pick(world.account.groups.values())
    table = world.account.products if group["Type"] == "product" else world.account.debtors
    return {"Identifier": group["Identifier"], "GroupName": "Anders", "Type": group["Type"]} | {
        "Items": _some(world, table)
    }


def delete_group(world: World) -> Record:
    """A group that the walk has made."""
    group = world.pick(world.account.groups.values(), lambda row: row["GroupName"].startswith(("Groep", "Anders")))
    return {"Identifier": group["Identifier"]}


def category(world: World, *, made_here: bool = False) -> Record:
    def fits(row: Record) -> bool:
        return row["Status"] == "active" and (not made_here or row["Title"].startswith("Soort"))

    return world.pick(world.account.cost_categories.values(), fits)


def add_category(world: World) -> Record:
    """A cost category."""
    return {"Title": f"Soort {world.number()}"}


def edit_category(world: World) -> Record:
    """Another title."""
    return {"Identifier": str(category(world)["Identifier"]), "Title": f"Soort {world.number()}"}


def delete_category(world: World) -> Record:
    """A cost category that the walk has made; it stays, as removed."""
    return {"Identifier": str(category(world, made_here=True)["Identifier"])}


PARENTS = {
    "debtor": "debtors",
    "creditor": "creditors",
    "invoice": "invoices",
    "creditinvoice": "creditinvoices",
}


def attach(world: World) -> Record:
    """A small file with a relation or an invoice."""
    kind = world.rng.choice(list(PARENTS))
    parent = world.pick(getattr(world.account, PARENTS[kind]).values())
    content = base64.b64encode(f"bestand {world.number()}".encode()).decode()
    return {
        "Type": kind, "ReferenceIdentifier": parent["Identifier"], "Filename": f"b{world.serial}.pdf",
        "Base64": content,
    }  # fmt: skip


def attached(world: World) -> Record:
    """A file that somebody attached."""
    kind = world.rng.choice(list(PARENTS))
    parent = world.pick(getattr(world.account, PARENTS[kind]).values(), lambda row: bool(row.get("Attachments")))
    file = world.rng.choice(parent["Attachments"])
    return {"Type": kind, "ReferenceIdentifier": parent["Identifier"], "Identifier": file["Identifier"]}


def add_contact(world: World) -> Record:
    """A further person at a debtor."""
    code = world.pick(world.account.debtors.values())["DebtorCode"]
    return {"DebtorCode": code, "LastName": "Pieters", "EmailAddress": f"p{world.number()}@voorbeeld.example"}


def _contact(world: World) -> Record:
    return {"Identifier": world.pick(world.account.contacts)}


def edit_contact(world: World) -> Record:
    """Another name; one of the names is sent again."""
    return _contact(world) | {"LastName": f"Smit {world.number()}"}


TABLES: dict[str, Callable[[World], Record]] = {
    "debtor/add": named,
    "debtor/edit": edit_debtor,
    "creditor/add": named,
    "creditor/edit": edit_creditor,
    "creditor/delete": delete_creditor,
    "product/add": add_product,
    "product/edit": edit_product,
    "product/delete": delete_product,
    "group/add": add_group,
    "group/edit": edit_group,
    "group/delete": delete_group,
    "settings/costcategory_add": add_category,
    "settings/costcategory_edit": edit_category,
    "settings/costcategory_delete": delete_category,
    "extraclientcontact/add": add_contact,
    "extraclientcontact/edit": edit_contact,
    "extraclientcontact/delete": _contact,
    "attachment/add": attach,
    "attachment/delete": attached,
}
