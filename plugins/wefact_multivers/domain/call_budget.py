"""How many calls may still be made to WeFact: the arithmetic over one row of memory for each of its limits.

A breach ends in a firewall (`wefact-api.md 1.3`), and other programs use the same budget, so three things hold:

* a tenth of each limit is never touched;
* half of the rest may be used at once, the other half is spread over the window, so that a program which starts
  now never finds nothing left;
* nobody knows whether the windows are fixed or slide, so what WeFact calls the reset is not believed to be more
  than it surely is: one call goes, and its answer tells what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

RESERVE_PART = 10
UNDER_WAY = timedelta(seconds=10)
"""What was still to come when WeFact answered may be past when the answer is read."""

AT_ONCE = 50
"""A small task is never spread over a window."""

SPREAD_UNTIL = 0.9
"""The part of a window after which all but the reserve may be used: nothing is left over at its end."""

PROBE = timedelta(seconds=1)
"""How long others wait for the answer that tells what is left, and how long it holds at least."""

FEWEST = 10
"""Calls in a whole window with which a run would never come to its end: its first task needs about so many."""

PATIENT_WINDOWS = 2
_LARGEST_GRANT = 10


@dataclass(frozen=True)
class Rule:
    """One of WeFact's limits.

    Attributes:
        documented: calls per window that WeFact documents; a tenth of it is the least reserve.
        ceiling: calls per window that all programs together shall not pass, where somebody has set it lower.
    """

    name: str
    length: timedelta
    documented: int
    ceiling: int | None = None


@dataclass(frozen=True)
class CallWindow:
    """What is known of one limit, shared by every process behind one address.

    Attributes:
        limit: the most calls per window that were seen to be possible; 0 before the first answer.
        remaining: what the last answer said is left, less what was let through since.
        told_at: when that answer came; None while no answer has told of this window.
        resets_at: when something is surely free again.
        taken: calls let through, ever.
        counted_from, progress, refused: since when, how many calls were let through, and whether one was not.
        starved: how many windows in a row let through too few for a run to come to its end.
    """

    limit: int
    remaining: int
    told_at: datetime | None
    resets_at: datetime
    taken: int
    counted_from: datetime
    progress: int = 0
    refused: bool = False
    starved: int = 0


Windows = Mapping[str, CallWindow]


@dataclass(frozen=True)
class Seen:
    """What an answer said.

    Attributes:
        ticket: the number of the call that it answers.
        left: calls left and the reset, by the name of the limit; nothing where the answer was lost.
        assumed: the limits that the answer was silent about.
    """

    at: datetime
    ticket: int
    left: Mapping[str, tuple[int, datetime]]
    assumed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grant:
    """Leave to make some calls, now.

    Attributes:
        first: the number of the first of them.
        probes: everybody waits for the answer.
    """

    first: int
    calls: int
    probes: bool


@dataclass(frozen=True)
class Refusal:
    """No call may be made before `until`.

    Attributes:
        starved: the limit that is too small for a run, None where waiting helps.
    """

    until: datetime
    starved: Rule | None = None


def take(
    windows: Windows, rules: tuple[Rule, ...], seen: Seen | None, now: datetime
) -> tuple[Windows, Grant | Refusal]:
    """Ask for leave to make a call.

    Args:
        windows: what the processes know together, by the name of the limit; none before the first call.
        rules: the limits.
        seen: what the last answer to this process said.
        now: the present instant.

    Returns:
        What they know from now on, and the leave or its refusal.
    """
    known = learn(windows, rules, seen, now)
    turned = {rule.name: _turned(known.get(rule.name), rule, now) for rule in rules}
    waits = {rule: ready for rule in rules if (ready := _ready_at(turned[rule.name], rule, now)) is not None}
    if waits:
        return _refused(turned, waits)
    free = min(_free(turned[rule.name], rule, now) for rule in rules)
    calls = max(1, min(free // _LARGEST_GRANT, _LARGEST_GRANT))
    first = max(window.taken for window in turned.values()) + 1
    passed = {name: _let_through(window, first + calls - 1, calls) for name, window in turned.items()}
    probes = any(window.told_at is None for window in turned.values())
    return passed, Grant(first, calls, probes)


def learn(windows: Windows, rules: tuple[Rule, ...], seen: Seen | None, now: datetime) -> dict[str, CallWindow]:
    """Take over what an answer said, unless it is older than what is known, or of a window that is over."""
    known = dict(windows)
    for rule in rules:
        window = known.get(rule.name)
        if seen is None or window is None or (rule.name in seen.assumed and window.told_at):
            # A page that says nothing of the limits is no news about them.
            continue
        known[rule.name] = _learned(window, rule, seen, now) if seen.left else _unanswered(window, rule)
    return known


def _unanswered(window: CallWindow, rule: Rule) -> CallWindow:
    """After a call that was to tell what is left, and whose answer was lost: the next one is to tell it."""
    return window if window.told_at else replace(window, remaining=_reserve(window, rule) + 1)


def _learned(window: CallWindow, rule: Rule, seen: Seen, now: datetime) -> CallWindow:
    left, reset = seen.left[rule.name]
    # A reset that is long past by our clock would make what is left count for nothing, up to the firewall.
    resets_at = min(reset if reset > seen.at - UNDER_WAY else seen.at + rule.length, seen.at + rule.length)
    limit = max(window.limit, left + 1)
    told = replace(window, limit=limit, remaining=left - (window.taken - seen.ticket), told_at=seen.at)
    lacking = limit - told.remaining - _usable(told, rule)
    # Where windows slide, the reset frees one call and not all: when too much is used, enough must have passed out.
    passed_out = seen.at + rule.length * max(0, lacking) / limit
    told = replace(told, resets_at=max(resets_at, passed_out, seen.at + PROBE))
    is_news = window.told_at is None or seen.at >= window.told_at
    return told if is_news and told.resets_at > now else window


def _turned(window: CallWindow | None, rule: Rule, now: datetime) -> CallWindow:
    """The window as it stands now: after its reset nothing is known but that one call is free."""
    if window is None:
        window = CallWindow(0, 0, None, now, taken=0, counted_from=now)
    if window.resets_at + rule.length <= now:
        # After a pause what was once possible is learned anew: WeFact may have changed it.
        window = replace(window, limit=0)
    if window.resets_at <= now:
        window = replace(window, remaining=_reserve(window, rule) + 1, told_at=None, resets_at=now + PROBE)
    return _counted(window, rule, now) if window.counted_from + rule.length <= now else window


def _counted(window: CallWindow, rule: Rule, now: datetime) -> CallWindow:
    """The progress of a whole window, judged; after a pause nobody was waiting."""
    has_starved = window.refused and window.progress < FEWEST and now < window.counted_from + 2 * rule.length
    starved = window.starved + 1 if has_starved else 0
    return replace(window, counted_from=now, progress=0, refused=False, starved=starved)


def _refused(windows: Windows, waits: Mapping[Rule, datetime]) -> tuple[Windows, Refusal]:
    # To wait for somebody else's answer is no refusal.
    told = {rule.name: windows[rule.name] for rule in waits if windows[rule.name].told_at}
    refused = {name: replace(window, refused=True) for name, window in told.items()}
    starved = next((rule for rule in waits if windows[rule.name].starved >= PATIENT_WINDOWS), None)
    return {**windows, **refused}, Refusal(max(waits.values()), starved)


def _ready_at(window: CallWindow, rule: Rule, now: datetime) -> datetime | None:
    """When a call may be made; None where that is now. It waits for some calls at once, not for each."""
    if _free(window, rule, now) >= 1:
        return None
    usable = _usable(window, rule)
    used = window.limit - window.remaining + max(1, usable // 20)
    at_once = _at_once(usable)
    if window.told_at is None or used > usable or at_once >= 1:
        return window.resets_at
    share = (used / usable - at_once) / (1 - at_once)
    return min(window.resets_at - rule.length * (1 - share * SPREAD_UNTIL), window.resets_at)


def _free(window: CallWindow, rule: Rule, now: datetime) -> int:
    """How many calls may be made now."""
    if window.told_at is None:
        return window.remaining - _reserve(window, rule)
    usable = _usable(window, rule)
    passed = 1 - (window.resets_at - now) / rule.length
    at_once = _at_once(usable)
    share = at_once + (1 - at_once) * min(1.0, max(0.0, passed) / SPREAD_UNTIL)
    return int(usable * share) - (window.limit - window.remaining)


def _at_once(usable: int) -> float:
    return max(0.5, min(1.0, AT_ONCE / usable)) if usable > 0 else 1.0


def _usable(window: CallWindow, rule: Rule) -> int:
    return _most(window, rule) - _reserve(window, rule)


def _reserve(window: CallWindow, rule: Rule) -> int:
    least = min(rule.documented, rule.ceiling or rule.documented)
    return -(-max(_most(window, rule), least) // RESERVE_PART)


def _most(window: CallWindow, rule: Rule) -> int:
    return min(window.limit, rule.ceiling or window.limit)


def _let_through(window: CallWindow, taken: int, calls: int) -> CallWindow:
    return replace(window, taken=taken, remaining=window.remaining - calls, progress=window.progress + calls)
