"""OrderInfo and the forms of OrderInfoList (multivers-api.md Appendix A, 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.entries import page
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.orders import ORDER, ORDER_LINE, TABLE, find_order, line_net, total
from sandbox.multivers.reference import ORDER_INVOICE
from sandbox.multivers.wire import render

_NO_LIMIT = Decimal("Infinity")
_LAST_STATE = 5
_READY = 2


def info(books: Books, order: Record) -> Record:
    """The Info model: the order with what it comes to; the added fields are the sandbox's own."""
    customer = books.db.customers[order["customerId"]]
    lines = [render(ORDER_LINE, line) | {"amount": line_net(books, order, line)} for line in order["orderLines"]]
    return render(ORDER, order) | {
        "customerName": customer["name"],
        "isOpen": not order["invoiceId"],
        "totalAmountVatExcl": total(books, order),
        "orderLines": lines,
    }


def get_info(call: Call) -> Record:
    """`GET OrderInfo/{orderId}`."""
    return info(call.books, find_order(call))


def by_invoice(call: Call) -> Record:
    """`GET OrderInfo/ByInvoiceId/{invoiceId}`."""
    for order in _orders(call):
        if order["invoiceId"] == call.parts["invoiceId"]:
            return info(call.books, order)
    raise NotFoundError


def sample(_call: Call) -> Record:
    """`GET OrderInfo/SampleData`."""
    line = {"productId": "VOORBEELD", "quantityOrdered": Decimal(1), "price": Decimal(100)}
    order: Record = {"orderId": "1", "customerId": "1001", "reference": "Voorbeeld", "orderDate": "2026-01-01"}
    return render(ORDER, order) | {"orderType": ORDER_INVOICE, "orderLines": [render(ORDER_LINE, line)]}


def by_customer(call: Call) -> list[Record]:
    """`.../{customerId}[/{fiscalYear}]` and the form of seven parts: dates, prices, open ones, pages.

    The fiscal year is that of the order date; the years of the sandbox are calendar years.
    """
    low, high = str(call.date("minDate") or ""), str(call.date("maxDate") or "9999")
    cheapest, dearest = _price(call, "minPrice", -_NO_LIMIT), _price(call, "maxPrice", _NO_LIMIT)
    year, only_open = call.number("fiscalYear", 0), _text(call, "onlyOpen").lower() == "true"

    def fits(order: Record) -> bool:
        in_time = low <= order["orderDate"] <= high and year in (0, int(order["orderDate"][:4]))
        in_range = cheapest <= total(call.books, order) <= dearest
        return order["customerId"] == call.parts["customerId"] and in_time and in_range and _is_open(order, only_open)

    return page(call, _listed(call, fits))


def _is_open(order: Record, only_open: bool) -> bool:
    return not only_open or not order["invoiceId"]


def open_orders(call: Call) -> list[Record]:
    """`GET OrderInfoList/OpenOrders[?customerId]`."""
    customer = call.query.get("customerid", "")
    return _listed(call, lambda order: not order["invoiceId"] and customer in ("", order["customerId"]))


def by_project(call: Call) -> list[Record]:
    """`GET OrderInfoList/ByProjectId/{projectId}`."""
    return _listed(call, lambda order: order["projectId"] == call.parts["projectId"])


def ready_to_print(call: Call) -> list[Record]:
    """`GET OrderInfoList/OrdersReadyToPrintInvoice` (V22): open orders from state 2, approved, on (a guess)."""
    return _listed(call, lambda order: not order["invoiceId"] and _READY <= order["orderState"] <= _LAST_STATE)


def _orders(call: Call) -> list[Record]:
    return list(call.db.tables.get(TABLE, {}).values())


def _listed(call: Call, fits: Callable[[Record], bool]) -> list[Record]:
    return [info(call.books, order) for order in _orders(call) if fits(order)]


def _text(call: Call, name: str) -> str:
    return call.parts.get(name) or call.query.get(name.lower(), "")


def _price(call: Call, name: str, default: Decimal) -> Decimal:
    text = _text(call, name)
    try:
        price = Decimal(text) if text else default
    except ArithmeticError as problem:
        raise refuse(name, f"{name} is geen bedrag") from problem
    if price.is_nan():
        raise refuse(name, f"{name} is geen bedrag")
    return price


ROUTES: Routes = {
    "GET OrderInfo/{orderId}": get_info,
    "GET OrderInfo/ByInvoiceId/{invoiceId}": by_invoice,
    "GET OrderInfo/SampleData": sample,
    "GET OrderInfoList/ByProjectId/{projectId}": by_project,
    "GET OrderInfoList/OpenOrders": open_orders,
    "GET OrderInfoList/OrdersReadyToPrintInvoice": ready_to_print,
    "GET OrderInfoList/{customerId}": by_customer,
    "GET OrderInfoList/{customerId}/{fiscalYear}": by_customer,
    "GET OrderInfoList/{customerId}/{minDate}/{maxDate}/{minPrice}/{maxPrice}/{fiscalYear}/{onlyOpen}": by_customer,
}
