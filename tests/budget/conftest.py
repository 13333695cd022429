"""The servers and the clock of the WeFact client's tests: the budget is tried through that client."""

from tests.wefact.conftest import clock, sandbox, servers

__all__ = ["clock", "sandbox", "servers"]
