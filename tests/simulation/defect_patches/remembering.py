"""Mistakes in what is remembered, and under which key."""

from __future__ import annotations

from tests.simulation.defect_patches.patch import Defect, Edit

REMEMBERING = (
    Defect(
        "renumbered between intent and retry",
        (
            Edit(
                "streams/settle.py",
                '        plan = PLAN.validate_json(unit.plans.text(intent.frozen.plan_hash or ""))\n'
                "    return BookingFacts.of_booking(plan.booking)\n",
                "        now = unit.records.get(intent.frozen.key)\n"
                '        newest = (now and now.plan_hash) or intent.frozen.plan_hash or ""\n'
                "        plan = PLAN.validate_json(unit.plans.text(newest))\n"
                "    return BookingFacts.of_booking(plan.booking)\n",
            ),
            Edit(
                "streams/settle.py",
                "    wanted = Candidate(frozen.invoice_id, frozen.reference, frozen.relation_code, frozen.gross)\n",
                "    newest = _facts(services, intent)\n"
                "    wanted = Candidate(newest.invoice_id, newest.number, newest.relation_code, newest.gross)\n",
            ),
        ),
    ),
    Defect(
        "old backup",
        (
            Edit(
                "streams/look.py",
                "    if not first_contact:\n        _require_memory(services, state, kind, records, findings)\n",
                "    if not first_contact and len(findings) > UNEXPLAINED_ADOPTIONS:\n        return []\n",
            ),
        ),
    ),
    Defect(
        "number reused after deletion",
        (
            Edit(
                "streams/payment_fetching.py",
                "    numbers = {receipt.journal_transaction, found.journal_transaction} - {0, None}\n",
                "    return True\n    numbers = {receipt.journal_transaction, found.journal_transaction} - {0, None}\n",
            ),
        ),
    ),
    Defect(
        "administration file renamed",
        (Edit("streams/services.py", "Memory(store, administration.id)", "Memory(store, name)"),),
    ),
    Defect(
        "key changes with status",
        (
            Edit(
                "streams/extract.py",
                "    final = {row.key: (row.modified, row.number) for row in rows if row.is_final}\n",
                "    final = {\n"
                "        SourceKey(row.key.controller, row.identifier.rjust(8 + row.status, '0')): "
                "(row.modified, row.number)\n"
                "        for row in rows\n"
                "        if row.is_final\n"
                "    }\n",
            ),
        ),
    ),
    Defect(
        "cursor before rows",
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
    ),
)
