"""Small tables: cost centres, cost units, countries, currencies, payment conditions (multivers-api.md 3.10)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.families import Family, family_routes, info, rows_of
from sandbox.multivers.fields import model
from sandbox.multivers.wire import Problems

_ACTIVE, _PASSIVE = 0, 1


def _is_cost_used(books: Books, record: Record) -> bool:
    name = "costCentreId" if "costCentreId" in record else "costUnitId"
    return any(line[name] == record[name] for entry in books.db.transactions.values() for line in entry["lines"])


def _is_relation_used(name: str, books: Books, record: Record) -> bool:
    relations = [*books.db.customers.values(), *books.db.suppliers.values()]
    return any(relation.get(name) == record[name] for relation in relations)


def _is_country_used(books: Books, record: Record) -> bool:
    return _is_relation_used("countryId", books, record)


def _is_currency_used(books: Books, record: Record) -> bool:
    is_own = record["currencyId"] == books.db.company["currencyId"]
    return is_own or _is_relation_used("currencyId", books, record)


def _is_condition_used(books: Books, record: Record) -> bool:
    key = record["paymentConditionId"]
    invoices = (*books.db.invoices.values(), *books.db.supplier_invoices.values())
    is_booked = any(invoice["paymentConditionId"] == key for invoice in invoices)
    return is_booked or _is_relation_used("paymentConditionId", books, record)


def _check_condition(_books: Books, record: Record, problems: Problems) -> None:
    if record["expirationDays"] < 0 or record["rebateDays"] < 0:
        problems.add("expirationDays", "Aantal dagen mag niet negatief zijn")


COST_CENTRE = Family(
    "CostCentre", model("costCentreId:s8! description:s40 shortName:s10 isActive:b"), ("costCentreId",),
    table="cost_centres", label="Kostenplaats", is_used=_is_cost_used,
)  # fmt: skip
COST_UNIT = Family(
    "CostUnit", model("costUnitId:s8! description:s40 shortName:s10 isActive:b"), ("costUnitId",),
    label="Kostendrager", is_used=_is_cost_used,
)  # fmt: skip
COUNTRY = Family(
    "Country", model("countryId:s3! description:s40 isoCode:s3 isMemberOfEu:b languageId:s3 vatNumberPrefix:s3"),
    ("countryId",), table="countries", label="Land", is_used=_is_country_used,
)  # fmt: skip
CURRENCY = Family(
    "Currency", model("currencyId:s3! description:s40 exchangeRate:d currencyDecimals:i"), ("currencyId",),
    table="currencies", label="Valuta", is_used=_is_currency_used,
)  # fmt: skip
PAYMENT_CONDITION = Family(
    "PaymentCondition",
    model(
        "paymentConditionId:s3! description:s40 expirationDays:i isCollectable:b isKvc:b isPayable:b isPreferred:b"
        " isSepa:b paymentConditionType:s1 rebateDays:i rebatePercentage:d"
    ),
    ("paymentConditionId",), table="payment_conditions", label="Betalingsconditie",
    renamed=(("isPreferred", "preferred"),), check=_check_condition, is_used=_is_condition_used,
)  # fmt: skip
FAMILIES = (COST_CENTRE, COST_UNIT, COUNTRY, CURRENCY, PAYMENT_CONDITION)


def _by_state(call: Call, family: Family) -> list[Record]:
    state = call.number("state", -1)
    rows = [info(family, row) for row in rows_of(call.db, family).values()]
    wanted = {_ACTIVE: (True,), _PASSIVE: (False,)}.get(state, (True, False))
    return [row for row in rows if row["isActive"] in wanted]


ROUTES: Routes = {path: call for family in FAMILIES for path, call in family_routes(family).items()}
ROUTES |= {
    "GET CostCentreInfoList": lambda call: _by_state(call, COST_CENTRE),
    "GET CostUnitInfoList": lambda call: _by_state(call, COST_UNIT),
}
