"""Controller `debtor` (wefact-api.md 2, 3.1); creditors stand in `creditors`."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record, words
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.attachments import attached
from sandbox.wefact.contacts import contacts_of
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier, shown_groups
from sandbox.wefact.inputs import day, filled, free_code, one_of, texts
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.records import DEBTOR, fill, sent, text_of
from sandbox.wefact.state import Account, find
from sandbox.wefact.translations import COUNTRY, INVOICE_METHOD, translated
from sandbox.wefact.values import check_choices

_ROW = words("Identifier DebtorCode CompanyName Sex Initials SurName EmailAddress Modified")
_APART = ("GroupIds", "CustomFields", "Created", "Modified", "Attachments")
_CHOICES = {
    "Mailing": ("yes", "no", "unsubscribed"),
    "DirectDebitApplyTo": ("none", "invoices", "subscriptions", "all"),
}


def _row(record: Record) -> Record:
    return {name: record[name] for name in _ROW}


DEBTORS = ListSpec("debtors", "DebtorCode", "ASC", ("DebtorCode", "CompanyName", "SurName"), _row, has_group=True)


def list_debtors(call: Context) -> Record:
    """`debtor/list`."""
    return answer_list(DEBTORS, call.account.debtors.values(), call.params, call.settings)


def show_debtor(call: Context) -> Record:
    """`debtor/show`."""
    return {"debtor": _shown(call, call.select(call.account.debtors, "DebtorCode", "debiteur"))}


def add_debtor(call: Context) -> Record:
    """`debtor/add`: numbers the debtor itself when no code is given."""
    refuse_identifier(call.params)
    record = create_debtor(call.account, call.params, call.clock.stamp(), call.settings)
    return {"success": [f"Debiteur {record['DebtorCode']} is aangemaakt"], "debtor": _shown(call, record)}


def edit_debtor(call: Context) -> Record:
    """`debtor/edit`: only what is sent changes."""
    record = call.select(call.account.debtors, "DebtorCode", "debiteur")
    change_debtor(call.account, record, call.params, call.settings)
    call.touch(record)
    return {"success": [f"Debiteur {record['DebtorCode']} is aangepast"], "debtor": _shown(call, record)}


def create_debtor(account: Account, params: Record, stamp: str, settings: Settings) -> Record:
    """Make a debtor of an account.

    Raises:
        RefusalError: no name, a code that is in use, or a wrong value.
    """
    given = filled(params)
    values = _checked(account, {"GroupIds": [], "CustomFields": {}} | fill(DEBTOR, given), given, settings)
    if find(account.debtors, "DebtorCode", values["DebtorCode"]):
        raise RefusalError("Het debiteurnummer is al in gebruik")
    values["DebtorCode"] = values["DebtorCode"] or free_code(account, "debtors")
    return add_record(account, "debtors", values, stamp)


def change_debtor(account: Account, record: Record, params: Record, settings: Settings) -> None:
    """Change what was sent; a debtor keeps needing a name.

    Raises:
        RefusalError: the change would leave no name, or holds a wrong value.
    """
    asked = {name: value for name, value in params.items() if name != "DebtorCode"}
    record.update(_checked(account, record | sent(DEBTOR, asked), asked, settings))


def _checked(account: Account, values: Record, params: Record, settings: Settings) -> Record:
    if not (values["CompanyName"] or values["SurName"]):
        raise RefusalError("U dient een bedrijfsnaam of achternaam op te geven")
    check_choices({name: values[name] for name in ("Sex", "InvoiceMethod")}, settings)
    for name, allowed in _CHOICES.items():
        one_of(name, values[name], allowed)
    changed: dict[str, Any] = values | {"MandateDate": day(values["MandateDate"], "MandateDate")}
    if "Groups" in params:
        changed["GroupIds"] = group_ids(account, params, "debtor")
    if "CustomFields" in params:
        changed["CustomFields"] = values["CustomFields"] | _custom_fields(params["CustomFields"])
    return changed


def group_ids(account: Account, params: Record, kind: str) -> list[str]:
    """The groups that were sent under `Groups`.

    Raises:
        RefusalError: one does not exist, or holds another kind of record.
    """
    found = texts(params, "Groups")
    for identifier in found:
        if account.groups.get(identifier, {}).get("Type") != kind:
            raise RefusalError("Ongeldig kenmerk voor groep")
    return found


def _custom_fields(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise RefusalError("Invalid type for 'CustomFields'")
    return {code: text_of(f"CustomFields[{code}]", value) for code, value in given.items()}


def _shown(call: Context, record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in _APART} | {
        "Groups": shown_groups(call.account, record),
        "ExtraClientContacts": contacts_of(call.account, record),
        "CustomFields": record["CustomFields"],
        "Created": record["Created"],
        "Modified": record["Modified"],
        "Attachments": attached(record),
        "Translations": {
            "Country": translated(COUNTRY, record["Country"]),
            "InvoiceMethod": translated(INVOICE_METHOD, record["InvoiceMethod"]),
        },
    }


READS: Actions = {
    "debtor/list": list_debtors,
    "debtor/show": show_debtor,
}
WRITES: Actions = {
    "debtor/add": add_debtor,
    "debtor/edit": edit_debtor,
}
