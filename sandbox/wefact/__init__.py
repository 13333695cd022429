"""WeFact's API v2: one endpoint, controllers and actions in the body, HTTP 200 for nearly everything."""

from __future__ import annotations
