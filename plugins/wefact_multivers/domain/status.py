"""The statuses of a document or relation, and the one table that says which may follow which."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a document or relation stands: one word, the same in database, page, command line and docs."""

    NEW = "new"
    PREVIEW = "preview"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    WAITING = "waiting"
    UNCERTAIN = "uncertain"
    BOOKED = "booked"
    BOOKED_WARNING = "booked_warning"
    ADOPTED = "adopted"
    SKIPPED = "skipped"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


class Event(StrEnum):
    """What happens to a document or relation."""

    PLANNED = "planned"
    PREVIEWED = "previewed"
    REFUSED_BY_CHECKS = "refused_by_checks"
    POSTPONED = "postponed"
    ANSWER_UNKNOWN = "answer_unknown"
    NOT_SENT = "not_sent"
    REFUSED_BY_MULTIVERS = "refused_by_multivers"
    FOUND_ABSENT = "found_absent"
    VERIFIED = "verified"
    VERIFIED_WITH_WARNING = "verified_with_warning"
    DIFFERS_FROM_PLAN = "differs_from_plan"
    FOUND_EQUAL = "found_equal"
    SKIPPED_BY_PERSON = "skipped_by_person"
    SKIPPED_AS_EMPTY = "skipped_as_empty"
    OFFERED_AGAIN = "offered_again"
    FILLED_IN_WEFACT = "filled_in_wefact"
    CHANGED_IN_WEFACT = "changed_in_wefact"
    CHANGE_TAKEN_BACK = "change_taken_back"
    UPDATED = "updated"
    UPDATE_REFUSED = "update_refused"
    ACKNOWLEDGED = "acknowledged"
    CORRECTED_IN_MULTIVERS = "corrected_in_multivers"
    CORRECTION_TAKEN_BACK = "correction_taken_back"
    GONE_FROM_WEFACT = "gone_from_wefact"
    GONE_FROM_MULTIVERS = "gone_from_multivers"
    BACK_IN_MULTIVERS = "back_in_multivers"
    BACK_UNREAD = "back_unread"


class Actor(StrEnum):
    """Who may cause a transition."""

    LINK = "link"
    PERSON = "person"


OPEN = frozenset({Status.NEW, Status.PREVIEW, Status.BLOCKED, Status.REJECTED, Status.WAITING})
"""Not in Multivers yet, and certainly not sent: may be planned again."""

IN_MULTIVERS = frozenset({Status.BOOKED, Status.BOOKED_WARNING, Status.ADOPTED, Status.CHANGED})
"""A verified booking or relation stands in Multivers."""

NEEDS_PERSON = frozenset({Status.BLOCKED, Status.REJECTED, Status.CHANGED, Status.MISSING})
"""Nothing more happens until a person acts."""


def _from(
    sources: frozenset[Status] | set[Status], event: Event, target: Status, actor: Actor
) -> dict[tuple[Status, Event], tuple[Status, Actor]]:
    return {(source, event): (target, actor) for source in sources}


_BOOKED = {Status.BOOKED, Status.BOOKED_WARNING, Status.ADOPTED}

_ANSWERED = {Status.NEW, Status.WAITING, Status.UNCERTAIN}
"""Where a document stands whose booking was made, and that nobody has read back."""

_DIFFERS = {Status.CHANGED, Status.REJECTED}
"""Where a document stands whose booking says something else."""

TRANSITIONS: dict[tuple[Status, Event], tuple[Status, Actor]] = {
    **_from(OPEN, Event.PLANNED, Status.NEW, Actor.LINK),
    **_from(OPEN, Event.PREVIEWED, Status.PREVIEW, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.REFUSED_BY_CHECKS, Status.BLOCKED, Actor.LINK),
    **_from(OPEN, Event.POSTPONED, Status.WAITING, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.ANSWER_UNKNOWN, Status.UNCERTAIN, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.NOT_SENT, Status.WAITING, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.REFUSED_BY_MULTIVERS, Status.REJECTED, Actor.LINK),
    (Status.UNCERTAIN, Event.FOUND_ABSENT): (Status.WAITING, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.VERIFIED, Status.BOOKED, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.VERIFIED_WITH_WARNING, Status.BOOKED_WARNING, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.DIFFERS_FROM_PLAN, Status.REJECTED, Actor.LINK),
    **_from(OPEN | {Status.UNCERTAIN}, Event.FOUND_EQUAL, Status.ADOPTED, Actor.LINK),
    **_from(OPEN | {Status.MISSING}, Event.SKIPPED_BY_PERSON, Status.SKIPPED, Actor.PERSON),
    **_from(OPEN, Event.SKIPPED_AS_EMPTY, Status.SKIPPED, Actor.LINK),
    **_from({Status.SKIPPED, Status.REJECTED}, Event.OFFERED_AGAIN, Status.NEW, Actor.PERSON),
    (Status.CHANGED, Event.OFFERED_AGAIN): (Status.CHANGED, Actor.PERSON),
    (Status.SKIPPED, Event.FILLED_IN_WEFACT): (Status.NEW, Actor.LINK),
    **_from(_BOOKED | {Status.CHANGED}, Event.CHANGED_IN_WEFACT, Status.CHANGED, Actor.LINK),
    (Status.CHANGED, Event.CHANGE_TAKEN_BACK): (Status.BOOKED, Actor.LINK),
    (Status.CHANGED, Event.ACKNOWLEDGED): (Status.BOOKED_WARNING, Actor.PERSON),
    **_from(_BOOKED | {Status.CHANGED}, Event.UPDATED, Status.BOOKED, Actor.LINK),
    **_from(_BOOKED, Event.UPDATE_REFUSED, Status.BOOKED_WARNING, Actor.LINK),
    **_from({Status.BOOKED, Status.BOOKED_WARNING}, Event.CORRECTED_IN_MULTIVERS, Status.BOOKED_WARNING, Actor.LINK),
    (Status.BOOKED_WARNING, Event.CORRECTION_TAKEN_BACK): (Status.BOOKED, Actor.LINK),
    **_from(OPEN, Event.GONE_FROM_WEFACT, Status.WITHDRAWN, Actor.LINK),
    (Status.WITHDRAWN, Event.PLANNED): (Status.NEW, Actor.LINK),
    **_from(_BOOKED | _ANSWERED | _DIFFERS, Event.GONE_FROM_MULTIVERS, Status.MISSING, Actor.LINK),
    (Status.MISSING, Event.BACK_IN_MULTIVERS): (Status.BOOKED, Actor.LINK),
    (Status.MISSING, Event.BACK_UNREAD): (Status.UNCERTAIN, Actor.LINK),
    (Status.MISSING, Event.FOUND_EQUAL): (Status.ADOPTED, Actor.PERSON),
}
"""(from, event) → (to, who). What is not here cannot happen."""


class TransitionForbiddenError(Exception):
    """An event that the table does not know for that status: a defect in the program, never a user's mistake."""


def move(status: Status, event: Event) -> Status:
    """The status after an event.

    Raises:
        TransitionForbiddenError: the table has no such transition.
    """
    try:
        return TRANSITIONS[(status, event)][0]
    except KeyError as error:
        raise TransitionForbiddenError(f"{event} cannot happen to a document that is {status}") from error
