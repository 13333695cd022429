"""The page as an application that Airflow's API server carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response

from wefact_multivers.catalogue import Language
from wefact_multivers.errors import PersonNeeded, SyncError
from wefact_multivers.streams.refusals import ActionRefused, RecordUnknown
from wefact_multivers.web import actions, routes
from wefact_multivers.web.pages import LANGUAGE_COOKIE, Frame, language_of, root_of, show
from wefact_multivers.web.questions import QuestionWrongError
from wefact_multivers.web.words import Words

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Nothing is loaded from elsewhere, nothing inline is run, and no other site may frame the page."""

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_YEAR = 365 * 24 * 3600


def create_app() -> FastAPI:
    """The application; each of its routes checks Airflow's rights."""
    app = FastAPI(title="wefact-multivers", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.include_router(routes.router)
    app.include_router(actions.router)
    app.middleware("http")(_with_headers)
    app.add_exception_handler(SyncError, _explain)
    app.add_exception_handler(QuestionWrongError, _ask_differently)
    app.add_exception_handler(404, _not_found)
    return app


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Protects every answer, and remembers the language that was chosen."""
    answer = await call_next(request)
    answer.headers.update(_HEADERS)
    chosen = request.query_params.get("lang")
    if chosen in set(Language):
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="lax", httponly=True)
    return answer


def _explain(request: Request, error: Exception) -> Response:
    """An error of the link, with what helps."""
    assert isinstance(error, SyncError)  # noqa: S101 - what the handler is registered for
    frame = _bare(request)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 503)
    told = error.explain(frame.words.language)
    return show("error.html", frame, status, message=told, remedy="")


_STATUS: tuple[tuple[type[SyncError], int], ...] = ((RecordUnknown, 404), (ActionRefused, 409), (PersonNeeded, 503))


def _ask_differently(request: Request, error: Exception) -> Response:
    frame = _bare(request)
    return show("error.html", frame, 400, message=frame.words("wrong_question", detail=error), remedy="")


def _not_found(request: Request, _: Exception) -> Response:
    frame = _bare(request)
    return show("error.html", frame, 404, message=frame.words("not_found"), remedy="")


def _bare(request: Request) -> Frame:
    """The frame of a page about no administration."""
    return Frame(Words(language_of(request, Language.NL)), root_of(request))
