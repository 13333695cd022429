"""A document of WeFact as somebody types it into Multivers: the arguments of the action `book_invoice`."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from sandbox.model import Record
from sandbox.wefact.totals import cents, header_discount, line_amount

VAT_CODES = {"21": 1, "9": 2, "0": 0}
DOMESTIC, WITHIN_EU = 1, 2
PURCHASE_DOMESTIC, PURCHASE_WITHIN_EU, PURCHASE_SHIFTED = 11, 12, 14
_EU_CODES = ("VICD", "VICL")
_PURCHASE_SCENARIOS = {"IICD": PURCHASE_WITHIN_EU, "IICV": PURCHASE_WITHIN_EU, "IVERL": PURCHASE_SHIFTED}
_HIGH = 1


def digits(code: str) -> str:
    """The invoiceId that belongs to a printed number."""
    return "".join(sign for sign in code if sign.isdecimal())


def sale(invoice: Record, account: str = "8000") -> Record:
    """A sales invoice as `invoice/show` gives it, on one revenue account; net, VAT and gross are the printed ones."""
    nets: dict[int, Decimal] = defaultdict(Decimal)
    discount = header_discount(invoice)
    for line in invoice["InvoiceLines"]:
        nets[_vat_code(line)] += line_amount(line, discount)
    is_foreign = any(line["TaxCode"] in _EU_CODES for line in invoice["InvoiceLines"])
    return {
        "customerId": invoice["DebtorCode"],
        "invoiceId": digits(invoice["InvoiceCode"]),
        "reference": invoice["InvoiceCode"],
        "invoiceDate": invoice["Date"],
        "vatScenarioId": WITHIN_EU if is_foreign else DOMESTIC,
        "lines": [
            {"accountId": account, "amount": cents(net), "vatCodeId": code, "description": invoice["InvoiceCode"]}
            for code, net in nets.items()
        ],
        "vatTransactionLines": _vat_rows(nets, Decimal(invoice["AmountTax"])),
    }


def _vat_code(line: Record) -> int:
    """The rate may be shown as a number (the switch `mixed_numbers`)."""
    return VAT_CODES[str(line["TaxPercentage"])]


def _vat_rows(nets: dict[int, Decimal], printed: Decimal) -> list[Record]:
    """One row per code; a cent that is left over goes to the first."""
    rates = {code: Decimal(rate) for rate, code in VAT_CODES.items()}
    vats = {code: cents(net * rates[code] / 100) for code, net in nets.items()}
    first = next(iter(vats))
    vats[first] += printed - sum(vats.values())
    return [
        {"vatCodeId": code, "amountTurnoverCur": cents(net), "vatAmountCur": vats[code]} for code, net in nets.items()
    ]


def purchase(invoice: Record, invoice_id: str, account: str = "4000") -> Record:
    """A purchase invoice as `creditinvoice/show` gives it, with lines of one tax code, on one cost account."""
    tax = invoice["InvoiceLines"][0]["TaxCode"]
    scenario = _PURCHASE_SCENARIOS.get(tax, PURCHASE_DOMESTIC)
    code = _vat_code(invoice["InvoiceLines"][0]) if scenario == PURCHASE_DOMESTIC else _HIGH
    return {
        "supplierId": invoice["CreditorCode"],
        "invoiceId": invoice_id,
        "reference": invoice["InvoiceCode"],
        "invoiceDate": invoice["Date"],
        "vatScenarioId": scenario,
        "lines": [{"accountId": account, "amount": Decimal(invoice["AmountExcl"]), "vatCodeId": code}],
    }
