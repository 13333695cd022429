"""Controllers and actions of WeFact, and the way of a call from body to envelope."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.model import Record, Request, Response, json_response, words
from sandbox.settings import Settings
from sandbox.wefact import (
    answers,
    attachments,
    contacts,
    cost_categories,
    crediting,
    creditors,
    dispatch,
    download,
    groups,
    invoice_lines,
    invoices,
    matching,
    payments,
    products,
    purchase,
    purchase_line_actions,
    purchase_payments,
    relations,
    taxes,
    transactions,
)
from sandbox.wefact.answers import AccessError, RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.limits import count_call, count_refusal, is_allowed, window_time
from sandbox.wefact.parsing import parse_body
from sandbox.wefact.state import Account, WeFactState

_MODULES = (
    relations,
    contacts,
    creditors,
    products,
    groups,
    taxes,
    transactions,
    cost_categories,
    attachments,
    purchase,
    purchase_line_actions,
    purchase_payments,
    invoices,
    matching,
    invoice_lines,
    payments,
    crediting,
    dispatch,
    download,
)
READS: Actions = {call: action for module in _MODULES for call, action in module.READS.items()}
WRITES: Actions = {call: action for module in _MODULES for call, action in module.WRITES.items()}
ACTIONS = READS | WRITES
CONTROLLERS = words(
    "debtor extraclientcontact creditor product group invoice invoiceline creditinvoice creditinvoiceline settings"
    " attachment transaction subscription pricequote pricequoteline task interaction"
)


@dataclass
class WeFact:
    """Answers WeFact calls over one state."""

    state: WeFactState
    settings: Settings
    clock: Clock

    def call_name(self, request: Request) -> str:
        """`controller/action` of a request, `invalid/invalid` when there is none."""
        try:
            params = parse_body(request.body)
        except RefusalError:
            return "invalid/invalid"
        return f"{params.get('controller') or 'invalid'}/{params.get('action') or 'invalid'}"

    def is_write(self, call: str) -> bool:
        """Tell whether a call changes something."""
        return call in WRITES

    def handle(self, request: Request) -> Response:
        """Answer one call; the four limit headers stand on every answer (wefact-api.md 1.3)."""
        client = self._client(request)
        limit = self._count(client)
        if client in self.state.firewall:
            return self._firewall(client, limit)
        controller = action = "invalid"
        try:
            params = self._params(request)
            account = self._account(params, client)
            controller, action = str(params.get("controller", "")), str(params.get("action", ""))
            body = self._run(account, params, f"{controller}/{action}")
            return json_response(answers.success(controller, action, self._date(), body), headers=limit)
        except AccessError as refusal:
            count_refusal(self.state, self.settings, client, self.clock.today().isoformat())
            envelope = answers.error("invalid", "invalid", self._date(), refusal.errors)
        except RefusalError as refusal:
            envelope = answers.error(controller, action, self._date(), refusal.errors)
        return json_response(envelope, headers=limit)

    def firewall_answer(self, request: Request) -> Response:
        """The 403 of a caller behind the firewall (wefact-api.md 1.2)."""
        client = self._client(request)
        return self._firewall(client, self._count(client))

    def _client(self, request: Request) -> str:
        return request.headers.get("x-sandbox-ip", request.client)

    def _count(self, client: str) -> dict[str, str]:
        return count_call(self.state, self.settings, client, window_time(self.clock, self.settings))

    def _date(self) -> str:
        return self.clock.now().isoformat(timespec="seconds")

    def _params(self, request: Request) -> Record:
        if request.method != "POST":
            raise RefusalError("Invalid request method")
        return parse_body(request.body)

    def _account(self, params: Record, client: str) -> Account:
        if not is_allowed(self.settings.allowed_ips, client):
            raise AccessError(f"IP {client} has no access to API")
        account = self.state.accounts.get(str(params.get("api_key", "")))
        if account is None:
            raise AccessError("De API sleutel kan niet worden gevonden.")
        dispatch.send_due(account, self.clock, self.settings)
        return account

    def _run(self, account: Account, params: Record, call: str) -> Record:
        if params.get("controller") not in CONTROLLERS:
            raise RefusalError("Invalid controller")
        handler = ACTIONS.get(call)
        if handler is None:
            raise RefusalError("Invalid action")
        return handler(Context(account, params, self.settings, self.clock))

    def _firewall(self, client: str, headers: dict[str, str]) -> Response:
        text = f"IP {client} currently in firewall"
        if self.settings.firewall_body == "json":
            return json_response(answers.error("invalid", "invalid", self._date(), [text]), 403, headers)
        return Response(403, {"content-type": "text/plain; charset=utf-8"} | headers, text.encode())
