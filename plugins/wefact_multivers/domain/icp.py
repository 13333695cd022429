"""The VAT number of an intra-community sale, as it stands at the customer in Multivers (`accounting-rules.md 21`)."""

from __future__ import annotations

from collections.abc import Iterable

from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import Treatment

NUMBER_LACKS = "REL-020"
"""The ICP return would read another number, or none."""

_IN_RETURN = frozenset({Treatment.IC_GOODS, Treatment.IC_SERVICES})


def is_in_icp(treatments: Iterable[str]) -> bool:
    """Whether a booking with these treatments stands in the ICP return, if it is a sale."""
    return not _IN_RETURN.isdisjoint(treatments)


def held_number_problem(code: str, number: str, held: str) -> Problem | None:
    """REL-020 where the customer in Multivers has not the number that the VAT was decided by; neither is repeated.

    Args:
        code: of the debtor.
        number: its capitals and digits, as WeFact has it.
        held: as Multivers has it, with or without spaces and dots.
    """
    if "".join(sign for sign in held.upper() if sign.isascii() and sign.isalnum()) == number:
        return None
    return problem(NUMBER_LACKS, code=code, held="een ander nummer" if held.strip() else "geen nummer")
