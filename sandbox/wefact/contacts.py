"""Controller `extraclientcontact`: further people at a debtor (wefact-api.md 3.1)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, refuse_identifier
from sandbox.wefact.inputs import one_of
from sandbox.wefact.records import CONTACT, SEXES, fill, sent
from sandbox.wefact.state import Account, find

_NAMES = ("EmailAddress", "LastName", "CompanyName")


def contacts_of(account: Account, debtor: Record) -> list[Record]:
    """A debtor's contacts, as `ExtraClientContacts` shows them."""
    return [_shown(row) for row in account.contacts.values() if row["ClientId"] == debtor["Identifier"]]


def add_contact(call: Context) -> Record:
    """`extraclientcontact/add`: to the debtor that `ClientId` or `DebtorCode` names."""
    refuse_identifier(call.params)
    debtor = _debtor(call)
    values = _checked(call.params, fill(CONTACT, call.params))
    identifier = str(call.account.take_number("contacts"))
    record = {"Identifier": identifier, "ClientId": debtor["Identifier"]} | values
    call.account.contacts[identifier] = record
    call.touch(debtor)
    return {"extraclientcontact": _shown(record)}


def edit_contact(call: Context) -> Record:
    """`extraclientcontact/edit`: one of the names must be sent again (wefact-api.md 8.11)."""
    record = _select(call)
    record.update(_checked(call.params, record | sent(CONTACT, call.params)))
    call.touch(call.account.debtors[record["ClientId"]])
    return {"extraclientcontact": _shown(record)}


def delete_contact(call: Context) -> Record:
    """`extraclientcontact/delete`."""
    record = _select(call)
    del call.account.contacts[record["Identifier"]]
    call.touch(call.account.debtors[record["ClientId"]])
    return {"success": ["De contactpersoon is verwijderd (tekst van de sandbox)"]}


def _checked(params: Record, values: Record) -> Record:
    if not any(params.get(name) for name in _NAMES):
        raise RefusalError("U dient of een e-mailadres of achternaam of bedrijfsnaam op te geven")
    one_of("Salutation", values["Salutation"], SEXES)
    return values


def _debtor(call: Context) -> Record:
    identifier, debtors = call.text("ClientId"), call.account.debtors
    debtor = debtors.get(identifier) if identifier else find(debtors, "DebtorCode", call.text("DebtorCode"))
    if debtor is None:
        raise RefusalError("Ongeldig kenmerk voor debiteur")
    return debtor


def _select(call: Context) -> Record:
    record = call.account.contacts.get(call.text("Identifier"))
    if record is None:
        raise RefusalError("Ongeldig kenmerk voor contactpersoon")
    return record


def _shown(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "ClientId"}


READS: Actions = {}
WRITES: Actions = {
    "extraclientcontact/add": add_contact,
    "extraclientcontact/edit": edit_contact,
    "extraclientcontact/delete": delete_contact,
}
