"""Kills the process that it is loaded into, with SIGKILL, at an exact step of a write.

It watches from outside what a write leaves in the store and on the line, through the hooks of SQLAlchemy and a
wrapped HTTP transport, and knows nothing of the package but the names of two tables and of the calls.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, event

from tests.kills.cells import Cell, Death, Effect, Plan, Step

MULTIVERS_CALLS = {
    ("POST", "customerinvoice"): Effect.CREATE_BOOKING,
    ("PUT", "customerinvoice"): Effect.UPDATE_BOOKING,
    ("POST", "customer"): Effect.WRITE_MULTIVERS_RELATION,
}
WEFACT_CALLS = {
    "add": Effect.WRITE_WEFACT_RELATION,
    "markaspaid": Effect.MARK_PAID,
    "partpayment": Effect.PART_PAYMENT,
}


def install(folder: Path) -> None:
    """From now on this process dies as planned in a folder."""
    killer = Killer(Plan(folder))
    event.listen(Engine, "before_cursor_execute", killer.statement)
    event.listen(Engine, "commit", killer.commit)
    send = httpx.HTTPTransport.handle_request

    def watched(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        effect = effect_of(request)
        killer.called(effect)
        response = send(transport, request)
        killer.answered(effect)
        return response

    httpx.HTTPTransport.handle_request = watched  # type: ignore[assignment, method-assign]


class Killer:
    """Follows one write after the other, and dies at the first planned step that it reaches."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._effect: Effect | None = None
        self._identifier = ""
        self._is_answered = False
        self._is_receipt_written = False
        self._is_receipt_kept = False

    def statement(self, *arguments: Any) -> None:
        """A statement is about to be sent to the store."""
        sql, values = str(arguments[2]), _values(arguments[3])
        if sql.startswith("INSERT INTO intent "):
            self._begin(values)
        elif sql.startswith(("INSERT INTO receipt ", "UPDATE receipt ")) and self._is_answered:
            self._reach(Step.BEFORE_RECEIPT)
            self._is_receipt_written, self._is_answered = True, False
        elif self._is_receipt_kept:
            self._past_the_receipt(sql)

    def commit(self, *_arguments: Any) -> None:
        """A transaction is about to be committed."""
        self._is_receipt_kept, self._is_receipt_written = self._is_receipt_kept or self._is_receipt_written, False

    def called(self, effect: Effect | None) -> None:
        """A request is about to leave."""
        if effect is not None and effect is self._effect:
            self._reach(Step.BEFORE_CALL)
        elif self._is_receipt_kept:
            self._reach(Step.BEFORE_VERIFY)

    def answered(self, effect: Effect | None) -> None:
        """The head of an answer is here, its body is not read yet."""
        if effect is not None and effect is self._effect:
            self._reach(Step.BEFORE_ANSWER)
            self._is_answered = True

    def _begin(self, values: Sequence[Any]) -> None:
        named = [Effect(value) for value in values if value in set(Effect)]
        self._is_answered = self._is_receipt_kept = False
        self._effect, self._identifier = named[0], str(values[_IDENTIFIER])
        self._reach(Step.BEFORE_INTENT)

    def _past_the_receipt(self, sql: str) -> None:
        self._reach(Step.BEFORE_VERIFY)
        if sql.startswith("UPDATE lease "):
            self._reach(Step.BETWEEN)

    def _reach(self, step: Step) -> None:
        if self._effect is None:
            return
        of_effect = [cell for cell in self._plan.planned() if cell.effect is self._effect]
        if of_effect[:1] == [Cell(self._effect, step)]:
            self._plan.happens(Death(self._effect, step, self._identifier))
            os.kill(os.getpid(), signal.SIGKILL)


_IDENTIFIER = 2
"""Which value of an intent's row names the document."""


def _values(parameters: Any) -> list[Any]:
    return list(parameters.values() if isinstance(parameters, Mapping) else parameters or ())


def effect_of(request: httpx.Request) -> Effect | None:
    """Which write a request is; None for one that only reads."""
    parts = request.url.path.casefold().strip("/").split("/")
    if (found := MULTIVERS_CALLS.get((request.method, parts[-1]))) is not None:
        return found
    if request.method == "PUT" and "customerinvoice" in parts:
        return Effect.UPDATE_BOOKING
    if request.headers.get("content-type", "").startswith("application/json") and parts[:1] == ["v2"]:
        return WEFACT_CALLS.get(json.loads(request.read())["action"])
    return None
