"""Delivery, invoice and person addresses of an organisation (multivers-api.md 2.1, 3.1 Address).

An address lives in the `addresses` of the customer or supplier that it belongs to, so that both ways of reading and
writing it see the same; an organisation that is both has its addresses with the customer.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.families import created, refuse_locked
from sandbox.multivers.fields import model
from sandbox.multivers.reference import nvl
from sandbox.multivers.state import Database
from sandbox.multivers.wire import Binder, Problems, render

ADDRESS = model(
    "addressGuid:s36 addressId:i addressType:i city:s30 contactPerson:s55 countryId:s3 email:s60 fax:s25"
    " -fullAddress:s languageId:s3 name:s40 organizationId:i street1:s40 street2:s40 telephone:s25 zipCode:s10"
)
DELIVERY, INVOICE, PERSON = 0, 1, 2
_EDIT = {"canChange": True, "cannotChangeReason": "", "messages": []}


def organization(db: Database, number: int) -> Record:
    """An organisation by its number.

    Raises:
        RefusedError: there is none.
    """
    found = db.organizations.get(str(number))
    if found is None:
        raise refuse("organizationId", f"Organisatie {number} bestaat niet")
    return found


def relations_of(db: Database, number: int) -> list[Record]:
    """The customer and the supplier that an organisation is."""
    found = organization(db, number)
    pairs = ((db.customers, found["customerId"]), (db.suppliers, found["supplierId"]))
    return [table[key] for table, key in pairs if key]


def get_address(call: Call) -> Record:
    """`GET Address/{addressGuid}`."""
    return _find(call)[2] | _EDIT


def get_info(call: Call) -> Record:
    """`GET AddressInfo/{addressGuid}`."""
    return _find(call)[2]


def post_address(call: Call) -> Any:
    """`POST Address`: gets a guid of its own."""
    return created(call, _add(call.books, [call.json()])[0] | _EDIT)


def post_list(call: Call) -> Any:
    """`POST AddressList`: several at once, all or none."""
    body = call.json()
    if not isinstance(body, list):
        raise refuse("", "Lijst verwacht")
    return created(call, [row | _EDIT for row in _add(call.books, body)])


def put_address(call: Call) -> Record:
    """`PUT Address/{addressGuid}`: stays with its organisation."""
    refuse_locked(call.books)
    relation, index, old = _find(call)
    kept = {name: old[name] for name in ("addressGuid", "addressId", "organizationId")}
    body = call.json()
    if call.books.settings.put_missing == "kept" and isinstance(body, dict):
        given = {str(name).lower() for name in body}
        body = {name: value for name, value in old.items() if name.lower() not in given} | body
    relation["addresses"][index] = _read(call.books, body, kept) | kept
    return _find(call)[2] | _EDIT


def delete_address(call: Call) -> None:
    """`DELETE Address/{addressGuid}`."""
    refuse_locked(call.books)
    relation, index, _ = _find(call)
    # What is left keeps the guids that it was shown with.
    rest = list(_shown(relation))
    relation["addresses"] = rest[:index] + rest[index + 1 :]


def address_list(call: Call) -> list[Record]:
    """`GET AddressList/{organizationId}`: edit models."""
    return [row | _EDIT for row in address_infos(call)]


def address_infos(call: Call) -> list[Record]:
    """`GET AddressInfoList/{organizationId}`."""
    number = call.number("organizationId")
    if str(number) not in call.db.organizations:
        raise NotFoundError
    return [row for relation in relations_of(call.db, number) for row in _shown(relation)]


def organization_names(call: Call) -> list[Record]:
    """`GET OrganizationNVL[?mustBeCustomer][?mustBeSupplier]`."""
    wanted = [name for name in ("customer", "supplier") if call.query.get(f"mustbe{name}", "").lower() == "true"]
    rows = call.db.organizations.items()
    return nvl((key, row["name"]) for key, row in rows if all(row[f"{name}Id"] for name in wanted))


def contact_persons(call: Call) -> list[Record]:
    """`GET CompanyContactPersonList/{organizationId}` (V22): the person addresses; the fields are a guess."""
    return [
        {"organizationId": row["organizationId"], "name": row["name"], "email": row["email"],
         "telephone": row["telephone"]}
        for row in address_infos(call)
        if row["addressType"] == PERSON
    ]  # fmt: skip


def _read(books: Books, body: Any, kept: Record) -> Record:
    problems = Problems()
    record = Binder(books.settings, problems).bind(ADDRESS, body) | kept
    if record["addressType"] not in (DELIVERY, INVOICE, PERSON):
        problems.add("addressType", f"Adressoort {record['addressType']} bestaat niet")
    if record["countryId"] and record["countryId"] not in books.db.countries:
        problems.add("countryId", f"Land {record['countryId']} bestaat niet")
    stop_on(problems)
    return record


def _add(books: Books, bodies: list[Any]) -> list[Record]:
    records = [_read(books, body, {}) for body in bodies]
    homes = [_home(books.db, record) for record in records]
    for record, relation in zip(records, homes, strict=True):
        number = books.db.next_serial()
        guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{books.db.database}/{number}"))
        record |= {"addressGuid": guid, "addressId": number}
        relation["addresses"] = [*_shown(relation), record]
    shown = {row["addressGuid"]: row for relation in homes for row in _shown(relation)}
    return [shown[record["addressGuid"]] for record in records]


def _home(db: Database, record: Record) -> Record:
    relations = relations_of(db, record["organizationId"])
    if not relations:
        raise refuse("organizationId", f"Organisatie {record['organizationId']} is debiteur noch crediteur")
    return relations[0]


def _shown(relation: Record) -> Iterator[Record]:
    """The addresses of a relation as they came, completed: those that came with it have a guid by their place."""
    number = relation["organizationId"]
    for index, raw in enumerate(relation["addresses"] or []):
        given = {str(name).lower(): value for name, value in raw.items()} if isinstance(raw, dict) else {}
        record = {field.name: given.get(field.name.lower()) or field.default for field in ADDRESS}
        guid = record["addressGuid"] or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number}/{index}"))
        full = ", ".join(str(record[name]) for name in ("street1", "zipCode", "city") if record[name])
        more = {"addressGuid": guid, "organizationId": number, "fullAddress": full}
        yield render(ADDRESS, record | more | {"addressId": record["addressId"] or index + 1})


def _find(call: Call) -> tuple[Record, int, Record]:
    """The relation, the place in its list and the address that the path names."""
    guid = call.parts["addressGuid"].lower()
    for relation in (*call.db.customers.values(), *call.db.suppliers.values()):
        if relation["addresses"]:
            for index, row in enumerate(_shown(relation)):
                if row["addressGuid"].lower() == guid:
                    return relation, index, row
    raise NotFoundError


ROUTES: Routes = {
    "GET Address/{addressGuid}": get_address,
    "POST Address": post_address,
    "PUT Address/{addressGuid}": put_address,
    "DELETE Address/{addressGuid}": delete_address,
    "GET AddressInfo/{addressGuid}": get_info,
    "GET AddressInfoList/{organizationId}": address_infos,
    "GET AddressList/{organizationId}": address_list,
    "POST AddressList": post_list,
    "GET OrganizationNVL": organization_names,
    "GET CompanyContactPersonList/{organizationId}": contact_persons,
}
