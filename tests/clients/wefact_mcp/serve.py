"""Starts the public `wefact-mcp` server over stdio as its command does, with another address of WeFact."""

from __future__ import annotations

import os

from wefact_mcp.client import WeFactClient
from wefact_mcp.server import run

# The address is the default of a keyword that the server never gives; nothing else of it is touched.
WeFactClient.__init__.__kwdefaults__["endpoint"] = os.environ["SANDBOX_URL"]
run()
