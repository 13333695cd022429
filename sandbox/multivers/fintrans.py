"""Free journal bookings, and the way in which money is matched to open invoices (multivers-api.md 3.10, FinTrans)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.model import Record
from sandbox.multivers import ledger, matching, numbering
from sandbox.multivers.bookings import is_period_closed
from sandbox.multivers.checks import OPENING_PERIOD, check_entry, check_period, check_scenario
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.fields import ENTRY_PAYMENT, FIN_TRANS, FIN_TRANS_ENTRY
from sandbox.multivers.fin_entries import basic_lines, check_vat
from sandbox.multivers.fin_payments import check_payment, check_relation, relation_lines, settled_by
from sandbox.multivers.fin_views import shown
from sandbox.multivers.kinds import KINDS, Kind
from sandbox.multivers.reference import JOURNAL_BANK, JOURNAL_CASH
from sandbox.multivers.wire import Binder, Problems

_PLACE = ("fiscalYear", "journalId", "journalTransaction")


@dataclass(frozen=True)
class _Draft:
    """A booking that is right: its header, entries and ledger lines."""

    header: Record
    entries: list[Record]
    lines: list[Record]


def post_fin_trans(call: Call) -> Record | None:
    """`POST FinTrans`."""
    booked = book(call.books, call.json())
    return None if call.books.settings.create_answer == "empty" else shown(call.books, booked)


def get_fin_trans(call: Call) -> Record:
    """`GET FinTrans/{fiscalYear}/{journalId}/{journalTransaction}`."""
    return shown(call.books, _find(call))


def put_fin_trans(call: Call) -> Record:
    """`PUT FinTrans/…`: a full replacement; a number left out stays."""
    old = _find(call)
    _refuse_change(call.books, old)
    return shown(call.books, replace(call.books, old, call.json()))


def delete_fin_trans(call: Call) -> None:
    """`DELETE FinTrans/…`: undoes its matches as well."""
    transaction = _find(call)
    _refuse_change(call.books, transaction)
    remove(call.books, ledger.key_of(transaction))


def book(books: Books, body: Any) -> Record:
    """Book a free entry: the bank or cash account takes the other side, any other journal must balance.

    Raises:
        RefusedError: with every property that is wrong.
    """
    draft = _read(books, body, "")
    header = draft.header
    place = (header["journalTransaction"], header["fiscalYear"], header["journalId"])
    header["journalTransaction"] = numbering.choose_number(books, *place)
    return _enter(books, draft)


def replace(books: Books, old: Record, body: Any) -> Record:
    """Book a free entry in place of another, which stays when the new one is refused.

    Raises:
        RefusedError: with every property that is wrong.
    """
    key = ledger.key_of(old)
    draft = _read(books, body, key)
    header = draft.header
    if all(header[name] == old[name] for name in ("fiscalYear", "journalId")):
        header["journalTransaction"] = header["journalTransaction"] or old["journalTransaction"]
    if any(header[name] != old[name] for name in _PLACE):
        place = (header["journalTransaction"], header["fiscalYear"], header["journalId"])
        header["journalTransaction"] = numbering.choose_number(books, *place)
    remove(books, key)
    return _enter(books, draft)


def remove(books: Books, key: str) -> None:
    """Remove a free booking and undo what it settled."""
    matching.release_booking(books.db, key)
    ledger.unpost(books.db, key)


def _refuse_change(books: Books, transaction: Record) -> None:
    if transaction["invoiceKey"]:
        raise refuse("", "Boeking hoort bij een factuur")
    if books.settings.record_locked:
        raise refuse("", "Record is in gebruik door SYSTEEM")
    if is_period_closed(books, transaction):
        raise refuse("", f"Periode {transaction['periodNumber']} is afgesloten")


def _find(call: Call) -> Record:
    year, number = call.number("fiscalYear"), call.number("journalTransaction")
    transaction = call.db.transactions.get(ledger.transaction_key(year, call.parts["journalId"], number))
    if transaction is None:
        raise NotFoundError
    return transaction


def _read(books: Books, body: Any, replaces: str) -> _Draft:
    problems = Problems()
    binder = Binder(books.settings, problems)
    header = binder.bind(FIN_TRANS, body)
    header["openingBalance"] = header["periodNumber"] == OPENING_PERIOD
    sent = header["finTransEntries"] if isinstance(header["finTransEntries"], list) else []
    entries = [_bind_entry(binder, item, f"finTransEntries[{index}].") for index, item in enumerate(sent)]
    stop_on(problems)
    for entry in entries:
        entry |= {"transactionDate": entry["transactionDate"] or header["transactionDate"], "_replaces": replaces}
    _check(books, header, entries, problems)
    stop_on(problems)
    lines = [line for entry in entries for line in _lines(books, header, entry)]
    return _Draft(header, entries, lines + _other_side(books, header, lines))


def _bind_entry(binder: Binder, item: Any, path: str) -> Record:
    entry = binder.bind(FIN_TRANS_ENTRY, item, path)
    for kind in KINDS:
        name = kind.payments_name
        entry[name] = binder.bind_list(ENTRY_PAYMENT, entry[name], f"{path}{name}")
    sent_type = str(item.get("$type", "")) if isinstance(item, dict) else ""
    named = [kind for kind in KINDS if f".{kind.resource}EntryProxy" in f".{sent_type}"]
    used = named or [kind for kind in KINDS if entry[kind.id_name]]
    return entry | {"_kind": used[0].name if used else ""}


def _kind_of(entry: Record) -> Kind | None:
    return next((kind for kind in KINDS if kind.name == entry["_kind"]), None)


def _check(books: Books, header: Record, entries: list[Record], problems: Problems) -> None:
    check_period(books, header, problems, header["transactionDate"])
    journal = books.db.journals.get(header["journalId"])
    if journal is None:
        problems.add("journalId", f"Dagboek {header['journalId']} bestaat niet")
    elif header["openingBalance"] and journal["journalType"] in (JOURNAL_BANK, JOURNAL_CASH):
        problems.add("periodNumber", "Bank- en kasboekingen in de beginbalans worden niet ondersteund")
    if not entries:
        problems.add("finTransEntries", "Een boeking heeft minimaal één regel")
    for index, entry in enumerate(entries):
        _check_entry(books, header, entry, (f"finTransEntries[{index}].", problems))


def _check_entry(books: Books, header: Record, entry: Record, where: tuple[str, Problems]) -> None:
    kind = _kind_of(entry)
    if kind is None:
        check_entry(books, header["fiscalYear"], entry, where)
        check_scenario(books, entry["vatScenarioId"], None, where)
        check_vat(books, header, entry, where)
        return
    check_relation(books, kind, entry, where)
    for payment in entry[kind.payments_name]:
        check_payment(books, kind, entry, payment, where)


def _lines(books: Books, header: Record, entry: Record) -> list[Record]:
    kind = _kind_of(entry)
    return basic_lines(books, header, entry) if kind is None else relation_lines(books, kind, entry)


def _other_side(books: Books, header: Record, lines: list[Record]) -> list[Record]:
    journal = books.db.journals[header["journalId"]]
    balance = sum(line["cents"] for line in lines)
    if journal["journalType"] in (JOURNAL_BANK, JOURNAL_CASH):
        return [ledger.ledger_line(journal["accountId"], -balance, description=header["description"])]
    if balance != 0:
        raise refuse("finTransEntries", "Boeking is niet in evenwicht")
    return []


def _enter(books: Books, draft: _Draft) -> Record:
    names = ("periodNumber", "transactionDate", "description", "document", "openingBalance")
    header = {name: draft.header[name] for name in (*_PLACE, *names)} | {"invoiceKey": ""}
    settled = list(_settled(books, draft.entries))
    transaction = ledger.post(books.db, header | {"entries": draft.entries}, draft.lines)
    for invoice_key, part in settled:
        matching.settle(books.db, invoice_key, transaction, part)
    return transaction


def _settled(books: Books, entries: list[Record]) -> Iterator[tuple[str, matching.Settled]]:
    for entry in entries:
        kind = _kind_of(entry)
        if kind is not None:
            for payment in entry[kind.payments_name]:
                yield kind.key(payment["invoiceId"]), settled_by(books, kind, entry, payment)


ROUTES: Routes = {
    "POST FinTrans": post_fin_trans,
    "GET FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": get_fin_trans,
    "PUT FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": put_fin_trans,
    "DELETE FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": delete_fin_trans,
}
