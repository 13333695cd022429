"""Multivers' XML: the same objects with PascalCase names and ISO dates (multivers-api.md 1.4, 4.4).

The namespaces of models are documented; class names follow the one that is (`BasicEntryProxy`, 3.10). Elements
stand in alphabetical order, as the data contract serialiser of .NET writes them.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from sandbox.model import Record, words
from sandbox.multivers.wire import read_date

CONTRACTS = "http://schemas.datacontract.org/2004/07/"
MODELS = f"{CONTRACTS}UNIT4.Multivers.API.BL."
MESSAGES = f"{CONTRACTS}UNIT4.Multivers.API.Web.WebApi.Core.Models"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_AREAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("DocMan", words("DmDocument DbDocument DocumentType")),
    (
        "Sales",
        words("CustomerInvoice Order SalesInvoice DueCustomer OutstandingCustomer Reminder Mandate ProcessOrder"),
    ),
    (
        "Purchase",
        words("SupplierInvoice PurchaseInvoice DueSupplier OutstandingSupplier Payable CreatePayment Approve"),
    ),
    ("CRM", words("Customer Supplier Organization Address BankAccount GetCustomerId GetSupplierId ModifyAutoId")),
    ("Base", words("Administration License Session System version CompanyDetails Country Currency MoveAdministration")),
)
_LIST_NAMES = frozenset(
    words(
        "addresses customerInvoiceLines supplierInvoiceLines vatTransactionLines finTransEntries customerEntryPayments"
        " supplierEntryPayments orderLines messages subAdminSpecifications lineNumbers users administrationIds"
        " vatPercentagesByDate periodInfoList payments".lower()
    )
)
_DUTCH = re.compile(r"\d{1,2}-\d{1,2}-\d{4}")


class BadXmlError(ValueError):
    """A body that is no XML."""


def write(value: Any, resource: str) -> bytes:
    """Write an answer as XML; `resource` is the resource it answers, such as `CustomerInvoiceInfoList`."""
    if isinstance(value, list):
        return _document(f"ArrayOf{_item_class(resource)}", _items(value, _item_class(resource)), _space(resource))
    if isinstance(value, dict) and set(value) == {"Message"}:
        return f"<Error><Message>{escape(value['Message'])}</Message></Error>".encode()
    if isinstance(value, dict) and set(value) == {"messages"}:
        return _document("MessageResult", _properties(value), MESSAGES)
    if isinstance(value, dict):
        return _document(f"{resource}Proxy", _properties(value), _space(resource))
    return f'<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">{_text("", value)}</string>'.encode()


def _document(root: str, inside: str, space: str) -> bytes:
    return f'<{root} xmlns:i="{INSTANCE}" xmlns="{space}">{inside}</{root}>'.encode()


def _item_class(resource: str) -> str:
    if resource.endswith("NVL"):
        return "NameValuePair"
    return f"{resource.removesuffix('List')}Proxy"


def _space(resource: str) -> str:
    area = next((area for area, names in _AREAS if resource.startswith(names)), "Financial")
    if resource.endswith(("List", "NVL")):
        return f"{MODELS}{area}.Lists"
    if resource.endswith("Command"):
        return f"{MODELS}{area}.Commands"
    return f"{MODELS}{area}.{'Info' if resource.endswith('Info') else 'Edit'}"


def _properties(record: Record) -> str:
    named = sorted((_pascal(name), name, value) for name, value in record.items())
    return "".join(_element(tag, name, value) for tag, name, value in named)


def _element(tag: str, name: str, value: Any) -> str:
    if value is None:
        return f'<{tag} i:nil="true"/>'
    if isinstance(value, list):
        return f"<{tag}>{_items(value, _member_class(name))}</{tag}>"
    if isinstance(value, dict):
        return f"<{tag}>{_properties(value)}</{tag}>"
    return f"<{tag}>{_text(name, value)}</{tag}>"


def _items(values: list[Any], name: str) -> str:
    return "".join(_element(name if isinstance(value, dict) else "int", "", value) for value in values)


def _member_class(name: str) -> str:
    singular = name.removesuffix("ies") + "y" if name.endswith("ies") else name.removesuffix("s")
    return f"{_pascal(singular.removesuffix('e') if name == 'addresses' else singular)}Proxy"


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if "date" in name.lower() and _DUTCH.fullmatch(text):
        return f"{read_date(text).isoformat()}T00:00:00"
    return escape(text)


def read(body: bytes) -> Any:
    """Read a body of XML as the JSON that it stands for; names keep their case, as input ignores it.

    Raises:
        BadXmlError: it is no XML, or declares entities of its own.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise BadXmlError("document types are not allowed")
    try:
        root = ET.fromstring(body)  # noqa: S314 - without a document type there are no entities to expand
    except (ET.ParseError, ValueError, LookupError) as problem:
        raise BadXmlError(str(problem)) from problem
    return _value(root)


def _value(element: ET.Element) -> Any:
    if element.get(f"{{{INSTANCE}}}nil") in ("true", "1"):
        return None
    name = _local(element.tag)
    children = list(element)
    if name.lower() in _LIST_NAMES or name.startswith("ArrayOf"):
        return [_value(child) for child in children]
    if not children:
        return element.text or ""
    kind = element.get(f"{{{INSTANCE}}}type", "").rpartition(":")[2]
    named = {_local(child.tag): _value(child) for child in children}
    return {"$type": kind} | named if kind else named


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
