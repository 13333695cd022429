"""The originals of a credit note: they decide its accounts, treatments and codes (`accounting-rules.md 10`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.documents import Document, DocumentLine, PurchaseLine, SalesInvoice
from wefact_multivers.domain.numbering import letters_and_digits

SHORTEST_NAME = 4
"""Characters of a number that can stand for an invoice in a text: a shorter one may be anything."""


@dataclass(frozen=True)
class Origin:
    """The line that a line of a credit note takes back.

    Attributes:
        position: of the line on the original, from 0.
    """

    document: Document
    position: int


Origins = tuple[Origin | None, ...]
"""For each line of a credit note the one that it takes back; None where it takes back none that is known."""


def possible_origins(credit: Document, others: Iterable[Document]) -> list[Origins]:
    """What a credit note may take back, the likeliest first; empty where no original is known, or it is no credit note.

    Its reference or lines may name its originals; else it is an invoice of the same relation that holds all of its
    lines, the other way round: WeFact's API says of no credit note which invoice it is for (`wefact-api.md 3.3`).
    """
    if credit.gross >= 0:
        return []
    candidates = sorted((one for one in others if _may_be_original(one, credit)), key=_latest_first, reverse=True)
    named = _named(credit)
    said = [one for one in candidates if letters_and_digits(one.reference) in named]
    if said:
        origins = tuple(_origin(line, said) for line in credit.lines)
        return [origins] if any(origins) else []
    likeliest = sorted(candidates, key=lambda one: one.gross != -credit.gross)
    mirrored = [_mirrored(credit, one) for one in likeliest]
    return [found for found in mirrored if found is not None]


def _may_be_original(other: Document, credit: Document) -> bool:
    return (
        other.key != credit.key
        and other.gross > 0
        and (other.relation_code, other.currency) == (credit.relation_code, credit.currency)
        and other.date <= credit.date
    )


def _latest_first(document: Document) -> tuple[date, int, str]:
    return (document.date, len(document.identifier), document.identifier)


def _named(credit: Document) -> set[str]:
    """Every word of its reference and lines that may be a number."""
    lines: tuple[DocumentLine, ...] = credit.lines
    texts = [line.description for line in lines]
    if isinstance(credit, SalesInvoice):
        texts.append(credit.named)
    words = {letters_and_digits(word) for text in texts for word in text.split()}
    return {word for word in words if len(word) >= SHORTEST_NAME}


def _origin(line: DocumentLine, named: Sequence[Document]) -> Origin | None:
    """The first line of a named original that this one takes back, in full or in part."""
    for one in named:
        lines: tuple[DocumentLine, ...] = one.lines
        for place, held in enumerate(lines):
            if _takes_back(line, held):
                return Origin(one, place)
    return None


def _mirrored(credit: Document, other: Document) -> Origins | None:
    """Where each line of a credit note stands on an invoice, each used once; None where one stands nowhere."""
    if _is_shifted(credit) != _is_shifted(other):
        return None
    held_lines: tuple[DocumentLine, ...] = other.lines
    free = dict(enumerate(held_lines))
    origins: list[Origin | None] = []
    for line in credit.lines:
        if not _amount(line):
            origins.append(None)
            continue
        place = next((place for place, held in free.items() if _mirrors(line, held)), None)
        if place is None:
            return None
        del free[place]
        origins.append(Origin(other, place))
    return tuple(origins) if any(origins) else None


def _is_shifted(document: Document) -> bool:
    return isinstance(document, SalesInvoice) and document.reverse_charge


def _takes_back(line: DocumentLine, held: DocumentLine) -> bool:
    """Whether one line may take back another, or a part of it."""
    taken, given = _amount(line), _amount(held)
    return _what(line) == _what(held) and taken * given < 0 and abs(taken) <= abs(given)


def _mirrors(line: DocumentLine, held: DocumentLine) -> bool:
    """Whether a line takes back another at its own price: fewer of the same, or all of a purchase."""
    if not _takes_back(line, held):
        return False
    return tuple(_price(line)) == tuple(_price(held))


def _what(line: DocumentLine) -> tuple[object, ...]:
    """What decides about account and VAT."""
    group = line.cost_category if isinstance(line, PurchaseLine) else line.product_code
    return (group, line.tax_code, line.rate)


def _price(line: DocumentLine) -> Iterator[Decimal]:
    if isinstance(line, PurchaseLine):
        yield abs(line.net)
    else:
        yield from (abs(line.price), line.discount)


def _amount(line: DocumentLine) -> Decimal:
    """Signed, before any discount."""
    return line.net if isinstance(line, PurchaseLine) else line.quantity * line.price
