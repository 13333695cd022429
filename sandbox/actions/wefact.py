"""What people do in WeFact."""

from __future__ import annotations

from sandbox.actions.accounts import account_of
from sandbox.core import Sandbox
from sandbox.model import Record
from sandbox.wefact import relations
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import add_record
from sandbox.wefact.limits import let_in
from sandbox.wefact.state import find


def _find(table: dict[str, Record], code_name: str, arguments: Record) -> Record:
    record = find(table, code_name, str(arguments.pop(code_name)))
    if record is None:
        raise RefusalError(f"no such {code_name}")
    return record


def edit_debtor(sandbox: Sandbox, arguments: Record) -> Record:
    """Change a debtor: `DebtorCode` and `changes`."""
    account = account_of(sandbox, arguments)
    record = _find(account.debtors, "DebtorCode", arguments)
    relations.change_debtor(account, record, arguments.pop("changes"), sandbox.state.settings)
    record["Modified"] = sandbox.clock.stamp()
    return record


def add_debtor(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a debtor: the properties of `debtor/add`."""
    account = account_of(sandbox, arguments)
    return relations.create_debtor(account, arguments, sandbox.clock.stamp(), sandbox.state.settings)


def add_group(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a product group: `GroupName` and `products`, the codes that it holds from now on."""
    account = account_of(sandbox, arguments)
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
    let_in(sandbox.state.wefact, str(arguments.get("ip", "127.0.0.1")))
    return {"firewall": sandbox.state.wefact.firewall}


ACTIONS = {
    "block_ip": block_ip,
    "unblock_ip": unblock_ip,
    "edit_debtor": edit_debtor,
    "add_debtor": add_debtor,
    "add_group": add_group,
}
