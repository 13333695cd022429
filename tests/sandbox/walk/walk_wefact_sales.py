"""Valid calls on WeFact's sales invoices, one maker for each action (wefact-api.md 2.4, 3.3, 4, 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from sandbox.model import Record
from tests.sandbox.walk.walk_world import NothingToDoError, World

DRAFT, OPEN, PAID = ("0",), ("2", "3"), ("4",)
NUMBERS = ("1", "2", "7", "0.25", "1.333", "3.5", "12")
DISCOUNTS = ("0", "0", "0", "5", "12.5", "33.33")
PAYMENT_METHODS = ("wire", "cash", "accounting", "ideal")


def price(world: World, *, negative: float = 0.1) -> str:
    """A price of two, sometimes four decimals."""
    value = Decimal(world.rng.randint(1, 500_000)).scaleb(-4 if world.chance(0.2) else -2)
    return str(-value if world.chance(negative) else value)


def sales_line(world: World) -> Record:
    """A line of a product or one without."""
    line: Record = {"Number": world.rng.choice(NUMBERS), "DiscountPercentage": world.rng.choice(DISCOUNTS)}
    products = list(world.account.products.values())
    if products and world.chance(0.5):
        return line | {"ProductCode": world.rng.choice(products)["ProductCode"]}
    tax = world.rng.choice(list(world.account.tax_sale))
    return line | {"Description": "Maatwerk & advies", "PriceExcl": price(world), "TaxCode": tax}


def lines(world: World) -> list[Record]:
    """One to four lines."""
    return [sales_line(world) for _ in range(world.rng.randint(1, 4))]


def new_invoice(world: World) -> Record:
    """A draft, or an invoice that is sent at once."""
    debtor = world.pick(world.account.debtors.values())
    params: Record = {"InvoiceLines": lines(world), "Date": world.day().isoformat()}
    params |= world.rng.choice(({"Debtor": debtor["Identifier"]}, {"DebtorCode": debtor["DebtorCode"]}))
    params |= {"Status": world.rng.choice(("0", "2", "2"))}
    if world.chance(0.2):
        params["Discount"] = world.rng.choice(("10", "2.5"))
    if world.chance(0.1):
        params["IgnoreDiscount"] = "1"
    if world.chance(0.2):
        params["VatCalcMethod"] = world.rng.choice(("incl", "excl"))
    return params


def invoice_with(world: World, statuses: tuple[str, ...], wanted: Callable[[Record], bool] | None = None) -> Record:
    """An invoice in one of the statuses."""
    check = wanted or (lambda _row: True)
    return world.pick(world.account.invoices.values(), lambda row: row["Status"] in statuses and check(row))


def selector(world: World, record: Record) -> Record:
    """By identifier or by number."""
    names = ("Identifier", "InvoiceCode")
    name = world.rng.choice(names)
    return {name: record[name]}


def _about(statuses: tuple[str, ...], sub_status: str | None = None) -> Callable[[World], Record]:
    def make(world: World) -> Record:
        fits = (lambda row: row["SubStatus"] == sub_status) if sub_status is not None else None
        return selector(world, invoice_with(world, statuses, fits))

    return make


def edit(world: World) -> Record:
    """Other lines, another text or another discount."""
    record = invoice_with(world, ("0", "2"))
    changes: tuple[Record, ...] = (
        {"InvoiceLines": lines(world)},
        {"ReferenceNumber": f"PO-{world.number()}"},
        {"Discount": "5"},
        {"IgnoreDiscount": world.rng.choice(("0", "1"))},
        {"Description": "Zie de bijlage <b>met</b> é"},
    )
    return selector(world, record) | world.rng.choice(changes)


def pay(world: World) -> Record:
    """An open invoice, with or without a date and a method."""
    params = selector(world, invoice_with(world, OPEN))
    if world.chance(0.5):
        params |= {"PayDate": world.day(5).isoformat(), "PaymentMethod": world.rng.choice(PAYMENT_METHODS)}
    return params


def open_cents(world: World, record: Record, kind: str = "invoice") -> int:
    """What is open by the document's own page; nothing when it was paid too much."""
    shown = world.wefact(f"{kind}/show", Identifier=record["Identifier"])[kind]
    left = int(Decimal(shown["AmountOutstanding"]) * 100)
    return left if left * Decimal(shown["AmountIncl"]) > 0 else 0


def part_of_open(world: World) -> tuple[Record, str]:
    """An open invoice, and a part of what is open or exactly that, with the sign of the invoice."""
    record = invoice_with(world, OPEN)
    left = open_cents(world, record)
    if abs(left) < 2:
        raise NothingToDoError
    part = left if world.chance(0.3) else (world.rng.randint(1, abs(left) - 1) * (1 if left > 0 else -1))
    return record, str(Decimal(part).scaleb(-2))


def part_pay(world: World) -> Record:
    """A part of what is open, or exactly that."""
    record, amount = part_of_open(world)
    return selector(world, record) | {"AmountPaid": amount}


def mailable(world: World) -> Record:
    """An invoice with an address to mail it to, that nobody holds back."""
    return invoice_with(world, ("0", "2"), lambda row: bool(row["EmailAddress"]) and row["SubStatus"] != "BLOCKED")


def remindable(world: World) -> Record:
    """An open invoice with an address to mail to, whose payment process is not paused."""
    return invoice_with(world, OPEN, lambda row: bool(row["EmailAddress"]) and row["SubStatus"] != "PAUSED")


def add_lines(world: World) -> Record:
    """More lines on an invoice."""
    return selector(world, invoice_with(world, ("0", "2"))) | {"InvoiceLines": lines(world)}


def delete_line(world: World) -> Record:
    """One line off an invoice that has more."""
    record = invoice_with(world, ("0", "2"), lambda row: len(row["InvoiceLines"]) > 1)
    line = world.rng.choice(record["InvoiceLines"])
    return selector(world, record) | {"InvoiceLines": [{"Identifier": line["Identifier"]}]}


def sort_lines(world: World) -> Record:
    """The lines in another order."""
    record = invoice_with(world, ("0", "2"), lambda row: len(row["InvoiceLines"]) > 1)
    ids = [{"Identifier": line["Identifier"]} for line in record["InvoiceLines"]]
    world.rng.shuffle(ids)
    return selector(world, record) | {"InvoiceLines": ids}


def schedule(world: World) -> Record:
    """A draft to be sent within a month."""
    record = invoice_with(world, DRAFT, lambda row: not row["SubStatus"])
    day = world.today + timedelta(days=world.rng.randint(1, 9))
    return selector(world, record) | {"ScheduledAt": f"{day} 09:00:00"}


def cancel_schedule(world: World) -> Record:
    """A draft whose moment has not come."""
    return selector(world, world.account.invoices[world.pick(world.account.scheduled)])


SALES: dict[str, Callable[[World], Record]] = {
    "invoice/add": new_invoice,
    "invoice/edit": edit,
    "invoice/delete": _about(DRAFT),
    "invoice/credit": _about(("2", "3", "4")),
    "invoice/markaspaid": pay,
    "invoice/partpayment": part_pay,
    "invoice/markasunpaid": _about(PAID),
    "invoice/block": _about(DRAFT, ""),
    "invoice/unblock": _about(DRAFT, "BLOCKED"),
    "invoice/schedule": schedule,
    "invoice/cancelschedule": cancel_schedule,
    "invoice/paymentprocesspause": _about(OPEN, ""),
    "invoice/paymentprocessreactivate": _about(OPEN, "PAUSED"),
    "invoice/sendbyemail": lambda world: selector(world, mailable(world)),
    "invoice/sendreminderbyemail": lambda world: selector(world, remindable(world)),
    "invoice/sendsummationbyemail": lambda world: selector(world, remindable(world)),
    "invoice/sortlines": sort_lines,
    "invoiceline/add": add_lines,
    "invoiceline/delete": delete_line,
}
