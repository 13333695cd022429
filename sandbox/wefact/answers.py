"""WeFact's envelopes (wefact-api.md 1.1) and the one way to refuse."""

from __future__ import annotations

from sandbox.model import Record


class RefusalError(Exception):
    """An answer with `status: error`: HTTP 200 and prose."""

    def __init__(self, *errors: str) -> None:
        super().__init__("; ".join(errors))
        self.errors = list(errors)


class AccessError(RefusalError):
    """Bad key or IP: the envelope says controller and action `invalid`."""


def success(controller: str, action: str, date: str, body: Record) -> Record:
    """The envelope of an answer that worked; `date` is ISO 8601 with the Dutch offset."""
    return {"controller": controller, "action": action, "status": "success", "date": date} | body


def error(controller: str, action: str, date: str, errors: list[str]) -> Record:
    """The envelope of a refusal."""
    return {"controller": controller, "action": action, "status": "error", "date": date, "errors": errors}
