"""Asking Multivers whether bookings stand there already, a handful of candidates per question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.numbering import reduced_number, same_code, same_number
from wefact_multivers.multivers.calls import query_length
from wefact_multivers.multivers.families import Family

MAX_QUERY = 1800
"""Characters of a query: the web server refuses more than 2,048 (`multivers-api.md 4`)."""

_MARK = re.compile(r"[^0-9A-Za-z]")
_ROOM = 80
"""Characters that order and paging take of the query."""


@dataclass(frozen=True)
class Candidate:
    """A booking that may stand in Multivers.

    Attributes:
        invoice_id: the key it has or would have; empty where it can have none.
        reference: the full printed number; of a purchase the one that the supplier printed.
        gross: in euros, signed as printed.
        any_amount: whatever stands on its relation may be it: a supplier's number is typed in many ways.
    """

    invoice_id: str
    reference: str
    relation_code: str
    gross: Decimal
    any_amount: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """The printed number as people type it: whole, without punctuation, digits alone."""
        bare = _MARK.sub("", self.reference)
        digits = "".join(sign for sign in bare if sign.isdigit())
        return tuple(dict.fromkeys(filter(None, (self.reference, bare, digits))))

    def condition(self, family: Family) -> str:
        """The candidate as a condition of `$filter`: its number on any relation, or its amount, or any, on its own.

        An amount lies between two whole numbers, which compare with any numeric type: a decimal literal has
        another suffix in each OData version.
        """
        low = self.gross.to_integral_value(ROUND_FLOOR)
        high = self.gross.to_integral_value(ROUND_CEILING)
        ids = [f"InvoiceId eq {_quoted(self.invoice_id)}"] if self.invoice_id else []
        names = ("InvoiceReference", "PaymentReference")
        numbers = [f"{name} eq {_quoted(text)}" for name in names for text in self.spellings]
        relation = f"{family.relation}Id eq {_quoted(self.relation_code)}"
        amount = f"({relation} and InvoiceAmountCur ge {low:f} and InvoiceAmountCur le {high:f})"
        return " or ".join([*ids, *numbers, relation if self.any_amount else amount])

    def could_be(self, found: FoundBooking) -> bool:
        """Whether a booking has the number, or the relation and the amount; `domain.matching` says which it is."""
        if same_number(self.invoice_id, found.invoice_id):
            return True
        if same_code(self.relation_code, found.relation_code) and (self.any_amount or found.gross == self.gross):
            return True
        texts = (found.invoice_id, found.reference, found.payment_reference)
        held = {reduced_number(part) for text in texts for part in (text, *text.split())}
        return bool(held & {reduced_number(text) for text in self.spellings})


def filters(candidates: Sequence[Candidate], family: Family) -> Iterator[str]:
    """Conditions for `$filter` that together cover all candidates, each short enough for an address."""
    batch: list[str] = []
    for condition in (candidate.condition(family) for candidate in candidates):
        if batch and query_length({"$filter": " or ".join([*batch, condition])}) > MAX_QUERY - _ROOM:
            yield " or ".join(batch)
            batch = []
        batch.append(condition)
    if batch:
        yield " or ".join(batch)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
