"""The way to both programs: time passes on it, faults are counted on it, and processes are struck on it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import httpx

from sandbox.core import Sandbox
from sandbox.faults import Fault
from sandbox.model import Request, Service
from sandbox.transport import InProcessTransport
from tests.simulation.processes import Machine, Place
from tests.simulation.time import WorldClock
from tests.simulation.trouble import ANY_READ, ANY_WRITE

WEFACT_URL, MULTIVERS_URL = "http://127.0.0.1:7001/v2/", "http://127.0.0.1:7002/V22"
READ_SECONDS = 30.0
"""How long the link waits for an answer that does not come."""

QUICKEST, SLOWEST = 0.05, 0.4
"""Seconds that a call takes."""


class Wire(httpx.BaseTransport):
    """Carries requests of the process that runs.

    Attributes:
        on_call: is told the name of every call that arrives.
        on_fault: is told the call and the rule whenever a fault has struck.
        on_answer: is told the call and the status of what came back.
    """

    def __init__(self, sandbox: Sandbox, clock: WorldClock, machine: Machine, chance: random.Random) -> None:
        self._sandbox, self._clock, self._machine, self._chance = sandbox, clock, machine, chance
        self._inner = InProcessTransport(sandbox)
        self.on_call: Callable[[str], None] = lambda _call: None
        self.on_fault: Callable[[str, Fault], None] = lambda _call, _fault: None
        self.on_answer: Callable[[str, int], None] = lambda _call, _status: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request there and its answer back."""
        call, is_write = self._name(request)
        self._machine.reach(Place.BEFORE_WRITE if is_write else Place.BEFORE_READ)
        self._clock.advance(self._chance.uniform(QUICKEST, SLOWEST))
        self.on_call(call)
        self._aim(call, ANY_WRITE if is_write else ANY_READ)
        before = [(fault, fault.times) for fault in self._sandbox.state.faults]
        try:
            response = self._inner.handle_request(request)
        except httpx.TransportError as lost:
            self._clock.advance(READ_SECONDS if isinstance(lost, httpx.ReadTimeout) else QUICKEST)
            raise
        finally:
            self._note_fault(call, before)
        self.on_answer(call, response.status_code)
        self._machine.reach(Place.AFTER_WRITE if is_write else Place.AFTER_READ)
        return response

    def _name(self, request: httpx.Request) -> tuple[str, bool]:
        """What the sandbox calls a request, and whether it writes."""
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        service: Service = "wefact" if path.rstrip("/").lower() == "/v2" else "multivers"
        program = self._sandbox.services[service]
        call = program.call_name(Request(service, request.method, path, body=request.read()))
        return call, program.is_write(call)

    def _aim(self, call: str, match: str) -> None:
        """Rules for any read or any write count the calls of the day; whose turn it is strikes this one."""
        faults = self._sandbox.state.faults
        for place, fault in enumerate(faults):
            if fault.match != match:
                continue
            if fault.skip == 0:
                faults[place] = replace(fault, match=call)
                return
            fault.skip -= 1

    def _note_fault(self, call: str, before: list[tuple[Fault, int]]) -> None:
        for fault, times in before:
            if fault.times != times:
                self.on_fault(call, fault)
