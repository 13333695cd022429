"""Controller `transaction`: lines of bank statements, read, made, ignored and deleted (wefact-api.md 2, 3.8)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record, words
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier
from sandbox.wefact.inputs import amount, day, euros, filled, one_of
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.records import TRANSACTION, fill
from sandbox.wefact.state import find

UNMATCHED, MATCHED, IGNORED = "unmatched", "matched", "ignored"
_INCOMING, _OUTGOING = ("deposit", "batch"), ("withdrawal", "reversal")
_REQUIRED = ("BankAccount", "Date", "Type", "Amount", "Currency")
_SEARCH = words("ShortDescription ExtendedDescription AccountName AccountNumber BankAccount BankReference Amount Date")
_ROW = ("Identifier", *TRANSACTION)


def _row(record: Record) -> Record:
    return {name: record[name] for name in _ROW if name != "Origin"}


TRANSACTIONS = ListSpec("transactions", "Date", "DESC", _SEARCH, _row, ranges=(), has_status=True)


def list_transactions(call: Context) -> Record:
    """`transaction/list`: `searchfor` without `searchat`; sorts on `date`, which is the name of the property too."""
    rows = list(call.account.transactions.values())
    direction = call.text("transactionDirection")
    if direction:
        wanted = _INCOMING if one_of("transactionDirection", direction, ("incoming", "outgoing")) == "incoming" else ()
        rows = [row for row in rows if row["Type"] in (wanted or _OUTGOING)]
    params = {name: value for name, value in call.params.items() if name != "searchat"}
    if call.text("sort") == "date":
        params["sort"] = "Date"
    return answer_list(TRANSACTIONS, rows, params, call.settings)


def show_transaction(call: Context) -> Record:
    """`transaction/show`: with what it has been matched to."""
    return {"transaction": dict(select_transaction(call))}


def add_transaction(call: Context) -> Record:
    """`transaction/add`: the sign carries the direction; a bank reference is made when none is given.

    Raises:
        RefusalError: a required property is missing, the sign does not fit the type, or the reference is in use.
    """
    refuse_identifier(call.params)
    given = filled(call.params)
    for name in _REQUIRED:
        if name not in given:
            raise RefusalError(f"U dient een waarde op te geven voor '{name}' (tekst van de sandbox)")
    inputs = {name: value for name, value in given.items() if name not in ("Status", "Origin")}
    values: Record = dict(fill(TRANSACTION, inputs))
    values |= {"Date": day(values["Date"], "Date"), "Amount": euros(values["Amount"], "Amount")}
    _check_sign(values)
    if find(call.account.transactions, "BankReference", values["BankReference"]):
        raise RefusalError("De bankreferentie is al in gebruik (tekst van de sandbox)")
    values["BankReference"] = values["BankReference"] or f"API{call.account.take_number('bank_reference'):08d}"
    record = add_record(call.account, "transactions", values | {"Matches": []}, call.clock.stamp())
    return {"transaction": dict(record)}


def ignore_transaction(call: Context) -> Record:
    """`transaction/ignore`: it is not waiting to be matched any more; there is no way back."""
    record = select_transaction(call)
    _refuse_matched(record)
    record["Status"] = IGNORED
    call.touch(record)
    return {"transaction": dict(record)}


def delete_transaction(call: Context) -> Record:
    """`transaction/delete`: not when money of it stands at a document."""
    record = select_transaction(call)
    _refuse_matched(record)
    del call.account.transactions[record["Identifier"]]
    return {"success": ["De transactie is verwijderd (tekst van de sandbox)"]}


def select_transaction(call: Context) -> Record:
    """The transaction that the call is about: by Identifier alone (wefact-api.md 2.3)."""
    record = call.account.transactions.get(call.text("Identifier"))
    if record is None:
        raise RefusalError("Ongeldig kenmerk voor transactie")
    return record


def left_of(record: Record) -> Decimal:
    """Euros of a transaction that have not been matched yet, without sign."""
    return abs(Decimal(record["Amount"])) - sum(
        (Decimal(row["MatchedAmount"]) for row in record["Matches"]), Decimal(0)
    )


def _check_sign(values: Record) -> None:
    one_of("Type", values["Type"], (*_INCOMING, *_OUTGOING))
    number = amount(values["Amount"], "Amount")
    if number == 0 or (number > 0) != (values["Type"] in _INCOMING):
        raise RefusalError("Het bedrag past niet bij het type transactie (tekst van de sandbox)")


def _refuse_matched(record: Record) -> None:
    if record["Matches"]:
        raise RefusalError("De transactie is al gekoppeld (tekst van de sandbox)")


READS: Actions = {
    "transaction/list": list_transactions,
    "transaction/show": show_transaction,
}
WRITES: Actions = {
    "transaction/add": add_transaction,
    "transaction/ignore": ignore_transaction,
    "transaction/delete": delete_transaction,
}
