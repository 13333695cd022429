"""Paths of Multivers and the way of a call from path to answer (multivers-api.md 1.4, 2, 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from sandbox.clock import Clock
from sandbox.model import Request, Response, json_response
from sandbox.multivers import (
    accounts,
    addresses,
    administrations,
    approvals,
    auto_ids,
    bank_accounts,
    company,
    documents,
    entries,
    errors,
    fintrans,
    formats,
    invoice_lists,
    invoices,
    journals,
    licenses,
    odata,
    order_lists,
    orders,
    payables,
    printing,
    products,
    reference,
    relation_lists,
    relations,
    reminders,
    splits,
    statistics,
    tables,
    vat_tables,
    years,
)
from sandbox.multivers.context import Books, Call, Handler, Routes
from sandbox.multivers.oauth import OAuth
from sandbox.multivers.state import Database, MultiversState
from sandbox.settings import Settings

MAX_QUERY, MAX_PATH = 2048, 4096
MINUTE = 60.0
_NOT_WRITING = ("OAuth", "GetNext", "GetInvoice", "GetCustomer", "GetSupplier", "GetShipping", "DmDocumentCreate")

_MODULES = (
    reference, company, years, journals, accounts, vat_tables, tables,
    relations, relation_lists, auto_ids, addresses, bank_accounts,
    invoices, invoice_lists, approvals, payables, reminders, statistics,
    fintrans, entries, splits, products, orders, order_lists, documents, printing,
)  # fmt: skip
SERVER_ROUTES: Routes = administrations.SERVER_ROUTES | licenses.SERVER_ROUTES
ROUTES: Routes = {path: handler for module in _MODULES for path, handler in module.ROUTES.items()}
_BASE = re.compile(r"/(?:v\d+|api_[\d_]+)(/.*)", re.IGNORECASE)
_ESCAPE = re.compile(r"!_([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class _Route:
    method: str
    parts: tuple[str, ...]
    handler: Handler

    def match(self, method: str, parts: list[str]) -> dict[str, str] | None:
        """The named parts of a path, None when the route is another one."""
        if method != self.method or len(parts) != len(self.parts):
            return None
        named: dict[str, str] = {}
        for mine, given in zip(self.parts, parts, strict=True):
            if mine.startswith("{"):
                named[mine[1:-1]] = given
            elif mine.lower() != given.lower():
                return None
        return named


def _compiled(routes: Routes) -> dict[str, list[_Route]]:
    table: dict[str, list[_Route]] = {}
    for text, handler in routes.items():
        method, _, path = text.partition(" ")
        parts = tuple(path.split("/"))
        table.setdefault(parts[0].lower(), []).append(_Route(method, parts, handler))
    for found in table.values():
        # A word of a path wins over a name in its place, whichever module it comes from.
        found.sort(key=lambda route: sum(part.startswith("{") for part in route.parts))
    return table


_SERVER = _compiled(SERVER_ROUTES)
_DATABASE = _compiled(ROUTES)


@dataclass
class Multivers:
    """Answers Multivers calls over one state."""

    state: MultiversState
    settings: Settings
    clock: Clock

    def call_name(self, request: Request) -> str:
        """`METHOD Resource` with the resource in its own spelling; unknown ones as they were sent."""
        parts = _parts(request.path)[0] or [""]
        if parts[0].lower() == "oauth":
            return f"{request.method} OAuth/{''.join(parts[1:2]).capitalize()}"
        return f"{request.method} {_resource(parts)}"

    def is_write(self, call: str) -> bool:
        """Tell whether a call changes something; commands that ask for a number do not."""
        method, _, resource = call.partition(" ")
        return method != "GET" and not resource.startswith(_NOT_WRITING)

    def handle(self, request: Request) -> Response:
        """Answer one call, in the format that it asks for."""
        parts, forced = _parts(request.path)
        if not parts or len(request.query) > MAX_QUERY or len(request.path) > MAX_PATH:
            return errors.iis_not_found()
        if self._is_closed():
            return errors.in_maintenance(self.settings)
        if self._is_too_fast():
            return errors.too_fast(self.settings)
        if 0 < self.settings.max_body_bytes < len(request.body):
            return errors.too_large()
        oauth = OAuth(self.state, self.settings, self.clock)
        if parts[0].lower() == "oauth":
            return _oauth(oauth, request, parts)
        kind = formats.wanted_format(request.headers.get("accept", ""), forced, self.settings)
        if not kind:
            return formats.not_acceptable()
        return formats.in_format(self._guarded(oauth, request, parts), kind, _resource(parts))

    def _is_closed(self) -> bool:
        """Tell whether the maintenance window of the switch is open now; it may span midnight."""
        start, dash, end = self.settings.maintenance_window.partition("-")
        if not dash:
            return False
        now = self.clock.now().strftime("%H:%M")
        return start <= now < end if start <= end else now >= start or now < end

    def _is_too_fast(self) -> bool:
        limit = self.settings.multivers_per_minute
        if not limit:
            return False
        now = self.clock.limit_seconds()
        self.state.recent = [moment for moment in self.state.recent if moment > now - MINUTE][-limit:]
        if len(self.state.recent) == limit:
            return True
        self.state.recent.append(now)
        return False

    def _guarded(self, oauth: OAuth, request: Request, parts: list[str]) -> Response:
        body = b""
        try:
            oauth.check(request)
            if self.settings.missing_module:
                raise errors.refuse("", "U heeft geen licentie voor de module API", 403)
            body = formats.as_json(request)
            return self._answer(request, parts, body)
        except errors.UnauthorizedError:
            return errors.unauthorized()
        except errors.NotFoundError:
            return errors.not_found(self.settings)
        except errors.RefusedError as refused:
            return errors.refusal(refused, self.settings, body)
        except odata.BadQueryError as problem:
            message = f"The query specified in the URI is not valid. {problem}"
            return json_response({"Message": message}, 400)

    def _answer(self, request: Request, parts: list[str], body: bytes) -> Response:
        routes, rest, database = self._routes(parts)
        found = _first(routes, request.method, rest)
        if found is None:
            return _no_route(routes, request.method, rest)
        route, named = found
        options = dict(parse_qsl(request.query, keep_blank_values=True))
        query = {name.lower(): value for name, value in options.items()}
        answer = route.handler(Call(Books(database, self.settings, self.clock), self.state, named, query, body))
        if isinstance(answer, Response):
            return answer
        if isinstance(answer, list) and request.method == "GET":
            answer = odata.apply(answer, query, self.settings.page_cap)
        return Response() if answer is None else json_response(answer)

    def _routes(self, parts: list[str]) -> tuple[list[_Route], list[str], Database]:
        """The routes of a resource, the path from the resource on, and the administration."""
        if parts[0].lower() != "api" or len(parts) < 2:
            return [], [], Database()
        if parts[1].lower() in _SERVER:
            return _SERVER[parts[1].lower()], parts[1:], Database()
        database = next((item for name, item in self.state.databases.items() if name.lower() == parts[1].lower()), None)
        if database is None:
            status = int(self.settings.unknown_administration)
            raise errors.refuse("database", f"Administratie {parts[1]} bestaat niet", status)
        return _DATABASE.get("".join(parts[2:3]).lower(), []), parts[2:], database


def _first(routes: list[_Route], method: str, parts: list[str]) -> tuple[_Route, dict[str, str]] | None:
    for route in routes:
        named = route.match(method, parts)
        if named is not None:
            return route, named
    return None


def _no_route(routes: list[_Route], method: str, parts: list[str]) -> Response:
    """405 where the path exists for other methods, as Web API answers; else the 404 of IIS."""
    others = sorted({route.method for route in routes if route.match(route.method, parts) is not None})
    return errors.wrong_method(method, others) if others else errors.iis_not_found()


def _resource(parts: list[str]) -> str:
    """The resource of a path in its own spelling; an unknown one as it was sent."""
    words = parts[1:2] if parts[1:2] and parts[1].lower() in _SERVER else parts[2:3]
    word = "".join(words)
    routes = _SERVER.get(word.lower()) or _DATABASE.get(word.lower())
    return routes[0].parts[0] if routes else word


def _oauth(oauth: OAuth, request: Request, parts: list[str]) -> Response:
    action = "".join(parts[1:2]).lower()
    if action == "authorize" and request.method in ("GET", "POST"):
        return oauth.authorize(request)
    if action == "token" and request.method == "POST":
        return oauth.token(request)
    return errors.iis_not_found()


def _parts(path: str) -> tuple[list[str], str]:
    """The parts after the version and the format forced by a suffix; `!_hh` and percent escapes are decoded."""
    match = _BASE.fullmatch(path)
    if match is None:
        return [], ""
    parts = [unquote(_ESCAPE.sub(r"%\1", part)) for part in match.group(1).strip("/").split("/")]
    parts[-1], forced = formats.split_suffix(parts[-1])
    return parts, forced
