"""What every page has: its words, its frame, and how amounts and times are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from wefact_multivers.catalogue import Language
from wefact_multivers.web.words import Words

LANGUAGE_COOKIE = "wefact_multivers_language"

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_LOCALES = {Language.NL: "nl_NL", Language.EN: "en_IE"}
"""For English one that writes euros and days before months."""

_TEMPLATES = Environment(
    loader=PackageLoader("wefact_multivers.web"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Frame:
    """What surrounds a page.

    Attributes:
        name: of the administration; empty on pages about none.
        dag_id: of its DAG.
        tab: which of the tabs is open.
        may_act: whether the user may decide, not only look.
        root: the address of the page without its administration, for relative links.
    """

    words: Words
    root: str
    name: str = ""
    dag_id: str = ""
    tab: str = ""
    may_act: bool = False

    @property
    def base(self) -> str:
        """The address under which the pages of the administration stand."""
        return f"{self.root}/{self.dag_id}"


def show(template: str, frame: Frame, status_code: int = 200, **values: object) -> HTMLResponse:
    """A page from its template; everything in it is escaped."""
    locale = _LOCALES[frame.words.language]
    helpers: Mapping[str, object] = {
        "euros": lambda amount: _euros(amount, locale),
        "day": lambda value: _day(value, locale),
        "instant": lambda value: _instant(value, locale),
    }
    text = _TEMPLATES.get_template(template).render(frame=frame, t=frame.words, **helpers, **values)
    return HTMLResponse(text, status_code)


def language_of(request: Request, default: Language) -> Language:
    """The language that the user has chosen, or that of the administration."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE) or ""
    return Language(chosen) if chosen in set(Language) else default


def root_of(request: Request) -> str:
    """The address of the page, whatever prefix a proxy adds."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def _euros(amount: Decimal | None, locale: str) -> str:
    return "" if amount is None else format_currency(amount, "EUR", locale=locale)


def _day(value: date | None, locale: str) -> str:
    return "" if value is None else format_date(value, format="dd-MM-yyyy", locale=locale)


def _instant(value: datetime | None, locale: str) -> str:
    if value is None:
        return ""
    return format_datetime(value.astimezone(_AMSTERDAM), format="EEE dd-MM-yyyy HH:mm", locale=locale)
