"""The entries of a free booking that settle open invoices (multivers-api.md 3.10, FinTrans CustomerEntry).

Besides the money an entry may name what is settled without it (payment difference, discount, kredietbeperking),
in the words that `payments[]` of the Info models has for them (multivers-api.md 3.8).
"""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers import matching
from sandbox.multivers.context import Books
from sandbox.multivers.fin_entries import amount_of
from sandbox.multivers.kinds import Kind
from sandbox.multivers.ledger import ledger_line, to_cents
from sandbox.multivers.matching import Settled
from sandbox.multivers.postings import control_line
from sandbox.multivers.wire import Problems

_WITHOUT_MONEY = (
    ("difference", "_paymentDifferenceAccountId", "Betalingsverschil"),
    ("rebate", "_rebateAccountId", "Betalingskorting"),
    ("squeeze", "_creditSqueezeAccountId", "Kredietbeperking vervallen"),
)


def check_relation(books: Books, kind: Kind, entry: Record, where: tuple[str, Problems]) -> None:
    """Note an unknown relation, and an entry that moves nothing."""
    path, problems = where
    if entry[kind.id_name] not in kind.relations(books.db):
        problems.add(f"{path}{kind.id_name}", f"{kind.label} {entry[kind.id_name]} bestaat niet")
    if not entry[kind.payments_name] and not amount_of(entry):
        problems.add(f"{path}{kind.payments_name}", "Er is geen bedrag")


def check_payment(books: Books, kind: Kind, entry: Record, payment: Record, where: tuple[str, Problems]) -> None:
    """Note a payment for an invoice of somebody else, or one that settles more than may be."""
    path, problems = f"{where[0]}{kind.payments_name}", where[1]
    key = kind.key(payment["invoiceId"])
    invoice = kind.invoices(books.db).get(key)
    if invoice is None or invoice[kind.id_name] != entry[kind.id_name]:
        problems.add(path, f"Factuur {payment['invoiceId']} bestaat niet")
        return
    item = matching.open_item(books.db, key, entry["transactionDate"], entry["_replaces"])
    settled = sent(payment)
    if abs(settled.difference) > to_cents(books.db.company["maximumPaymentDifference"]):
        problems.add(path, "Betalingsverschil is te groot")
    for name, most in (("rebate", item.rebate), ("squeeze", item.squeeze)):
        if not min(most, 0) <= getattr(settled, name) <= max(most, 0):
            problems.add(path, f"Er is geen {_LABELS[name]} van dit bedrag meer")
    is_too_much = settled.total > item.balance >= 0 or settled.total < item.balance <= 0
    if is_too_much and books.settings.over_payment == "refused":
        problems.add(path, f"Er staat minder open op factuur {payment['invoiceId']}")


_LABELS = {"rebate": "betalingskorting", "squeeze": "kredietbeperking"}


def sent(payment: Record) -> Settled:
    """What a payment settles as it was sent, in cents."""
    names = ("amountPaidCur", "paymentDifferenceAmountCur", "paymentRebateAmountCur", "creditSqueezeAmountCur")
    return Settled(*(to_cents(payment[name]) for name in names))


def settled_by(books: Books, kind: Kind, entry: Record, payment: Record) -> Settled:
    """What a payment settles; where the switch says so, a small or lapsing rest goes with it."""
    settled = sent(payment)
    if books.settings.payment_rest == "open" or settled.total != settled.paid:
        return settled
    key = kind.key(payment["invoiceId"])
    item = matching.open_item(books.db, key, entry["transactionDate"], entry["_replaces"])
    rest = item.balance - settled.paid
    if rest == 0:
        return settled
    if rest == item.rebate:
        return settled._replace(rebate=rest)
    if rest == item.squeeze:
        return settled._replace(squeeze=rest)
    is_small = abs(rest) <= to_cents(books.db.company["maximumPaymentDifference"])
    return settled._replace(difference=rest) if is_small else settled


def relation_lines(books: Books, kind: Kind, entry: Record) -> list[Record]:
    """The lines of one entry in cents; without payments its amount stays unmatched on the control account."""
    relation = entry[kind.id_name]
    if not entry[kind.payments_name]:
        more = {"description": entry["description"], "document": entry["document"]}
        return [control_line(books, kind, relation, to_cents(amount_of(entry)), **more)]
    lines = []
    for payment in entry[kind.payments_name]:
        settled, document = settled_by(books, kind, entry, payment), payment["invoiceId"]
        more = {"description": payment["description"], "document": document}
        lines.append(control_line(books, kind, relation, -kind.sign * settled.total, **more))
        for name, account, text in _WITHOUT_MONEY:
            cents = kind.sign * getattr(settled, name)
            lines.append(ledger_line(books.db.company[account], cents, description=text, document=document))
    return lines
