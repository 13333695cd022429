"""Purchases whose VAT we owe ourselves, or do not deduct: right in the ledger under every setting of Multivers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.domain.casefile import Case, read_cases
from tests.streams.casebooks import case_world, lived, shown
from tests.streams.test_cases import migrated
from wefact_multivers.domain.status import Status

__all__ = ["migrated"]

CASES = {case.title.split(":")[0].split(",")[0]: case for case in read_cases()}
REVERSE = CASES["Geval 8"]
TOLD = ("Geval 8", "Geval 9a", "Creditnota van een verlegde inkoop", "Verlegd")
SWITCHES: tuple[dict[str, Any], ...] = (
    {"self_assessed_vat": "sent"},
    {"self_assessed_vat": "sent", "vat_rows": "required", "vat_tolerance": "0.00"},
    {"self_assessed_vat": "made", "create_answer": "empty"},
)


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("switches", SWITCHES, ids=str)
def test_given_a_purchase_with_vat_beside_what_is_deducted_then_each_setting_gives_the_same_entry(
    name: str, switches: dict[str, Any], tmp_path: Path, migrated: Path
) -> None:
    case = CASES[name]
    with case_world(case, tmp_path, migrated) as world:
        world.sandbox.settings(**switches)
        assert lived(case, world) == shown(case.expected)


MADE = (("owed_vat", "made"),)
OTHER_SIDE = (("purchase_line_side", "credit"),)


@pytest.mark.parametrize("name", ["Geval 8", "Creditnota van een verlegde inkoop", "Geval 9a"])
@pytest.mark.parametrize(
    ("keys", "switches"),
    [(MADE, {"self_assessed_vat": "alone"}), (OTHER_SIDE, {"purchase_line_side": "credit"})],
    ids=["made by Multivers", "other side"],
)
def test_given_what_this_multivers_wants_is_configured_then_the_entry_is_the_same(
    name: str, keys: tuple[tuple[str, str], ...], switches: dict[str, Any], tmp_path: Path, migrated: Path
) -> None:
    case = configured(CASES[name], *keys)
    with case_world(case, tmp_path, migrated) as world:
        world.sandbox.settings(**switches)
        assert lived(case, world) == shown(case.expected)


@pytest.mark.parametrize(
    ("keys", "switches"),
    [
        ((), {"self_assessed_vat": "alone"}),
        (MADE, {"self_assessed_vat": "sent"}),
        ((), {"purchase_line_side": "credit"}),
    ],
    ids=["sent where it is made", "not sent where it has to be", "wrong side"],
)
def test_given_another_multivers_than_configured_then_the_purchase_is_refused_and_says_so(
    keys: tuple[tuple[str, str], ...], switches: dict[str, Any], tmp_path: Path, migrated: Path
) -> None:
    case = configured(REVERSE, *keys)
    with case_world(case, tmp_path, migrated) as world:
        world.sandbox.settings(**switches)
        world.run()
        (record,) = world.records(case.given[0].document.key.controller)
        assert (record.status, [found.code for found in record.problems]) == (Status.REJECTED, ["DOC-010"])


def configured(case: Case, *keys: tuple[str, str]) -> Case:
    """The same with more keys in the administration file."""
    return replace(case, setting=replace(case.setting, keys=(*case.setting.keys, *keys)))
