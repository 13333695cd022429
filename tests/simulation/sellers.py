"""What people do in WeFact; each function gives the action of the sandbox, or None if there is nothing to do it to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.model import Record
from tests.simulation.desk import Desk


def write_invoice(desk: Desk) -> Record | None:
    """A sales invoice is made and sent, now and then for a day to come."""
    debtor = desk.pick(desk.account.debtors.values())
    if debtor is None:
        return None
    day = desk.day(ahead=2) if desk.chance.random() < 0.1 else desk.day(back=2)
    discount = {"Discount": "10"} if desk.chance.random() < 0.05 else {}
    return {
        "action": "add_invoice", "DebtorCode": debtor["DebtorCode"], "InvoiceLines": desk.lines(), "Date": day,
        "Sent": "1", "SentDate": day, "EmailAddress": "boekhouding@klant.example",
    } | discount  # fmt: skip


def draft_invoice(desk: Desk) -> Record | None:
    """A draft."""
    made = write_invoice(desk)
    return made and {**made, "Status": "0", "Sent": "0"}


def send_draft(desk: Desk) -> Record | None:
    """A draft becomes final."""
    found = desk.invoice("0")
    return found and {"action": "send_invoice", "InvoiceCode": found["InvoiceCode"]}


def edit_lines(desk: Desk) -> Record | None:
    """The amounts of an invoice change, booked or not."""
    found = desk.invoice("2", "3")
    if found is None:
        return None
    named = [{name: line[name] for name in _TYPED if line.get(name)} for line in found["InvoiceLines"]]
    desk.remember("lines", _edit(found, {"InvoiceLines": named}))
    return _edit(found, {"InvoiceLines": desk.lines()})


def take_edit_back(desk: Desk) -> Record | None:
    """An invoice gets the lines again that it had."""
    return desk.recall("lines")


def edit_text(desk: Desk) -> Record | None:
    """Something changes that no booking shows."""
    found = desk.invoice("2", "3")
    return found and _edit(found, {"Comment": f"notitie {desk.chance.randint(1, 999)}"})


def move_date(desk: Desk) -> Record | None:
    """An invoice gets another date."""
    found = desk.invoice("2")
    return found and _edit(found, {"Date": desk.day(back=20)})


def renumber(desk: Desk) -> Record | None:
    """An invoice gets another number."""
    found = desk.invoice("2")
    year, number = desk.today.year, desk.chance.randint(5000, 8999)
    return found and _edit(found, {"InvoiceCode": f"F{year}-{number}"})


_TYPED = ("Description", "PriceExcl", "TaxCode", "ProductCode", "Number", "DiscountPercentage")
"""The properties of a line that people type."""


def _edit(found: Record, changes: Record) -> Record:
    return {"action": "edit_invoice", "InvoiceCode": found["InvoiceCode"], "changes": changes}


def credit_whole(desk: Desk) -> Record | None:
    """An invoice is credited as a whole."""
    found = desk.invoice("2", "3")
    return found and {"action": "credit_invoice", "InvoiceCode": found["InvoiceCode"]}


def credit_a_line(desk: Desk) -> Record | None:
    """One line of an invoice is credited."""
    found = desk.invoice("2", "3")
    return found and {"action": "credit_lines", "InvoiceCode": found["InvoiceCode"], "lines": [{"line": 1}]}


def void(desk: Desk) -> Record | None:
    """An invoice lapses without a credit note."""
    found = desk.invoice("2")
    return found and {"action": "void_invoice", "InvoiceCode": found["InvoiceCode"]}


def delete(desk: Desk) -> Record | None:
    """An invoice disappears."""
    found = desk.invoice("0", "2", "3", "4")
    return found and {"action": "delete_invoice", "InvoiceCode": found["InvoiceCode"]}


def pay(desk: Desk) -> Record | None:
    """An invoice is paid in WeFact itself."""
    found = desk.invoice("2", "3")
    return found and {"action": "pay_invoice", "InvoiceCode": found["InvoiceCode"], "PayDate": desk.day()}


def unpay(desk: Desk) -> Record | None:
    """A payment is taken back in WeFact."""
    found = desk.invoice("4")
    return found and {"action": "unpay_invoice", "InvoiceCode": found["InvoiceCode"]}


def part_pay(desk: Desk) -> Record | None:
    """A part payment is noted in WeFact."""
    found = desk.invoice("2", "3")
    return found and {"action": "part_pay_invoice", "InvoiceCode": found["InvoiceCode"], "AmountPaid": "5.00"}


def back_to_draft(desk: Desk) -> Record | None:
    """Somebody makes a draft of a final invoice."""
    found = desk.invoice("2")
    return found and _edit(found, {"Status": "0"})


def remind(desk: Desk) -> Record | None:
    """A reminder is sent."""
    found = desk.invoice("2", "3")
    return found and {"action": "remind_invoice", "InvoiceCode": found["InvoiceCode"]}


def move_debtor(desk: Desk) -> Record | None:
    """A debtor moves house."""
    found = desk.pick(desk.account.debtors.values())
    address = {"Address": f"Gracht {desk.chance.randint(1, 200)}", "City": desk.chance.choice(("Houten", "Zwolle"))}
    return found and {"action": "edit_debtor", "DebtorCode": found["DebtorCode"], "changes": address}


def add_debtor(desk: Desk) -> Record | None:
    """A new customer."""
    if len(desk.account.debtors) > 12:
        return None
    name = f"Klant {desk.chance.randint(1, 9999)} B.V."
    code = f"DB2{desk.chance.randint(0, 9999):04}"
    return {"action": "add_debtor", "DebtorCode": code, "CompanyName": name, "City": "Zwolle"}


def enter_purchase(desk: Desk) -> Record | None:
    """A purchase invoice is typed in; now and then it is one that is there already."""
    creditor = desk.pick(desk.account.creditors.values())
    if creditor is None:
        return None
    new = {
        "action": "add_purchase_invoice", "CreditorCode": creditor["CreditorCode"], "Date": desk.day(),
        "InvoiceCode": f"I-{desk.chance.randint(1, 99_999)}", "InvoiceLines": desk.costs(),
    }  # fmt: skip
    old = desk.purchase() if desk.chance.random() < 0.04 else None
    return new if old is None else new | {"InvoiceCode": old["InvoiceCode"], "CreditorCode": old["CreditorCode"]}


def edit_purchase(desk: Desk) -> Record | None:
    """The amounts of a purchase invoice change."""
    found = desk.purchase()
    return found and {
        "action": "edit_purchase_invoice", "CreditInvoiceCode": found["CreditInvoiceCode"],
        "changes": {"InvoiceLines": desk.costs()},
    }  # fmt: skip


def delete_purchase(desk: Desk) -> Record | None:
    """A purchase invoice disappears."""
    found = desk.purchase()
    return found and {"action": "delete_purchase_invoice", "CreditInvoiceCode": found["CreditInvoiceCode"]}


def pay_purchase(desk: Desk) -> Record | None:
    """A purchase invoice is paid in WeFact itself."""
    found = desk.purchase()
    return found and {
        "action": "pay_purchase_invoice", "CreditInvoiceCode": found["CreditInvoiceCode"], "PayDate": desk.day()
    }  # fmt: skip


def move_creditor(desk: Desk) -> Record | None:
    """A creditor moves house."""
    found = desk.pick(desk.account.creditors.values())
    address = {"Address": f"Plein {desk.chance.randint(1, 200)}"}
    return found and {"action": "edit_creditor", "CreditorCode": found["CreditorCode"], "changes": address}


def add_creditor(desk: Desk) -> Record | None:
    """A new supplier."""
    if len(desk.account.creditors) > 9:
        return None
    code = f"CR2{desk.chance.randint(0, 9999):04}"
    return {"action": "add_creditor", "CreditorCode": code, "CompanyName": f"Leverancier {code}", "City": "Utrecht"}


def change_iban(desk: Desk) -> Record | None:
    """A creditor gets another bank account."""
    found = desk.pick(desk.account.creditors.values())
    iban = desk.chance.choice(("NL20INGB0001234567", "NL02ABNA0123456789", "NL57RABO0111222333"))
    return found and {
        "action": "edit_creditor", "CreditorCode": found["CreditorCode"], "changes": {"AccountNumber": iban}
    }  # fmt: skip


NEW = frozenset({write_invoice, draft_invoice, enter_purchase})
"""What makes a document."""

DEEDS: Mapping[Callable[[Desk], Record | None], int] = {
    write_invoice: 30, draft_invoice: 4, send_draft: 6, edit_lines: 8, take_edit_back: 4, edit_text: 4, move_date: 3,
    renumber: 4, credit_whole: 4, credit_a_line: 2, void: 2, delete: 4, back_to_draft: 2, pay: 4, unpay: 2,
    part_pay: 3, remind: 3, move_debtor: 4, add_debtor: 3, enter_purchase: 14, edit_purchase: 4, delete_purchase: 2,
    pay_purchase: 3, move_creditor: 4, add_creditor: 4, change_iban: 2,
}  # fmt: skip
