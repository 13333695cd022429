"""When a draft is planned to go out (`invoice/schedule`, and `ScheduledAt` of `add` and `edit`)."""

from __future__ import annotations

from datetime import datetime

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.numbering import DRAFT
from sandbox.wefact.state import Account

_STAMP = "%Y-%m-%d %H:%M:%S"


def planned_moment(text: str, now: str) -> str:
    """Read a moment `YYYY-MM-DD HH:MM:SS` in Dutch time; `now` is the present one, written the same.

    Raises:
        RefusalError: the text is no moment, or one that has passed.
    """
    try:
        moment = datetime.strptime(text, _STAMP).strftime(_STAMP)  # noqa: DTZ007 - Dutch time without an offset
    except ValueError as problem:
        raise RefusalError("Invalid type for 'ScheduledAt'") from problem
    if moment <= now:
        raise RefusalError("Het moment van verzenden ligt in het verleden (tekst van de sandbox)")
    return moment


def plan(account: Account, record: Record, moment: str) -> None:
    """Let a draft go out at a moment."""
    record["ScheduledAt"] = account.scheduled[record["Identifier"]] = moment


def unplan(account: Account, record: Record) -> bool:
    """Forget the moment of an invoice; tells whether there was one."""
    record.pop("ScheduledAt", None)
    return account.scheduled.pop(record["Identifier"], None) is not None


def due(account: Account, now: str) -> list[tuple[str, Record]]:
    """The drafts whose moment has come, the earliest first; they are planned no longer."""
    moments = sorted((moment, key) for key, moment in account.scheduled.items() if moment <= now)
    drafts = []
    for moment, key in moments:
        record = account.invoices.get(key)
        del account.scheduled[key]
        if record is not None and record["Status"] == DRAFT:
            drafts.append((moment, record))
    return drafts
