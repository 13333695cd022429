"""Speaks MCP over stdio with the public `wefact-mcp` server, as an assistant would, and prints every answer."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

SERVER = Path(__file__).with_name("serve.py")
DEBTOR = {"DebtorCode": "DB10001", "CompanyName": "Bakker é Zn", "EmailAddress": "info@example.org"}
LINE = {"Description": "Advies", "Number": 2, "PriceExcl": 100, "TaxCode": "V21"}
PRODUCT = {"ProductCode": "P1", "ProductName": "Hosting", "ProductKeyPhrase": "Hosting", "PriceExcl": 15}
EXTRA_LINE = {"Description": "Reiskosten", "Number": 1, "PriceExcl": 0.5, "TaxCode": "V21"}
FILE = {"Type": "invoice", "InvoiceCode": "MCP-1", "Filename": "bon.txt"}
PURCHASE_LINE = {"Description": "Switch", "Number": 1, "PriceExcl": 50, "TaxCode": "I21"}


def general(controller: str, action: str, **params: Any) -> tuple[str, dict[str, Any]]:
    """A call through the tool for everything else."""
    return "wefact_request", {"controller": controller, "action": action, "params": params}


# Name of the step, tool, arguments; later steps build on earlier ones.
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("whoami_empty", "whoami", {}),
    ("create_debtor", "create_debtor", {"fields": DEBTOR}),
    ("create_debtor_2", "create_debtor", {"fields": {"SurName": "De Vries", "EmailAddress": "a@example.org"}}),
    ("update_debtor", "update_debtor", {"debtor_code": "DB10001", "fields": {"City": "Kampen"}}),
    ("get_debtor", "get_debtor", {"debtor_code": "DB10001"}),
    ("get_debtor_by_id", "get_debtor", {"identifier": 2}),
    ("list_debtors", "list_debtors", {}),
    ("list_debtors_page", "list_debtors", {"limit_pages": 1}),
    ("find_debtor", "list_debtors", {"search_at": "CompanyName", "search_for": "BAKKER"}),
    ("list_debtors_future", "list_debtors", {"modified_since": "2099-01-01 00:00:00"}),
    ("whoami", "whoami", {}),
    ("add_product", *general("product", "add", **PRODUCT)),
    ("list_products", "list_products", {}),
    ("get_product", "get_product", {"product_code": "P1"}),
    ("create_invoice", "create_invoice", {"debtor_code": "DB10001", "invoice_lines": [LINE]}),
    ("send_invoice", "send_invoice", {"invoice_code": "[concept]0001"}),
    ("send_as_documented", *general("invoice", "sendbyemail", Identifier="1")),
    ("get_invoice", "get_invoice", {"identifier": 1}),
    (
        "create_product_invoice",
        "create_invoice",
        {
            "debtor_code": "DB10001",
            "invoice_lines": [{"ProductCode": "P1", "Number": "2"}],
            "extra_fields": {"Status": 2, "InvoiceCode": "MCP-1"},
        },
    ),
    ("add_line", *general("invoiceline", "add", Identifier="2", InvoiceLines=[EXTRA_LINE])),
    ("add_contact", *general("extraclientcontact", "add", DebtorCode="DB10001", EmailAddress="b@example.org")),
    ("show_contacts", *general("debtor", "show", Identifier="1")),
    ("add_attachment", *general("attachment", "add", **FILE, Base64="Qm9uIDE=")),
    ("download_attachment", *general("attachment", "download", **FILE)),
    ("mark_paid", "mark_invoice_paid", {"invoice_code": "MCP-1", "pay_date": "2026-03-02", "payment_method": "cash"}),
    ("get_paid_invoice", "get_invoice", {"invoice_code": "MCP-1"}),
    ("credit_invoice", "credit_invoice", {"identifier": 1}),
    ("list_invoices", "list_invoices", {}),
    ("list_invoices_of_debtor", "list_invoices", {"debtor_code": "DB10001", "status": 4, "limit_pages": 1}),
    ("add_creditor", *general("creditor", "add", CompanyName="Groothandel Noord")),
    ("add_purchase", *general("creditinvoice", "add", Creditor="1", InvoiceCode="881", InvoiceLines=[PURCHASE_LINE])),
    ("list_credit_invoices", "list_credit_invoices", {}),
    ("get_credit_invoice", "get_credit_invoice", {"identifier": 1}),
    ("list_subscriptions", "list_subscriptions", {}),
    ("get_subscription", "get_subscription", {"identifier": 1}),
    ("unknown_invoice", "get_invoice", {"invoice_code": "F9999"}),
    ("unknown_controller", *general("ticket", "list")),
    ("nothing_named", "get_debtor", {}),
)


async def converse() -> dict[str, Any]:
    """Start the server, look around, call its tools."""
    variables = {name: os.environ[name] for name in ("SANDBOX_URL", "WEFACT_API_KEY", "PATH", "HOME", "NO_PROXY")}
    server = StdioServerParameters(command=sys.executable, args=[str(SERVER)], env=variables)
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        started = await session.initialize()
        answers: dict[str, Any] = {
            "server": started.serverInfo.name,
            "tools": sorted(tool.name for tool in (await session.list_tools()).tools),
            "prompts": sorted(prompt.name for prompt in (await session.list_prompts()).prompts),
        }
        for step, tool, arguments in STEPS:
            result = await session.call_tool(tool, arguments)
            text = result.content[0].text
            answers[step] = {"isError": True, "text": text} if result.isError else json.loads(text)
    return answers


if __name__ == "__main__":
    json.dump(asyncio.run(converse()), sys.stdout)
