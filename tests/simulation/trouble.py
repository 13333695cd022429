"""The faults of the network, as they are drawn for one day."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sandbox.faults import Fault

ANY_WRITE, ANY_READ = "any write", "any read"
"""What rules match that the wire aims at a call of the day, whichever it is: so nearly all of them are met."""

BOOKINGS = ("POST CustomerInvoice", "POST SupplierInvoice")
RARE = (
    "PUT CustomerInvoice", "PUT SupplierInvoice", "POST Customer", "POST Supplier", "PUT Customer", "PUT Supplier",
    "invoice/markaspaid", "creditinvoice/markaspaid", "invoice/partpayment", "creditinvoice/partpayment",
    "debtor/add", "creditor/add",
)  # fmt: skip
"""Writes of which most days have none: rules of their own wait for them."""

WRITES = (*BOOKINGS, *RARE)

UNKNOWN = ("timeout", "reset", "status:500", "status:503", "html", "malformed", "empty")
"""What says nothing of whether the request was carried out."""

NEVER_DONE = ("refused", "status:400", "status:429", "status:401")
"""What a server answers, or a network does, that has surely done nothing."""

LATEST = 840
"""Seconds after which no late request arrives any more: the link counts on a quarter of an hour (DESIGN 8.3)."""

WHENS = ("before", "after", "late")

RAREST = frozenset({
    "PUT CustomerInvoice", "PUT SupplierInvoice", "invoice/partpayment", "creditinvoice/partpayment", "debtor/add",
    "creditor/add",
})  # fmt: skip
WAITING_SHARE, RAREST_SHARE = 0.5, 0.9
"""On which share of the days a rule waits for each rare write, and for each of the rarest."""

WRITE_SHARE = 0.35
"""How many of the rules that are aimed at a call of the day are for writes."""

NOTHING_SHOWN_SHARE, ALL_DAY = 0.3, 100_000
"""On which share of the days of partial answers WeFact shows no sales invoice all day, and how often that is met."""

READS_A_DAY, WRITES_A_DAY = 60, 3
"""Among how many of the first calls of a day one is struck."""


def draw_faults(chance: random.Random, count: int) -> list[Fault]:
    """So many rules for one day, and those that wait for rare writes; what nothing meets is dropped at its end."""
    return [*_waiting(chance), *(_aimed(chance) for _ in range(count))]


def _waiting(chance: random.Random) -> Iterator[Fault]:
    for write in RARE:
        if chance.random() < (RAREST_SHARE if write in RAREST else WAITING_SHARE):
            yield _of_write(chance, write)


def draw_partial_answers(chance: random.Random) -> Iterator[Fault]:
    """Lists that are cut off and details that do not tell what is open, for one day; or WeFact shows no invoice."""
    for match in ("invoice/list", "creditinvoice/list"):
        yield Fault(match, "after", f"cut:{chance.randrange(3)}", times=_times(chance), skip=chance.randrange(4))
    for match in ("GET CustomerInvoiceInfo", "GET SupplierInvoiceInfo"):
        yield Fault(match, "after", "lacks:invoiceBalance", times=_times(chance), skip=chance.randrange(4))
    if chance.random() < NOTHING_SHOWN_SHARE:
        yield Fault("invoice/show", "before", "status:500", times=ALL_DAY)


def draw_lost_booking(chance: random.Random) -> Fault:
    """The answer to one of the first sales bookings of a day is lost, once it was made."""
    return Fault("POST CustomerInvoice", "after", chance.choice(UNKNOWN), skip=chance.randrange(WRITES_A_DAY))


def _aimed(chance: random.Random) -> Fault:
    if chance.random() < WRITE_SHARE:
        return _of_write(chance, ANY_WRITE, skip=chance.randrange(WRITES_A_DAY))
    kind = chance.choice((*UNKNOWN, *NEVER_DONE))
    return Fault(ANY_READ, "before", kind, times=_times(chance), skip=chance.randrange(READS_A_DAY))


def _of_write(chance: random.Random, match: str, *, skip: int = 0) -> Fault:
    """Each cell of the table is as likely as another: what is before has more kinds than what is after or late."""
    cells = [(when, kind) for when in WHENS for kind in kinds_of(when)]
    when, kind = chance.choice(cells)
    if when == "late":
        when = f"late:{chance.randint(20, LATEST)}"
    return Fault(match, when, kind, times=_times(chance), skip=skip)


def _times(chance: random.Random) -> int:
    return chance.choice((1, 1, 1, 1, 2, 3))


def kinds_of(when: str) -> tuple[str, ...]:
    """What a caller may see of a fault before, after or late."""
    return (*UNKNOWN, *NEVER_DONE) if when == "before" else UNKNOWN
