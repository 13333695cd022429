"""The example that a new user copies: it is valid, complete, and explains every key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from tests.compose.compose_file import ROOT
from wefact_multivers.errors import ConfigurationError
from wefact_multivers.hooks.settings import INCLUDE_VARIABLE, administration_names
from wefact_multivers.mapping.administration import Administration, load_administration
from wefact_multivers.mapping.tables import load_tables

EXAMPLE = ROOT / "include" / "administrations" / "example.yaml.example"
TABLES = ROOT / "include" / "mappings" / "example"
NAME = "bakkerij"
NO_DEFAULT_TO_SHOW = ("closed_until", "vat_filed_until", "mapping", "connections.wefact", "connections.multivers")
"""Keys whose value in the example is no default: nothing closed, or named after the administration."""


def copy_into(include: Path, text: str) -> Path:
    """Do what the first lines of the example say."""
    (include / "administrations").mkdir(parents=True)
    (include / "administrations" / f"{NAME}.yaml").write_text(text)
    shutil.copytree(TABLES, include / "mappings" / NAME)
    return include


def keys_of(model: type[BaseModel], section: str = "") -> Iterator[tuple[str, object]]:
    """Every key of the model with its default, those of sections behind the name of the section."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from keys_of(inner, f"{section}{name}.")
        else:
            yield f"{section}{name}", ... if field.is_required() else field.default


def written_in(text: str) -> dict[str, object]:
    """Every key of the example with its value, named likewise."""
    found: dict[str, object] = {}
    for name, value in yaml.safe_load(text).items():
        found |= {f"{name}.{key}": inner for key, inner in value.items()} if isinstance(value, dict) else {name: value}
    return found


def missing_keys(text: str) -> list[str]:
    """What to do about each key of the model that the example does not have."""
    place = EXAMPLE.relative_to(ROOT)
    written = written_in(text)
    return [f"add {key} to {place}, with a comment" for key, _ in keys_of(Administration) if key not in written]


def without_comment(text: str) -> list[str]:
    """Keys whose line does not follow a comment."""
    lines = text.splitlines()
    return [
        line.strip()
        for before, line in pairwise(lines)
        if ":" in line and not line.lstrip().startswith("#") and not before.lstrip().startswith("#")
    ]


def test_given_the_example_copied_as_it_says_then_it_is_valid(tmp_path: Path) -> None:
    include = copy_into(tmp_path / "include", EXAMPLE.read_text())
    administration = load_administration(include, NAME)
    assert administration.mode == "preview"
    assert load_tables(include / administration.mapping).revenue_accounts[0].product_group == "*"


def test_given_the_model_then_every_key_stands_in_the_example() -> None:
    assert missing_keys(EXAMPLE.read_text()) == []


def test_given_the_example_then_every_key_has_a_comment() -> None:
    assert without_comment(EXAMPLE.read_text()) == []


def test_given_a_key_that_may_be_left_out_then_the_example_shows_what_holds_without_it() -> None:
    written = written_in(EXAMPLE.read_text())
    shown = {
        key: (written[key], default)
        for key, default in keys_of(Administration)
        if default is not ... and key in written and key not in NO_DEFAULT_TO_SHOW
    }
    assert len(shown) > 10
    different = [key for key, (value, default) in shown.items() if _plain(value) != _plain(default)]
    assert different == []


def _plain(value: object) -> str:
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):.2f}"
    return str(list(value)) if isinstance(value, list | tuple) else str(value)


def test_given_the_example_then_airflow_makes_no_dag_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(INCLUDE_VARIABLE, str(ROOT / "include"))
    assert "example" not in administration_names()


def test_given_a_line_less_then_each_check_sees_it(tmp_path: Path) -> None:
    text = EXAMPLE.read_text()
    assert missing_keys(text.replace("language: nl\n", "")) == [
        "add language to include/administrations/example.yaml.example, with a comment"
    ]
    assert missing_keys(text.replace("  debtors: on\n", ""))[0].startswith("add streams.debtors to ")
    assert without_comment(text.replace("# Language of reasons and reports: nl or en.\n", "")) == ["language: nl"]
    with pytest.raises(ConfigurationError, match="strict_redd"):
        load_administration(copy_into(tmp_path, text.replace("strict_red:", "strict_redd:")), NAME)
