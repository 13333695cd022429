"""The ledger lines of an invoice: control account, lines, VAT, kredietbeperking (accounting-rules.md, worked cases)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.kinds import CUSTOMER, Kind
from sandbox.multivers.ledger import ledger_line, to_cents
from sandbox.multivers.vat import blocked_percentage, line_net


def invoice_lines(books: Books, kind: Kind, invoice: Record) -> list[Record]:
    """All ledger lines of a booking, in cents, debit positive; they add up to zero."""
    document = invoice["invoiceId"]
    total = kind.sign * to_cents(invoice["amountTotalCur"])
    control = control_line(books, kind, invoice[kind.id_name], total, document=document)
    squeeze = -kind.sign * to_cents(invoice["amountCreditSqueezeCur"])
    squeeze_account = books.db.company["_creditSqueezeAccountId"]
    return [
        control,
        *_lines(books, kind, invoice),
        *(vat_line(books, kind, row, document) for row in invoice["vatTransactionLines"]),
        ledger_line(squeeze_account, squeeze, description="Kredietbeperking", document=document),
    ]


def control_line(books: Books, kind: Kind, relation_id: str, cents: int, **more: object) -> Record:
    """A line on the control account of a relation's group."""
    group = kind.relations(books.db)[relation_id][kind.group_name]
    account = kind.groups(books.db)[str(group)]["accountId"]
    return ledger_line(account, cents, **{kind.id_name: relation_id}, **more)


def vat_line(books: Books, kind: Kind, row: Record, document: str) -> Record:
    """The line of one VAT row: what may be deducted, or what is due."""
    code = books.db.vat_codes[str(row["vatCodeId"])]
    account = code["_dueAccountId"] if row.get("_isDue") else code[_ACCOUNT[kind.name]]
    vat = to_cents(row["vatAmountCur"])
    cents = -kind.sign * (vat - to_cents(row["amountNotDeductibleCur"]))
    more = {"vatCodeId": row["vatCodeId"], "vatType": row["vatType"], "vatCents": vat}
    return ledger_line(account, cents, description="Btw", document=document, **more)


_ACCOUNT = {"customer": "_accountId", "supplier": "_purchaseAccountId"}


def _lines(books: Books, kind: Kind, invoice: Record) -> list[Record]:
    lines = invoice[kind.lines_name]
    nets = [to_cents(line_net(books, kind, line)) for line in lines]
    extra = [0] * len(lines) if kind is CUSTOMER else _not_deductible(books, kind, invoice, nets)
    return [
        ledger_line(
            line["accountId"],
            -kind.sign * (net + more),
            description=line["description"],
            document=invoice["invoiceId"],
            **{name: line[name] for name in ("costCentreId", "costUnitId", "vatCodeId", "vatType", "quantity")},
        )
        for line, net, more in zip(lines, nets, extra, strict=True)
    ]


def _not_deductible(books: Books, kind: Kind, invoice: Record, nets: Sequence[int]) -> list[int]:
    """The cents of not deductible VAT per line: by the percentages of the accounts, else by the nets."""
    lines, extra = invoice[kind.lines_name], [0] * len(nets)
    for row in invoice["vatTransactionLines"]:
        amount = to_cents(row["amountNotDeductibleCur"])
        own = [index for index, line in enumerate(lines) if line["vatCodeId"] == row["vatCodeId"]]
        if not amount or not own:
            continue
        bases = _bases([lines[index] for index in own], [nets[index] for index in own])
        blocked = [blocked_percentage(books, kind, invoice, lines[index]["accountId"]) for index in own]
        weights = [base * percentage for base, percentage in zip(bases, blocked, strict=True)]
        shares = spread(amount, weights if any(weights) else bases)
        for index, share in zip(own, shares, strict=True):
            extra[index] += share
    return extra


def _bases(lines: Sequence[Record], nets: Sequence[int]) -> list[Decimal]:
    """What not deductible VAT is divided by: the VAT that was named for each line, else its net."""
    vats = [abs(line["vatAmountCur"]).copy_sign(net) for line, net in zip(lines, nets, strict=True)]
    return vats if any(vats) else [Decimal(net) for net in nets]


def spread(amount: int, weights: Sequence[Decimal]) -> list[int]:
    """Divide cents by weight; the cents that rounding leaves go to the largest remainders."""
    total = sum(weights)
    if not total:
        return [amount, *(0 for _ in weights[1:])]
    exact = [amount * weight / total for weight in weights]
    shares = [int(part) for part in exact]
    left = amount - sum(shares)
    largest = sorted(range(len(exact)), key=lambda index: abs(exact[index] - shares[index]), reverse=True)
    for index in largest[: abs(left)]:
        shares[index] += 1 if left > 0 else -1
    return shares
