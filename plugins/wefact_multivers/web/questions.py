"""What the address of a list asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.status import Status
from wefact_multivers.store.found_records import Order, Wanted
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, KINDS
from wefact_multivers.streams.runs import Stream

_LONGEST_TEXT = 64
"""As long as a number may be."""


class QuestionWrongError(ValueError):
    """An address that asks for something that is not there; the text is safe to show."""


@dataclass(frozen=True)
class Question:
    """What a list is asked for, with the words of the address, for links and for filling in the form again."""

    wanted: Wanted
    page: int
    asked: Mapping[str, str]

    def address(self, **changes: object) -> str:
        """The same question with something changed, as the end of an address."""
        told = {**self.asked, **{name: str(value) for name, value in changes.items()}}
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class PaymentQuestion:
    """Which payments a list is asked for; of every status where none is named."""

    status: PaymentStatus | None
    page: int

    def address(self, page: int) -> str:
        """Another page of the same list, as the end of an address."""
        return urlencode({"status": self.status or "", "page": page})


def payment_question_of(params: Mapping[str, str]) -> PaymentQuestion:
    """Reads a question about payments.

    Raises:
        QuestionWrongError: naming the part that is wrong.
    """
    name, page = (params.get(one, "")[:_LONGEST_TEXT] for one in ("status", "page"))
    try:
        return PaymentQuestion(PaymentStatus(name) if name else None, _page(page))
    except ValueError as error:
        raise QuestionWrongError(f"status={name}") from error


def question_of(params: Mapping[str, str]) -> Question:
    """Reads a question.

    Raises:
        QuestionWrongError: naming the part that is wrong.
    """
    asked = {name: params.get(name, "").strip()[:_LONGEST_TEXT] for name in _NAMES}
    wanted = Wanted(
        controllers=tuple(KINDS[stream].controller for stream in _streams(asked["stream"])),
        statuses=_statuses(asked["status"]),
        first=_day(asked, "from"),
        last=_day(asked, "to"),
        relation=asked["relation"],
        text=asked["text"],
        order=_order(asked["order"]),
        newest_first=asked["direction"] != "up",
    )
    return Question(wanted, _page(asked["page"]), asked)


_NAMES = ("stream", "status", "from", "to", "relation", "text", "order", "direction", "page")


def _streams(name: str) -> list[Stream]:
    """One stream, or the two of documents."""
    if not name:
        return list(DOCUMENT_KINDS)
    if name not in [stream.value for stream in KINDS]:
        raise QuestionWrongError(f"stream={name}")
    return [Stream(name)]


def _statuses(names: str) -> tuple[Status, ...]:
    try:
        return tuple(Status(name) for name in names.split(",") if name)
    except ValueError as error:
        raise QuestionWrongError(f"status={names}") from error


def _day(asked: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(asked[name]) if asked[name] else None
    except ValueError as error:
        raise QuestionWrongError(f"{name}={asked[name]}") from error


def _order(name: str) -> Order:
    try:
        return Order(name) if name else Order.DATE
    except ValueError as error:
        raise QuestionWrongError(f"order={name}") from error


def _page(number: str) -> int:
    if number and not (number.isascii() and number.isdecimal()):
        raise QuestionWrongError(f"page={number}")
    return int(number or 1)
