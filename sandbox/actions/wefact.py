"""What people do in WeFact."""

from __future__ import annotations

from sandbox.core import Sandbox
from sandbox.model import Record
from sandbox.wefact import invoices, relations
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import add_record
from sandbox.wefact.state import Account, find


def _account(sandbox: Sandbox, arguments: Record) -> Account:
    return sandbox.state.wefact.accounts[str(arguments.pop("key", "sandbox-wefact-key"))]


def _find(table: dict[str, Record], code_name: str, arguments: Record) -> Record:
    record = find(table, code_name, str(arguments.pop(code_name)))
    if record is None:
        raise RefusalError(f"no such {code_name}")
    return record


def edit_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Change an invoice: `InvoiceCode` and `changes` (properties, or `InvoiceLines` as a whole)."""
    account = _account(sandbox, arguments)
    record = _find(account.invoices, "InvoiceCode", arguments)
    invoices.change_invoice(account, record, arguments.pop("changes"))
    record["Modified"] = sandbox.clock.stamp()
    return invoices.shown_invoice(record, sandbox.state.settings)


def credit_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Credit an invoice as a whole: `InvoiceCode`; gives the new credit invoice."""
    account = _account(sandbox, arguments)
    original = _find(account.invoices, "InvoiceCode", arguments)
    new = invoices.credit_whole(account, original, sandbox.clock.stamp(), sandbox.state.settings)
    return invoices.shown_invoice(new, sandbox.state.settings)


def add_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Make an invoice: the properties of `invoice/add`; sent (status 2) unless `Status` says otherwise."""
    account = _account(sandbox, arguments)
    record = invoices.create_invoice(account, {"Status": invoices.SENT} | arguments, sandbox.clock.stamp())
    return invoices.shown_invoice(record, sandbox.state.settings)


def void_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Let an invoice lapse (status 9) without a credit invoice: `InvoiceCode`."""
    record = _find(_account(sandbox, arguments).invoices, "InvoiceCode", arguments)
    record.update(Status=invoices.VOID, Modified=sandbox.clock.stamp())
    return invoices.shown_invoice(record, sandbox.state.settings)


def delete_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Make an invoice disappear from WeFact without a trace: `InvoiceCode`."""
    account = _account(sandbox, arguments)
    record = _find(account.invoices, "InvoiceCode", arguments)
    del account.invoices[record["Identifier"]]
    return {"deleted": record["InvoiceCode"]}


def edit_debtor(sandbox: Sandbox, arguments: Record) -> Record:
    """Change a debtor: `DebtorCode` and `changes`."""
    record = _find(_account(sandbox, arguments).debtors, "DebtorCode", arguments)
    relations.change_debtor(record, arguments.pop("changes"))
    record["Modified"] = sandbox.clock.stamp()
    return record


def add_debtor(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a debtor: the properties of `debtor/add`."""
    return relations.create_debtor(_account(sandbox, arguments), arguments, sandbox.clock.stamp())


def add_group(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a product group: `GroupName` and `products`, the codes that it holds from now on."""
    account = _account(sandbox, arguments)
    values = {"GroupName": str(arguments["GroupName"]), "Type": "product"}
    group = add_record(account, "groups", values, sandbox.clock.stamp())
    for code in arguments.get("products", []):
        product = _find(account.products, "ProductCode", {"ProductCode": code})
        product["GroupIds"].append(group["Identifier"])
        product["Modified"] = sandbox.clock.stamp()
    return group


def block_ip(sandbox: Sandbox, arguments: Record) -> Record:
    """Put an IP into WeFact's firewall: `ip` (default 127.0.0.1)."""
    firewall = sandbox.state.wefact.firewall
    firewall.append(str(arguments.get("ip", "127.0.0.1")))
    return {"firewall": firewall}


def unblock_ip(sandbox: Sandbox, arguments: Record) -> Record:
    """Let an IP out of the firewall, with a clean count: `ip` (default 127.0.0.1)."""
    state, client = sandbox.state.wefact, str(arguments.get("ip", "127.0.0.1"))
    state.firewall = [blocked for blocked in state.firewall if blocked != client]
    state.hits.pop(client, None)
    return {"firewall": state.firewall}


ACTIONS = {
    "block_ip": block_ip,
    "unblock_ip": unblock_ip,
    "edit_invoice": edit_invoice,
    "credit_invoice": credit_invoice,
    "add_invoice": add_invoice,
    "void_invoice": void_invoice,
    "delete_invoice": delete_invoice,
    "edit_debtor": edit_debtor,
    "add_debtor": add_debtor,
    "add_group": add_group,
}
