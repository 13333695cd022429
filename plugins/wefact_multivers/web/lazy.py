"""The page, made when somebody first asks for it: every process of Airflow loads the plugin, one of them serves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cached_property
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class LazyApp:
    """An ASGI application that imports nothing before its first request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request on."""
        await self._app(scope, receive, send)

    @cached_property
    def _app(self) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        from wefact_multivers.web.app import create_app  # noqa: PLC0415 - heavy

        return create_app()
