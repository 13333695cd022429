"""The words of an alert, in both languages; what went wrong and what helps stand with the codes."""

from __future__ import annotations

from dataclasses import dataclass

from wefact_multivers.catalogue.entry import Language, Who

HIDDEN = "…"
"""Stands where a text would name what an alert may not."""


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        levels: the first word of an alert.
        headlines: what happened, in the subject; with {count} causes, {what} and {amount}.
        opening: the first sentence, by level.
        by_itself: what happens without anybody, by level.
        kinds: one and many of what a stream carries.
        who: who acts.
    """

    product: str
    levels: dict[str, str]
    headlines: dict[str, str]
    opening: dict[str, str]
    by_itself: dict[str, str]
    kinds: dict[str, tuple[str, str]]
    who: dict[Who, str]
    cause: tuple[str, str]
    and_word: str
    what_to_do: str
    told_on: str
    others: str
    known: str
    booked: str
    waits: str
    under_way: str
    inbox: str
    run: str
    explained: str


WORDS: dict[Language, Words] = {
    Language.NL: Words(
        product="Boekhoudkoppeling",
        levels={
            "stop": "STOP",
            "attention": "AANDACHT",
            "late": "VERTRAAGD",
            "recovered": "HERSTELD",
            "info": "INFO",
        },
        headlines={
            "stop": "de uitvoering is mislukt: {count}",
            "attention": "{what} {amount}: {count}",
            "late": "de uitvoering is nog niet klaar",
            "recovered": "{count} weg",
            "info": "de stand van deze week",
        },
        opening={
            "stop": "De uitvoering heeft niet alles kunnen doen. Niets is half geboekt en niets raakt kwijt.",
            "attention": "Wacht op u: {what} {amount}. Al het andere is gedaan.",
            "late": "De uitvoering is later dan anders.",
            "recovered": "Wat eerder is gemeld, is voorbij.",
            "info": "Zo staat het nu.",
        },
        by_itself={
            "stop": "Vanzelf: de volgende uitvoering probeert alles opnieuw. Een taak wissen is altijd veilig.",
            "attention": "Vanzelf: wat u oplost gaat de volgende ochtend mee. Eerder: wis de rode taak met Downstream.",
            "late": "Vanzelf: u hoort het als de uitvoering klaar is.",
            "recovered": "",
            "info": "",
        },
        kinds={
            "debtors": ("debiteur", "debiteuren"),
            "sales_invoices": ("verkoopfactuur", "verkoopfacturen"),
            "creditors": ("crediteur", "crediteuren"),
            "purchase_invoices": ("inkoopfactuur", "inkoopfacturen"),
            "payments": ("betaling", "betalingen"),
        },
        who={
            Who.NOBODY: "niemand",
            Who.BOOKKEEPER: "de boekhouding",
            Who.ENGINEER: "de beheerder van Airflow",
            Who.ADMINISTRATOR: "de beheerder van WeFact en Multivers",
        },
        cause=("oorzaak", "oorzaken"),
        and_word="en",
        what_to_do="Wat te doen ({who}): {remedy}",
        told_on="gemeld op {day}",
        others="En nog {count}.",
        known="Daarnaast staat nog open wat u al weet: {count}.",
        booked="geboekt {count}",
        waits="wacht op u {count}",
        under_way="onderweg {count}",
        inbox="Lijst",
        run="Uitvoering",
        explained="Uitleg",
    ),
    Language.EN: Words(
        product="Boekhoudkoppeling",
        levels={
            "stop": "STOP",
            "attention": "ATTENTION",
            "late": "LATE",
            "recovered": "RECOVERED",
            "info": "INFO",
        },
        headlines={
            "stop": "the run failed: {count}",
            "attention": "{what} {amount}: {count}",
            "late": "the run has not come to its end",
            "recovered": "{count} gone",
            "info": "how things stand this week",
        },
        opening={
            "stop": "The run could not do everything. Nothing is half booked, and nothing gets lost.",
            "attention": "Waits for you: {what} {amount}. Everything else is done.",
            "late": "The run is later than usual.",
            "recovered": "What was told before is over.",
            "info": "This is how things stand.",
        },
        by_itself={
            "stop": "By itself: the next run tries everything again. Clearing a task is always safe.",
            "attention": (
                "By itself: what you solve goes the next morning. Sooner: clear the red task with Downstream."
            ),
            "late": "By itself: you are told when the run has come to its end.",
            "recovered": "",
            "info": "",
        },
        kinds={
            "debtors": ("debtor", "debtors"),
            "sales_invoices": ("sales invoice", "sales invoices"),
            "creditors": ("creditor", "creditors"),
            "purchase_invoices": ("purchase invoice", "purchase invoices"),
            "payments": ("payment", "payments"),
        },
        who={
            Who.NOBODY: "nobody",
            Who.BOOKKEEPER: "the bookkeeper",
            Who.ENGINEER: "who runs Airflow",
            Who.ADMINISTRATOR: "who administers WeFact and Multivers",
        },
        cause=("cause", "causes"),
        and_word="and",
        what_to_do="What to do ({who}): {remedy}",
        told_on="told on {day}",
        others="And {count} more.",
        known="Besides, what you know already still stands: {count}.",
        booked="booked {count}",
        waits="waits for you {count}",
        under_way="under way {count}",
        inbox="List",
        run="Run",
        explained="Explained",
    ),
}
"""Every word, by language."""

RUNBOOKS: dict[str, str] = {
    "AUTH-001": "r2-log-in-again",
    "AUTH-005": "r2-log-in-again",
    "AUTH-006": "r2-log-in-again",
    "AUTH-007": "r2-log-in-again",
    "BRK-001": "r12-a-remote-system-is-left-alone",
    "DOC-012": "r5-uncertain-documents",
    "LIM-002": "r12-a-remote-system-is-left-alone",
    "MAP": "r3-fill-a-missing-mapping",
    "RUN-003": "r12-a-remote-system-is-left-alone",
    "STO-002": "r10-restore-after-data-loss",
    "STO-010": "r10-restore-after-data-loss",
    "STO-011": "r10-restore-after-data-loss",
}
"""The heading of `docs/runbooks.md` that helps with a code, or with all codes that begin so."""

FIRST_RUNBOOK = "r1-run-failed"
"""What helps where no other heading does."""


def runbook_of(code: str) -> str:
    """The heading of `docs/runbooks.md` for a code."""
    return RUNBOOKS.get(code) or RUNBOOKS.get(code.partition("-")[0], FIRST_RUNBOOK)
