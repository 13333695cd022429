"""Bank accounts of organisations, and the mandates for direct debit (multivers-api.md 2.1, 3.3)."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.families import Family, create_all, created, edit, family_routes, info, rows_of
from sandbox.multivers.fields import model
from sandbox.multivers.kinds import CUSTOMER, SUPPLIER, Kind
from sandbox.multivers.wire import Problems

MANDATE_KINDS, MANDATE_TYPES = (0, 1), (0, 1)


def _check(books: Books, record: Record, problems: Problems) -> None:
    if str(record["organizationId"]) not in books.db.organizations:
        problems.add("organizationId", f"Organisatie {record['organizationId']} bestaat niet")
    if record["countryId"] and record["countryId"] not in books.db.countries:
        problems.add("countryId", f"Land {record['countryId']} bestaat niet")
    if not record["accountNumber"] and not record["iban"]:
        problems.add("accountNumber", "accountNumber of iban is verplicht")
    if record["iban"] and not is_iban(record["iban"]):
        problems.add("iban", f"IBAN {record['iban']} is ongeldig")


def is_iban(text: str) -> bool:
    """Tell whether the check digits of an IBAN are right (ISO 13616)."""
    plain = text.replace(" ", "").upper()
    if not (plain.isascii() and plain.isalnum() and len(plain) > 4):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _fill(books: Books, record: Record) -> None:
    """Number an account within its organisation; one account at most is preferred."""
    others = [row for row in rows_of(books.db, BANK_ACCOUNT).values() if _same_owner(row, record)]
    record["indexNumber"] = record["indexNumber"] or max((row["indexNumber"] for row in others), default=0) + 1
    if record["preferred"]:
        for row in others:
            row["preferred"] = row["indexNumber"] == record["indexNumber"]


def _same_owner(row: Record, record: Record) -> bool:
    return bool(row["organizationId"] == record["organizationId"])


BANK_ACCOUNT = Family(
    "BankAccount",
    model(
        "organizationId:i! indexNumber:i accountNumber:s34 accountholderCity:s30 accountholderName:s70 bankTypeId:i"
        " bic:s11 blocked:b city:s30 countryId:s3 giroAccountNumberOfBank:s34 iban:s34 name:s20 preferred:b street:s40"
    ),
    ("organizationId", "indexNumber"),
    label="Bankrekening",
    calls="edit info",
    check=_check,
    fill=_fill,
)


def bank_infos(call: Call) -> list[Record]:
    """`GET BankAccountInfoList[?organizationId]`."""
    return _of(call, call.number("organizationId", 0))


def bank_accounts(call: Call) -> list[Record]:
    """`GET BankAccountList/{organizationId}`: edit models."""
    number = call.number("organizationId")
    return [edit(BANK_ACCOUNT, row) for row in _of(call, number)]


def post_bank_accounts(call: Call) -> Any:
    """`POST BankAccountList`: several at once, all or none."""
    rows = create_all(call.books, BANK_ACCOUNT, call.json())
    return created(call, [edit(BANK_ACCOUNT, row) for row in rows])


def _of(call: Call, number: int) -> list[Record]:
    rows = rows_of(call.db, BANK_ACCOUNT).values()
    return [info(BANK_ACCOUNT, row) for row in rows if number in (0, row["organizationId"])]


def _of_relation(call: Call, kind: Kind) -> list[Record]:
    relation = kind.relations(call.db).get(call.parts[kind.id_name])
    if relation is None:
        raise NotFoundError
    return _of(call, relation["organizationId"])


MANDATE = Family(
    "Mandate",
    model(
        "mandateId:s12! customerId:s8! description:s40 mandateKind:i mandateType:i iban:s34 bic:s11 dateSigned:t"
        " dateLastUsed:t isActive:b"
    ),
    ("mandateId",),
    calls="",
)


def mandates(call: Call) -> list[Record]:
    """`GET MandateInfoList[?customerId]`; the fields are the sandbox's own, mandates come by the dataset only."""
    wanted = call.query.get("customerid", "")
    return [info(MANDATE, row) for row in rows_of(call.db, MANDATE).values() if wanted in ("", row["customerId"])]


ROUTES: Routes = family_routes(BANK_ACCOUNT) | {
    "GET BankAccountInfoList": bank_infos,
    "GET BankAccountInfoList/ByCustomerId/{customerId}": lambda call: _of_relation(call, CUSTOMER),
    "GET BankAccountInfoList/BySupplierId/{supplierId}": lambda call: _of_relation(call, SUPPLIER),
    "GET BankAccountList/{organizationId}": bank_accounts,
    "POST BankAccountList": post_bank_accounts,
    "GET MandateInfoList": mandates,
}
