"""What cannot be done although a person asked for it by hand, and what an examination finds wrong.

Errors like those of `wefact_multivers.errors`, apart because no task of a run raises them.
"""

from __future__ import annotations

from wefact_multivers.errors import PersonNeeded, RunError


class ActionRefused(RunError):
    """What a person asked for by hand cannot be done; nothing was changed."""


class RecordUnknown(ActionRefused):
    """The store knows no document or relation of that number."""

    code = "ACT-001"


class NumberAmbiguous(ActionRefused):
    """More than one record has that number."""

    code = "ACT-002"


class StatusForbids(ActionRefused):
    """The transition table knows no such way from where the record stands."""

    code = "ACT-003"


class SentAlready(ActionRefused):
    """A booking stands in Multivers, or may stand there."""

    code = "ACT-004"


class RelationInUse(ActionRefused):
    """Documents of the relation are still to be sent."""

    code = "ACT-005"


class NoDocument(ActionRefused):
    """The record is a relation, which has no booking."""

    code = "ACT-006"


class BookingUnknown(ActionRefused):
    """Multivers has no booking under that number."""

    code = "ACT-007"


class BookingDiffers(ActionRefused):
    """The booking is of another relation, or of another amount."""

    code = "ACT-008"


class BookingTaken(ActionRefused):
    """The booking belongs to another document."""

    code = "ACT-009"


class NoGap(ActionRefused):
    """The numbers are no open gap of a series."""

    code = "ACT-011"


class LegalHold(ActionRefused):
    """The administration file keeps everything."""

    code = "ACT-020"


class StillInWeFact(ActionRefused):
    """WeFact still has the relation that is to be erased."""

    code = "ACT-021"


class NothingBooked(ActionRefused):
    """No booking of that fiscal year is known."""

    code = "ACT-022"


class ListUnseen(ActionRefused):
    """Nobody has looked yet at what is to be signed."""

    code = "LNK-003"


class ListChanged(ActionRefused):
    """What Multivers holds has changed since somebody looked at it."""

    code = "LNK-004"


class SeriesCollide(ActionRefused):
    """Numbers of sales invoices lie in the range of the sequence for purchases."""

    code = "LNK-005"


class OtherBooks(ActionRefused):
    """None of our bookings stands in the books that the link is to be bound to."""

    code = "LNK-006"


class ClocksApart(RunError):
    """WeFact's time and ours differ so much that windows would miss changes."""

    code = "CHK-001"


class FiscalYearMissing(RunError):
    """Multivers has no fiscal year for today."""

    code = "CHK-002"


class HabitsContradict(RunError):
    """People's own bookings show another side, sign or type than the settings have."""

    code = "CHK-005"


class BackupUnusable(RunError):
    """A file is no backup of a store."""

    code = "CHK-003"


class EvidenceBroken(PersonNeeded):
    """A row of the evidence does not follow from the one before it."""

    code = "CHK-004"
