"""Paths of Multivers and the way of a call from path to answer (multivers-api.md 1.4, 2, 4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from sandbox.clock import Clock
from sandbox.model import Request, Response, json_response
from sandbox.multivers import customers, entries, errors, fintrans, invoices, odata, reference
from sandbox.multivers.context import Books, Call
from sandbox.multivers.oauth import OAuth
from sandbox.multivers.state import Database, MultiversState
from sandbox.settings import Settings

Handler = Callable[[Call], Any]
MAX_QUERY = 2048
MINUTE = 60.0

SERVER_ROUTES: dict[str, Handler] = {
    "GET AdministrationNVL": reference.administration_names,
    "GET AdministrationInfoList": reference.administrations,
    "GET SessionInfo": reference.session,
    "GET version": reference.version,
}
ROUTES: dict[str, Handler] = {
    "GET CompanyDetailsInfo": reference.company,
    "GET FiscalYearInfo/{fiscalYear}": reference.fiscal_year,
    "GET FiscalYearStateNVL": reference.fiscal_year_states,
    "GET FiscalYearInfoList": reference.fiscal_years,
    "GET PeriodInfoList": reference.periods,
    "GET JournalInfoList": reference.journals,
    "GET JournalInfoList/{fiscalYear}": reference.journals,
    "GET JournalInfo/{journalId}": reference.journal,
    "GET JournalTypeNVL": reference.journal_types,
    "GET AccountInfoList/{fiscalYear}": reference.accounts,
    "GET AccountNVL": reference.account_names,
    "GET AccountNVL/All/{fiscalYear}": reference.account_names,
    "GET AccountInfo/{accountId}": reference.account,
    "GET AccountTypeNVL": reference.account_types,
    "GET VatCodeInfo/{vatCode}": reference.vat_code,
    "GET VatCodeInfoList": reference.vat_codes,
    "GET VatCodeNVL": reference.vat_code_names,
    "GET VatTypeNVL": reference.vat_types,
    "GET SalesVatScenarioNVL": reference.sales_scenario_names,
    "GET SalesVatScenarioInfoList": reference.sales_scenarios,
    "GET VatScenarioInfo/{scenarioId}/{fiscalYear}": reference.scenario,
    "GET VatScenarioRuleInfoList": reference.scenario_rules,
    "GET VatScenarioRuleInfoList/{fiscalYear}": reference.scenario_rules,
    "GET PaymentConditionInfoList": reference.payment_conditions,
    "GET PaymentConditionInfo/{paymentConditionId}": reference.payment_condition,
    "GET PaymentConditionNVL": reference.payment_condition_names,
    "GET CountryInfoList": reference.countries,
    "GET CountryNVL": reference.country_names,
    "GET CurrencyNVL": reference.currency_names,
    "GET CostCentreNVL": reference.cost_centre_names,
    "GET CustomerGroupInfoList": reference.customer_groups,
    "GET CustomerNVL": customers.names,
    "GET CustomerInfoList": customers.list_infos,
    "GET CustomerInfo/{customerId}": customers.get_info,
    "GET Customer/{customerId}": customers.get_customer,
    "POST Customer": customers.post_customer,
    "PUT Customer": customers.put_customer,
    "PUT Customer/{customerId}": customers.put_customer,
    "DELETE Customer/{customerId}": customers.delete_customer,
    "POST GetCustomerIdCommand": customers.next_customer_id,
    "POST CustomerInvoice": invoices.post_invoice,
    "GET CustomerInvoice/{invoiceId}": invoices.get_invoice,
    "PUT CustomerInvoice/{invoiceId}": invoices.put_invoice,
    "DELETE CustomerInvoice/{invoiceId}": invoices.delete_invoice,
    "GET CustomerInvoiceInfo/OnlyHeader/{invoiceId}": invoices.get_header,
    "GET CustomerInvoiceInfo/{invoiceId}": invoices.get_info,
    "GET CustomerInvoiceInfoList/ByFiscalYear/{fiscalYear}/{which}": invoices.by_fiscal_year,
    "GET CustomerInvoiceInfoList/ByJournal/{fiscalYear}/{journalId}/{id}/{invoiceState}": invoices.by_journal,
    "GET CustomerInvoiceInfoList/OpenInvoices/{id}": invoices.open_invoices,
    "GET CustomerInvoiceInfoList/{id}": invoices.by_customer,
    "GET CustomerInvoiceInfoList/{id}/{invoiceState}": invoices.by_customer,
    "GET CustomerInvoiceInfoList/{id}/{startDate}/{endDate}": invoices.by_customer,
    "POST GetInvoiceIdCommand": invoices.next_invoice_id,
    "POST GetNextJournalTransactionCommand": invoices.next_journal_transaction,
    "GET JournalTransactionInfoList/Range/{journalId}/{startDate}/{endDate}": entries.transactions_in_range,
    "GET JournalTransactionInfoList/{journalId}/{fiscalYear}": entries.transactions_of_year,
    "GET JournalEntryLineInfoList/ByDate/{fiscalYear}/{startDate}/{endDate}": entries.lines_by_date,
    "GET JournalEntryLineInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}": entries.lines_by_period,
    "POST FinTrans": fintrans.post_fin_trans,
    "GET FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": fintrans.get_fin_trans,
    "DELETE FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": fintrans.delete_fin_trans,
}
_BASE = re.compile(r"/(?:v\d+|api_[\d_]+)(/.*)", re.IGNORECASE)
_ESCAPE = re.compile(r"!_([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class _Route:
    method: str
    parts: tuple[str, ...]
    handler: Handler

    def match(self, method: str, parts: list[str]) -> dict[str, str] | None:
        """The named parts of a path, None when the route is another one."""
        if method != self.method or len(parts) != len(self.parts):
            return None
        named: dict[str, str] = {}
        for mine, given in zip(self.parts, parts, strict=True):
            if mine.startswith("{"):
                named[mine[1:-1]] = given
            elif mine.lower() != given.lower():
                return None
        return named


def _compiled(routes: dict[str, Handler]) -> dict[str, list[_Route]]:
    table: dict[str, list[_Route]] = {}
    for text, handler in routes.items():
        method, _, path = text.partition(" ")
        parts = tuple(path.split("/"))
        table.setdefault(parts[0].lower(), []).append(_Route(method, parts, handler))
    return table


_SERVER = _compiled(SERVER_ROUTES)
_DATABASE = _compiled(ROUTES)


@dataclass
class Multivers:
    """Answers Multivers calls over one state."""

    state: MultiversState
    settings: Settings
    clock: Clock

    def call_name(self, request: Request) -> str:
        """`METHOD Resource` with the resource in its own spelling; unknown ones as they were sent."""
        parts = _parts(request.path) or [""]
        if parts[0].lower() == "oauth":
            return f"{request.method} OAuth/{''.join(parts[1:2]).capitalize()}"
        resource = parts[1:2] if parts[1:2] and parts[1].lower() in _SERVER else parts[2:3]
        word = "".join(resource)
        routes = _SERVER.get(word.lower()) or _DATABASE.get(word.lower())
        return f"{request.method} {routes[0].parts[0] if routes else word}"

    def is_write(self, call: str) -> bool:
        """Tell whether a call changes something; commands that ask for a number do not."""
        method, _, resource = call.partition(" ")
        return method != "GET" and not resource.startswith(("OAuth", "GetNext", "GetInvoice", "GetCustomer"))

    def handle(self, request: Request) -> Response:
        """Answer one call."""
        parts = _parts(request.path)
        if not parts or len(request.query) > MAX_QUERY:
            return errors.iis_not_found()
        if self._is_too_fast():
            return errors.too_fast(self.settings)
        oauth = OAuth(self.state, self.settings, self.clock)
        if parts[0].lower() == "oauth":
            return _oauth(oauth, request, parts)
        return self._guarded(oauth, request, parts)

    def _is_too_fast(self) -> bool:
        limit = self.settings.multivers_per_minute
        if not limit:
            return False
        now = self.clock.limit_seconds()
        self.state.recent = [moment for moment in self.state.recent if moment > now - MINUTE][-limit:]
        if len(self.state.recent) == limit:
            return True
        self.state.recent.append(now)
        return False

    def _guarded(self, oauth: OAuth, request: Request, parts: list[str]) -> Response:
        try:
            oauth.check(request)
            return self._answer(request, parts)
        except errors.UnauthorizedError:
            return errors.unauthorized()
        except errors.NotFoundError:
            return errors.not_found(self.settings)
        except errors.RefusedError as refused:
            return errors.refusal(refused, self.settings, request.body)
        except odata.BadQueryError as problem:
            message = f"The query specified in the URI is not valid. {problem}"
            return json_response({"Message": message}, 400)

    def _answer(self, request: Request, parts: list[str]) -> Response:
        if self.settings.missing_module:
            raise errors.refuse("", "U heeft geen licentie voor de module API", 403)
        found = self._route(request, parts)
        if found is None:
            return errors.iis_not_found()
        route, named, database = found
        options = dict(parse_qsl(request.query, keep_blank_values=True))
        query = {name.lower(): value for name, value in options.items()}
        call = Call(Books(database, self.settings, self.clock), self.state, named, query, request.body)
        answer = route.handler(call)
        if isinstance(answer, list):
            answer = odata.apply(answer, query, self.settings.page_cap)
        return Response() if answer is None else json_response(answer)

    def _route(self, request: Request, parts: list[str]) -> tuple[_Route, dict[str, str], Database] | None:
        if parts[0].lower() != "api" or len(parts) < 2:
            return None
        if parts[1].lower() in _SERVER:
            return _first(_SERVER[parts[1].lower()], request.method, parts[1:], Database())
        database = next((item for name, item in self.state.databases.items() if name.lower() == parts[1].lower()), None)
        if database is None:
            status = int(self.settings.unknown_administration)
            raise errors.refuse("database", f"Administratie {parts[1]} bestaat niet", status)
        return _first(_DATABASE.get("".join(parts[2:3]).lower(), []), request.method, parts[2:], database)


def _first(
    routes: list[_Route], method: str, parts: list[str], database: Database
) -> tuple[_Route, dict[str, str], Database] | None:
    for route in routes:
        named = route.match(method, parts)
        if named is not None:
            return route, named, database
    return None


def _oauth(oauth: OAuth, request: Request, parts: list[str]) -> Response:
    action = "".join(parts[1:2]).lower()
    if action == "authorize" and request.method in ("GET", "POST"):
        return oauth.authorize(request)
    if action == "token" and request.method == "POST":
        return oauth.token(request)
    return errors.iis_not_found()


def _parts(path: str) -> list[str]:
    """The parts after the version: `!_hh` and percent escapes decoded, a format suffix dropped."""
    match = _BASE.fullmatch(path)
    if match is None:
        return []
    parts = [unquote(_ESCAPE.sub(r"%\1", part)) for part in match.group(1).strip("/").split("/")]
    parts[-1] = parts[-1].removesuffix(".json")
    return parts
