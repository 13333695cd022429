"""The text of an alert: what is wrong, what happens by itself, and what a person does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from string import Formatter

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.catalogue.alerts import HIDDEN, WORDS, Words
from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.alerts import DEADLINE, Cause, Level, News
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.problems import Problem

NAMED = 3
"""How many causes an alert names; the others are counted."""


@dataclass(frozen=True)
class Tally:
    """How many there are of one kind, and their gross in euros (0 for what has no amount)."""

    count: int = 0
    gross: Decimal = ZERO


@dataclass(frozen=True)
class Standing:
    """How the records of one stream stand."""

    booked: Tally = Tally()
    waiting: Tally = Tally()
    under_way: Tally = Tally()


@dataclass(frozen=True)
class Scene:
    """Where and when an alert is told.

    Attributes:
        at: the instant (UTC).
        standing: by stream, in the order in which they are told.
        run: the address of the run in Airflow, or its id.
        explained: the address of the page that helps; empty where the docs are not served.
    """

    administration: str
    at: datetime
    standing: Mapping[str, Standing] = field(default_factory=dict)
    run: str = ""
    explained: str = ""


@dataclass(frozen=True)
class Alert:
    """What is sent: plain text, nothing of a person in it (P9)."""

    level: Level
    subject: str
    text: str


class Writer:
    """Writes alerts of one run in one language."""

    def __init__(self, language: Language, scene: Scene) -> None:
        self._language = language
        self._words: Words = WORDS[language]
        self._scene = scene

    def alert(self, level: Level, news: News) -> Alert | None:
        """The alert of one level; None where there is nothing to tell."""
        causes = [told.cause for told in news.gone] if level is Level.RECOVERED else news.of(level)
        if not causes:
            return None
        lines = [self._title(level), self._fill(self._words.opening[level], causes), ""]
        lines += self._body(level, causes, news)
        lines += [text for text in (self._words.by_itself[level],) if text]
        return Alert(level, self._subject(level, causes), "\n".join([*lines, *self._links(level)]) + "\n")

    def _subject(self, level: Level, causes: Sequence[Cause]) -> str:
        head = self._fill(self._words.headlines[level], causes)
        return f"[{self._words.product}][{self._words.levels[level]}] {self._scene.administration} — {head}"

    def _title(self, level: Level) -> str:
        local = self._scene.at.astimezone(AMSTERDAM).replace(tzinfo=None)
        moment = format_datetime(local, "EEE d MMM yyyy HH:mm", locale=self._language.value)
        return f"{self._words.levels[level]} · {self._scene.administration} · {moment}"

    def _fill(self, text: str, causes: Sequence[Cause]) -> str:
        waiting = {place: one.waiting for place, one in self._scene.standing.items() if one.waiting.count}
        whole = total([one.gross for one in waiting.values()])
        filled = text.format(
            count=self._causes(len(causes)),
            what=self._listed([self._counted(place, one.count) for place, one in waiting.items()]),
            amount=f"({self._euros(whole)})" if whole else "",
        )
        return " ".join(filled.split()).replace(" :", ":").replace(" .", ".")

    def _body(self, level: Level, causes: Sequence[Cause], news: News) -> Iterator[str]:
        if level is Level.INFO:
            told = {self._name(place): self._stands(one) for place, one in self._scene.standing.items()}
            yield from (f"{name}: {text}" for name, text in told.items() if text)
            yield ""
            return
        for cause in causes[:NAMED]:
            yield from self._gone(cause, news) if level is Level.RECOVERED else self._wrong(cause)
            yield ""
        if len(causes) > NAMED:
            yield self._words.others.format(count=self._causes(len(causes) - NAMED))
        if level is not Level.RECOVERED and (known := news.besides(level)):
            yield self._words.known.format(count=self._causes(known))

    def _wrong(self, cause: Cause) -> Iterator[str]:
        entry = CATALOGUE[cause.problem.code]
        remedy = entry.remedy(self._language, _values(cause.problem, entry.remedy(self._language, {})))
        yield self._sentence(cause)
        yield "  " + self._words.what_to_do.format(who=self._words.who[entry.who], remedy=remedy)

    def _gone(self, cause: Cause, news: News) -> Iterator[str]:
        day = next(told.on for told in news.gone if told.cause == cause)
        last = format_date(day, "EEE d MMM", locale=self._language.value)
        yield f"{self._sentence(cause)} ({self._words.told_on.format(day=last)})"

    def _sentence(self, cause: Cause) -> str:
        entry = CATALOGUE[cause.problem.code]
        message = entry.message(self._language, _values(cause.problem, entry.message(self._language, {})))
        return f"{self._where(cause)}{message} [{cause.problem.code}]"

    def _where(self, cause: Cause) -> str:
        if cause.place == DEADLINE:
            return ""
        if cause.place in self._words.kinds:
            return f"{self._counted(cause.place, cause.count)}{self._in_euros(cause.gross)}: "
        return f"{cause.place}: "

    def _links(self, level: Level) -> Iterator[str]:
        scene, words = self._scene, self._words
        if level is Level.ATTENTION:
            yield f"{words.inbox}: wefact-multivers inbox list -a {scene.administration}"
        if scene.run:
            yield f"{words.run}: {scene.run}"
        if scene.explained:
            yield f"{words.explained}: {scene.explained}"

    def _stands(self, one: Standing) -> str:
        words = self._words
        parts = ((words.booked, one.booked), (words.waits, one.waiting), (words.under_way, one.under_way))
        return ", ".join(
            text.format(count=f"{tally.count}{self._in_euros(tally.gross)}") for text, tally in parts if tally.count
        )

    def _name(self, place: str) -> str:
        return self._words.kinds[place][1]

    def _counted(self, place: str, count: int) -> str:
        one, many = self._words.kinds[place]
        return f"{count} {one if count == 1 else many}"

    def _causes(self, count: int) -> str:
        one, many = self._words.cause
        return f"{count} {one if count == 1 else many}"

    def _listed(self, parts: Sequence[str]) -> str:
        """Parts as people say them: a, b and c."""
        *first, last = parts or [""]
        return f"{', '.join(first)} {self._words.and_word} {last}" if first else last

    def _in_euros(self, amount: Decimal) -> str:
        return f" ({self._euros(amount)})" if amount else ""

    def _euros(self, amount: Decimal) -> str:
        return format_currency(amount, "EUR", locale=self._language.value).replace("\xa0", " ")


def _values(problem: Problem, template: str) -> dict[str, str]:
    """The parameters of a text; what may not be named is hidden, and never left as a gap."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    return dict.fromkeys(names, HIDDEN) | problem.values
