"""The administration file: what is linked to what, which streams run, and how careful the link is.

The DAG file reads it at every parse, so this module stays light: no pandas, no Airflow, no I/O but the one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import BaseModel, Field, ValidationError, model_validator

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.evidence import Regime
from wefact_multivers.domain.late import Closed, LatePolicy
from wefact_multivers.domain.money_moves import Movers, Payer, System
from wefact_multivers.domain.planning import Release
from wefact_multivers.domain.totals import MOST_VAT_LIMIT
from wefact_multivers.errors import AdministrationFileMissing, ConfigurationError
from wefact_multivers.mapping.administration_sections import (
    Alerts,
    ConnectionNames,
    Journals,
    Numbers,
    Payments,
    PlainDate,
    Policies,
    Retention,
    Section,
    Streams,
    Text,
    VatRegime,
)
from wefact_multivers.mapping.nearest import nearest
from wefact_multivers.mapping.yaml_file import YamlFile, read_yaml


class Administration(Section):
    """One administration, as its file says (DESIGN 9).

    Attributes:
        id: never changes; the store knows the administration by it.
        name: of the file without `.yaml`, and of the DAG.
        database: the administration in Multivers.
        mode: `preview` plans and shows; `export` books, once the first contact is signed.
        start_date: documents dated before it are never booked.
        closed_until: the books are closed up to and including this day.
        vat_filed_until: the VAT returns up to and including this day have been filed.
        shared_journal: other people book in these journals too, so that what stands there unknown says nothing.
        mapping: the folder of the mapping tables, seen from the include folder.
        own_country: the country of a relation without one, ISO 3166 alpha-2.
        sales_line_side: on which side Multivers' API takes turnover (`multivers-api.md 5`).
        purchase_line_side: on which side Multivers' API takes costs.
        owed_vat: whether Multivers is sent the VAT of a purchase that we owe ourselves, or makes it from the scenario.
        tolerance: euros that printed totals may lie beside what follows from the lines.
        purchase_tolerance: euros that a supplier's VAT may lie beside what follows from the lines, at most; a cent
            a line, and never less than two (`accounting-rules.md 6`).
        purchase_release: whether a purchase may be paid as soon as it is booked (`accounting-rules.md 12`).
        collects: who collects by direct debit what debtors owe (`accounting-rules.md 4`).
        pays: whether purchases are paid in Multivers; those that are paid elsewhere are blocked for payment there.
        reminds: who reminds debtors; it goes with new debtors and with each booking.
        vat_profile: what the administration is for VAT, by date; a day without one is `invoice`.
        fiscal_unity_members: codes of debtors and creditors that belong to our own fiscal unity (fiscale eenheid).
        vat_number_exceptions: codes of debtors whose VAT number is of another country than their address, rightly.
        mixed_scenarios: whether the lines of one booking may have different VAT scenarios (`accounting-rules.md 1`).
        settle_minutes: how long an answer that never came may still arrive.
        reconcile_days: how many days back each run compares both systems.
        strict_red: a stream stays red as long as a document waits for a person.
        late_sales: what is done with a sales invoice dated in closed books, or in a period whose VAT return was filed
            (`accounting-rules.md 8`).
        late_purchase: the same of a purchase invoice.
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
    vat_filed_until: PlainDate | None = None
    journals: Journals
    shared_journal: bool = False
    numbers: Numbers = Numbers()
    mapping: Text
    own_country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="two capitals, such as NL")] = "NL"
    sales_line_side: Side = Side.CREDIT
    purchase_line_side: Side = Side.DEBIT
    owed_vat: Literal["sent", "made"] = "sent"
    tolerance: Annotated[Decimal, Field(ge=0, le=1, decimal_places=2)] = Decimal("0.00")
    purchase_tolerance: Annotated[Decimal, Field(ge=0, le=MOST_VAT_LIMIT, decimal_places=2)] = MOST_VAT_LIMIT
    purchase_release: Release = Release.BLOCKED
    collects: System = System.WEFACT
    pays: Payer = Payer.MULTIVERS
    reminds: System = System.WEFACT
    vat_profile: tuple[VatRegime, ...] = ()
    fiscal_unity_members: tuple[Text, ...] = ()
    vat_number_exceptions: tuple[Text, ...] = ()
    mixed_scenarios: Literal["allowed", "blocked"] = "blocked"
    payments: Payments = Payments()
    policies: Policies = Policies()
    retention: Retention = Retention()
    alerts: Alerts = Alerts()
    settle_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    reconcile_days: Annotated[int, Field(ge=1, le=366)] = 62
    strict_red: bool = False
    late_sales: LatePolicy = LatePolicy.BLOCK
    late_purchase: LatePolicy = LatePolicy.FIRST_OPEN_PERIOD
    language: Language = Language.NL
    schedule: Annotated[
        str,
        Field(
            pattern=r"^[-0-9*/,A-Za-z]+( [-0-9*/,A-Za-z]+){4}$", description="five fields of cron, such as 0 6 * * *"
        ),
    ] = "0 6 * * *"

    @property
    def movers(self) -> Movers:
        """Who moves the money."""
        return Movers(self.collects, self.pays, self.reminds)

    def line_side(self, kind: Kind) -> Side:
        """The side on which Multivers' API takes the lines of an invoice of that kind."""
        return self.sales_line_side if kind is Kind.SALES else self.purchase_line_side

    @property
    def closed(self) -> Closed:
        """What may be booked in no more."""
        return Closed(books=self.closed_until, vat=self.vat_filed_until)

    def late_policy(self, kind: Kind) -> LatePolicy:
        """What is done with a late document of that kind."""
        return self.late_sales if kind is Kind.SALES else self.late_purchase

    def regime_on(self, day: date) -> VatRegime:
        """The VAT regime of an invoice date."""
        return next((regime for regime in self.vat_profile if regime.holds_on(day)), VatRegime())

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
        problems += [
            *_purchase_problems(file, administration),
            *_policy_problems(file, administration),
            *_profile_problems(file, administration),
        ]
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


def _policy_problems(file: YamlFile, administration: Administration) -> list[str]:
    """Nobody can tell which bookings may still be changed who does not know which returns were filed."""
    if administration.policies.changes == "flag" or administration.vat_filed_until is not None:
        return []
    return [f"{file.where(('policies', 'changes'))}: update_while_concept needs vat_filed_until, such as 2026-03-31"]


def _profile_problems(file: YamlFile, administration: Administration) -> Iterator[str]:
    """Regimes that hold on the same day, that end before they begin, and a share where there is none or none given."""
    profile = list(enumerate(administration.vat_profile))
    for position, one in profile:
        where = file.where(("vat_profile", position))
        if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
            yield f"{where}: valid_to lies before valid_from"
        if (one.regime is Regime.MIXED) != (one.percent is not None):
            yield f"{where}: percent belongs to mixed, and mixed needs one"
    for (position, one), (other_position, other) in combinations(profile, 2):
        starts = max(one.valid_from or date.min, other.valid_from or date.min)
        if starts <= min(one.valid_to or date.max, other.valid_to or date.max):
            where = file.where(("vat_profile", other_position))
            yield f"{where}: holds on days of vat_profile.{position}, end one before the other begins"


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
        if isinstance(key, str):
            annotation = section.model_fields[key].annotation
            section = cast("type[BaseModel]", next(iter(get_args(annotation)), annotation))
    return section
