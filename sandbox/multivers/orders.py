"""Orders ("factuuropdrachten") and their processing into a customer invoice (multivers-api.md 2.1, 2.4 B, 3.10).

What the fields of OrderInfo are, how prices become lines and that a line needs an account are the sandbox's own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers import bookings, numbering, products
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, RefusedError, refuse
from sandbox.multivers.families import created, refuse_locked
from sandbox.multivers.fields import model
from sandbox.multivers.reference import ORDER_INITIAL, ORDER_STATES, ORDER_TYPES
from sandbox.multivers.vat import cents, percentage_on
from sandbox.multivers.wire import Binder, Problems, render

ORDER = model(
    "orderId:s8 customerId:s8! reference:s orderDate:t! orderType:i orderState:i paymentConditionId:s3"
    " deliveryAddressId:s36 chargeVatType:i vatScenarioId:i currencyId:s3 projectId:s8 costCentreId:s8 costUnitId:s8"
    " description:s orderLines:l -invoiceId:s -invoiceDate:t"
)
ORDER_LINE = model(
    "productId:s14 quantityOrdered:d accountId:s8 description:s254 price:d discount:d vatCodeId:i costCentreId:s8"
    " costUnitId:s8 unit:s6"
)
TABLE = "Order"
VAT_EXCLUSIVE, VAT_INCLUSIVE, VAT_SUBCONTRACTOR, VAT_NONE = 0, 1, 2, 3
_LINE_TEXT = 30


def get_order(call: Call) -> Record:
    """`GET Order/{orderId}`."""
    return _edit(find_order(call))


def post_order(call: Call) -> Any:
    """`POST Order`: an empty orderId is numbered."""
    record = _read(call.books, call.json())
    orders = call.db.tables.get(TABLE, {})
    record["orderId"] = record["orderId"] or _next_id(orders)
    if record["orderId"] in orders:
        raise refuse("orderId", f"Order {record['orderId']} bestaat al")
    call.db.tables.setdefault(TABLE, {})[record["orderId"]] = record
    return created(call, _edit(record))


def put_order(call: Call) -> Record:
    """`PUT Order/{orderId}`, as long as it is not processed."""
    old = _changeable(call)
    body = call.json()
    if call.books.settings.put_missing == "kept" and isinstance(body, dict):
        given = {str(name).lower() for name in body}
        body = {name: value for name, value in _edit(old).items() if name.lower() not in given} | body
    record = _read(call.books, body)
    if record["orderId"] not in ("", old["orderId"]):
        raise refuse("orderId", "orderId kan niet gewijzigd worden")
    record["orderId"] = old["orderId"]
    call.db.tables[TABLE][old["orderId"]] = record
    return _edit(record)


def delete_order(call: Call) -> None:
    """`DELETE Order/{orderId}`, as long as it is not processed."""
    order = _changeable(call)
    del call.db.tables[TABLE][order["orderId"]]


def process_order(call: Call) -> Record:
    """`POST ProcessOrderCommand`: books the invoice; a refusal comes as 200 with `error` (multivers-api.md 4.2)."""
    order = call.db.tables.get(TABLE, {}).get(call.query.get("orderid", ""))
    if order is None:
        return _processed(call, f"Order {call.query.get('orderid', '')} bestaat niet")
    if order["invoiceId"]:
        return _processed(call, f"Order {order['orderId']} is al verwerkt")
    try:
        _, invoice = bookings.create_invoice(call.books, _invoice_body(call, order))
    except RefusedError as refused:
        return _processed(call, refused.messages[0][1])
    order |= {"invoiceId": invoice["invoiceId"], "invoiceDate": invoice["invoiceDate"]}
    return _processed(call, "") | {"journalTransaction": invoice["journalTransaction"]}


def _processed(call: Call, error: str) -> Record:
    return {
        "error": error, "fiscalYear": call.number("fiscalYear", 0), "invoiceDate": call.query.get("invoicedate", ""),
        "journalId": call.query.get("journalid", ""), "journalTransaction": call.number("journalTransaction", 0),
        "orderId": call.query.get("orderid", ""), "periodNumber": call.number("periodNumber", 0),
    }  # fmt: skip


def shipping_document(call: Call) -> Record:
    """`GetShippingOrderDocumentCommand?orderId&format` (V22), by GET in OTW: the shape of the answer is a guess."""
    order = call.db.tables.get(TABLE, {}).get(call.query.get("orderid", ""))
    if order is None:
        return {"error": f"Order {call.query.get('orderid', '')} bestaat niet", "document": ""}
    return {"error": "", "document": f"PAKBON-{order['orderId']}"}


def find_order(call: Call) -> Record:
    """The order that the path names.

    Raises:
        NotFoundError: there is none.
    """
    order = call.db.tables.get(TABLE, {}).get(call.parts["orderId"])
    if order is None:
        raise NotFoundError
    return order


def _changeable(call: Call) -> Record:
    refuse_locked(call.books)
    order = find_order(call)
    if order["invoiceId"]:
        raise refuse("orderId", f"Order {order['orderId']} is verwerkt")
    return order


def _edit(record: Record) -> Record:
    is_open = not record["invoiceId"]
    reason = "" if is_open else "Order is verwerkt"
    return render(ORDER, record) | {
        "orderLines": [render(ORDER_LINE, line) for line in record["orderLines"]],
        "canChange": is_open,
        "cannotChangeReason": reason,
        "messages": [],
    }


def _next_id(orders: dict[str, Record]) -> str:
    return str(max([int(key) for key in orders if key.isdecimal()], default=0) + 1)


def _read(books: Books, body: Any) -> Record:
    problems = Problems()
    binder = Binder(books.settings, problems)
    record = binder.bind(ORDER, body)
    record["orderLines"] = binder.bind_list(ORDER_LINE, record["orderLines"], "orderLines")
    for line in record["orderLines"]:
        products.complete(books, line, price_incl=record["chargeVatType"] == VAT_INCLUSIVE)
    stop_on(problems)
    record["orderState"] = record["orderState"] or ORDER_INITIAL
    _check(books, record, problems)
    for index, line in enumerate(record["orderLines"]):
        if str(line["vatCodeId"]) not in books.db.vat_codes:
            problems.add(f"orderLines[{index}].vatCodeId", f"Btw-code {line['vatCodeId']} bestaat niet")
        if not 0 <= line["discount"] <= 1:
            problems.add(f"orderLines[{index}].discount", "Korting moet tussen 0 en 1 liggen")
    stop_on(problems)
    return record


def _check(books: Books, record: Record, problems: Problems) -> None:
    tables = (
        ("customerId", books.db.customers, "Debiteur"),
        ("paymentConditionId", books.db.payment_conditions, "Betalingsconditie"),
        ("vatScenarioId", books.db.scenarios, "Btw-scenario"),
        ("currencyId", books.db.currencies, "Valuta"),
    )
    for name, table, label in tables:
        if record[name] and str(record[name]) not in table:
            problems.add(name, f"{label} {record[name]} bestaat niet")
    for name, codes in (("orderType", ORDER_TYPES), ("orderState", ORDER_STATES), ("chargeVatType", range(4))):
        if record[name] not in codes:
            problems.add(name, f"Ongeldige waarde voor {name}")


def line_net(books: Books, order: Record, line: Record) -> Decimal:
    """What a line comes to in euros without VAT."""
    amount = line["price"] * line["quantityOrdered"] * (1 - line["discount"])
    if order["chargeVatType"] == VAT_INCLUSIVE:
        day = order["orderDate"]
        amount /= 1 + percentage_on(books.db.vat_codes[str(line["vatCodeId"])], day) / 100
    return cents(amount)


def total(books: Books, order: Record) -> Decimal:
    """What an order comes to in euros without VAT."""
    return sum((line_net(books, order, line) for line in order["orderLines"]), Decimal("0.00"))


def _invoice_body(call: Call, order: Record) -> Record:
    customer = call.db.customers[order["customerId"]]
    names = ("fiscalYear", "periodNumber", "journalId", "journalTransaction", "invoiceDate")
    given = {name: call.query.get(name.lower(), "") for name in names}
    lines = [_invoice_line(call.books, order, line, given["invoiceDate"]) for line in order["orderLines"]]
    return given | {
        "customerId": order["customerId"],
        "invoiceId": numbering.next_invoice_id(call.books),
        "reference": order["reference"],
        "orderId": order["orderId"],
        "paymentConditionId": order["paymentConditionId"] or customer["paymentConditionId"],
        "vatScenarioId": order["vatScenarioId"] or customer["vatScenarioId"],
        "autoCalculateVat": True,
        "customerInvoiceLines": lines,
    }


def _invoice_line(books: Books, order: Record, line: Record, day: str) -> Record:
    customer = books.db.customers[order["customerId"]]
    return {
        "accountId": line["accountId"] or customer["revenueAccountId"],
        f"{books.settings.sales_line_side}AmountCur": line_net(books, order, line),
        "vatCodeId": 0 if order["chargeVatType"] == VAT_NONE else line["vatCodeId"],
        "description": (line["description"] or line["productId"])[:_LINE_TEXT],
        "quantity": line["quantityOrdered"],
        "costCentreId": line["costCentreId"] or order["costCentreId"],
        "costUnitId": line["costUnitId"] or order["costUnitId"],
        "transactionDate": day,
    }


ROUTES: Routes = {
    "GET Order/{orderId}": get_order,
    "POST Order": post_order,
    "PUT Order/{orderId}": put_order,
    "DELETE Order/{orderId}": delete_order,
    "POST ProcessOrderCommand": process_order,
    "GET GetShippingOrderDocumentCommand": shipping_document,
    "POST GetShippingOrderDocumentCommand": shipping_document,
}
