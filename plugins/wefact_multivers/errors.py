"""The errors of the link, by what is done about them.

    SyncError
    ├── RetryableError      trying again may help
    │   ├── RemoteUnavailable    NET-001  the request was surely not sent
    │   ├── AnswerUnusable       NET-002  sent, and what came back says nothing
    │   └── StoreUnreachable     STO-004  the store's database does not answer
    ├── WaitError           nothing is wrong, come back at `until`
    │   ├── RateLimited          LIM-001
    │   ├── BreakerOpen          BRK-001
    │   ├── LeaseHeld            LCK-001
    │   └── SettleLater          SND-001
    ├── RunError            this run cannot go on until somebody changes something
    │   └── RequestRefused, ConfigurationError, StoreNotMigrated, ...
    └── PersonNeeded        a person decides; trying again is useless or harmful
        └── ReauthoriseMultivers, FirewallBlocked, DocumentsNeedPerson, ...

What blocks one document is no exception but a `domain.problems.Problem`: all problems of a document are
collected, and the others go on.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from wefact_multivers.catalogue import CATALOGUE, Entry, Language, Recovery, Who


class SyncError(Exception):
    """Root of all errors of the link.

    Attributes:
        code: the key into the catalogue; stable, safe to show.
        params: what the texts name. Never a key, token, name or address.
    """

    code: ClassVar[str]

    def __init__(self, **params: object) -> None:
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(self.explain(Language.EN))

    @property
    def entry(self) -> Entry:
        """The catalogue's entry of this error."""
        return CATALOGUE[self.code]

    @property
    def recovery(self) -> Recovery:
        """What the program does about it."""
        return self.entry.recovery

    @property
    def who(self) -> Who:
        """Who can take the cause away."""
        return self.entry.who

    def message(self, language: Language) -> str:
        """What went wrong, and where."""
        return self.entry.message(language, self.params)

    def remedy(self, language: Language) -> str:
        """What to do about it."""
        return self.entry.remedy(language, self.params)

    def explain(self, language: Language) -> str:
        """Code, message and remedy in one line."""
        return f"[{self.code}] {self.message(language)}. {self.remedy(language)}"


class RetryableError(SyncError):
    """Trying again may help."""


class RemoteUnavailable(RetryableError):
    """The request was surely not sent: repeating it, a write included, is safe."""

    code = "NET-001"


class AnswerUnusable(RetryableError):
    """The request was sent and the answer says nothing: a write may have been done."""

    code = "NET-002"


class RecordUnreadable(AnswerUnusable):
    """An answer came whole, and one record in it lacks what a record of its kind must have: others may be readable."""


class ListNotWhole(RetryableError):
    """A list came without records that the details show: what is not in it is not known to be gone."""

    code = "REC-002"


class StoreUnreachable(RetryableError):
    """The store's database does not answer, or is busy for too long."""

    code = "STO-004"


class WaitError(SyncError):
    """Nothing is wrong: come back at `until` (UTC)."""

    def __init__(self, until: datetime, **params: object) -> None:
        self.until = until
        super().__init__(until=until.isoformat(timespec="seconds"), **params)


class RateLimited(WaitError):
    """The remote system asks us to slow down."""

    code = "LIM-001"


class BreakerOpen(WaitError):
    """A remote system did not answer several times in a row, and is left alone for a while."""

    code = "BRK-001"


class LeaseHeld(WaitError):
    """Another writer is at work in this Multivers database."""

    code = "LCK-001"


class SettleLater(WaitError):
    """Something was sent without a clear answer, and it is too early to say that it never arrived."""

    code = "SND-001"


class RunError(SyncError):
    """This run cannot go on until somebody changes something."""


class RequestRefused(RunError):
    """The remote system understood the request and said no."""

    code = "NET-003"


class BudgetTooSmall(RunError):
    """WeFact lets so few calls through that a run would never come to its end."""

    code = "LIM-003"


class WaitTooLong(RunError):
    """The wait that is asked for goes beyond the next scheduled run."""

    code = "LIM-004"


class InsecureAddress(RunError):
    """A connection would send credentials unencrypted over a network."""

    code = "NET-004"


class ConfigurationError(RunError):
    """The administration file or a mapping table is wrong; `problems` names all of it."""

    code = "CFG-001"


class AdministrationFileMissing(RunError):
    """There is no file of that name."""

    code = "CFG-002"


class ConnectionIncomplete(RunError):
    """A connection is missing, or lacks a field."""

    code = "CFG-003"


class FixedClockRefused(RunError):
    """The clock is fixed, and a remote system is not on this machine."""

    code = "CFG-004"


class ReferenceUnknown(RunError):
    """The configuration names a journal, account, code or condition that Multivers does not have."""

    code = "CFG-005"


class WindowWrong(RunError):
    """The dates that a run was started with make no window."""

    code = "CFG-006"


class ClockUnreadable(RunError):
    """The variable of the fixed clock holds no instant."""

    code = "CFG-007"


class StoreNotMigrated(RunError):
    """The store has another schema version than this code."""

    code = "STO-001"


class TokenKeyWrong(RunError):
    """The stored tokens cannot be decrypted."""

    code = "STO-003"


class StoreUnusable(RunError):
    """The store cannot be opened, read or written."""

    code = "STO-005"


class StoreFull(RunError):
    """The store has no room left: what could not be written down was not sent either."""

    code = "STO-006"


class RunUnknown(RunError):
    """A task ran without a successful preflight."""

    code = "RUN-001"


class PersonNeeded(SyncError):
    """A person decides; trying again is useless or harmful."""


class ReauthoriseMultivers(PersonNeeded):
    """The refresh token is refused."""

    code = "AUTH-001"


class AdministrationUnreachable(PersonNeeded):
    """The Multivers login works, and does not reach this administration."""

    code = "AUTH-002"


class WeFactKeyRefused(PersonNeeded):
    """WeFact does not know the API key."""

    code = "AUTH-003"


class WeFactAddressRefused(PersonNeeded):
    """WeFact does not admit the IP address of this machine."""

    code = "AUTH-004"


class LoginDenied(PersonNeeded):
    """The browser came back from Multivers' login page without a code."""

    code = "AUTH-005"


class LoginNotOurs(PersonNeeded):
    """The address that the browser came back to does not answer the login that was started."""

    code = "AUTH-006"


class LoginCodeRefused(PersonNeeded):
    """Multivers gives no tokens for the code of a login."""

    code = "AUTH-007"


class FirewallBlocked(PersonNeeded):
    """WeFact blocks this IP address; every further call extends the block."""

    code = "LIM-002"


class StoreBehind(PersonNeeded):
    """Multivers holds bookings of ours that the store does not know."""

    code = "STO-002"


class StoreBlank(PersonNeeded):
    """The store knows no booking, and the link's own journals hold some."""

    code = "STO-010"


class JournalUnexplained(PersonNeeded):
    """A journal of the link holds bookings that nothing explains."""

    code = "STO-011"


class LinkMismatch(PersonNeeded):
    """The connections point to other accounts than those the administration was linked to."""

    code = "LNK-001"


class FirstContactUnsigned(PersonNeeded):
    """Nobody has signed yet what Multivers already holds."""

    code = "LNK-002"


class DocumentsNeedPerson(PersonNeeded):
    """A stream has done all it can, and some documents wait for a person."""

    code = "DOC-100"


class NotReconciled(PersonNeeded):
    """The two systems differ, and nothing explains it.

    Attributes:
        params: `documents`, `amount`, and the `differences` in each language (`differences_nl`, `differences_en`).
    """

    code = "REC-001"
