"""What the lines of a credit note take from their originals (`accounting-rules.md 10`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.reference import VatCode
from wefact_multivers.mapping.resolution import Found, Resolution


@dataclass(frozen=True)
class Inherited:
    """What one line takes from its original.

    Attributes:
        number: of the original.
        day: its date: rows and VAT regime of that day hold.
        party: the relation as it was when the original was booked.
        vat_shift: the original says that the VAT is shifted to the other side.
        booked: where the original line was booked, whatever the tables say by now; None where that is not known.
    """

    number: str
    day: date
    party: Party
    vat_shift: bool = False
    booked: ResolvedLine | None = None


@dataclass(frozen=True)
class Inheritance:
    """What a credit note takes from its originals.

    Attributes:
        lines: by line; None for one that takes back none that is known, as for every line of an invoice.
        vat_codes: of Multivers: a code that has another percentage by now cannot be used again.
    """

    lines: tuple[Inherited | None, ...] = ()
    vat_codes: Mapping[int, VatCode] = field(default_factory=dict)

    @property
    def party(self) -> Party | None:
        """The relation as it was; None where nothing is inherited."""
        return next((one.party for one in self.lines if one), None)

    @property
    def numbers(self) -> list[str]:
        """The originals, each once."""
        return list(dict.fromkeys(one.number for one in self.lines if one))

    def line(
        self, position: int, printed: Decimal, on: date, today: Found, then: Callable[[Inherited], Found]
    ) -> Found:
        """A line as its original had it, or as it is without one.

        Args:
            position: of the line, from 1.
            printed: its VAT percentage.
            on: the date of the credit note.
            today: the line resolved for itself.
            then: resolves the line as its original.
        """
        inherited = self.lines[position - 1] if self.lines else None
        if inherited is None:
            return today
        found = inherited.booked or then(inherited)
        if not isinstance(found, ResolvedLine):
            return today
        found = replace(found, why=f"{found.why}; als {inherited.number}")
        code = self.vat_codes.get(found.vat_code)
        if isinstance(today, ResolvedLine) and code and code.percentage_on(on) != found.code_rate(printed):
            return _with_code(found, today)
        return found


NOTHING_INHERITED = Inheritance()


def one_resolution(ways: Sequence[Inheritance], resolutions: Sequence[Resolution]) -> Resolution:
    """The resolution by the likeliest original; DOC-053 where another one would give another booking."""
    first = resolutions[0]
    others = [way for way, other in zip(ways, resolutions, strict=True) if _bare(other) != _bare(first)]
    if not others:
        return first
    numbers = ", ".join(dict.fromkeys(number for way in (ways[0], *others) for number in way.numbers))
    return Resolution(first.lines, (*first.problems, problem("DOC-053", numbers=numbers)))


def _with_code(found: ResolvedLine, today: ResolvedLine) -> ResolvedLine:
    """The account of the original, by the code that has its rate now (`accounting-rules.md 2`)."""
    return replace(
        found,
        vat_code=today.vat_code,
        scenario=today.scenario,
        vat_type=today.vat_type,
        box=today.box,
        why=f"{found.why}; code: {today.why}",
    )


def _bare(resolution: Resolution) -> list[ResolvedLine | None]:
    """What decides where each line goes: what a booking has told of its lines knows no more of them."""
    return [line and replace(line, why="", supply="", box="", no_vat_code=0) for line in resolution.lines]
