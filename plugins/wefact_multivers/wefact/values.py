"""WeFact's scalars: text or number by mood, '' and 0000-00-00 for nothing (`wefact-api.md 1, 3.7`)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from wefact_multivers.clock import AMSTERDAM

_EMPTY = ("", "0000-00-00", "0000-00-00 00:00:00")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _plain(value: object) -> str:
    """A text without the tags and line breaks that WeFact's editor leaves in descriptions (`wefact-api.md 8.13`)."""
    return " ".join(_TAG.sub(" ", _text(value)).split())


def _number_or_zero(value: object) -> str:
    return _text(value) or "0"


def _number_or_none(value: object) -> str | None:
    return _text(value) or None


def _day(value: object) -> date | None:
    text = _text(value)
    return None if text in _EMPTY else date.fromisoformat(text[:10])


def _day_or_none(value: object) -> date | None:
    """A day that nothing hangs on: one that cannot be read is none."""
    try:
        return _day(value)
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    text = _text(value)
    return None if text in _EMPTY else datetime.fromisoformat(text).replace(tzinfo=None)


def _flag(value: object) -> bool:
    return _text(value).lower() in ("yes", "1", "true")


def _items(value: object) -> tuple[str, ...]:
    """Ids that come as a list, or as the keys of an object (`wefact-api.md 8.4`)."""
    return tuple(map(_text, value)) if isinstance(value, list | dict) else ()


Text = Annotated[str, BeforeValidator(_text)]
PlainText = Annotated[str, BeforeValidator(_plain)]
Amount = Annotated[Decimal, BeforeValidator(_text)]
OptionalAmount = Annotated[Decimal | None, BeforeValidator(_number_or_none)]
Number = Annotated[Decimal, BeforeValidator(_number_or_zero)]
Whole = Annotated[int, BeforeValidator(_number_or_zero)]
Day = Annotated[date, BeforeValidator(_day)]
OptionalDay = Annotated[date | None, BeforeValidator(_day)]
LooseDay = Annotated[date | None, BeforeValidator(_day_or_none)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Items = Annotated[tuple[str, ...], BeforeValidator(_items)]


def instant_of(envelope_date: str) -> datetime | None:
    """The instant (UTC) of an envelope; None where it cannot be read. Without an offset it is Dutch time."""
    try:
        moment = datetime.fromisoformat(envelope_date)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)


def local_text(moment: datetime) -> str:
    """A moment as WeFact's own clock writes it, for a filter that begins there; without an offset it is Dutch time.

    In the hour that the clock strikes twice in October, a later moment can have an earlier text: there the filter
    begins an hour before, so that nothing falls between.
    """
    local = moment.astimezone(AMSTERDAM) if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)
    plain = local.replace(tzinfo=None)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        plain -= timedelta(hours=1)
    return plain.isoformat(sep=" ", timespec="seconds")
