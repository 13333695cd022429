"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from wefact_multivers.domain.money import from_cents, to_cents
from wefact_multivers.domain.problems import Problem


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; a datetime without offset is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without offset on SQLite, which has no type for it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The instant, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Euros(TypeDecorator[Decimal]):
    """An amount in euros, stored as integer cents: no database may round it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """The amount in cents."""
        return None if value is None else to_cents(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """The amount in euros, with two decimals."""
        return None if value is None else from_cents(int(value))


class Problems(TypeDecorator[tuple[Problem, ...]]):
    """Problems in their order, as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Problem, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """The text."""
        return json.dumps([[entry.code, entry.values] for entry in value or ()], ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Problem, ...]:  # noqa: ARG002
        """The problems."""
        return tuple(Problem(code, tuple(params.items())) for code, params in json.loads(value or "[]"))
