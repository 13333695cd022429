"""Valid calls on the small tables of Multivers, made from one row for each table (multivers-api.md 2.2, 3.10)."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.model import Record
from tests.sandbox.walk.walk_sides import Maker
from tests.sandbox.walk.walk_world import Call, NothingToDoError, World

Rows = Callable[[World], dict[str, Record]]


def _table(name: str) -> Rows:
    return lambda world: world.db.tables.get(name, {})


# Table: the property that is its key, where its rows are, and what a row needs besides key and description.
FAMILIES: dict[str, tuple[str, Rows, Record]] = {
    "CostCentre": ("costCentreId", lambda world: world.db.cost_centres, {"isActive": True}),
    "CostUnit": ("costUnitId", _table("CostUnit"), {"isActive": True}),
    "Country": ("countryId", lambda world: world.db.countries, {}),
    "Currency": ("currencyId", lambda world: world.db.currencies, {"exchangeRate": 1.5}),
    "PaymentCondition": ("paymentConditionId", lambda world: world.db.payment_conditions, {"expirationDays": 8}),
}
MOST_JOURNALS = 12
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _new_key(world: World) -> str:
    """`Z` and two letters or digits: short enough for every table, and known as the walk's own."""
    number = world.number()
    return f"Z{LETTERS[number // 26 % 26]}{LETTERS[number % 26]}"


def _free_key(world: World, rows: dict[str, Record]) -> str:
    key = _new_key(world)
    while key in rows:
        key = _new_key(world)
    return key


def _own(world: World, rows: dict[str, Record]) -> str:
    return world.pick(rows, lambda key: key.startswith("Z"))


def _create(key_name: str, rows: Rows, more: Record) -> Maker:
    def make(world: World) -> Call:
        key = _free_key(world, rows(world))
        return Call(body={key_name: key, "description": f"Rij {world.serial}"} | more)

    return make


def _change(name: str, key_name: str, rows: Rows) -> Maker:
    def make(world: World) -> Call:
        key = _own(world, rows(world))
        return Call({key_name: key}, world.get(f"{name}/{key}") | {"description": f"Anders {world.number()}"})

    return make


def _drop(key_name: str, rows: Rows) -> Maker:
    return lambda world: Call({key_name: _own(world, rows(world))})


def _of_family(name: str, key_name: str, rows: Rows, more: Record) -> dict[str, Maker]:
    return {
        f"POST {name}": _create(key_name, rows, more),
        f"PUT {name}/{{{key_name}}}": _change(name, key_name, rows),
        f"DELETE {name}/{{{key_name}}}": _drop(key_name, rows),
    }


def new_account(world: World) -> Call:
    """An account of this year that nobody books on."""
    body = {"accountId": f"7{world.number()}", "fiscalYear": world.today.year, "accountType": 2}
    return Call(body=body | {"description": "Rekening"})


def _own_account(world: World) -> Record:
    row = world.pick(
        world.db.accounts.values(), lambda row: row["accountId"].startswith("7") and row["accountId"] > "71"
    )
    return {name: row[name] for name in ("fiscalYear", "accountId")}


def edit_account(world: World) -> Call:
    """Another description."""
    parts = _own_account(world)
    path = f"Account/{parts['fiscalYear']}/{parts['accountId']}"
    return Call(parts, world.get(path) | {"description": f"Anders {world.number()}"})


def new_journal(world: World) -> Call:
    """A memorial journal, as long as there are few."""
    if len(world.db.journals) > MOST_JOURNALS:
        raise NothingToDoError
    return Call(body={"journalId": _free_key(world, world.db.journals), "description": "Dagboek", "journalType": 0})


def edit_company(world: World) -> Call:
    """Another name for the administration."""
    return Call(body=world.get("CompanyDetails") | {"administrationDescription": f"Bedrijf {world.number()}"})


TABLES_OF_BOOKS: dict[str, Maker] = {
    key: maker for name, row in FAMILIES.items() for key, maker in _of_family(name, *row).items()
} | {
    "POST Account": new_account,
    "PUT Account/{fiscalYear}/{accountId}": edit_account,
    "DELETE Account/{fiscalYear}/{accountId}": lambda world: Call(_own_account(world)),
    "POST Journal": new_journal,
    "PUT CompanyDetails": edit_company,
}
