"""The properties of Multivers' models with type, length and whether they are required (multivers-api.md 3).

A model is written as words `name:kind[length][!]`: s text, i whole number, d decimal, b yes/no, t date,
l list or object kept as it is; `!` = required. `-` in front = set by the server, ignored when sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.model import words

_WORD = re.compile(r"(-?)(\w+):([sidbtl])(\d*)(!?)")
_DEFAULTS: dict[str, Any] = {"s": "", "i": 0, "d": Decimal(0), "b": False, "t": "", "l": None}


@dataclass(frozen=True)
class Field:
    """One property of a model.

    `key` is its name in lower case, as it is looked up in a body; `empty` what stands in its place when nothing
    was sent (multivers-api.md 1.4), except for lists: see `default`.
    """

    name: str
    key: str
    kind: str
    length: int
    required: bool
    server_set: bool
    empty: Any

    @property
    def default(self) -> Any:
        """What stands in the model when nothing was sent: a list of its own, or `empty`."""
        return [] if self.kind == "l" else self.empty


def model(text: str) -> tuple[Field, ...]:
    """Read a model from its words."""
    return tuple(_field(word) for word in text.split())


def _field(word: str) -> Field:
    match = _WORD.fullmatch(word)
    if match is None:
        raise ValueError(f"not a field: {word}")
    minus, name, kind, length, bang = match.groups()
    return Field(name, name.lower(), kind, int(length or 0), bool(bang), bool(minus), _DEFAULTS[kind])


CUSTOMER = model(
    "accountManagerId:s8 addresses:l applyOrderSurcharge:b businessNumber:s15 -canChange:b -cannotChangeReason:s"
    " chargeVatTypeId:i city:s30 cocCity:s30 cocDate:t cocRegistration:s12 collectiveInvoiceSystemId:s1"
    " combineInvoicesForElectronicBanking:b countryId:s3 creditLimit:d creditSqueezeId:s1 currencyId:s3"
    " customerGroupId:i customerId:s8 customerStateId:s1 -database:s -dateChanged:t -dateCreated:t"
    " deliveryConditionId:s3 discountPercentage:d email:s60 fax:s25 -fullAddress:s -fullDeliveryAddress:s"
    " governmentDigitalId:s -hasOutstandingBalance:b homepage:s65 includeVatOnOrderByDefault:b"
    " intrastatGoodsCodeId:i intrastatGoodsDistributionId:i intrastatStatSystemId:i intrastatTrafficRegionId:i"
    " intrastatTransactionTypeId:s2 intrastatTransportTypeId:i invoiceOnBehalfOfMembers:b isDunForPayment:b"
    " isInFactoring:b isPaymentRefRequired:b isPurchaseOrganization:b languageId:s3 mobilePhone:s25 name:s40"
    " organizationId:i paymentConditionId:s3 person:s55 pricelistId:s3 printPurchaseDetails:b"
    " purchaseOrganizationId:s8 purchaseOrganizationMemberId:s20 revenueAccountId:s8 shortName:s8! street1:s40"
    " street2:s40 supplierId:s8 telephone:s25 usesUblInvoice:b vatNumber:s25 vatScenarioId:i"
    " vatVerificationDate:t zipCode:s10 messages:l"
)
SUPPLIER = model(
    "accountManagerId:s8 addresses:l businessNumber:s15 -canChange:b -cannotChangeReason:s chargeVatTypeId:i city:s30"
    " cocCity:s30 cocDate:t cocRegistration:s12 combineInvoicesForElectronicBanking:b costAccountId:s8 countryId:s3"
    " creditSqueezeId:s1 currencyId:s3 customerId:s8 -database:s -dateChanged:t -dateCreated:t deliveryConditionId:s3"
    " discountPercentage:d email:s60 fax:s25 -fullAddress:s -fullDeliveryAddress:s governmentDigitalId:s"
    " -hasOutstandingBalance:b homepage:s65 intrastatGoodsCodeId:i intrastatGoodsDistributionId:i"
    " intrastatStatSystemId:i intrastatTrafficRegionId:i intrastatTransactionTypeId:s2 intrastatTransportTypeId:i"
    " isPaymentRefRequired:b isSubcontractor:b languageId:s3 mobilePhone:s25 name:s40 organizationId:i"
    " paymentConditionId:s3 person:s55 shortName:s8! street1:s40 street2:s40 supplierGroupId:i supplierId:s8"
    " supplierStateId:s1 telephone:s25 vatNumber:s25 vatScenarioId:i vatVerificationDate:t zipCode:s10 messages:l"
)
CUSTOMER_INVOICE = model(
    "accountManager:s accountManagerId:s8 amountCreditSqueeze:d amountCreditSqueezeCur:d amountRebate:d"
    " amountRebateCur:d -amountTotal:d -amountTotalCur:d autoCalculateVat:b -bordereauxNumber:s -canChange:b"
    " -cannotChangeReason:s contactPerson:s55 contactPersonId:s8 currencyId:s3 customerId:s8!"
    " customerInvoiceLines:l documentLink:l documentNumber:i dunForPayment:b exchangeRate:d fiscalYear:i!"
    " inDirectDebitBatch:b invoiceDate:t! invoiceExpirationDate:t invoiceId:s8 invoiceType:i journalId:s3!"
    " journalSection:s journalTransaction:i kvcPaymentCondition:b mandateId:s12 numberOfReminders:i"
    " openingBalance:b orderId:s paymentConditionId:s3! paymentId:s paymentReference:s16 periodNumber:i!"
    " processedBy:s55 processedById:s8 rebateExpirationDate:t rebatePercentage:d reference:s -systemInvoice:b"
    " -totalAmountVatExcl:d -totalAmountVatExclCur:d -vatAdjusted:b vatAmount:d vatAmountCur:d vatOnInvoice:b"
    " vatScenarioId:i vatTransactionLines:l messages:l"
)
CUSTOMER_INVOICE_LINE = model(
    "accountId:s8! -canChange:b -cannotChangeReason:s costCentreId:s8 -costCentreIdRequired:b costUnitId:s8"
    " -costUnitIdRequired:b -creditAmount:d creditAmountCur:d currencyId:s3 -debitAmount:d debitAmountCur:d"
    " description:s30 documentNumber:i entryType:i exchangeRate:d -isSubAdminSpecificationRequired:b"
    " journalSection:i -lineNumbers:l quantity:d subAdminSpecifications:l -subTransaction:s teleBankGuid:s"
    " transactionDate:t! -vatAmount:d vatAmountCur:d vatCodeId:i vatType:i"
)
SUPPLIER_INVOICE = model(
    "amountCreditSqueeze:d amountCreditSqueezeCur:d amountFrozen:d amountFrozenCur:d amountRebate:d amountRebateCur:d"
    " -amountTotal:d -amountTotalCur:d autoCalculateVat:b -bordereauxNumber:s -canChange:b -cannotChangeReason:s"
    " contactPerson:s55 contactPersonId:s8 currencyId:s3 documentLink:l documentNumber:i exchangeRate:d fiscalYear:i!"
    " invoiceDate:t! invoiceExpirationDate:t invoiceId:s8 invoiceType:i journalId:s3! journalSection:s"
    " journalTransaction:i kvcPaymentCondition:b openingBalance:b paymentConditionId:s3! paymentId:s"
    " paymentReference:s16 periodNumber:i! processedBy:s55 processedById:s8 rebateExpirationDate:t rebatePercentage:d"
    " reference:s supplierId:s8! supplierInvoiceLines:l supplierIsSubcontractor:b -systemInvoice:b"
    " -totalAmountVatExcl:d -totalAmountVatExclCur:d -vatAdjusted:b vatAmount:d vatAmountCur:d vatOnInvoice:b"
    " vatScenarioId:i vatTransactionLines:l messages:l"
)
SUPPLIER_INVOICE_LINE = (*CUSTOMER_INVOICE_LINE, *model("projectId:s"))
DOCUMENT_LINK = model(
    "-canChange:b -cannotChangeReason:s dateCreated:s description:s documentLink:s! documentType:s linkCategoryName:s"
    " linkId:s linkType:s reference:s subject:s"
)
VAT_TRANSACTION_LINE = model(
    "amountNotDeductibleCur:d amountTurnoverCur:d -canChange:b -cannotChangeReason:s currencyId:s3 fiscalYear:i"
    " vatAmountCur:d vatCodeId:i vatScenarioId:i vatType:i"
)
FIN_TRANS = model(
    "journalId:s3! fiscalYear:i! journalTransaction:i periodNumber:i! transactionDate:t! description:s document:s"
    " finTransEntries:l messages:l"
)
FIN_TRANS_ENTRY = model(
    "accountId:s8 costCentreId:s8 costUnitId:s8 creditAmount:d debitAmount:d creditAmountCur:d debitAmountCur:d"
    " customerId:s8 customerEntryPayments:l supplierId:s8 supplierEntryPayments:l description:s document:s quantity:d"
    " transactionDate:t vatAmount:d vatCodeId:i vatScenarioId:i vatType:i vatIncluded:b vatChanged:b"
    " nondeductibleVATPercentage:d"
)
ENTRY_PAYMENT = model(
    "amountPaidCur:d description:s invoiceId:s8! paymentDifferenceAmountCur:d paymentRebateAmountCur:d"
    " creditSqueezeAmountCur:d"
)

INFO_RENAMED = {"person": "contactPerson"}
CUSTOMER_INFO_LEFT_OUT = words(
    "addresses canChange cannotChangeReason database fullAddress fullDeliveryAddress hasOutstandingBalance person"
    " supplierId messages"
)
SUPPLIER_INFO_LEFT_OUT = words(
    "addresses canChange cannotChangeReason database fullAddress fullDeliveryAddress hasOutstandingBalance person"
    " customerId messages"
)
