"""Reads bookkeeping cases: what stands in WeFact, and the journal entry that follows, as a bookkeeper jots them down.

The form is told in `cases/README.md`. Above the dashes stands what WeFact prints; below them, line for line, what the
link must make of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.domain.builders import cost, invoice, line, purchase
from wefact_multivers.domain.documents import Document, PurchaseLine, SalesLine

CASES = Path(__file__).parent / "cases"
SALES, PURCHASES = ("factuur", "creditnota"), ("inkoop", "inkoopcredit")
CREDIT_STATUS = 8
TERM = dt.timedelta(days=14)
LATER = dt.timedelta(days=6)
"""How long after the last document of a case the link looks at it, unless the case says."""

_SALES_LINE = re.compile(
    r"(?P<quantity>\S+) x (?P<price>\S+) tegen (?P<rate>[\d,]+)%(?: code (?P<code>\w+))?(?: (?P<groups>[A-Z+]+))?"
    r'(?: korting (?P<discount>[\d,]+)%)?(?: voor (?P<start>\S+) tot (?P<end>\S+))?(?: "(?P<text>.*)")?'
)
_COST_LINE = re.compile(
    r'(?P<net>\S+) tegen (?P<rate>[\d,]+)%(?: code (?P<code>\w+))?(?: (?P<category>[^"]+?))?'
    r'(?: voor (?P<start>\S+) tot (?P<end>\S+))?(?: "(?P<text>.*)")?'
)
_CODES = {"0": "0", "9": "9", "21": "21"}
_NOTHING_SAID: MappingProxyType[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Typed:
    """A booking that somebody else made in Multivers before the link.

    Attributes:
        vat, gross: in euros, negative on a credit note.
    """

    invoice_id: str
    relation_code: str
    date: dt.date
    reference: str
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True)
class Setting:
    """What the administration of a case has that the plain one has not.

    Attributes:
        books: `kalender`, or `gebroken`: a fiscal year from July to June.
        today: the day on which the link looks; None = some days after the last document.
        keys: keys of the administration file with their values as YAML, such as `late_sales: own_period`.
        rows: a mapping table and a row that it has besides, as CSV.
        customers: debtors that Multivers holds already, with the VAT number that it has for them.
        bookings: of sales, which Multivers holds already.
        demands: a ledger account and what it asks for, `kostenplaats` or `kostendrager`.
        banks: a creditor that stands in Multivers already, and its IBAN there; empty where it has none.
    """

    books: str = "kalender"
    today: dt.date | None = None
    keys: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    customers: tuple[tuple[str, str], ...] = ()
    bookings: tuple[Typed, ...] = ()
    demands: tuple[tuple[str, str], ...] = ()
    banks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Given:
    """A document of a case.

    Attributes:
        country, vat_number: of its debtor or creditor.
        groups: of each product, by product code.
        iban: of the creditor, in WeFact.
    """

    document: Document
    country: str
    vat_number: str
    groups: dict[str, tuple[str, ...]]
    iban: str = ""


@dataclass(frozen=True)
class Case:
    """Documents, and what has to come of them, in the words of the file.

    Attributes:
        rules: the rules of accounting that it is for.
        text: the whole case as it stands in the file.
    """

    title: str
    rules: tuple[int, ...]
    setting: Setting
    given: tuple[Given, ...]
    expected: tuple[str, ...]
    text: str

    @property
    def today(self) -> dt.date:
        """The day on which the link looks."""
        return self.setting.today or max(one.document.date for one in self.given) + LATER


def read_cases() -> list[Case]:
    """All cases of all files, in the order of their names."""
    return [read_case(block) for path in sorted(CASES.glob("*.txt")) for block in _blocks(path.read_text("utf-8"))]


def _blocks(text: str) -> Iterator[str]:
    return (block for block in re.split(r"^={3,}\n", text, flags=re.MULTILINE) if block.strip())


def read_case(block: str) -> Case:
    """One case.

    Raises:
        ValueError: a row that is none of the form.
    """
    above, expected = block.split("---\n")
    rows = [row.rstrip() for row in above.splitlines() if row.strip()]
    start = next(place for place, row in enumerate(rows) if row.split()[0] in (*SALES, *PURCHASES))
    title, rules, setting = _head(rows[:start])
    documents = tuple(_documents(rows[start:]))
    wanted = tuple(row.rstrip() for row in expected.splitlines() if row.strip())
    return Case(title, rules, setting, documents, wanted, block.strip())


def _head(rows: list[str]) -> tuple[str, tuple[int, ...], Setting]:
    """Title, rules and setting: each setting stands on a row that begins with its word."""
    setting, rules, title = Setting(), tuple[int, ...](), list[str]()
    for row in rows:
        word, _, rest = row.partition(" ")
        name, _, value = rest.partition(": ")
        if word == "regel":
            rules = tuple(int(number) for number in rest.split(", "))
        elif word == "boeken":
            setting = replace(setting, books=rest)
        elif word == "vandaag":
            setting = replace(setting, today=dt.date.fromisoformat(rest))
        elif word == "administratie":
            setting = replace(setting, keys=(*setting.keys, (name, value)))
        elif word == "tabel":
            setting = replace(setting, rows=(*setting.rows, (name, value)))
        elif word == "multivers":
            setting = _held(setting, rest.split())
        elif word == "rekening":
            account, _, what = rest.partition(" vraagt ")
            setting = replace(setting, demands=(*setting.demands, (account, what)))
        elif word == "bank":
            code, _, iban = rest.partition(" ")
            setting = replace(setting, banks=(*setting.banks, (code, iban.replace("geen", ""))))
        else:
            title.append(row)
    return " ".join(title), rules, setting


def _held(setting: Setting, words: list[str]) -> Setting:
    """What stands in Multivers before the link: `debiteur CODE btw-nummer NUMBER`, `boeking NUMBER van DATE` etc."""
    facts = _facts(words)
    if words[0] == "debiteur":
        return replace(setting, customers=(*setting.customers, (words[1], facts.get("btw-nummer", ""))))
    typed = Typed(
        invoice_id=words[1],
        relation_code=facts.get("debiteur", "DB10001"),
        date=dt.date.fromisoformat(facts["van"]),
        reference=facts.get("kenmerk", ""),
        vat=_amount(facts["btw"]),
        gross=_amount(facts["bruto"]),
    )
    return replace(setting, bookings=(*setting.bookings, typed))


def _documents(rows: list[str]) -> Iterator[Given]:
    """Each document from its first row to the one with its printed totals."""
    gathered: list[str] = []
    number = 0
    for row in rows:
        if not row.startswith("gedrukt "):
            gathered.append(row)
            continue
        number += 1
        read = _sales if gathered[0].split()[0] in SALES else _purchase
        printed = " ".join(dotted(word) for word in row.split() if not word.isalpha())
        yield read(number, gathered[0].split(), gathered[1:], printed)
        gathered = []
    if gathered:
        raise ValueError(f"no printed totals: {gathered[0]!r}")


def _sales(identifier: int, words: list[str], rows: list[str], printed: str) -> Given:
    facts = _facts(words)
    lines = [_sales_line(row) for row in rows]
    day = dt.date.fromisoformat(facts.get("van", "2026-03-10"))
    document = replace(
        invoice(*(parsed for parsed, _ in lines), totals=printed),
        identifier=str(identifier),
        number=words[1],
        relation_code=facts.get("debiteur", "DB10001"),
        date=day,
        due_date=day + TERM,
        status=int(facts.get("status", CREDIT_STATUS if words[0] == "creditnota" else 2)),
        currency=facts.get("valuta", "EUR"),
        discount=_amount(facts.get("korting", "0%").rstrip("%")),
        reverse_charge=facts.get("verlegd") == "ja",
        prices_include_vat=facts.get("prijzen") == "incl",
        named=facts.get("bij", ""),
        **_payment(facts),
    )
    return _given(document, facts, {parsed.product_code: names for parsed, names in lines})


def _purchase(identifier: int, words: list[str], rows: list[str], printed: str) -> Given:
    facts = _facts(words)
    day = dt.date.fromisoformat(facts.get("van", "2026-03-10"))
    document = replace(
        purchase(*(_cost_line(row) for row in rows), totals=printed),
        identifier=str(identifier),
        number=words[1],
        supplier_number=facts.get("nummer", ""),
        relation_code=facts.get("crediteur", "CR10001"),
        date=day,
        due_date=day + TERM,
        term=TERM.days,
        status=int(facts.get("status", CREDIT_STATUS if words[0] == "inkoopcredit" else 1)),
        currency=facts.get("valuta", "EUR"),
        **_payment(facts),
    )
    return _given(document, facts, {})


def _payment(facts: dict[str, str]) -> dict[str, Any]:
    return {"collected": facts.get("incasso") == "ja", "payment_method": facts.get("betaalwijze", "")}


def _given(document: Document, facts: dict[str, str], groups: dict[str, tuple[str, ...]]) -> Given:
    country, vat_number = facts.get("land", "NL"), facts.get("btw-nummer", "")
    return Given(document, country, vat_number, groups, facts.get("iban", ""))


def _facts(words: list[str]) -> dict[str, str]:
    """The pairs of words behind kind and number: van 2026-03-10 debiteur DB10001 and so on."""
    return dict(zip(words[2::2], words[3::2], strict=True))


def _sales_line(row: str) -> tuple[SalesLine, tuple[str, ...]]:
    found = _SALES_LINE.fullmatch(row.strip())
    if found is None:
        raise ValueError(f"no line of an invoice: {row!r}")
    names = tuple(found["groups"].split("+")) if found["groups"] else ()
    parsed = line(
        dotted(found["quantity"]),
        dotted(found["price"]),
        dotted(found["rate"]),
        tax_code=found["code"] or _tax_code("V", found["rate"]),
        discount=_amount(found["discount"] or "0"),
        product_code=f"P-{found['groups']}" if names else "",
        description=found["text"] or "",
        start=_day(found["start"]),
        end=_day(found["end"]),
    )
    return parsed, names


def _cost_line(row: str) -> PurchaseLine:
    found = _COST_LINE.fullmatch(row.strip())
    if found is None:
        raise ValueError(f"no line of a purchase invoice: {row!r}")
    return cost(
        dotted(found["net"]),
        dotted(found["rate"]),
        found["category"] or "",
        tax_code=found["code"] or _tax_code("I", found["rate"]),
        description=found["text"] or "",
        start=_day(found["start"]),
        end=_day(found["end"]),
    )


def _tax_code(prefix: str, rate: str) -> str:
    """WeFact's tax code of a rate; empty for one that it has no code of."""
    return prefix + _CODES[rate] if rate in _CODES else ""


def dotted(text: str) -> str:
    """Amounts as a bookkeeper writes them, with points instead of commas."""
    return text.replace(",", ".")


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _amount(text: str) -> Decimal:
    return Decimal(dotted(text))
