"""What Airflow is told about this package: its connection types, so that their forms exist in the UI."""

from __future__ import annotations

from typing import Any

from wefact_multivers import __version__

_TEXT = {"type": ["string", "null"]}
_SECRET = {"type": ["string", "null"], "format": "password"}
_HTTP_FIELDS: dict[str, Any] = {
    "timeout": {
        "label": "Timeout",
        "description": "Seconds to wait for an answer: 1 to 40, 30 when empty.",
        "schema": {"type": ["number", "null"], "minimum": 1, "maximum": 40},
    },
    "verify": {
        "label": "Certificate file",
        "description": "Path of a file with certificate authorities, for a network that inspects https.",
        "schema": _TEXT,
    },
    "proxy": {
        "label": "Proxy",
        "description": "Address of the proxy, such as http://proxy:3128.",
        "schema": _TEXT,
    },
}


WEFACT_FORM: dict[str, Any] = {
    "hidden_fields": ["schema", "login", "port"],
    "relabeling": {"host": "Address", "password": "API key (beveiligingscode)"},
    "placeholders": {"host": "https://api.mijnwefact.nl/v2/"},
}
"""The form of a WeFact connection, as a hook describes it."""

MULTIVERS_FORM: dict[str, Any] = {
    "hidden_fields": ["schema", "port"],
    "relabeling": {"host": "Address with version", "login": "Client ID", "password": "Client secret"},
    "placeholders": {"host": "https://api.multivers.nl/V22"},
}
"""The form of a Multivers connection, as a hook describes it."""


def get_provider_info() -> dict[str, Any]:
    """The provider's description, in Airflow's own schema."""
    return {
        "package-name": "wefact-multivers",
        "name": "WeFact to Multivers",
        "description": "Keeps WeFact (invoicing) and Unit4 / Exact Multivers (bookkeeping) in step.",
        "versions": [__version__],
        "connection-types": [_wefact(), _multivers()],
    }


def _wefact() -> dict[str, Any]:
    return {
        "connection-type": "wefact",
        "hook-name": "WeFact",
        "hook-class-name": "wefact_multivers.hooks.wefact.WeFactHook",
        "ui-field-behaviour": _dashed(WEFACT_FORM),
        "conn-fields": _HTTP_FIELDS,
    }


def _multivers() -> dict[str, Any]:
    refresh_token = {
        "label": "Refresh token",
        "description": "The one that the login page of Multivers gave.",
        "schema": _SECRET,
    }
    return {
        "connection-type": "multivers",
        "hook-name": "Unit4 / Exact Multivers",
        "hook-class-name": "wefact_multivers.hooks.multivers.MultiversHook",
        "ui-field-behaviour": _dashed(MULTIVERS_FORM),
        "conn-fields": {"refresh_token": refresh_token, **_HTTP_FIELDS},
    }


def _dashed(form: dict[str, Any]) -> dict[str, Any]:
    """A form in the provider schema's spelling."""
    return {name.replace("_", "-"): value for name, value in form.items()}
