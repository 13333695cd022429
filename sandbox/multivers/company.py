"""The settings of an administration (multivers-api.md 3.10, CompanyDetailsInfo)."""

from __future__ import annotations

from sandbox.model import Record, words
from sandbox.multivers.context import Call, Routes, stop_on
from sandbox.multivers.families import refuse_locked
from sandbox.multivers.fields import model
from sandbox.multivers.wire import Binder, Problems, render

COMPANY = model(
    "administrationCode:s8 administrationDescription:s40 administrationVersion:s approvePurchaseOrders:b"
    " approveQuotations:b approveSalesOrders:b approveSupplierInvoices:b autoNumberCustomerId:b"
    " autoNumberSupplierId:b balanceControlBankJournals:b balanceControlCashJournals:b"
    " blockUnmatchedSupplierInvoice:b creditSqueezeOnAmountInclVat:b creditSqueezeOnCreditNotes:b"
    " currencyDecimals:i currencyId:s3 customerAutoIdInterval:i customerIdLength:i customerIdPrecededByZeroes:b"
    " dayEndClosing:b ictListing:b languageId:s3 lastCustomerAutoId:s8 lastSupplierAutoId:s8 legislation:s"
    " matchSupplierInvoice:b maximumPaymentDifference:d nextCustomerId:s8 nextSupplierId:s8 periodEndClosing:b"
    " supplierAutoIdInterval:i supplierIdLength:i supplierIdPrecededByZeroes:b vatDeclarationIsPeriod:b vatEnabled:b"
    " vatNumber:s25 vatOnCreditSqueeze:b"
)
_BY_COMMAND = words(
    "autoNumberCustomerId autoNumberSupplierId customerAutoIdInterval customerIdLength customerIdPrecededByZeroes"
    " lastCustomerAutoId lastSupplierAutoId nextCustomerId nextSupplierId supplierAutoIdInterval supplierIdLength"
    " supplierIdPrecededByZeroes"
)
_FIXED = frozenset({"administrationCode", "administrationVersion", "currencyDecimals", "currencyId", *_BY_COMMAND})


def company_info(call: Call) -> Record:
    """`GET CompanyDetailsInfo`."""
    return render(COMPANY, call.db.company)


def get_company(call: Call) -> Record:
    """`GET CompanyDetails`."""
    return company_info(call) | {"canChange": True, "cannotChangeReason": "", "messages": []}


def put_company(call: Call) -> Record:
    """`PUT CompanyDetails`: code, version, currency and numbering (a command's) stay as they are."""
    refuse_locked(call.books)
    problems = Problems()
    body = call.json()
    record = Binder(call.books.settings, problems).bind(COMPANY, body)
    stop_on(problems)
    given = {str(name).lower() for name in body}
    if call.books.settings.put_missing == "kept":
        record = {name: value for name, value in record.items() if name.lower() in given}
    call.db.company |= {name: value for name, value in record.items() if name not in _FIXED}
    call.db.description = call.db.company["administrationDescription"] or call.db.description
    return get_company(call)


ROUTES: Routes = {
    "GET CompanyDetailsInfo": company_info,
    "GET CompanyDetails": get_company,
    "PUT CompanyDetails": put_company,
}
