"""How fast the sandbox answers: calls per second of processor time, by kind of call, in process and over HTTP.

`python -m benchmarks.sandbox_speed [--dataset large:100000] [--check]`. Processor time of the serving process is
what counts, so that other work on the machine does not; over HTTP the callers run in a process of their own. The
mix is what a morning of the link looks like: to one page of a list belong twenty records shown, and so on (`MIX`).
A list looks at all there is; of a large dataset only the mix of the calls that touch one record has a target.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, cycle, islice
from multiprocessing import get_context

from sandbox.control import reset, respond
from sandbox.core import Sandbox
from sandbox.model import Record, Request, Response, Service
from sandbox.server import RunningSandbox

TARGETS = {"in process": 2000.0, "http": 500.0}
KEY, DATABASE = "sandbox-wefact-key", "MVL00001"
MIX = {"list page": 1, "show": 20, "markaspaid": 10, "post booking": 10, "get booking": 20, "list year": 1}
_LOGIN = (
    b"grant_type=refresh_token&refresh_token=sandbox-refresh-token"
    b"&client_id=sandbox-client&client_secret=sandbox-secret"
)
_UNLIMITED = {"wefact_limits": "off", "already_paid": "success"}
_SMALL_YEAR, _BATCH = 50, 20


class Calls:
    """Makes the requests of each kind, never the same booking twice."""

    def __init__(self, codes: list[str], customer: str, token: str) -> None:
        self._codes = cycle(codes)
        self._customer = customer
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self._numbers = count(1)
        self._booked: list[str] = []

    def make(self, kind: str) -> Request:
        """The next request of a kind of `MIX`."""
        makers: dict[str, Callable[[], Request]] = {
            "list page": lambda: _wefact("invoice", "list", limit=100, sort="InvoiceCode", order="ASC"),
            "show": lambda: _wefact("invoice", "show", InvoiceCode=next(self._codes)),
            "markaspaid": lambda: _wefact("invoice", "markaspaid", InvoiceCode=next(self._codes)),
            "post booking": self._post,
            "get booking": lambda: self.multivers("GET", f"CustomerInvoiceInfo/{self._booked[-1]}"),
            "list year": lambda: self.multivers("GET", "CustomerInvoiceInfoList/ByFiscalYear/2025/0"),
        }
        return makers[kind]()

    def small_year(self) -> Iterator[Request]:
        """Bookings for the year that is listed."""
        return (self._post(2025) for _ in range(_SMALL_YEAR))

    def _post(self, year: int = 2026) -> Request:
        number = next(self._numbers)
        invoice_id = str(30000000 + number)
        self._booked.append(invoice_id)
        return self.multivers("POST", "CustomerInvoice", _booking(self._customer, invoice_id, year, number))

    def multivers(self, method: str, path: str, body: Record | None = None) -> Request:
        """A request on the administration."""
        data = json.dumps(body).encode() if body else b""
        return Request("multivers", method, f"/V22/api/{DATABASE}/{path}", "", self._headers, data)


def _wefact(controller: str, action: str, **params: object) -> Request:
    body = {"api_key": KEY, "controller": controller, "action": action} | params
    return Request("wefact", "POST", "/v2/", "", {"content-type": "application/json"}, json.dumps(body).encode())


def _booking(customer: str, invoice_id: str, year: int, number: int) -> Record:
    day = f"02-03-{year}"
    line = {"accountId": "8000", "creditAmountCur": 100.0, "vatCodeId": 1, "transactionDate": day}
    return {
        "customerId": customer, "fiscalYear": year, "periodNumber": 3, "journalId": f"Z{number // 9000}",
        "journalTransaction": number % 9000 + 1, "paymentConditionId": "14", "invoiceDate": day,
        "invoiceId": invoice_id, "reference": invoice_id, "vatScenarioId": 1,
        "customerInvoiceLines": [line, line | {"vatCodeId": 2}],
    }  # fmt: skip


def prepare(dataset: str) -> tuple[Sandbox, Calls]:
    """A sandbox with the dataset, ready to be called: no limits, a customer, and a small year of bookings."""
    sandbox = Sandbox()
    reset(sandbox, {"dataset": dataset})
    sandbox.state.settings.change(_UNLIMITED)
    database = sandbox.state.multivers.databases[DATABASE]
    for number in range(40):
        database.journals[f"Z{number}"] = database.journals["V"] | {"journalId": f"Z{number}"}
    for period in database.periods:
        period["isClosed"] = False
    token = json.loads(respond(sandbox, Request("multivers", "POST", "/V22/OAuth/Token", body=_LOGIN)).body)
    invoices = sandbox.state.wefact.accounts[KEY].invoices.values()
    codes = [row["InvoiceCode"] for row in islice(reversed(list(invoices)), 2000) if row["Status"] in ("2", "3", "4")]
    calls = Calls(codes, "BENCH", token["access_token"])
    customer: Record = {"customerId": "BENCH", "shortName": "BENCH", "name": "Klant", "countryId": "NL"}
    customer |= {"paymentConditionId": "14", "vatScenarioId": 1, "creditSqueezeId": "0", "customerGroupId": 1}
    for request in (calls.multivers("POST", "Customer", customer), *calls.small_year()):
        _check(request, respond(sandbox, request))
    return sandbox, calls


def in_process(dataset: str, seconds: float) -> dict[str, float]:
    """Calls per second of processor time, by kind and for the mix."""
    sandbox, calls = prepare(dataset)

    def send_all(requests: list[Request]) -> None:
        for request in requests:
            _check(request, respond(sandbox, request))

    return _rates(calls, seconds, send_all)


def _check(request: Request, response: Response) -> None:
    if response.status != 200 or b'"status":"error"' in response.body[:200]:
        raise SystemExit(f"{request.method} {request.path}: {response.status} {response.body[:300]!r}")


def _rates(calls: Calls, seconds: float, send_all: Callable[[list[Request]], None]) -> dict[str, float]:
    mixed = [kind for kind, times in MIX.items() for _ in range(times)]
    batches = {kind: [kind] * _BATCH for kind in MIX}
    batches |= {"mix": mixed, "mix, one record": [kind for kind in mixed if not kind.startswith("list")]}
    return {name: _rate(calls, batch, seconds, send_all) for name, batch in batches.items()}


def _rate(calls: Calls, kinds: list[str], seconds: float, send_all: Callable[[list[Request]], None]) -> float:
    spent, done, end = 0.0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        requests = [calls.make(kind) for kind in kinds]
        begin = time.process_time()
        send_all(requests)
        spent += time.process_time() - begin
        done += len(requests)
    return done / spent


def over_http(dataset: str, seconds: float) -> dict[str, float]:
    """Calls per second of the server's processor time; one caller with a connection kept alive per service."""
    sandbox, calls = prepare(dataset)
    running = RunningSandbox(sandbox)
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_connect, initargs=(running.ports,)) as caller:
        rates = _rates(calls, seconds, lambda requests: caller.submit(_send_all, requests).result())
    running.close()
    return rates


_LINES: dict[str, http.client.HTTPConnection] = {}


def _connect(ports: dict[Service, int]) -> None:
    _LINES.update({service: http.client.HTTPConnection("127.0.0.1", port) for service, port in ports.items()})


def _send_all(requests: list[Request]) -> None:
    for request in requests:
        line = _LINES[request.service]
        line.request(request.method, request.path, request.body, request.headers)
        answer = line.getresponse()
        _check(request, Response(answer.status, body=answer.read()))


def main() -> int:
    """Print the figures; 1 with `--check` when a mix stays below its target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sandbox_speed", description=__doc__)
    parser.add_argument("--dataset", default="demo")
    parser.add_argument("--seconds", type=float, default=1.0, help="per kind of call")
    parser.add_argument("--check", action="store_true", help="exit 1 when the mix is slower than its target")
    options = parser.parse_args()
    slow, judged = False, "mix, one record" if options.dataset.startswith("large") else "mix"
    for name, measure in (("in process", in_process), ("http", over_http)):
        rates = measure(options.dataset, options.seconds)
        slow = slow or rates[judged] < TARGETS[name]
        print(f"{options.dataset}, {name} (target {TARGETS[name]:.0f}/s for {judged!r}):")
        print("\n".join(f"  {kind:16}{rate:10,.0f}/s" for kind, rate in rates.items()))
    return int(options.check and slow)


if __name__ == "__main__":
    sys.exit(main())
