"""Small invoices, debtors and books for the tests of domain and mapping; every test names only what it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wefact_multivers.domain.documents import (
    Controller,
    PurchaseInvoice,
    PurchaseLine,
    PurchaseStatus,
    Relation,
    SalesInvoice,
    SalesLine,
    SalesStatus,
)
from wefact_multivers.domain.planning import PlanRequest, ResolvedLine
from wefact_multivers.domain.reference import Account, Period, ReferenceData, VatCode
from wefact_multivers.domain.treatment import Treatment

MARCH = Period(2026, 3, dt.date(2026, 3, 1), dt.date(2026, 3, 31), regular=True, closed=False)
LOW_RATES = ((dt.date(2001, 1, 1), Decimal(6)), (dt.date(2019, 1, 1), Decimal(9)))
HIGH_RATES = ((dt.date(2001, 1, 1), Decimal(19)), (dt.date(2012, 10, 1), Decimal(21)))


def line(quantity: str = "1", price: str = "100", rate: str = "21", **more: Any) -> SalesLine:
    """A line of an invoice."""
    plain = SalesLine(
        quantity=Decimal(quantity),
        price=Decimal(price),
        discount=Decimal(0),
        tax_code="V21",
        rate=Decimal(rate),
        description="Hosting",
        product_code="P-HOST",
    )
    return replace(plain, **more)


def invoice(*lines: SalesLine, totals: str = "100.00 21.00 121.00", **more: Any) -> SalesInvoice:
    """An invoice of those lines; `totals` is the printed net, VAT and gross."""
    net, vat, gross = (Decimal(amount) for amount in totals.split())
    plain = SalesInvoice(
        identifier="1",
        number="F2026-0001",
        relation_code="DB10001",
        status=SalesStatus.SENT,
        date=dt.date(2026, 3, 10),
        due_date=dt.date(2026, 3, 24),
        term=14,
        currency="EUR",
        discount=Decimal(0),
        net=net,
        vat=vat,
        gross=gross,
        reverse_charge=False,
        prices_include_vat=False,
        lines=lines or (line(),),
        modified=dt.datetime(2026, 3, 10, 12, 0),  # noqa: DTZ001 - WeFact's own time has no offset
    )
    return replace(plain, **more)


def debtor(**more: Any) -> Relation:
    """A debtor of a few fields."""
    plain = Relation(
        controller=Controller.DEBTOR,
        identifier="7",
        code="DB10001",
        name="Bakkerij Jansen B.V.",
        contact="",
        street="Dorpsstraat 1",
        zip_code="1234 AB",
        city="Zwolle",
        country="NL",
        email="post@jansen.example",
        telephone="",
        vat_number="",
        coc_number="",
        iban="",
        bic="",
        term=None,
        modified=dt.datetime(2026, 3, 10, 12, 0),  # noqa: DTZ001 - WeFact's own time has no offset
    )
    return replace(plain, **more)


def target(treatment: Treatment = Treatment.NL_HIGH, **more: Any) -> ResolvedLine:
    """Where a line goes: 8000 at the high rate, unless told otherwise."""
    code = {Treatment.NL_HIGH: 1, Treatment.NL_LOW: 2, Treatment.NL_OTHER_RATE: 3, Treatment.NO_VAT: 0}[treatment]
    plain = ResolvedLine(
        account="8000",
        treatment=treatment,
        vat_code=code,
        scenario=1,
        vat_type=1,
        supply="services",
        cost_centre="",
        why="productgroep HOSTING -> 8000",
    )
    return replace(plain, **more)


def cost(net: str = "100.00", rate: str = "21", category: str = "Kantoorkosten", **more: Any) -> PurchaseLine:
    """A line of a purchase invoice."""
    plain = PurchaseLine("Papier", Decimal(net), f"I{rate}", Decimal(rate), category)
    return replace(plain, **more)


def purchase(*lines: PurchaseLine, totals: str = "100.00 121.00", **more: Any) -> PurchaseInvoice:
    """A purchase invoice of those lines; `totals` is the printed net and gross."""
    net, gross = (Decimal(amount) for amount in totals.split())
    plain = PurchaseInvoice(
        identifier="5",
        number="CF2026-0001",
        supplier_number="INV-1",
        relation_code="CR10001",
        status=PurchaseStatus.UNPAID,
        date=dt.date(2026, 3, 10),
        due_date=dt.date(2026, 4, 9),
        term=30,
        currency="EUR",
        net=net,
        vat=gross - net,
        gross=gross,
        lines=lines or (cost(),),
        modified=dt.datetime(2026, 3, 10, 12, 0),  # noqa: DTZ001 - WeFact's own time has no offset
    )
    return replace(plain, **more)


def cost_target(treatment: Treatment = Treatment.NL_HIGH, **more: Any) -> ResolvedLine:
    """Where a line of a purchase goes: 4000 at the high rate, unless told otherwise."""
    return replace(target(treatment), **{"account": "4000", "scenario": 11, "why": "kostencategorie", **more})


def books() -> ReferenceData:
    """Accounts 8000, 8999 (blocked) and 4000 in 2026, and the three VAT codes."""
    return ReferenceData(
        accounts={
            2026: {
                "8000": Account("8000", "Omzet", blocked=False),
                "8999": Account("8999", "Oud", blocked=True),
                "4000": Account("4000", "Kosten", blocked=False),
            }
        },
        periods=(MARCH,),
        vat_codes={
            0: VatCode(0, "Geen", ((dt.date(2001, 1, 1), Decimal(0)),)),
            1: VatCode(1, "Hoog", HIGH_RATES),
            2: VatCode(2, "Laag", LOW_RATES),
        },
    )


def request(document: SalesInvoice, *targets: ResolvedLine | None, **more: Any) -> PlanRequest[SalesInvoice]:
    """A request in which everything was found."""
    plain = PlanRequest(
        invoice=document,
        lines=targets or tuple(target() for _ in document.lines),
        problems=(),
        payment_condition="14",
        journal_id="WFV",
        period=MARCH,
        invoice_id="20260001",
        reference=books(),
    )
    return replace(plain, **more)


def purchase_request(
    document: PurchaseInvoice, *targets: ResolvedLine | None, **more: Any
) -> PlanRequest[PurchaseInvoice]:
    """A request in which everything was found."""
    plain = PlanRequest(
        invoice=document,
        lines=targets or tuple(cost_target() for _ in document.lines),
        problems=(),
        payment_condition="30",
        journal_id="WFI",
        period=MARCH,
        invoice_id="90000001",
        reference=books(),
    )
    return replace(plain, **more)
