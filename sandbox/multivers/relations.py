"""Customers and suppliers: edit models, organisations and groups (multivers-api.md 3.1 to 3.3)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from sandbox.model import Record
from sandbox.multivers import auto_ids, matching, registers
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse, refused_by_switch
from sandbox.multivers.kinds import CUSTOMER, KINDS, Kind
from sandbox.multivers.state import Database
from sandbox.multivers.wire import Binder, Problems, render

STANDARD_GROUP = 1
ACTIVE, PASSIVE = "A", "P"
MAX_CREDIT_LIMIT = Decimal(999_999_999)
# What hangs on an organisation and goes with it.
_OF_ORGANIZATION = ("BankAccount", "DbDocument")
_CHARGE_VAT = {"N": 0, "J": 1}


def get_relation(kind: Kind, call: Call) -> Record:
    """`GET Customer/{customerId}`, `GET Supplier/{supplierId}`."""
    return rendered(call.books, kind, find(call, kind))


def post_relation(kind: Kind, call: Call) -> Record | None:
    """`POST Customer`, `POST Supplier`: an empty id is numbered, unless the switch says otherwise."""
    record = create_relation(call.books, kind, call.json())
    return None if call.books.settings.create_answer == "empty" else rendered(call.books, kind, record)


def put_relation(kind: Kind, call: Call) -> Record:
    """`PUT …/{id}`, or the id in the body: a full replacement unless the switch says otherwise."""
    body = call.json()
    given = {str(name).lower(): value for name, value in body.items()} if isinstance(body, dict) else {}
    identifier = call.parts.get(kind.id_name) or str(given.get(kind.id_name.lower(), ""))
    old = kind.relations(call.db).get(identifier)
    if old is None:
        raise NotFoundError
    if call.books.settings.put_missing == "kept":
        given = {name.lower(): value for name, value in rendered(call.books, kind, old).items()} | given
    record = _read(call.books, kind, given | {kind.id_name.lower(): old[kind.id_name]})
    record |= {name: old[name] for name in ("dateCreated", "organizationId")}
    kind.relations(call.db)[old[kind.id_name]] = record
    call.db.organizations[str(old["organizationId"])]["name"] = record["name"]
    return rendered(call.books, kind, record)


def delete_relation(kind: Kind, call: Call) -> None:
    """`DELETE Customer/{customerId}`: its organisation stays.

    Raises:
        RefusedError: the relation has bookings.
    """
    _remove(call.books, kind, _removable(call, kind))


def delete_with_organization(kind: Kind, call: Call) -> None:
    """`DELETE Customer/CustomerAndOrganization/{customerId}`, and the same of suppliers.

    Raises:
        RefusedError: the relation has bookings, or the organisation is on the other side as well.
    """
    record = _removable(call, kind)
    key = str(record["organizationId"])
    if other := call.db.organizations[key][f"{kind.other}Id"]:
        raise refuse("organizationId", f"Organisatie {key} heeft ook nummer {other}")
    _remove(call.books, kind, record)
    del call.db.organizations[key]
    for name in _OF_ORGANIZATION:
        rows = call.db.tables.get(name, {})
        for gone in [row_key for row_key, row in rows.items() if row["organizationId"] == record["organizationId"]]:
            del rows[gone]


def create_relation(books: Books, kind: Kind, body: Any) -> Record:
    """Make a customer or supplier.

    Raises:
        RefusedError: a property is wrong or the id is in use.
    """
    record = _read(books, kind, body)
    is_numbered = not record[kind.id_name]
    identifier = record[kind.id_name] = record[kind.id_name] or _numbered(books, kind)
    if identifier in kind.relations(books.db):
        switch = getattr(books.settings, f"duplicate_{kind.name}")
        raise refused_by_switch(switch, kind.id_name, f"{kind.label} {identifier} bestaat al")
    _join_organization(books, kind, record)
    record["dateCreated"] = books.clock.today().isoformat()
    kind.relations(books.db)[identifier] = record
    registers.note_id(books.db, kind.name, identifier)
    if is_numbered:
        auto_ids.note_used(books, kind, identifier)
    return record


def rendered(books: Books, kind: Kind, record: Record) -> Record:
    """The edit model of a relation."""
    other_id = f"{kind.other}Id"
    return render(kind.model, record) | {
        "canChange": True,
        "database": books.db.database,
        "fullAddress": ", ".join(filter(None, (record["street1"], record["zipCode"], record["city"]))),
        "hasOutstandingBalance": _has_balance(books, kind, record[kind.id_name]),
        other_id: books.db.organizations[str(record["organizationId"])][other_id],
    }


def find(call: Call, kind: Kind) -> Record:
    """The relation that the path names.

    Raises:
        NotFoundError: there is none.
    """
    record = kind.relations(call.db).get(call.parts[kind.id_name])
    if record is None:
        raise NotFoundError
    return record


def _numbered(books: Books, kind: Kind) -> str:
    if books.settings.missing_relation_id == "auto_only" and not auto_ids.is_automatic(books, kind):
        raise refuse(kind.id_name, f"{kind.id_name} is verplicht")
    return auto_ids.next_id(books, kind)


def _join_organization(books: Books, kind: Kind, record: Record) -> None:
    """Link the relation to the organisation that it names, directly or through its other side, or to a new one."""
    db, other_id = books.db, f"{kind.other}Id"
    relation = (db.suppliers if kind is CUSTOMER else db.customers).get(record[other_id])
    number = relation["organizationId"] if relation else record["organizationId"] or db.next_serial()
    empty = {"organizationId": number, "name": record["name"], "customerId": "", "supplierId": ""}
    organization = db.organizations.setdefault(str(number), empty)
    if organization[kind.id_name]:
        raise refuse("organizationId", f"Organisatie {number} is al {kind.label.lower()} {organization[kind.id_name]}")
    organization[kind.id_name] = record[kind.id_name]
    record["organizationId"] = number


def _removable(call: Call, kind: Kind) -> Record:
    record = find(call, kind)
    identifier = record[kind.id_name]
    if _is_used(call.db, kind, identifier):
        raise refuse(kind.id_name, f"{kind.label} {identifier} heeft boekingen")
    return record


def _is_used(db: Database, kind: Kind, identifier: str) -> bool:
    """Whether an invoice, a ledger line (unmatched money) or an order names a relation."""
    if registers.keys_in(db, kind.register("relation", identifier)):
        return True
    lines = (line for row in db.transactions.values() for line in row["lines"])
    orders = db.tables.get("Order", {}).values() if kind is CUSTOMER else ()
    return any(row[kind.id_name] == identifier for row in (*lines, *orders))


def _remove(books: Books, kind: Kind, record: Record) -> None:
    relations, identifier = kind.relations(books.db), record[kind.id_name]
    del relations[identifier]
    books.db.organizations[str(record["organizationId"])][kind.id_name] = ""
    registers.forget_id(books.db, kind.name, identifier, relations)


def _has_balance(books: Books, kind: Kind, identifier: str) -> bool:
    keys = registers.keys_in(books.db, kind.register("relation", identifier))
    return any(matching.balance_cents(books.db, key) for key in keys)


def _read(books: Books, kind: Kind, body: Any) -> Record:
    problems = Problems()
    record = Binder(books.settings, problems).bind(kind.model, _with_charge_code(body))
    stop_on(problems)
    record[kind.group_name] = record[kind.group_name] or STANDARD_GROUP
    record[kind.state_name] = record[kind.state_name] or ACTIVE
    _check_tables(books, kind, record, problems)
    _check_values(books, kind, record, problems)
    stop_on(problems)
    record["dateChanged"] = books.clock.today().isoformat()
    return record


def _with_charge_code(body: Any) -> Any:
    """The guide's sample posts the letter J where the model has a number (multivers-api.md 3.11)."""
    if not isinstance(body, dict):
        return body
    return {
        name: _CHARGE_VAT.get(str(value), value) if str(name).lower() == "chargevattypeid" else value
        for name, value in body.items()
    }


def _check_tables(books: Books, kind: Kind, record: Record, problems: Problems) -> None:
    db = books.db
    tables = (("countryId", db.countries), ("paymentConditionId", db.payment_conditions), ("currencyId", db.currencies))
    for name, table in tables:
        if record[name] and record[name] not in table:
            problems.add(name, f"{name} {record[name]} bestaat niet")
    scenario = db.scenarios.get(str(record["vatScenarioId"]))
    if record["vatScenarioId"] and (scenario is None or scenario["_sales"] != (kind is CUSTOMER)):
        problems.add("vatScenarioId", f"Btw-scenario {record['vatScenarioId']} bestaat niet")
    if str(record[kind.group_name]) not in kind.groups(db):
        problems.add(kind.group_name, f"{kind.label}engroep {record[kind.group_name]} bestaat niet")
    other_id = f"{kind.other}Id"
    if record[other_id] and record[other_id] not in (db.suppliers if kind is CUSTOMER else db.customers):
        problems.add(other_id, f"{other_id} {record[other_id]} bestaat niet")


def _check_values(books: Books, kind: Kind, record: Record, problems: Problems) -> None:
    allowed = (
        (kind.state_name, record[kind.state_name] in (ACTIVE, PASSIVE)),
        ("creditSqueezeId", record["creditSqueezeId"] in ("", "0", "1", "2", "3")),
        ("chargeVatTypeId", record["chargeVatTypeId"] in (0, 1, 2)),
        ("discountPercentage", 0 <= record["discountPercentage"] <= 1),
        ("creditLimit", 0 <= record.get("creditLimit", 0) <= MAX_CREDIT_LIMIT),
    )
    for name, is_right in allowed:
        if not is_right:
            problems.add(name, f"Ongeldige waarde voor {name}")
    number = record["organizationId"]
    if number and str(number) not in books.db.organizations:
        problems.add("organizationId", f"Organisatie {number} bestaat niet")


def _edit_routes(kind: Kind) -> Routes:
    path = f"{kind.resource}/{{{kind.id_name}}}"
    whole = f"{kind.resource}/{kind.resource}AndOrganization/{{{kind.id_name}}}"
    return {
        f"GET {path}": partial(get_relation, kind),
        f"POST {kind.resource}": partial(post_relation, kind),
        f"PUT {kind.resource}": partial(put_relation, kind),
        f"PUT {path}": partial(put_relation, kind),
        f"DELETE {path}": partial(delete_relation, kind),
        f"DELETE {whole}": partial(delete_with_organization, kind),
    }


ROUTES: Routes = {path: handler for kind in KINDS for path, handler in _edit_routes(kind).items()}
