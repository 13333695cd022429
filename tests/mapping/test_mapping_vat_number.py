"""VAT numbers of relations: which are well formed, and of which that is asked at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.builders import debtor
from tests.mapping.builders import configuration
from wefact_multivers.domain.problems import problem
from wefact_multivers.mapping.vat_number import relation_party, vat_number_warnings


@pytest.mark.parametrize(
    ("country", "number", "is_said"),
    [
        ("NL", "NL004495445B01", False),
        ("NL", "NL 0044.95.445.B01", False),
        ("NL", "NL004495445B02", False),
        ("NL", "NL004495446B01", True),
        ("NL", "", False),
        ("GR", "EL094259216", False),
        ("GR", "GR094259216", True),
        ("CH", "CHE-123.456.789", False),
        ("CH", "BE0123456748", True),
    ],
)
def test_given_a_vat_number_of_the_eu_that_is_not_well_formed_then_it_is_said(
    tmp_path: Path, country: str, number: str, is_said: bool
) -> None:
    found = vat_number_warnings(debtor(country=country, vat_number=number), configuration(tmp_path))
    assert found == ((problem("REL-011", code="DB10001"),) if is_said else ())


def test_given_a_relation_that_is_not_known_yet_then_it_counts_as_one_at_home(tmp_path: Path) -> None:
    party = relation_party(None, configuration(tmp_path))
    assert (party.country, party.vat_number) == ("NL", "")
