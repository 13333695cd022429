"""What happens in the demo company between the first morning's run and the second, 17 March 2026 at 06:00.

The bookings it names are those that the link makes of the demo invoices (`20260001` for F2026-0001). A step about
a booking that is not there is passed over, so that the script also works when nothing, or less, was exported.
"""

from __future__ import annotations

from sandbox.actions import run_action
from sandbox.clock import parse_instant
from sandbox.core import Sandbox
from sandbox.model import ControlError, Record

SECOND_MORNING = "2026-03-17T06:00:00+01:00"
DAYTIME = "2026-03-16T15:30:00+01:00"
Step = tuple[str, str, Record]

STEPS: tuple[Step, ...] = (
    ("paid in full", "match_payment", {"invoiceId": "20260001"}),
    ("paid in part", "match_payment", {"invoiceId": "20260002", "amount": "29.84"}),
    ("paid 0.03 short, booked as a payment difference", "match_payment",
     {"invoiceId": "20260008", "amount": "136.10", "difference": "0.03"}),
    ("paid in two parts: the first", "match_payment", {"invoiceId": "20260003", "amount": "200.00"}),
    ("paid in two parts: the second", "match_payment", {"invoiceId": "20260003"}),
    ("paid 10.00 too much", "match_payment", {"invoiceId": "20260013", "amount": "239.90"}),
    ("matched by mistake", "match_payment", {"invoiceId": "20260004"}),
    ("and un-matched again", "unmatch_payment", {"invoiceId": "20260004"}),
    ("written off in full: settled, not paid", "write_off", {"invoiceId": "20260009"}),
    ("the adopted booking is paid", "match_payment", {"invoiceId": "20260005"}),
    ("processed: no concept any more", "process_booking", {"invoiceId": "20260012"}),
    ("edited by hand in Multivers", "edit_booking",
     {"invoiceId": "20260004", "changes": {"invoiceExpirationDate": "30-06-2026"}}),
    ("deleted in Multivers", "delete_booking", {"invoiceId": "20260015"}),
    ("deleted, and its number given to another booking", "reuse_number",
     {"invoiceId": "20260016", "customerId": "DB10001", "invoiceDate": "2026-03-16", "reference": "met de hand",
      "lines": [{"accountId": "8090", "amount": "11.00"}]}),
    ("January is closed", "close_period", {"fiscalYear": 2026, "periodNumber": 1}),
    ("a supplier is paid", "pay_supplier", {"invoiceId": "20261001"}),
    ("edited in WeFact after it was booked", "edit_invoice",
     {"InvoiceCode": "F2026-0002", "changes": {"InvoiceLines": [{"ProductCode": "P-BOEK", "Number": "4"}]}}),
    ("credited in WeFact as a whole", "credit_invoice", {"InvoiceCode": "F2026-0010"}),
    ("void in WeFact without a credit invoice", "void_invoice", {"InvoiceCode": "F2026-0014"}),
    ("deleted in WeFact without a trace", "delete_invoice", {"InvoiceCode": "F2026-0012"}),
    ("paid in WeFact itself", "pay_invoice", {"InvoiceCode": "F2026-0015"}),
    ("the draft is sent", "send_invoice", {"InvoiceCode": "[concept]0001"}),
    ("a new invoice", "add_invoice",
     {"DebtorCode": "DB10006", "InvoiceLines": [{"ProductCode": "P-HOST-S", "Number": "3"}]}),
    ("a debtor moves", "edit_debtor",
     {"DebtorCode": "DB10003", "changes": {"Address": "Nieuwegracht 1", "City": "Houten", "ZipCode": "3991 AA"}}),
    ("a creditor's bank account changes", "edit_creditor",
     {"CreditorCode": "CR10001", "changes": {"AccountNumber": "NL96TRIO0200300400"}}),
    ("the wrong total of a purchase invoice is put right", "edit_purchase_invoice",
     {"CreditInvoiceCode": "CF2026-0004", "changes": {"AmountIncl": "423.50"}}),
    ("the invoice that was typed twice goes", "delete_purchase_invoice", {"CreditInvoiceCode": "CF2026-0009"}),
    ("the product without a group gets one", "add_group", {"GroupName": "ONDERDELEN", "products": ["P-LOS"]}),
)  # fmt: skip


def run(sandbox: Sandbox) -> Record:
    """Do every step on the afternoon before, then let the clock stand at the second morning.

    Returns:
        `steps`: each with `what`, `action` and `done`; `why` says what kept a step from being done.
    """
    sandbox.clock.set(parse_instant(DAYTIME))
    steps = [_do(sandbox, step) for step in STEPS]
    sandbox.clock.set(parse_instant(SECOND_MORNING))
    return {"steps": steps, "now": sandbox.clock.now().isoformat()}


def _do(sandbox: Sandbox, step: Step) -> Record:
    what, action, arguments = step
    try:
        run_action(sandbox, {"action": action} | arguments)
    except ControlError as problem:
        return {"what": what, "action": action, "done": False, "why": str(problem)}
    return {"what": what, "action": action, "done": True}
