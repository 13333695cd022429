"""Controller `creditor` (wefact-api.md 2, 3.2)."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record, words
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.attachments import attached, drop_attachments
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier
from sandbox.wefact.inputs import filled, free_code, one_of
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.purchase import refresh, remove_purchase_invoice
from sandbox.wefact.records import CREDITOR, SEXES, fill, sent
from sandbox.wefact.state import Account, find
from sandbox.wefact.translations import COUNTRY, translated

_ROW = words("Identifier CreditorCode CompanyName Sex Initials SurName EmailAddress Modified")


def _row(record: Record) -> Record:
    return {name: record[name] for name in _ROW}


CREDITORS = ListSpec("creditors", "CreditorCode", "ASC", ("CreditorCode", "CompanyName", "SurName"), _row)


def list_creditors(call: Context) -> Record:
    """`creditor/list`."""
    return answer_list(CREDITORS, call.account.creditors.values(), call.params, call.settings)


def show_creditor(call: Context) -> Record:
    """`creditor/show`."""
    return {"creditor": _shown(_select(call))}


def add_creditor(call: Context) -> Record:
    """`creditor/add`: numbers the creditor itself when no code is given."""
    refuse_identifier(call.params)
    return {"creditor": _shown(create_creditor(call.account, call.params, call.clock.stamp()))}


def edit_creditor(call: Context) -> Record:
    """`creditor/edit`: only what is sent changes."""
    record = _select(call)
    change_creditor(call.account, record, call.params, call.settings.totals_method)
    call.touch(record)
    return {"creditor": _shown(record)}


def delete_creditor(call: Context) -> Record:
    """`creditor/delete`: with `withcreditinvoice` = yes its purchase invoices go too.

    Raises:
        RefusalError: there are purchase invoices, no flag, and the switch `creditor_delete` refuses that.
    """
    record = _select(call)
    owned = _owned(call.account, record)
    with_invoices = one_of("withcreditinvoice", call.text("withcreditinvoice") or "no", ("yes", "no")) == "yes"
    if owned and not with_invoices and call.settings.creditor_delete == "refused":
        raise RefusalError("Crediteur heeft inkoopfacturen en kan niet verwijderd worden (tekst van de sandbox)")
    for invoice in owned if with_invoices else []:
        remove_purchase_invoice(call.account, invoice)
    drop_attachments(call.account, record)
    del call.account.creditors[record["Identifier"]]
    return {"success": [f"Crediteur {record['CreditorCode']} is succesvol verwijderd"]}


def create_creditor(account: Account, params: Record, stamp: str) -> Record:
    """Make a creditor of an account.

    Raises:
        RefusalError: no name, a code that is in use, or a wrong value.
    """
    values: dict[str, Any] = _checked(dict(fill(CREDITOR, filled(params))))
    if find(account.creditors, "CreditorCode", values["CreditorCode"]):
        raise RefusalError("Het crediteurnummer is al in gebruik (tekst van de sandbox)")
    values["CreditorCode"] = values["CreditorCode"] or free_code(account, "creditors")
    return add_record(account, "creditors", values, stamp)


def change_creditor(account: Account, record: Record, params: Record, method: str = "sum") -> None:
    """Change what was sent; a creditor keeps needing a name, and its purchase invoices follow it.

    Raises:
        RefusalError: the change would leave no name, or holds a wrong value.
    """
    asked = {name: value for name, value in params.items() if name != "CreditorCode"}
    record.update(_checked(record | sent(CREDITOR, asked)))
    for invoice in _owned(account, record):
        refresh(account, invoice, method)


def _owned(account: Account, creditor: Record) -> list[Record]:
    return [row for row in account.creditinvoices.values() if row["Creditor"] == creditor["Identifier"]]


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    if not (values["CompanyName"] or values["SurName"]):
        raise RefusalError("U dient een bedrijfsnaam of achternaam op te geven")
    one_of("Sex", values["Sex"], SEXES)
    one_of("Authorisation", values["Authorisation"], ("yes", "no"))
    if not values["InvoiceTerm"].isdecimal() or len(values["InvoiceTerm"]) > 4:
        raise RefusalError("Invalid type for 'InvoiceTerm'")
    return values


def _select(call: Context) -> Record:
    return call.select(call.account.creditors, "CreditorCode", "crediteur")


def _shown(record: Record) -> Record:
    return record | {
        "Attachments": attached(record),
        "Translations": {"Country": translated(COUNTRY, record["Country"])},
    }


READS: Actions = {
    "creditor/list": list_creditors,
    "creditor/show": show_creditor,
}
WRITES: Actions = {
    "creditor/add": add_creditor,
    "creditor/edit": edit_creditor,
    "creditor/delete": delete_creditor,
}
