"""Bookings of the demo company, as a plan has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, BookingLine, InvoiceType, Side, VatRow


def purchase(net: str = "100.00", invoice_id: str = "90000001", relation_code: str = "CR10001") -> Booking:
    """A purchase at 21 % of 2 March 2026 on journal WFI, blocked for payment; a negative amount makes a credit note."""
    amount = Decimal(net)
    vat = (amount * 21 / 100).quantize(Decimal("0.01"))
    is_credit = amount < 0
    line = BookingLine(
        account_id="4000",
        description="Papier",
        side=Side.CREDIT if is_credit else Side.DEBIT,
        amount=abs(amount),
        vat_code=1,
        vat_type=0,
        vat_amount=abs(vat),
        cost_centre="",
        why="",
    )
    return Booking(
        invoice_type=InvoiceType.PURCHASE_CREDIT if is_credit else InvoiceType.PURCHASE,
        relation_code=relation_code,
        journal_id="WFI",
        fiscal_year=2026,
        period=3,
        invoice_id=invoice_id,
        reference=f"HP-{invoice_id}",
        payment_reference=f"HP-{invoice_id}",
        invoice_date=date(2026, 3, 2),
        due_date=date(2026, 3, 20),
        payment_condition="14",
        currency="EUR",
        scenario=11,
        lines=(line,),
        vat_rows=(VatRow(vat_code=1, scenario=11, vat_type=0, base=amount, vat=vat),),
        net=amount,
        vat=vat,
        gross=amount + vat,
        frozen=amount + vat,
    )


def booking(net: str = "100.00", invoice_id: str = "20260901", relation_code: str = "DB10001") -> Booking:
    """An invoice at 21 % of 2 March 2026 on journal WFV; a negative amount makes a credit note."""
    amount = Decimal(net)
    vat = (amount * 21 / 100).quantize(Decimal("0.01"))
    is_credit = amount < 0
    line = BookingLine(
        account_id="8000",
        description="Hosting",
        side=Side.DEBIT if is_credit else Side.CREDIT,
        amount=abs(amount),
        vat_code=1,
        vat_type=1,
        vat_amount=abs(vat),
        cost_centre="",
        why="",
    )
    return Booking(
        invoice_type=InvoiceType.SALES_CREDIT if is_credit else InvoiceType.SALES,
        relation_code=relation_code,
        journal_id="WFV",
        fiscal_year=2026,
        period=3,
        invoice_id=invoice_id,
        reference=f"F{invoice_id[:4]}-{invoice_id[4:]}",
        payment_reference=f"F{invoice_id[:4]}-{invoice_id[4:]}",
        invoice_date=date(2026, 3, 2),
        due_date=date(2026, 3, 20),
        payment_condition="14",
        currency="EUR",
        scenario=1,
        lines=(line,),
        vat_rows=(VatRow(vat_code=1, scenario=1, vat_type=1, base=amount, vat=vat),),
        net=amount,
        vat=vat,
        gross=amount + vat,
    )
