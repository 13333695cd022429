"""Controller `creditinvoiceline`: adding and deleting lines of a purchase invoice (wefact-api.md 2.4, 3.4)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.inputs import one_of, rows
from sandbox.wefact.purchase import refresh, select_purchase_invoice, shown_purchase_invoice
from sandbox.wefact.purchase_lines import numbered, read_lines, reckoned


def add_lines(call: Context) -> Record:
    """`creditinvoiceline/add`: `Identifier` or the own number names the purchase invoice."""
    record = select_purchase_invoice(call)
    recalculates = _recalculates(call)
    new = read_lines(call.account, call.params, call.settings)
    if not new:
        raise RefusalError("U dient minimaal een factuurregel op te geven")
    _store(call, record, record["InvoiceLines"] + numbered(call.account, new), recalculates=recalculates)
    return {
        "success": [f"Er zijn {len(new)} factuurregels toegevoegd"],
        "creditinvoice": shown_purchase_invoice(record, call.settings),
    }


def delete_lines(call: Context) -> Record:
    """`creditinvoiceline/delete`: lines by their Identifiers; one line must stay."""
    record = select_purchase_invoice(call)
    recalculates = _recalculates(call)
    gone = {str(row.get("Identifier")) for row in rows(call.params, "InvoiceLines")}
    if not gone or gone - {line["Identifier"] for line in record["InvoiceLines"]}:
        raise RefusalError("Ongeldig kenmerk voor factuurregel")
    kept = [line for line in record["InvoiceLines"] if line["Identifier"] not in gone]
    if not kept:
        raise RefusalError("U dient minimaal een factuurregel op te geven")
    _store(call, record, kept, recalculates=recalculates)
    return {
        "success": [f"Er zijn {len(gone)} factuurregels verwijderd"],
        "creditinvoice": shown_purchase_invoice(record, call.settings),
    }


def _recalculates(call: Context) -> bool:
    name = "RecalculateInclTotalAmount"
    return one_of(name, call.text(name) or "no", ("yes", "no")) == "yes"


def _store(call: Context, record: Record, lines: list[Record], *, recalculates: bool) -> None:
    method = call.settings.totals_method
    record["InvoiceLines"] = lines
    if recalculates:
        record["AmountIncl"] = f"{reckoned(lines, method)[1]:.2f}"
    refresh(call.account, record, method)
    call.touch(record)


READS: Actions = {}
WRITES: Actions = {
    "creditinvoiceline/add": add_lines,
    "creditinvoiceline/delete": delete_lines,
}
