"""Customers: edit model, info, list (multivers-api.md 3.1, 3.2)."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse, refused_by_switch
from sandbox.multivers.fields import CUSTOMER, CUSTOMER_INFO_LEFT_OUT, CUSTOMER_INFO_RENAMED
from sandbox.multivers.ledger import paid_cents, to_cents
from sandbox.multivers.wire import Binder, Problems, render


def get_customer(call: Call) -> Record:
    """`GET Customer/{customerId}`."""
    return rendered_customer(call.books, _find(call))


def post_customer(call: Call) -> Record | None:
    """`POST Customer`: an empty customerId is numbered."""
    record = create_customer(call.books, call.json())
    return None if call.books.settings.create_answer == "empty" else rendered_customer(call.books, record)


def put_customer(call: Call) -> Record:
    """`PUT Customer/{customerId}`, or the id in the body: a full replacement unless the switch says otherwise."""
    body = call.json()
    given = {str(name).lower(): value for name, value in body.items()} if isinstance(body, dict) else {}
    old = call.db.customers.get(call.parts.get("customerId") or str(given.get("customerid", "")))
    if old is None:
        raise NotFoundError
    if call.books.settings.put_missing == "kept":
        given = {name.lower(): value for name, value in rendered_customer(call.books, old).items()} | given
    record = _read(call.books, given | {"customerid": old["customerId"]})
    kept = {"dateCreated": old["dateCreated"], "organizationId": old["organizationId"]}
    call.db.customers[old["customerId"]] = record | kept
    return rendered_customer(call.books, record | kept)


def delete_customer(call: Call) -> None:
    """`DELETE Customer/{customerId}`.

    Raises:
        RefusedError: the customer has bookings.
    """
    customer_id = _find(call)["customerId"]
    if any(invoice["customerId"] == customer_id for invoice in call.db.invoices.values()):
        raise refuse("customerId", f"Debiteur {customer_id} heeft boekingen")
    del call.db.customers[customer_id]


def get_info(call: Call) -> Record:
    """`GET CustomerInfo/{customerId}`."""
    return _info(_find(call))


def list_infos(call: Call) -> list[Record]:
    """`GET CustomerInfoList`."""
    return [_info(record) for record in call.db.customers.values()]


def names(call: Call) -> list[Record]:
    """`GET CustomerNVL`: name = key, value = name."""
    return [{"name": key, "value": record["name"]} for key, record in call.db.customers.items()]


def next_customer_id(call: Call) -> Record:
    """`POST GetCustomerIdCommand`."""
    return {"messages": [], "customerId": _next_id(call.books)}


def create_customer(books: Books, body: Any) -> Record:
    """Make a customer.

    Raises:
        RefusedError: a property is wrong or the id is in use.
    """
    record = _read(books, body)
    record["customerId"] = record["customerId"] or _next_id(books)
    if record["customerId"] in books.db.customers:
        switch = books.settings.duplicate_customer
        raise refused_by_switch(switch, "customerId", f"Debiteur {record['customerId']} bestaat al")
    record["dateCreated"] = books.clock.today().isoformat()
    record["organizationId"] = record["organizationId"] or books.db.next_serial()
    books.db.customers[record["customerId"]] = record
    return record


def rendered_customer(books: Books, record: Record) -> Record:
    """The edit model of a customer."""
    return render(CUSTOMER, record) | {
        "canChange": True,
        "database": books.db.database,
        "fullAddress": ", ".join(filter(None, (record["street1"], record["zipCode"], record["city"]))),
        "hasOutstandingBalance": _has_balance(books, record["customerId"]),
    }


def _has_balance(books: Books, customer_id: str) -> bool:
    paid = paid_cents(books.db)
    return any(
        to_cents(invoice["amountTotalCur"]) != paid.get(key, 0)
        for key, invoice in books.db.invoices.items()
        if invoice["customerId"] == customer_id
    )


def _find(call: Call) -> Record:
    record = call.db.customers.get(call.parts["customerId"])
    if record is None:
        raise NotFoundError
    return record


def _read(books: Books, body: Any) -> Record:
    problems = Problems()
    record = Binder(books.settings, problems).bind(CUSTOMER, body)
    stop_on(problems)
    tables = (("countryId", books.db.countries), ("paymentConditionId", books.db.payment_conditions))
    for name, table in (*tables, ("currencyId", books.db.currencies)):
        if record[name] and record[name] not in table:
            problems.add(name, f"{name} {record[name]} bestaat niet")
    if record["vatScenarioId"] and str(record["vatScenarioId"]) not in books.db.scenarios:
        problems.add("vatScenarioId", f"Btw-scenario {record['vatScenarioId']} bestaat niet")
    record["customerGroupId"] = record["customerGroupId"] or 1
    if str(record["customerGroupId"]) not in books.db.customer_groups:
        problems.add("customerGroupId", f"Debiteurengroep {record['customerGroupId']} bestaat niet")
    stop_on(problems)
    record["customerStateId"] = record["customerStateId"] or "A"
    record["dateChanged"] = books.clock.today().isoformat()
    return record


def _next_id(books: Books) -> str:
    used = [int(customer_id) for customer_id in books.db.customers if customer_id.isdecimal()]
    return str(max([*used, 1000]) + 1)


def _info(record: Record) -> Record:
    info = render(CUSTOMER, record)
    renamed = {new: info[old] for old, new in CUSTOMER_INFO_RENAMED.items()}
    kept = {name: value for name, value in info.items() if name not in CUSTOMER_INFO_LEFT_OUT}
    return kept | renamed | {"customerOrganizationId": record["organizationId"]}


ROUTES: Routes = {
    "GET CustomerNVL": names,
    "GET CustomerInfoList": list_infos,
    "GET CustomerInfo/{customerId}": get_info,
    "GET Customer/{customerId}": get_customer,
    "POST Customer": post_customer,
    "PUT Customer": put_customer,
    "PUT Customer/{customerId}": put_customer,
    "DELETE Customer/{customerId}": delete_customer,
    "POST GetCustomerIdCommand": next_customer_id,
}
