"""The sections of the administration file: each is a few keys that belong together (DESIGN 9)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.alerts import Level
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.evidence import WITHOUT_VAT, Regime
from wefact_multivers.domain.numbering import HIGHEST_NUMBER
from wefact_multivers.domain.reference import FULLY_DEDUCTIBLE
from wefact_multivers.domain.retention import SHORTEST_RETENTION

STORE_CONNECTION = "wefact_multivers_store"


def _no_number(value: object) -> object:
    """A bare number is no date: it would be taken for seconds since 1970."""
    if isinstance(value, int | Decimal):
        raise ValueError("write it like 2026-01-31")  # noqa: TRY004 - pydantic reports a ValueError as a problem
    return value


PlainDate = Annotated[dt.date, BeforeValidator(_no_number)]
Text = Annotated[str, Field(min_length=1)]
JournalId = Annotated[str, Field(min_length=1, max_length=3)]


class Section(BaseModel):
    """Refuses a key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConnectionNames(Section):
    """The ids of the three Airflow connections; by default `wefact_<name>`, `multivers_<name>` and one store."""

    wefact: Text
    multivers: Text
    store: Text = STORE_CONNECTION


class Streams(Section):
    """Which streams run. Those that came later stay off until a file says otherwise: what it meant does not change."""

    debtors: bool = True
    sales_invoices: bool = True
    creditors: bool = False
    purchase_invoices: bool = False
    payments: bool = False


class Journals(Section):
    """The journals (dagboeken) of the link's own, by kind; used in order, the next when one is full."""

    sales: Annotated[tuple[JournalId, ...], Field(min_length=1)]
    purchase: tuple[JournalId, ...] = ()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The journals of a side of the books."""
        return self.sales if kind is Kind.SALES else self.purchase


class Numbers(Section):
    """How a printed number becomes the invoice id in Multivers (`accounting-rules.md 11`)."""

    sales: Literal["digits"] = "digits"
    purchase: Literal["sequence", "digits"] = "sequence"
    purchase_first_number: Annotated[int, Field(ge=1, le=HIGHEST_NUMBER)] = 90_000_001

    def is_sequence(self, kind: Kind) -> bool:
        """Whether documents of a side of the books are numbered in a sequence of their own."""
        return kind is Kind.PURCHASE and self.purchase == "sequence"


class Payments(Section):
    """What is done in WeFact about what Multivers says of payments (`accounting-rules.md 9`).

    Attributes:
        part: whether a part payment is written to WeFact, or only reported.
        write_off: whether an invoice that was written off is marked as paid, or only reported.
        reopen: an invoice whose payment was undone is reported; a person marks it as unpaid.
        max_difference: euros of payment difference with which an invoice still counts as paid.
        approve_above: a run that would mark more invoices than this waits for approval.
    """

    part: Literal["report", "write"] = "report"
    write_off: Literal["report", "mark_paid"] = "report"
    reopen: Literal["report"] = "report"
    max_difference: Annotated[Decimal, Field(ge=0, le=10, decimal_places=2)] = Decimal("0.10")
    approve_above: Annotated[int, Field(ge=0, le=100_000)] = 25


class Policies(Section):
    """What the link may do by itself beyond booking.

    Attributes:
        changes: a document that is changed in WeFact after it was booked is shown to a person; or its booking follows
            as long as it is a concept that nobody has touched (`accounting-rules.md 12`).
    """

    changes: Literal["flag", "update_while_concept"] = "flag"


class VatRegime(Section):
    """What the administration is for VAT from one day to another (`accounting-rules.md 19`).

    Attributes:
        valid_from, valid_to: both included; None = without end. The invoice date decides.
        regime: `cash` changes no booking; in `kor` and `exempt` nothing is charged and nothing is deductible.
        percent: of `mixed`: the part of the VAT on costs that is deductible, where a cost category does not say.
    """

    valid_from: PlainDate | None = None
    valid_to: PlainDate | None = None
    regime: Regime = Regime.INVOICE
    percent: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = None

    @property
    def deductible_percent(self) -> Decimal:
        """The part of the VAT on costs that is input VAT."""
        if self.regime in WITHOUT_VAT:
            return Decimal(0)
        return FULLY_DEDUCTIBLE if self.percent is None else self.percent

    def holds_on(self, day: dt.date) -> bool:
        """Whether the regime is that of a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class Retention(Section):
    """How long what happened is kept, from the end of the fiscal year of the booking (`accounting-rules.md 25`).

    Attributes:
        years: the law asks for seven; fewer are refused.
        legal_hold: nothing is purged or erased as long as a case is pending.
    """

    years: Annotated[int, Field(ge=SHORTEST_RETENTION, le=50)] = SHORTEST_RETENTION
    legal_hold: bool = False


class Channel(Section):
    """One way in which people are told.

    Attributes:
        notifier: the class of an Airflow notifier, with its module.
        arguments: what it is made with; `{{ alert.subject }}` and `{{ alert.text }}` stand for the alert.
        levels: what goes this way.
        language: of the texts; None is that of the administration.
    """

    notifier: Annotated[
        str, Field(pattern=r"^\w+(\.\w+)+$", description="module and class, such as airflow.providers....SmtpNotifier")
    ]
    arguments: dict[str, JsonValue] = {}
    levels: tuple[Level, ...] = tuple(Level)
    language: Language | None = None


class Alerts(Section):
    """Whom the link tells what is wrong, besides the colours of the grid.

    Attributes:
        late_after_minutes: a run that has not come to its end so long after its start is late; None = never.
        channels: none tells nobody.
    """

    late_after_minutes: Annotated[int, Field(ge=1, le=1440)] | None = 90
    channels: tuple[Channel, ...] = ()
