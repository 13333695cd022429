"""The help of every command, which is all that many people read."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from scripts.reference import COMMAND, commands
from wefact_multivers.cli.main import app

COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_given_a_command_then_its_help_names_an_example_of_itself(name: str) -> None:
    words = name.removeprefix(COMMAND).split()
    answer = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert answer.exit_code == 0
    assert re.search(rf"Example: {name}\b", answer.stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_given_a_command_then_each_of_its_examples_can_be_typed(name: str) -> None:
    known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    for example in re.findall(r"Example: (.+)", COMMANDS[name].help):
        assert example.startswith(name)
        assert set(re.findall(r"(?<= )--?[a-z-]+", example)) <= known


def test_given_no_command_then_the_commands_are_listed() -> None:
    answer = CliRunner().invoke(app, [])
    assert "doctor" in answer.output
    assert CliRunner().invoke(app, ["--version"]).exit_code == 0
