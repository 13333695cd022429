"""The shape of an entry of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Who can take the cause away."""

    NOBODY = "nobody"
    BOOKKEEPER = "bookkeeper"
    ENGINEER = "engineer"
    ADMINISTRATOR = "administrator"


class Recovery(StrEnum):
    """What the program does about it; the retry decision of a task follows from this alone."""

    RETRY = "retry"
    WAIT = "wait"
    BLOCK_DOCUMENT = "block_document"
    FAIL_RUN = "fail_run"
    ASK_PERSON = "ask_person"


class Language(StrEnum):
    """The languages of every text that a person reads."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True)
class Entry:
    """One thing that can go wrong.

    Attributes:
        recovery: what the program does about it.
        who: who can take the cause away.
        nl, en: the message, with `{parameters}`.
        remedy_nl, remedy_en: what that person does.
    """

    recovery: Recovery
    who: Who
    nl: str
    en: str
    remedy_nl: str
    remedy_en: str

    def message(self, language: Language, params: dict[str, str]) -> str:
        """The message with its parameters filled in."""
        return (self.nl if language is Language.NL else self.en).format_map(_Lenient(params))

    def remedy(self, language: Language, params: dict[str, str]) -> str:
        """What to do about it, with the parameters filled in."""
        return (self.remedy_nl if language is Language.NL else self.remedy_en).format_map(_Lenient(params))


def about_document(who: Who, nl: str, en: str, remedy_nl: str, remedy_en: str) -> Entry:
    """What concerns one document, relation or payment: everything else goes on."""
    return Entry(Recovery.BLOCK_DOCUMENT, who, nl, en, remedy_nl, remedy_en)


class _Lenient(dict[str, str]):
    """Leaves an unknown parameter visible: a text must never raise while it reports another error."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
