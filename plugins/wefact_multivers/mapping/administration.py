"""The administration file: what is linked to what, which streams run, and how careful the link is.

The DAG file reads it at every parse, so this module stays light: no pandas, no Airflow, no I/O but the one file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.numbering import HIGHEST_NUMBER
from wefact_multivers.domain.planning import Release
from wefact_multivers.domain.retention import SHORTEST_RETENTION
from wefact_multivers.domain.totals import MOST_VAT_LIMIT
from wefact_multivers.errors import AdministrationFileMissing, ConfigurationError
from wefact_multivers.mapping.nearest import nearest
from wefact_multivers.mapping.yaml_file import YamlFile, read_yaml

STORE_CONNECTION = "wefact_multivers_store"


def _no_number(value: object) -> object:
    """A bare number is no date: it would be taken for seconds since 1970."""
    if isinstance(value, int | Decimal):
        raise ValueError("write it like 2026-01-31")  # noqa: TRY004 - pydantic reports a ValueError as a problem
    return value


PlainDate = Annotated[dt.date, BeforeValidator(_no_number)]
Text = Annotated[str, Field(min_length=1)]
JournalId = Annotated[str, Field(min_length=1, max_length=3)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConnectionNames(_Section):
    """The ids of the three Airflow connections; by default `wefact_<name>`, `multivers_<name>` and one store."""

    wefact: Text
    multivers: Text
    store: Text = STORE_CONNECTION


class Streams(_Section):
    """Which streams run. Those that came later stay off until a file says otherwise: what it meant does not change."""

    debtors: bool = True
    sales_invoices: bool = True
    creditors: bool = False
    purchase_invoices: bool = False
    payments: bool = False


class Journals(_Section):
    """The journals (dagboeken) of the link's own, by kind; used in order, the next when one is full."""

    sales: Annotated[tuple[JournalId, ...], Field(min_length=1)]
    purchase: tuple[JournalId, ...] = ()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The journals of a side of the books."""
        return self.sales if kind is Kind.SALES else self.purchase


class Numbers(_Section):
    """How a printed number becomes the invoice id in Multivers (`accounting-rules.md 11`)."""

    sales: Literal["digits"] = "digits"
    purchase: Literal["sequence", "digits"] = "sequence"
    purchase_first_number: Annotated[int, Field(ge=1, le=HIGHEST_NUMBER)] = 90_000_001

    def is_sequence(self, kind: Kind) -> bool:
        """Whether documents of a side of the books are numbered in a sequence of their own."""
        return kind is Kind.PURCHASE and self.purchase == "sequence"


class Payments(_Section):
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


class Retention(_Section):
    """How long what happened is kept, from the end of the fiscal year of the booking (`accounting-rules.md 25`).

    Attributes:
        years: the law asks for seven; fewer are refused.
        legal_hold: nothing is purged or erased as long as a case is pending.
    """

    years: Annotated[int, Field(ge=SHORTEST_RETENTION, le=50)] = SHORTEST_RETENTION
    legal_hold: bool = False


class Administration(_Section):
    """One administration, as its file says (DESIGN 9).

    Attributes:
        id: never changes; the store knows the administration by it.
        name: of the file without `.yaml`, and of the DAG.
        database: the administration in Multivers.
        mode: `preview` plans and shows; `export` books, once the first contact is signed.
        start_date: documents dated before it are never booked.
        closed_until: the books are closed up to and including this day.
        mapping: the folder of the mapping tables, seen from the include folder.
        own_country: the country of a relation without one, ISO 3166 alpha-2.
        sales_line_side: on which side Multivers' API takes turnover (`multivers-api.md 5`).
        purchase_line_side: on which side Multivers' API takes costs.
        tolerance: euros that printed totals may lie beside what follows from the lines.
        purchase_tolerance: euros that a supplier's VAT may lie beside what follows from the lines, at most; a cent
            a line, and never less than two (`accounting-rules.md 6`).
        purchase_release: whether a purchase may be paid as soon as it is booked (`accounting-rules.md 12`).
        settle_minutes: how long an answer that never came may still arrive.
        reconcile_days: how many days back each run compares both systems.
        strict_red: a stream stays red as long as a document waits for a person.
        late_sales: what is done with an invoice dated in a closed period.
        schedule: cron, Europe/Amsterdam.
    """

    id: Text
    name: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="small letters, digits, - and _, such as demo")
    ]
    connections: ConnectionNames
    database: Text
    streams: Streams = Streams()
    mode: Literal["preview", "export"] = "preview"
    start_date: PlainDate
    closed_until: PlainDate | None = None
    journals: Journals
    numbers: Numbers = Numbers()
    mapping: Text
    own_country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="two capitals, such as NL")] = "NL"
    sales_line_side: Side = Side.CREDIT
    purchase_line_side: Side = Side.DEBIT
    tolerance: Annotated[Decimal, Field(ge=0, le=1, decimal_places=2)] = Decimal("0.00")
    purchase_tolerance: Annotated[Decimal, Field(ge=0, le=MOST_VAT_LIMIT, decimal_places=2)] = MOST_VAT_LIMIT
    purchase_release: Release = Release.BLOCKED
    payments: Payments = Payments()
    retention: Retention = Retention()
    settle_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    reconcile_days: Annotated[int, Field(ge=1, le=366)] = 62
    strict_red: bool = False
    late_sales: Literal["block"] = "block"
    language: Language = Language.NL
    schedule: Annotated[
        str,
        Field(
            pattern=r"^[-0-9*/,A-Za-z]+( [-0-9*/,A-Za-z]+){4}$", description="five fields of cron, such as 0 6 * * *"
        ),
    ] = "0 6 * * *"

    def line_side(self, kind: Kind) -> Side:
        """The side on which Multivers' API takes the lines of an invoice of that kind."""
        return self.sales_line_side if kind is Kind.SALES else self.purchase_line_side

    @model_validator(mode="before")
    @classmethod
    def _named_defaults(cls, data: Any) -> Any:
        """Connections and mapping folder are named after the administration, unless the file says otherwise."""
        if not isinstance(data, Mapping):
            return data
        name, given = data.get("name"), data.get("connections", {})
        named = {"wefact": f"wefact_{name}", "multivers": f"multivers_{name}"}
        connections = {**named, **given} if isinstance(given, Mapping) else given
        return {"mapping": f"mappings/{name}", **data, "connections": connections}


def load_administration(folder: Path, name: str) -> Administration:
    """Reads the file of one administration.

    Args:
        folder: the include folder, which holds `administrations/` and `mappings/`.
        name: of the file without `.yaml`.

    Raises:
        AdministrationFileMissing: there is no such file.
        ConfigurationError: with every problem of the file, each with its line and key.
    """
    path = folder / "administrations" / f"{name}.yaml"
    if path.name != f"{name}.yaml" or not path.is_file():
        raise AdministrationFileMissing(file=f"administrations/{name}.yaml")
    file = read_yaml(path)
    problems = [*file.problems, *_name_problems(file, name)]
    try:
        administration = Administration.model_validate({**file.data, "name": name}) if file.data else None
    except ValidationError as error:
        administration = None
        problems += [_problem_text(file, dict(item)) for item in error.errors(include_url=False)]
    if administration is not None:
        problems += _purchase_problems(file, administration)
    if problems or administration is None:
        raise ConfigurationError(administration=f"{name}.yaml", problems="; ".join(problems))
    return administration


def _name_problems(file: YamlFile, name: str) -> list[str]:
    """A copied file that still has the name of another."""
    given = file.data.get("name", name)
    return [] if given == name else [f"{file.where(('name',))} is {given!r}, and the file is {name}.yaml"]


def _purchase_problems(file: YamlFile, administration: Administration) -> list[str]:
    """Purchase invoices without a journal to stand in, and a journal that would hold both kinds."""
    journals = administration.journals
    problems = []
    if administration.streams.purchase_invoices and not journals.purchase:
        problems.append(f"{file.where(('streams', 'purchase_invoices'))}: needs journals.purchase, such as [WFI]")
    shared = [journal for journal in journals.purchase if journal in journals.sales]
    if shared:
        problems.append(f"{file.where(('journals', 'purchase'))}: {', '.join(shared)} is a journal for sales already")
    return problems


def _problem_text(file: YamlFile, item: dict[str, Any]) -> str:
    """One finding of the model, with its place."""
    place: tuple[str | int, ...] = item["loc"]
    match item["type"]:
        case "extra_forbidden":
            text = f"unknown key, the nearest known one is {nearest(str(place[-1]), _section(place).model_fields)}"
        case "missing":
            text = "is missing"
        case "string_type":
            text = "must be text, put it in quotes"
        case "string_pattern_mismatch":
            text = f"write {_section(place).model_fields[str(place[-1])].description}"
        case _:
            text = str(item["msg"]).removeprefix("Value error, ")
    return f"{file.where(place)}: {text}"


def _section(place: tuple[str | int, ...]) -> type[BaseModel]:
    """The section of the model that holds a place."""
    section: type[BaseModel] = Administration
    for key in place[:-1]:
        section = cast("type[BaseModel]", section.model_fields[str(key)].annotation)
    return section
