"""What people do in WeFact on the purchase side; each does by hand what the API does as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sandbox.actions.accounts import account_of
from sandbox.core import Sandbox
from sandbox.model import Record
from sandbox.wefact import cost_categories, creditors, purchase, purchase_payments
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Context
from sandbox.wefact.state import find


def _call(sandbox: Sandbox, params: Record, action: Callable[[Context], Record]) -> Record:
    account = account_of(sandbox, params)
    # A person types how much was paid now, whatever the API takes the amount of a part payment for.
    settings = replace(sandbox.state.settings, partpayment_means="increment", markaspaid_answer="entity")
    return action(Context(account, params, settings, sandbox.clock))


def add_creditor(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a creditor: the properties of `creditor/add`."""
    creditor: Record = _call(sandbox, arguments, creditors.add_creditor)["creditor"]
    return creditor


def edit_creditor(sandbox: Sandbox, arguments: Record) -> Record:
    """Change a creditor: `CreditorCode` and `changes`."""
    creditor: Record = _call(sandbox, _with_changes(arguments), creditors.edit_creditor)["creditor"]
    return creditor


def add_purchase_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Enter a purchase invoice: the properties of `creditinvoice/add`."""
    invoice: Record = _call(sandbox, arguments, purchase.add_purchase_invoice)["creditinvoice"]
    return invoice


def edit_purchase_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Change a purchase invoice: `CreditInvoiceCode` and `changes` (properties, or `InvoiceLines` as a whole)."""
    invoice: Record = _call(sandbox, _with_changes(arguments), purchase.edit_purchase_invoice)["creditinvoice"]
    return invoice


def delete_purchase_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Delete a purchase invoice without a trace: `CreditInvoiceCode`."""
    return _call(sandbox, arguments, purchase.delete_purchase_invoice)


def pay_purchase_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Pay a purchase invoice: `CreditInvoiceCode`; `AmountPaid` (default: all), `PayDate`, `PaymentMethod`."""
    part = "AmountPaid" in arguments
    action = purchase_payments.part_payment if part else purchase_payments.mark_as_paid
    invoice: Record = _call(sandbox, arguments, action)["creditinvoice"]
    return invoice


def add_cost_category(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a cost category: `Title`."""
    return cost_categories.create_cost_category(account_of(sandbox, arguments), arguments)


def remove_cost_category(sandbox: Sandbox, arguments: Record) -> Record:
    """Take a cost category out of use: `Title`."""
    account = account_of(sandbox, arguments)
    record = find(account.cost_categories, "Title", str(arguments.get("Title", "")))
    if record is None:
        raise RefusalError("no such Title")
    record["Status"] = cost_categories.REMOVED
    return record


def _with_changes(arguments: Record) -> Record:
    changes: Record = arguments["changes"]
    return {name: value for name, value in arguments.items() if name != "changes"} | changes


ACTIONS = {
    "add_creditor": add_creditor,
    "edit_creditor": edit_creditor,
    "add_purchase_invoice": add_purchase_invoice,
    "edit_purchase_invoice": edit_purchase_invoice,
    "delete_purchase_invoice": delete_purchase_invoice,
    "pay_purchase_invoice": pay_purchase_invoice,
    "add_cost_category": add_cost_category,
    "remove_cost_category": remove_cost_category,
}
