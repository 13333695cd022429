"""`breaker show` and `breaker reset`: what is left alone, and who had it asked again."""

from __future__ import annotations

import json

from sqlalchemy import select

from tests.cli.conftest import Command
from wefact_multivers.cli.output import Exit
from wefact_multivers.store.tables import evidence


def reset_by(command: Command) -> list[str]:
    """The people who reset a breaker, as the evidence has them."""
    with command.world.services() as services, services.store.read() as connection:
        found = connection.execute(select(evidence.c.content).where(evidence.c.kind == "breaker_reset")).scalars()
        return [str(json.loads(content)["by"]) for content in found]


def test_given_the_firewall_then_it_is_shown_and_a_person_resets_it_once_it_is_lifted(command: Command) -> None:
    command.world.sandbox.action("block_ip")
    command.run("preview")
    rows = command.json("breaker show")
    assert [(row["system"], row["account"], row["standing"]) for row in rows] == [
        ("WeFact", "*", "locked"),
        ("WeFact", "wefact_demo", "closed"),
        ("Multivers", "MVL00001", "closed"),
    ]
    command.world.sandbox.action("unblock_ip")
    assert command.run("preview").exit_code == Exit.AUTHENTICATION
    command.run("breaker reset --system wefact --by An")
    assert {row["standing"] for row in command.json("breaker show")} == {"closed"}
    assert reset_by(command) == ["An"]
    assert command.run("preview").exit_code == Exit.BLOCKED


def test_given_nothing_wrong_then_a_reset_says_so_and_leaves_no_evidence(command: Command) -> None:
    assert "Nothing was stopped" in command.run("breaker reset --by An").stderr
    assert reset_by(command) == []
