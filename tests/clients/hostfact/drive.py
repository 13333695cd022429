"""Invoices with the public `hostfact-python-client`: HostFact speaks WeFact's API, so its clients serve both."""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import Any

from hostfact_python_client.hostfact_client import HostFact

LINES = [{"Description": "Advies", "Number": 2, "PriceExcl": 100, "TaxCode": "V21"}]
MORE_LINES = [{"Description": "Reiskosten", "Number": 1, "PriceExcl": 25.5, "TaxCode": "V21"}]


def attempt(call: Any, **params: Any) -> dict[str, Any]:
    """One call: its answer, or the text of what the client raised (it raises bare `Exception`)."""
    try:
        answer: dict[str, Any] = call(**params)
    except Exception as refusal:  # noqa: BLE001 - the client has no exception of its own
        return {"raised": str(refusal)}
    return answer


def main() -> None:
    """Make a debtor, let the client gather lines on one draft invoice, and settle it."""
    client = HostFact(os.environ["SANDBOX_URL"], os.environ["SANDBOX_KEY"])
    file = {"name": "bon.txt", "content": base64.b64encode(b"Bon 1").decode()}
    answers = {
        "debtor": attempt(client.debtor.add, CompanyName="Bakkerij Jansen", EmailAddress="info@example.org"),
        "first": attempt(client.invoice.make_invoice, debtor_code="DB10001", invoice_lines=LINES),
        "second": attempt(
            client.invoice.make_invoice, debtor_code="DB10001", invoice_lines=MORE_LINES, invoice_reference="PO 7"
        ),
        "with_file": attempt(
            client.invoice.make_invoice, debtor_code="DB10001", invoice_lines=LINES, newInvoice=True, attachment=file
        ),
        "sent": attempt(client.invoice.sendbyemail, Identifier=1),
        "paid": attempt(client.invoice.markaspaid, Identifier=1),
        "shown": attempt(client.invoice.show, Identifier=1),
        "list": attempt(client.invoice.list, sort="Identifier", order="ASC", status="0|4"),
        "file": attempt(client.attachment.download, Type="invoice", ReferenceIdentifier=2, Filename="bon.txt"),
        "refused": attempt(client.invoice.show, InvoiceCode="F9"),
        "unknown": attempt(client.ssl.list),
    }
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
