"""The person who looks after the link: logs in again, lets a system be asked again, and recovers an old store."""

from __future__ import annotations

from sandbox.actions import run_action
from sandbox.model import Record
from tests.oracle.decisions import Word
from tests.simulation.dag import FAILED, Run, codes
from tests.simulation.inbox import PERSON, PREFIX, Inbox, Waiting
from tests.simulation.installation import Installation
from tests.simulation.processes import Process
from tests.simulation.world import World
from wefact_multivers.errors import (
    FirewallBlocked,
    JournalUnexplained,
    ReauthoriseMultivers,
    StoreBehind,
    StoreBlank,
    SyncError,
)
from wefact_multivers.streams import first_contact
from wefact_multivers.streams.breaker import reset_breakers
from wefact_multivers.streams.rebinding import bind
from wefact_multivers.streams.recover import Recovery, recover

_NUMBER = "SELECT number, status FROM record WHERE controller = ? AND identifier = ?"

STORE_IS_BEHIND = {StoreBehind.code, StoreBlank.code, JournalUnexplained.code}

ADDRESS = {"ip": "127.0.0.1"}
"""The one address from which everybody in this company calls."""


class Engineer:
    """Looks at runs that went wrong, and does what the errors ask for."""

    def __init__(self, world: World, inbox: Inbox) -> None:
        self._world, self._inbox, self._logins = world, inbox, 0

    def help(self, installation: Installation, run: Run) -> tuple[str, ...]:
        """Takes away what stops a run; gives the tasks that are to be cleared, none if nobody needed help."""
        failed = tuple(name for name, state in run.states.items() if state == FAILED)
        said = set(codes({name: run.errors[name] for name in failed}).values())
        if ReauthoriseMultivers.code in said:
            self._log_in(installation)
        elif FirewallBlocked.code in said:
            self._act({"action": "unblock_ip", **ADDRESS})
            self.reset(installation)
        elif not STORE_IS_BEHIND & said or not self._recover(installation):
            return ()
        return failed

    def _recover(self, installation: Installation) -> bool:
        """The bookings that the store has forgotten are found again, and bound; a link made anew is signed again."""
        try:
            with installation.process(Process("recover")) as services:
                found = recover(services, lambda _text: None)
            strangers = self._read(installation, found)
            with installation.process(Process("recover")) as services:
                bound = bind(services, found, PERSON, lambda _text: None)
                with services.memory.read() as unit:
                    link = unit.links.get()
                if link is None or link.signed_by is None:
                    first_contact.survey(services)
                    first_contact.sign(services, PERSON)
        except SyncError as error:
            self._world.tell(f"recover: {type(error).__name__} {error}")
            return False
        for booking in strangers:
            self._world.chronicle.person_took_over(booking)
        self._world.tell(f"recover: {bound} bound, {len(found.strays)} strays, {len(found.unbooked)} unbooked")
        return True

    def _read(self, installation: Installation, found: Recovery) -> list[str]:
        """A booking that was made for a document which now looks quite different is found by who knows the invoice.

        Returns:
            The bookings whose document is not to be seen just then, a draft for example: the person says they are none.
        """
        strangers = []
        for stray in found.strays:
            controller = stray.kind.controller
            booking = PREFIX[controller] + stray.booking.invoice_id
            known = self._world.chronicle.document_of(booking)
            rows = installation.rows(_NUMBER, controller, known[1]) if known else []
            seen = [(str(number), str(status)) for number, status in rows if str(number) in stray.same_relation]
            for number, status in seen:
                self._inbox.decide(installation, Waiting(controller, number, status, ()), Word.SKIP)
            strangers += [] if seen else [booking]
        return strangers

    def reset(self, installation: Installation) -> None:
        """Every breaker is closed by hand."""
        try:
            with installation.process(Process("breaker")) as services:
                stopped = reset_breakers(services, PERSON)
        except SyncError as error:
            self._world.tell(f"breaker reset: {type(error).__name__} {error}")
            return
        self._world.tell(f"breaker reset: {', '.join(f'{row.system} {row.standing}' for row in stopped) or 'none'}")

    def others_break_the_limit(self) -> None:
        """Another program behind the same address asks WeFact too much, and all of them are locked out."""
        self._act({"action": "block_ip", **ADDRESS})

    def _log_in(self, installation: Installation) -> None:
        self._logins += 1
        token = f"login-{self._logins}"
        self._world.sandbox.state.multivers.refresh_tokens[token] = {"expires": ""}
        installation.log_in_again(token)
        self._world.tell("somebody logs in to Multivers again")

    def _act(self, action: Record) -> None:
        with self._world.people_at_work():
            run_action(self._world.sandbox, action)
        self._world.tell(f"engineer: {action['action']}")
