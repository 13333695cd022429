"""Thin clients of both services, and the bookings they send."""

from __future__ import annotations

from typing import Any

import httpx

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, KEY, REFRESH_TOKEN

TOKEN_FORM = {
    "grant_type": "refresh_token",
    "refresh_token": REFRESH_TOKEN,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
}


class WeFactCaller:
    """Calls WeFact as JSON."""

    def __init__(self, http: httpx.Client, url: str) -> None:
        self.http, self.url = http, url

    def __call__(self, controller: str, action: str, **params: Any) -> dict[str, Any]:
        """One call, its envelope."""
        answer: dict[str, Any] = self.raw(controller, action, **params).json()
        return answer

    def raw(self, controller: str, action: str, **params: Any) -> httpx.Response:
        """One call, its HTTP answer."""
        body = {"api_key": KEY, "controller": controller, "action": action} | params
        return self.http.post(self.url, json=body)

    def form(self, **params: str) -> dict[str, Any]:
        """One call as a form with bracket names."""
        answer: dict[str, Any] = self.http.post(self.url, data={"api_key": KEY} | params).json()
        return answer


class MultiversCaller:
    """Calls one administration of Multivers with an access token."""

    def __init__(self, http: httpx.Client, url: str) -> None:
        self.http, self.url = http, url
        self.sign_in()

    def sign_in(self, **form: str) -> httpx.Response:
        """Ask for a token and use it from now on."""
        answer = self.http.post(f"{self.url}/OAuth/Token", data=TOKEN_FORM | form)
        if answer.status_code == 200:
            self.http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def raw(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One call on the administration, its HTTP answer."""
        return self.http.request(method, f"{self.url}/api/{DATABASE}/{path}", **more)

    def get(self, path: str, **query: str) -> Any:
        """What a GET answers; query names get their dollar sign from a leading underscore."""
        params = {name.replace("_", "$", 1): value for name, value in query.items()}
        return self.raw("GET", path, params=params or None).json()

    def book(self, **changes: Any) -> httpx.Response:
        """Post an invoice of 100.00 + 21.00, changed as asked."""
        return self.raw("POST", "CustomerInvoice", json=invoice_body() | changes)


def invoice_body(amount: str = "100.00", vat_code: int = 1, account: str = "8000") -> dict[str, Any]:
    """A plain booking on journal WFV, March 2026, without number."""
    line = {"accountId": account, "creditAmountCur": float(amount), "vatCodeId": vat_code}
    return {
        "customerId": "DB10001",
        "fiscalYear": 2026,
        "periodNumber": 3,
        "journalId": "WFV",
        "journalTransaction": 1,
        "paymentConditionId": "14",
        "invoiceDate": "02-03-2026",
        "invoiceId": "20260001",
        "reference": "F2026-0001",
        "vatScenarioId": 1,
        "customerInvoiceLines": [line | {"transactionDate": "02-03-2026", "description": "Hosting"}],
    }


def line(amount: str, *, vat_code: int = 1, side: str = "credit", account: str = "8000") -> dict[str, Any]:
    """One line of a booking."""
    return {
        "accountId": account,
        f"{side}AmountCur": float(amount),
        "vatCodeId": vat_code,
        "transactionDate": "02-03-2026",
    }


def purchase_body(amount: str = "100.00", vat_code: int = 1, account: str = "4000") -> dict[str, Any]:
    """A plain purchase of supplier CR1 on journal I, March 2026."""
    return {
        "supplierId": "CR1",
        "fiscalYear": 2026,
        "periodNumber": 3,
        "journalId": "I",
        "journalTransaction": 1,
        "paymentConditionId": "14",
        "invoiceDate": "02-03-2026",
        "invoiceId": "90000001",
        "reference": "2026-118",
        "vatScenarioId": 11,
        "supplierInvoiceLines": [line(amount, vat_code=vat_code, side="debit", account=account)],
    }
