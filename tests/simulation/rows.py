"""What the store says of itself, read in plain SQL."""

from __future__ import annotations

from tests.oracle.status_rows import DOCUMENT, PAYMENT, RELATION, StatusRow
from tests.simulation.installation import Installation

DOCUMENTS = frozenset({"invoice", "creditinvoice"})
EFFECTS = {
    DOCUMENT: ("create_booking", "update_booking"),
    RELATION: ("write_multivers_relation", "write_wefact_relation"),
    PAYMENT: ("mark_paid", "part_payment"),
}
"""Which effects belong to which kind of row."""

_RECORDS = "SELECT controller, identifier, number, status FROM record"
_PAYMENTS = """SELECT p.controller, p.identifier, r.number, p.status FROM payment p
    JOIN record r USING (administration_id, controller, identifier)"""
_OPEN = """SELECT controller, identifier, effect FROM open_intent
    UNION SELECT controller, identifier, effect FROM receipt WHERE NOT verified"""
"""What was sent, or may have been, and is not known to stand there as it was meant."""

_EVIDENCE = """SELECT sequence, controller, identifier, content FROM evidence
    WHERE kind = ? AND sequence > ? AND administration_id IN (SELECT administration_id FROM evidence_head)"""


def status_rows(installation: Installation) -> list[StatusRow]:
    """The row of every document, relation and payment."""
    still_open = {(str(row[0]), str(row[1]), str(row[2])) for row in installation.rows(_OPEN)}

    def of(row: tuple[object, ...], kind: str) -> StatusRow:
        controller, identifier, number, status = (str(value) for value in row)
        is_open = any((controller, identifier, effect) in still_open for effect in EFFECTS[kind])
        return StatusRow(controller, identifier, number, kind, status, is_open)

    records = [of(row, DOCUMENT if row[0] in DOCUMENTS else RELATION) for row in installation.rows(_RECORDS)]
    return records + [of(row, PAYMENT) for row in installation.rows(_PAYMENTS)]


def evidence_since(installation: Installation, kind: str, sequence: int) -> list[tuple[int, str, str]]:
    """The evidence of a kind behind a number: its own number, the key of its record, and what it says."""
    found = installation.rows(_EVIDENCE, kind, sequence)
    return [(int(str(row[0])), f"{row[1]}/{row[2]}", str(row[3])) for row in found]


def told_since(installation: Installation, kind: str, sequence: int) -> list[tuple[str, str, str]]:
    """The same with the record's controller and identifier apart."""
    return [(str(row[1]), str(row[2]), str(row[3])) for row in installation.rows(_EVIDENCE, kind, sequence)]


def last_sequence(installation: Installation) -> int:
    """The number of the newest evidence."""
    ((last,),) = installation.rows("SELECT COALESCE(MAX(sequence), 0) FROM evidence")
    return int(str(last))
