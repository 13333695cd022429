"""The faults of the network, as they are drawn for one day."""

from __future__ import annotations

import random

from sandbox.faults import Fault

WRITES = (
    "POST CustomerInvoice", "POST SupplierInvoice", "PUT CustomerInvoice", "PUT SupplierInvoice", "POST Customer",
    "POST Supplier", "PUT Customer", "PUT Supplier", "invoice/markaspaid", "creditinvoice/markaspaid",
    "invoice/partpayment", "creditinvoice/partpayment", "debtor/add", "creditor/add",
)  # fmt: skip
READS = (
    "product/list", "invoice/list", "invoice/show", "creditinvoice/list", "creditinvoice/show", "debtor/list",
    "debtor/show", "creditor/list", "creditor/show", "GET CustomerNVL", "GET SupplierNVL", "GET Customer",
    "GET Supplier", "GET CustomerInvoice", "GET SupplierInvoice", "GET CustomerInvoiceInfoList",
    "GET SupplierInvoiceInfoList", "GET JournalEntryLineInfoList", "POST OAuth/Token",
    "POST GetNextJournalTransactionCommand", "multivers *", "wefact *", "*",
)  # fmt: skip
UNKNOWN = ("timeout", "reset", "status:500", "status:503", "html", "malformed", "empty")
"""What says nothing of whether the request was carried out."""

NEVER_DONE = ("refused", "status:400", "status:429", "status:401")
"""What a server answers, or a network does, that has surely done nothing."""

LATEST = 840
"""Seconds after which no late request arrives any more: the link counts on a quarter of an hour (DESIGN 8.3)."""

WHENS = ("before", "after", "late")


def draw_faults(chance: random.Random, count: int) -> list[Fault]:
    """So many rules for one day; those that nothing meets are dropped at its end."""
    return [_draw(chance) for _ in range(count)]


def _draw(chance: random.Random) -> Fault:
    is_write = chance.random() < 0.6
    match = chance.choice(WRITES if is_write else READS)
    when = chance.choice(WHENS) if is_write else "before"
    if when == "late":
        when = f"late:{chance.randint(20, LATEST)}"
    kinds = UNKNOWN if when != "before" else (*UNKNOWN, *NEVER_DONE)
    skip = 0 if is_write else chance.choice((0, 0, 1, 3))
    return Fault(match, when, chance.choice(kinds), times=chance.choice((1, 1, 1, 2, 3)), skip=skip)
