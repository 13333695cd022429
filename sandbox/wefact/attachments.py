"""Controller `attachment`: files at debtors, creditors and (purchase) invoices (wefact-api.md 2.4)."""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePosixPath

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.state import Account, find

# Type: table of the parents, property with their code, their name in sentences.
_PARENTS = {
    "debtor": ("debtors", "DebtorCode", "debiteur"),
    "creditor": ("creditors", "CreditorCode", "crediteur"),
    "invoice": ("invoices", "InvoiceCode", "factuur"),
    "creditinvoice": ("creditinvoices", "CreditInvoiceCode", "inkoopfactuur"),
}
_MIME_TYPES = {
    ".pdf": "application/pdf",
    ".xml": "application/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
}


def attached(parent: Record) -> list[Record]:
    """The files at a record, as `Attachments` shows them: id and name; their content is kept apart."""
    return list(parent.get("Attachments", []))


def drop_attachments(account: Account, parent: Record) -> None:
    """Delete the files at a record that itself is being deleted."""
    for row in attached(parent):
        del account.attachments[row["Identifier"]]


def add_attachment(call: Context) -> Record:
    """`attachment/add`: the answer does not tell the id; it stands in the parent's `show`.

    Raises:
        RefusalError: no such parent, no name, or content that is not base64.
    """
    kind, parent = call.text("Type"), _parent(call)
    filename, content = call.text("Filename"), call.text("Base64")
    if not filename or not content:
        raise RefusalError("U dient een bestand op te geven (tekst van de sandbox)")
    try:
        base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise RefusalError("Invalid type for 'Base64'") from problem
    row = {"Identifier": str(call.account.take_number("attachments")), "Filename": filename}
    call.account.attachments[row["Identifier"]] = row | {"Base64": content}
    parent["Attachments"] = [*attached(parent), row]
    call.touch(parent)
    return {"success": [f"Het bestand '{filename}' is toegevoegd als bijlage bij de {_PARENTS[kind][2]}"]}


def delete_attachment(call: Context) -> Record:
    """`attachment/delete`: by the file's Identifier or name, of one parent."""
    parent = _parent(call)
    record = _select(call, parent)
    parent["Attachments"] = [row for row in attached(parent) if row["Identifier"] != record["Identifier"]]
    del call.account.attachments[record["Identifier"]]
    call.touch(parent)
    return {"success": [f"De bijlage '{record['Filename']}' is verwijderd"]}


def download_attachment(call: Context) -> Record:
    """`attachment/download`: `success` holds values by position (wefact-api.md 8.6)."""
    record = _select(call, _parent(call))
    name = record["Filename"]
    if call.settings.attachment_download == "older":
        return {"success": [name, record["Base64"]]}
    mime_type = _MIME_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return {"success": [record["Identifier"], name, record["Base64"], mime_type]}


def _parent(call: Context) -> Record:
    kind = call.text("Type")
    if kind not in _PARENTS:
        raise RefusalError("Ongeldig type opgegeven")
    table_name, code_name, noun = _PARENTS[kind]
    table: dict[str, Record] = getattr(call.account, table_name)
    identifier, code = call.text("ReferenceIdentifier"), call.text(code_name)
    parent = table.get(identifier) if identifier else find(table, code_name, code) if code else None
    if parent is None:
        raise RefusalError(f"Ongeldig kenmerk voor {noun}")
    return parent


def _select(call: Context, parent: Record) -> Record:
    name = "Identifier" if call.text("Identifier") else "Filename"
    row = next((row for row in attached(parent) if row[name] == call.text(name)), None)
    if row is None:
        raise RefusalError("Ongeldig kenmerk voor bijlage")
    return call.account.attachments[row["Identifier"]]


READS: Actions = {"attachment/download": download_attachment}
WRITES: Actions = {
    "attachment/add": add_attachment,
    "attachment/delete": delete_attachment,
}
