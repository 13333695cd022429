"""`transaction/match`: puts the money of a bank transaction against (purchase) invoices (wefact-api.md 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.inputs import amount, one_of, rows
from sandbox.wefact.purchase import refresh
from sandbox.wefact.settlement import (
    SALES,
    Claim,
    Payment,
    purchase_claim,
    sales_claim,
    settled_in_full,
    settled_in_part,
)
from sandbox.wefact.totals import cents
from sandbox.wefact.transactions import IGNORED, MATCHED, UNMATCHED, left_of, select_transaction

_KINDS = ("invoice", "creditinvoice")


@dataclass(frozen=True)
class _Match:
    """One row that holds: what is kept with the transaction, and what changes at the document."""

    kept: Record
    document: Record
    changes: Record


def match_transaction(call: Context) -> Record:
    """`transaction/match`: `MatchedAmount` is added to what is paid; `MarkAsPaid` = yes settles in full.

    Raises:
        RefusalError: a row that does not hold, a document twice, or more than the transaction has left.
    """
    record = select_transaction(call)
    if record["Status"] == IGNORED:
        raise RefusalError("De transactie is genegeerd (tekst van de sandbox)")
    sent = rows(call.params, "Matches")
    matches = [_read(call, record, row, f"Matches[{index}].") for index, row in enumerate(sent)]
    if not matches or len({id(match.document) for match in matches}) < len(matches):
        raise RefusalError("Ongeldige koppeling (tekst van de sandbox)")
    if sum((Decimal(match.kept["MatchedAmount"]) for match in matches), Decimal(0)) > left_of(record):
        raise RefusalError("Het bedrag is hoger dan dat van de transactie (tekst van de sandbox)")
    for match in matches:
        _write(call, match)
    record["Matches"] = record["Matches"] + [match.kept for match in matches]
    record["Status"] = UNMATCHED if left_of(record) else MATCHED
    call.touch(record)
    return {"transaction": dict(record)}


def _read(call: Context, transaction: Record, row: Record, where: str) -> _Match:
    kind = one_of(f"{where}ReferenceType", str(row.get("ReferenceType", "")), _KINDS)
    claim = _claim(call, kind, str(row.get("ReferenceId", "")))
    euros = abs(cents(amount(row.get("MatchedAmount"), f"{where}MatchedAmount")))
    if not euros:
        raise RefusalError(f"Invalid type for '{where}MatchedAmount'")
    kept = {
        "ReferenceType": kind, "ReferenceId": claim.record["Identifier"], "MatchedAmount": f"{euros:.2f}",
        "Currency": str(row.get("Currency") or transaction["Currency"]), "PaymentType": _payment_type(row, where),
    }  # fmt: skip
    if _yes_no(row, where, "DoublePayment"):
        return _Match(kept, claim.record, {})
    return _Match(kept, claim.record, _changes(call, claim, transaction, euros, full=_yes_no(row, where, "MarkAsPaid")))


def _changes(call: Context, claim: Claim, transaction: Record, euros: Decimal, *, full: bool) -> Record:
    claim.refuse_closed()
    claim.refuse_paid()
    if (claim.total > 0) != ((Decimal(transaction["Amount"]) > 0) == (claim.side is SALES)):
        raise RefusalError("De richting van de transactie past niet bij de factuur (tekst van de sandbox)")
    payment = Payment(transaction["Date"], "wire")
    if full:
        return settled_in_full(claim, payment, call.settings)
    paid = Decimal(claim.record["AmountPaid"]) + euros.copy_sign(claim.total)
    return settled_in_part(claim, paid, payment, call.settings)


def _claim(call: Context, kind: str, identifier: str) -> Claim:
    table = call.account.invoices if kind == "invoice" else call.account.creditinvoices
    record = table.get(identifier)
    if record is None:
        raise RefusalError(f"Ongeldig kenmerk voor {'factuur' if kind == 'invoice' else 'inkoopfactuur'}")
    return purchase_claim(record) if kind == "creditinvoice" else sales_claim(record, call.settings)


def _payment_type(row: Record, where: str) -> str:
    return one_of(f"{where}PaymentType", str(row.get("PaymentType", "")), ("received", "paid"))


def _yes_no(row: Record, where: str, name: str) -> bool:
    return one_of(f"{where}{name}", str(row.get(name) or "no"), ("yes", "no")) == "yes"


def _write(call: Context, match: _Match) -> None:
    match.document.update(match.changes)
    if match.kept["ReferenceType"] == "creditinvoice":
        refresh(call.account, match.document, call.settings.totals_method)
    if match.changes and call.settings.payment_touches_modified:
        call.touch(match.document)


READS: Actions = {}
WRITES: Actions = {"transaction/match": match_transaction}
