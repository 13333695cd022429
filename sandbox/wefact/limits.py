"""WeFact's budget per IP and the firewall behind it (wefact-api.md 1.3)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from ipaddress import ip_address, ip_network
from math import ceil

from sandbox.clock import Clock
from sandbox.settings import Settings
from sandbox.wefact.state import WeFactState

MINUTE = 60.0
HOUR = 3600.0


def window_time(clock: Clock, settings: Settings) -> float:
    """Unix seconds that windows are counted by: those of the clock, which may stand still."""
    return clock.limit_seconds() if settings.limit_clock == "ticking" else clock.now().timestamp()


def count_call(state: WeFactState, settings: Settings, client: str, now: float) -> dict[str, str]:
    """Count one call of an IP, lock the IP out when it breaks a limit, and give the four headers.

    `now` is in Unix seconds. A call from behind the firewall counts as well: retrying extends the block.
    """
    _open_firewall(state, settings, client, now)
    hits = _recent(state.hits.get(client, []), now) if settings.wefact_limits != "off" else []
    hits.append(now)
    state.hits[client] = hits
    minute = _used(hits, MINUTE, now, settings)
    hour = _used(hits, HOUR, now, settings)
    if minute > settings.wefact_per_minute or hour > settings.wefact_per_hour:
        lock_out(state, client)
    return {
        "API-RateLimit-Remaining-Minute": str(max(0, settings.wefact_per_minute - minute)),
        "API-RateLimit-Remaining-Hour": str(max(0, settings.wefact_per_hour - hour)),
        "API-RateLimit-Reset-Minute": str(_reset(hits, MINUTE, now, settings)),
        "API-RateLimit-Reset-Hour": str(_reset(hits, HOUR, now, settings)),
    }


def count_refusal(state: WeFactState, settings: Settings, client: str, day: str) -> None:
    """Count a refused key or address; one too many on one day ends behind the firewall."""
    days = [seen for seen in state.failed_logins.get(client, []) if seen == day]
    state.failed_logins[client] = [*days, day]
    if 0 < settings.failed_logins_per_day < len(days) + 1:
        lock_out(state, client)


def lock_out(state: WeFactState, client: str) -> None:
    """Put an IP behind the firewall."""
    if client not in state.firewall:
        state.firewall.append(client)


def let_in(state: WeFactState, client: str) -> None:
    """Let an IP out from behind the firewall, with a clean count."""
    state.firewall = [blocked for blocked in state.firewall if blocked != client]
    state.hits.pop(client, None)
    state.failed_logins.pop(client, None)


def is_allowed(allowed: str, client: str) -> bool:
    """Whether an IP is on the allow-list: addresses and CIDR ranges, comma separated; `*` is everybody."""
    entries = [entry.strip() for entry in allowed.split(",")]
    return "*" in entries or any(_holds(entry, client) for entry in entries)


def _holds(entry: str, client: str) -> bool:
    try:
        return ip_address(client) in ip_network(entry, strict=False)
    except ValueError:
        return entry == client


def _open_firewall(state: WeFactState, settings: Settings, client: str, now: float) -> None:
    calls = state.hits.get(client)
    if (
        client in state.firewall
        and settings.firewall_seconds
        and calls
        and calls[-1] + settings.firewall_seconds <= now
    ):
        let_in(state, client)


def _recent(hits: list[float], now: float) -> list[float]:
    """Calls of the last hour, oldest first; none from after now, for the clock may have been set back."""
    del hits[bisect_right(hits, now) :]
    del hits[: bisect_right(hits, now - HOUR)]
    return hits


def _window_start(window: float, now: float, settings: Settings) -> float:
    return now - window if settings.wefact_limits == "sliding" else now - now % window


def _used(hits: list[float], window: float, now: float, settings: Settings) -> int:
    if settings.wefact_limits == "off":
        return 0
    return len(hits) - _first(hits, window, now, settings)


def _first(hits: list[float], window: float, now: float, settings: Settings) -> int:
    """The place of the first call within the window; a sliding window has lost what is exactly its length ago."""
    find = bisect_right if settings.wefact_limits == "sliding" else bisect_left
    return find(hits, _window_start(window, now, settings))


def _reset(hits: list[float], window: float, now: float, settings: Settings) -> int:
    if settings.wefact_limits != "sliding":
        return int(_window_start(window, now, settings) + window)
    return ceil(hits[_first(hits, window, now, settings)] + window)
