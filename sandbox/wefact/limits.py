"""WeFact's budget per IP and the firewall behind it (wefact-api.md 1.3)."""

from __future__ import annotations

from sandbox.settings import Settings
from sandbox.wefact.state import WeFactState

MINUTE = 60.0
HOUR = 3600.0


def count_call(state: WeFactState, settings: Settings, client: str, now: float) -> dict[str, str]:
    """Count one call of an IP, lock the IP out when it breaks a limit, and give the four headers.

    `now` is in Unix seconds. A call from behind the firewall counts as well: retrying extends the block.
    """
    counts = settings.wefact_limits != "off"
    hits = [hit for hit in state.hits.get(client, []) if hit > now - HOUR] if counts else []
    hits.append(now)
    state.hits[client] = hits
    minute = _used(hits, MINUTE, now, settings)
    hour = _used(hits, HOUR, now, settings)
    over = minute > settings.wefact_per_minute or hour > settings.wefact_per_hour
    if over and client not in state.firewall:
        state.firewall.append(client)
    return {
        "API-RateLimit-Remaining-Minute": str(max(0, settings.wefact_per_minute - minute)),
        "API-RateLimit-Remaining-Hour": str(max(0, settings.wefact_per_hour - hour)),
        "API-RateLimit-Reset-Minute": str(_reset(hits, MINUTE, now, settings)),
        "API-RateLimit-Reset-Hour": str(_reset(hits, HOUR, now, settings)),
    }


def _window_start(window: float, now: float, settings: Settings) -> float:
    return now - window if settings.wefact_limits == "sliding" else now - now % window


def _used(hits: list[float], window: float, now: float, settings: Settings) -> int:
    if settings.wefact_limits == "off":
        return 0
    start = _window_start(window, now, settings)
    return sum(hit >= start for hit in hits)


def _reset(hits: list[float], window: float, now: float, settings: Settings) -> int:
    start = _window_start(window, now, settings)
    if settings.wefact_limits != "sliding":
        return int(start + window)
    return int(min(hit for hit in hits if hit >= start) + window)
