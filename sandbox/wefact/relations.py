"""Controllers `debtor` and `creditor` (wefact-api.md 2, 3.1, 3.2)."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier, shown_groups
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.records import DEBTOR, fill, sent
from sandbox.wefact.state import Account, find

_ROW = "Identifier {code} CompanyName Sex Initials SurName EmailAddress Modified"


def _thin(code: str) -> tuple[str, ...]:
    return tuple(_ROW.format(code=code).split())


def _debtor_row(record: Record) -> Record:
    return {name: record[name] for name in _thin("DebtorCode")}


def _creditor_row(record: Record) -> Record:
    return {name: record[name] for name in _thin("CreditorCode")}


DEBTORS = ListSpec(
    "debtors", "DebtorCode", "ASC", ("DebtorCode", "CompanyName", "SurName"), _debtor_row, has_group=True
)
CREDITORS = ListSpec("creditors", "CreditorCode", "ASC", ("CreditorCode", "CompanyName", "SurName"), _creditor_row)


def list_debtors(call: Context) -> Record:
    """`debtor/list`."""
    return answer_list(DEBTORS, call.account.debtors.values(), call.params, call.settings)


def list_creditors(call: Context) -> Record:
    """`creditor/list`."""
    return answer_list(CREDITORS, call.account.creditors.values(), call.params, call.settings)


def show_debtor(call: Context) -> Record:
    """`debtor/show`."""
    return {"debtor": _shown(call, call.select(call.account.debtors, "DebtorCode", "debiteur"))}


def add_debtor(call: Context) -> Record:
    """`debtor/add`: numbers the debtor itself when no code is given."""
    refuse_identifier(call.params)
    record = create_debtor(call.account, call.params, call.clock.stamp())
    return {"success": [f"Debiteur {record['DebtorCode']} is aangemaakt"], "debtor": _shown(call, record)}


def edit_debtor(call: Context) -> Record:
    """`debtor/edit`: only what is sent changes."""
    record = call.select(call.account.debtors, "DebtorCode", "debiteur")
    change_debtor(record, call.params)
    call.touch(record)
    return {"success": [f"Debiteur {record['DebtorCode']} is aangepast"], "debtor": _shown(call, record)}


def create_debtor(account: Account, params: Record, stamp: str) -> Record:
    """Make a debtor of an account.

    Raises:
        RefusalError: no name, or a code that is in use.
    """
    values: dict[str, Any] = dict(fill(DEBTOR, params))
    if not (values["CompanyName"] or values["SurName"]):
        raise RefusalError("U dient een bedrijfsnaam of achternaam op te geven")
    if not values["DebtorCode"]:
        values["DebtorCode"] = f"DB{10000 + account.take_number('debtor_code')}"
    if find(account.debtors, "DebtorCode", values["DebtorCode"]):
        raise RefusalError("Het debiteurnummer is al in gebruik")
    return add_record(account, "debtors", values | {"GroupIds": _group_ids(params)}, stamp)


def change_debtor(record: Record, params: Record) -> None:
    """Change what was sent; a debtor keeps needing a name.

    Raises:
        RefusalError: the change would leave no name.
    """
    changed = record | sent(DEBTOR, {name: value for name, value in params.items() if name != "DebtorCode"})
    if not (changed["CompanyName"] or changed["SurName"]):
        raise RefusalError("U dient een bedrijfsnaam of achternaam op te geven")
    if "Groups" in params:
        changed["GroupIds"] = _group_ids(params)
    record.update(changed)


def _group_ids(params: Record) -> list[str]:
    groups = params.get("Groups") or []
    return [str(group) for group in (groups if isinstance(groups, list) else [groups])]


def _shown(call: Context, record: Record) -> Record:
    shown = {name: value for name, value in record.items() if name not in ("GroupIds", "Created", "Modified")}
    return shown | {
        "Groups": shown_groups(call.account, record),
        "Created": record["Created"],
        "Modified": record["Modified"],
        "Translations": {"Country": record["Country"], "InvoiceMethod": record["InvoiceMethod"]},
    }


READS: Actions = {
    "debtor/list": list_debtors,
    "debtor/show": show_debtor,
    "creditor/list": list_creditors,
}
WRITES: Actions = {
    "debtor/add": add_debtor,
    "debtor/edit": edit_debtor,
}
