"""Small invoices, debtors and books for the tests of domain and mapping; every test names only what it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wefact_multivers.domain.documents import Debtor, SalesInvoice, SalesLine, SalesStatus
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
        debtor_code="DB10001",
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


def debtor(**more: Any) -> Debtor:
    """A debtor of a few fields."""
    plain = Debtor(
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
        term=None,
        modified=dt.datetime(2026, 3, 10, 12, 0),  # noqa: DTZ001 - WeFact's own time has no offset
    )
    return replace(plain, **more)


def target(treatment: Treatment = Treatment.NL_HIGH, **more: Any) -> ResolvedLine:
    """Where a line goes: 8000 at the high rate, unless told otherwise."""
    code = {Treatment.NL_HIGH: 1, Treatment.NL_LOW: 2, Treatment.NL_OTHER_RATE: 3}[treatment]
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


def books() -> ReferenceData:
    """Accounts 8000 and 8999 (blocked) in 2026, and the two VAT codes."""
    return ReferenceData(
        accounts={
            2026: {
                "8000": Account("8000", "Omzet", blocked=False),
                "8999": Account("8999", "Oud", blocked=True),
            }
        },
        periods=(MARCH,),
        vat_codes={1: VatCode(1, "Hoog", HIGH_RATES), 2: VatCode(2, "Laag", LOW_RATES)},
    )


def request(document: SalesInvoice, *targets: ResolvedLine | None, **more: Any) -> PlanRequest:
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
