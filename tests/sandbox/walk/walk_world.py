"""Both services as a seeded walker sees them: what there is to pick from, and calls whose answers are checked."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sandbox.control import reset, respond
from sandbox.core import CONTROL, Sandbox
from sandbox.model import Record, Request, Response, Service
from sandbox.multivers.state import Database
from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, KEY, REFRESH_TOKEN
from sandbox.wefact.state import Account
from tests.sandbox.walk.walk_shapes import check_multivers, check_wefact

T = TypeVar("T")
TOKEN_FORM = {
    "grant_type": "refresh_token",
    "refresh_token": REFRESH_TOKEN,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
}


class NothingToDoError(Exception):
    """The present state holds nothing that this step could be about."""


@dataclass(frozen=True)
class Call:
    """What a step sends: parts of the path by name, query options and the body."""

    parts: Record = field(default_factory=dict)
    body: object = None
    query: Record = field(default_factory=dict)


@dataclass
class World:
    """The sandbox with the walker's dice; `sent` keeps the last calls for the message of a failure."""

    rng: random.Random
    box: Sandbox = field(default_factory=Sandbox)
    serial: int = 0
    sent: list[str] = field(default_factory=list)
    token: str = ""

    @classmethod
    def demo(cls, seed: int) -> World:
        """The demo company, without limits on the number of calls."""
        world = cls(random.Random(seed))  # noqa: S311 - dice, no secret
        reset(world.box, {"dataset": "demo"})
        world.box.state.settings.change({"wefact_limits": "off", "failed_logins_per_day": 10**9})
        world.sign_in()
        return world

    @property
    def account(self) -> Account:
        """What WeFact holds."""
        return self.box.state.wefact.accounts[KEY]

    @property
    def db(self) -> Database:
        """What Multivers holds."""
        return self.box.state.multivers.databases[DATABASE]

    @property
    def today(self) -> date:
        """The date on the sandbox's clock."""
        return self.box.clock.today()

    def pick(self, rows: Iterable[T], wanted: Callable[[T], bool] = lambda _row: True) -> T:
        """One of the rows that are wanted.

        Raises:
            NothingToDoError: there is none.
        """
        found = [row for row in rows if wanted(row)]
        if not found:
            raise NothingToDoError
        return self.rng.choice(found)

    def chance(self, part: float) -> bool:
        """True in this part of the cases."""
        return self.rng.random() < part

    def number(self) -> int:
        """A number that the walk has not used before."""
        self.serial += 1
        return self.serial

    def day(self, back: int = 60) -> date:
        """A day of this fiscal year, not later than today."""
        first = date(self.today.year, 1, 1)
        return max(first, self.today - timedelta(days=self.rng.randint(0, back)))

    def sign_in(self) -> None:
        """Take a new access token."""
        form = urlencode(TOKEN_FORM).encode()
        answer = self._send("multivers", Request("multivers", "POST", "/V22/OAuth/Token", body=form))
        self.token = json.loads(answer.body)["access_token"]

    def wefact(self, call: str, **params: object) -> Record:
        """One WeFact call, its envelope."""
        controller, _, action = call.partition("/")
        body = {"api_key": KEY, "controller": controller, "action": action} | params
        answer = self._send("wefact", Request("wefact", "POST", "/v2/", body=json.dumps(body).encode()))
        return check_wefact(answer)

    def multivers(self, method: str, path: str, body: object = None, query: Record | None = None) -> Response:
        """One Multivers call on the administration."""
        url = f"/V22/api/{DATABASE}/{path}"
        raw = b"" if body is None else json.dumps(body).encode()
        text = urlencode({name: str(value) for name, value in (query or {}).items()}, quote_via=quote)
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        answer = self._send("multivers", Request("multivers", method, url, text, headers, raw))
        check_multivers(answer)
        return answer

    def get(self, path: str, query: Record | None = None) -> Any:
        """What a GET on Multivers answers."""
        answer = self.multivers("GET", path, None, query)
        assert answer.status == 200, f"GET {path}: {answer.status} {answer.body[:300]!r}"
        return json.loads(answer.body)

    def control(self, name: str, body: Record) -> Response:
        """One control call."""
        return self._send("wefact", Request("wefact", "POST", f"{CONTROL}{name}", body=json.dumps(body).encode()))

    def _send(self, _service: Service, request: Request) -> Response:
        self.sent.append(f"{request.method} {request.path}?{request.query} {request.body[:1500].decode()}")
        del self.sent[:-4]
        return respond(self.box, request)
