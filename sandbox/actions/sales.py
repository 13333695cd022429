"""What people do in WeFact with sales invoices; each names the invoice by `InvoiceCode`."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.actions.accounts import account_of
from sandbox.core import Sandbox
from sandbox.model import Record
from sandbox.wefact import crediting, dispatch, invoices, payments
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.attachments import drop_attachments
from sandbox.wefact.context import Context
from sandbox.wefact.numbering import SENT, VOID
from sandbox.wefact.scheduling import unplan
from sandbox.wefact.state import Account, find


def _invoice(account: Account, arguments: Record) -> Record:
    record = find(account.invoices, "InvoiceCode", str(arguments.pop("InvoiceCode")))
    if record is None:
        raise RefusalError("no such InvoiceCode")
    return record


def _as_called(sandbox: Sandbox, arguments: Record, action: Callable[[Context], Record]) -> Record:
    """Do by hand what the API does as well; gives the invoice as it is then."""
    account = account_of(sandbox, arguments)
    record = find(account.invoices, "InvoiceCode", str(arguments.get("InvoiceCode", "")))
    action(Context(account, arguments, sandbox.state.settings, sandbox.clock))
    return invoices.shown_invoice(record, sandbox.state.settings) if record else {}


def add_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Make an invoice: the properties of `invoice/add`; sent (status 2) unless `Status` says otherwise."""
    account, settings = account_of(sandbox, arguments), sandbox.state.settings
    record = invoices.create_invoice(account, {"Status": SENT} | arguments, sandbox.clock.stamp(), settings)
    return invoices.shown_invoice(record, settings)


def edit_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Change an invoice: `InvoiceCode` and `changes` (properties, or `InvoiceLines` as a whole)."""
    account, settings = account_of(sandbox, arguments), sandbox.state.settings
    record = _invoice(account, arguments)
    invoices.change_invoice(account, record, arguments.pop("changes"), settings)
    record["Modified"] = sandbox.clock.stamp()
    return invoices.shown_invoice(record, settings)


def send_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Send an invoice by e-mail, which makes a draft final: `InvoiceCode`."""
    return _as_called(sandbox, arguments, dispatch.send_by_email)


def remind_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Send a reminder: `InvoiceCode`."""
    return _as_called(sandbox, arguments, dispatch.remind)


def pay_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Mark an invoice as paid: `InvoiceCode`, with `PayDate` and `PaymentMethod` if they differ."""
    return _as_called(sandbox, arguments, payments.mark_as_paid)


def unpay_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Take the payment of an invoice back: `InvoiceCode`."""
    return _as_called(sandbox, arguments, payments.mark_as_unpaid)


def part_pay_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Note a part payment: `InvoiceCode` and `AmountPaid`, with `PayDate` and `PaymentMethod` if they differ."""
    return _as_called(sandbox, arguments, payments.part_payment)


def credit_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Credit an invoice as a whole: `InvoiceCode`; gives the new credit invoice."""
    account, settings = account_of(sandbox, arguments), sandbox.state.settings
    original = _invoice(account, arguments)
    new = crediting.credit_whole(account, original, sandbox.clock.stamp(), settings)
    return invoices.shown_invoice(new, settings)


def credit_lines(sandbox: Sandbox, arguments: Record) -> Record:
    """Credit chosen lines: `InvoiceCode` and `lines`, each a place from 1 (`line`), with `Number` or `PriceExcl`."""
    account, settings = account_of(sandbox, arguments), sandbox.state.settings
    original = _invoice(account, arguments)
    wanted = [_by_place(original, row) for row in arguments.pop("lines")]
    new = crediting.credit_lines(account, original, wanted, sandbox.clock.stamp(), settings)
    return invoices.shown_invoice(new, settings)


def _by_place(original: Record, row: Record) -> Record:
    lines, place = original["InvoiceLines"], int(row.get("line", 0))
    return row | {"Identifier": lines[place - 1]["Identifier"]} if 0 < place <= len(lines) else row


def void_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Let an invoice lapse (status 9) without a credit invoice: `InvoiceCode`."""
    record = _invoice(account_of(sandbox, arguments), arguments)
    record.update(Status=VOID, Modified=sandbox.clock.stamp())
    return invoices.shown_invoice(record, sandbox.state.settings)


def delete_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Make an invoice disappear from WeFact without a trace: `InvoiceCode`."""
    account = account_of(sandbox, arguments)
    record = _invoice(account, arguments)
    drop_attachments(account, record)
    unplan(account, record)
    del account.invoices[record["Identifier"]]
    return {"deleted": record["InvoiceCode"]}


ACTIONS = {
    "add_invoice": add_invoice,
    "edit_invoice": edit_invoice,
    "send_invoice": send_invoice,
    "remind_invoice": remind_invoice,
    "pay_invoice": pay_invoice,
    "unpay_invoice": unpay_invoice,
    "part_pay_invoice": part_pay_invoice,
    "credit_invoice": credit_invoice,
    "credit_lines": credit_lines,
    "void_invoice": void_invoice,
    "delete_invoice": delete_invoice,
}
