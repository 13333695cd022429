"""Mistakes in what is remembered, and under which key."""

from __future__ import annotations

from tests.simulation.defect_patches.patch import LOOKS_AT_NOTHING_SENT, Defect, Edit

REMEMBERING = (
    Defect(
        "renumbered between intent and retry",
        frozenset({"P1", "P2"}),
        (
            Edit(
                "streams/settle.py",
                "    wanted = Candidate(frozen.invoice_id, frozen.reference, frozen.relation_code, frozen.gross)\n",
                "    with services.memory.read() as unit:\n"
                "        now_named = unit.records.get(frozen.key)\n"
                "    number = now_named.seen.number if now_named else frozen.reference\n"
                "    digits = ''.join(filter(str.isdecimal, number))[-8:] or frozen.invoice_id\n"
                "    is_same = number == frozen.reference\n"
                '    wanted = Candidate(frozen.invoice_id if is_same else digits, number, "", frozen.gross)\n',
            ),
            LOOKS_AT_NOTHING_SENT,
        ),
        family="outages",
    ),
    Defect(
        "old backup",
        frozenset({"P1", "P2"}),
        (
            Edit(
                "streams/look.py",
                "    if not first_contact:\n"
                "        _require_memory(services, state, kind, [*answered, *_ready(records)], [*findings, *kept])\n",
                "    if not first_contact and len(findings) > UNEXPLAINED_ADOPTIONS:\n        return []\n",
            ),
        ),
        family="old backups",
    ),
    Defect(
        "number reused after deletion",
        frozenset({"P2", "P3"}),
        (
            Edit(
                "streams/payment_fetching.py",
                "    numbers = {receipt.journal_transaction, found.journal_transaction} - {0, None}\n",
                "    return True\n    numbers = {receipt.journal_transaction, found.journal_transaction} - {0, None}\n",
            ),
            # What covers the stranger does not add up to the gross of ours: a second guard.
            Edit(
                "streams/payment_matching.py",
                "    return LedgerSide(receipt.gross or details.booking.gross, details.booking.balance,",
                "    return LedgerSide(details.booking.gross, details.booking.balance,",
            ),
        ),
        family="strangers and parts",
    ),
    Defect(
        "administration file renamed",
        frozenset({"P1", "P2"}),
        (Edit("streams/services.py", "memory=Memory(store, administration.id)", "memory=Memory(store, name)"),),
        family="old backups",
    ),
    Defect(
        "key changes with status",
        frozenset({"P1", "P2"}),
        (
            # A key that WeFact does not know would only end in an error: here it is asked for what it does know.
            Edit(
                "wefact/calls.py",
                '        return self._send(Call("WeFact", f"{controller}/{action}"), params)\n\n    def tell',
                '        params = {k: str(v).lstrip("0") if k == "Identifier" else v for k, v in params.items()}\n'
                '        return self._send(Call("WeFact", f"{controller}/{action}"), params)\n\n    def tell',
            ),
            *(
                Edit(
                    "domain/documents.py",
                    f"        return SourceKey(Controller.{controller}, self.identifier)\n",
                    f'        return SourceKey(Controller.{controller}, "0" * (self.status > 2) + self.identifier)\n',
                )
                for controller in ("INVOICE", "CREDITINVOICE")
            ),
            Edit(
                "streams/extract.py",
                "    final = {row.key: (row.modified, row.number) for row in rows if row.is_final}\n",
                "    final = {\n"
                "        SourceKey(row.key.controller, '0' * (row.status > 2) + row.identifier): "
                "(row.modified, row.number)\n"
                "        for row in rows\n"
                "        if row.is_final\n"
                "    }\n",
            ),
        ),
    ),
    Defect(
        "cursor before rows",
        frozenset({"P2"}),
        (
            Edit(
                "streams/extract.py",
                "    wanted = _wanted(services, kind, final, listing.unreadable)\n",
                "    if state.window.kind is WindowKind.CHANGED:\n"
                "        with services.memory.write() as unit:\n"
                "            unit.runs.advance(kind.stream, listing.answered_at)\n"
                "    wanted = _wanted(services, kind, final, listing.unreadable)\n",
            ),
        ),
        family="partial answers",
    ),
)
