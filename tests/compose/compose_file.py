"""docker-compose.yaml as Docker Compose reads it: anchors merged, variables filled in, one service at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yaml"
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


@dataclass(frozen=True)
class Service:
    """What a service runs, and with what."""

    name: str
    command: list[str]
    environment: dict[str, str]
    settings: dict[str, Any]


def variables_of(env_file: Path) -> dict[str, str]:
    """The variables of a file such as docker/sandbox.env."""
    lines = [line for line in env_file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def read_compose(variables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The whole file, with `${NAME:-default}` filled in."""
    return cast("dict[str, Any]", _filled(yaml.safe_load(COMPOSE_FILE.read_text()), variables or {}))


def _filled(value: Any, variables: Mapping[str, str]) -> Any:
    """Variables are filled in after reading, so that what they hold stays text."""
    match value:
        case dict():
            return {key: _filled(inner, variables) for key, inner in value.items()}
        case list():
            return [_filled(inner, variables) for inner in value]
        case str():
            return VARIABLE.sub(lambda found: variables.get(found[1]) or found[2] or "", value)
        case _:
            return value


def service(name: str, variables: Mapping[str, str] | None = None) -> Service:
    """One service of the file."""
    settings = read_compose(variables)["services"][name]
    return Service(name, settings.get("command", []), settings.get("environment", {}), settings)


def secret_files(name: str) -> dict[str, str]:
    """Which file of ./secrets a service finds under which name in /run/secrets."""
    whole = read_compose()
    found = {}
    for entry in whole["services"][name]["secrets"]:
        source, target = (entry, entry) if isinstance(entry, str) else (entry["source"], entry["target"])
        found[target] = Path(whole["secrets"][source]["file"]).name
    return found
