"""The operations of V19 that touch this job, as its help index lists them (multivers-api.md Appendix A).

The index has 317; those that differ by query arguments alone are one line here. `COVERAGE.md` says of each whether
it is served, and a test fails when one is neither served nor given a reason.
"""

from __future__ import annotations

from collections.abc import Iterable

OPERATIONS_LISTED = 317
SERVER_OPERATIONS = tuple(
    """\
DELETE Administration/{administrationId}
GET Administration/{administrationId}
POST Administration
PUT Administration/{administrationId}
DELETE AdministrationGroup/{groupId}
GET AdministrationGroup
POST AdministrationGroup
PUT AdministrationGroup
GET AdministrationGroupList
GET AdministrationGroupNVL
GET AdministrationInfo/{administrationId}
GET AdministrationInfoList
GET AdministrationNVL/{userName}
GET AdministrationNVL/{groupId}
GET AdministrationNVL
DELETE License/{supportNumber}
GET License/Default/{userName}
GET License/{supportNumber}
GET License/{userName}
GET License
POST License
PUT License/{supportNumber}
PUT License/{userName}
PUT License
POST MoveAdministrationToGroupCommand
GET SessionInfo
GET SystemVersionInfo
GET version
""".splitlines()
)
DATABASE_OPERATIONS = tuple(
    """\
DELETE Account/{fiscalYear}/{accountId}
GET Account/{fiscalYear}/{accountId}
POST Account
PUT Account/{fiscalYear}/{accountId}
GET AccountCategoryNVL/{categoryId}
GET AccountCategoryNVL
GET AccountInfo/{accountId}
GET AccountInfoList/NotLinkedAccounts/{fiscalYear}/{schemaId}/{type}
GET AccountInfoList/{fiscalYear}
GET AccountNVL/WithProjectAccounts/{fiscalYear}
GET AccountNVL
GET AccountPeriodTotalInfo/OpeningBalance/{fiscalYear}/{accountId}
GET AccountPeriodTotalInfo/{fiscalYear}/{periodId}/{accountId}
GET AccountPeriodTotalInfoList/ByAccountId/{fiscalYear}/{accountId}
GET AccountPeriodTotalInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}
GET AccountPeriodTotalInfoList/{fiscalYear}
GET AccountTypeNVL
DELETE Address/{addressGuid}
GET Address/{addressGuid}
POST Address
PUT Address/{addressGuid}
GET AddressInfo/{addressGuid}
GET AddressList/{organizationId}
POST AddressList
DELETE BankAccount/{organizationId}/{indexNumber}
GET BankAccount/{organizationId}/{indexNumber}
POST BankAccount
PUT BankAccount/{organizationId}/{indexNumber}
GET BankAccountInfo/{organizationId}/{indexNumber}
GET BankAccountInfoList/ByCustomerId/{customerId}
GET BankAccountInfoList/BySupplierId/{supplierId}
GET BankAccountInfoList
GET BankAccountList/{organizationId}
POST BankAccountList
GET CompanyDetails
PUT CompanyDetails
GET CompanyDetailsInfo
DELETE CostCentre/{costCentreId}
GET CostCentre/{costCentreId}
POST CostCentre
PUT CostCentre/{costCentreId}
GET CostCentreInfo/{costCentreId}
GET CostCentreInfoList
GET CostCentreNVL
DELETE CostUnit/{costUnitId}
GET CostUnit/{costUnitId}
POST CostUnit
PUT CostUnit/{costUnitId}
GET CostUnitInfo/{costUnitId}
GET CostUnitInfoList
GET CostUnitNVL
DELETE Country/{countryId}
GET Country/{countryId}
POST Country
PUT Country/{countryId}
GET CountryInfo/{countryId}
GET CountryInfoList
GET CountryNVL
DELETE Currency/{currencyId}
GET Currency/{currencyId}
POST Currency
PUT Currency/{currencyId}
GET CurrencyInfo/{currencyId}
GET CurrencyInfoList
GET CurrencyNVL
DELETE Customer/CustomerAndOrganization/{customerId}
DELETE Customer/{customerId}
GET Customer/{customerId}
POST Customer
PUT Customer/{customerId}
GET CustomerChargeVatTypeNVL
GET CustomerGroupInfo/{customerGroupId}
GET CustomerGroupInfoList
GET CustomerGroupNVL
GET CustomerInfo/{customerId}
GET CustomerInfoList
DELETE CustomerInvoice/{invoiceId}
GET CustomerInvoice/{invoiceId}
POST CustomerInvoice
PUT CustomerInvoice/{invoiceId}
GET CustomerInvoiceInfo/OnlyHeader/{invoiceId}
GET CustomerInvoiceInfo/{invoiceId}
GET CustomerInvoiceInfoList/ByFiscalYear/{fiscalYear}/{invoiceState}
GET CustomerInvoiceInfoList/ByFiscalYear/{fiscalYear}/{id}
GET CustomerInvoiceInfoList/OpenInvoices/{id}
GET CustomerInvoiceInfoList/{id}/{startDate}/{endDate}
GET CustomerInvoiceInfoList/{id}/{invoiceState}
GET CustomerInvoiceInfoList/{id}
GET CustomerInvoiceStatistics/{customerId}
GET CustomerNVL
DELETE DbDocument/{organizationId}/{linkId}
GET DbDocument/{organizationId}/{linkId}
POST DbDocument
PUT DbDocument/{organizationId}/{linkId}
GET DbDocumentFolderNVL
GET DbDocumentList/FolderList/{organizationId}
GET DbDocumentList/{organizationId}
POST DbDocumentList
DELETE DmDocument/{reference}
GET DmDocument/{reference}
POST DmDocument
PUT DmDocument/{reference}
GET DmDocumentCategoryList
POST DmDocumentCategoryList
GET DmDocumentList/ByLinkType/{linkType}
GET DmDocumentList/ByOrganization/{organizationId}
GET DmDocumentList/ByPattern/{pattern}
GET DmDocumentList/{linkType}/{linkValue}
GET DmDocumentList
GET DocumentTypeInfo/{type}
GET DocumentTypeInfoList
GET DueCustomerInvoiceStatistics/ByDate/{referenceDate}
GET DueCustomerInvoiceStatistics
GET DueSupplierInvoiceStatistics/ByDate/{referenceDate}
GET DueSupplierInvoiceStatistics
DELETE FinTrans/{fiscalYear}/{journalId}/{journalTransaction}
GET FinTrans/{fiscalYear}/{journalId}/{journalTransaction}
POST FinTrans
PUT FinTrans/{fiscalYear}/{journalId}/{journalTransaction}
GET FiscalYearInfo/{fiscalYear}
GET FiscalYearInfoList
GET FiscalYearStateNVL
GET JournalEntryLineInfoList/ByDate/{fiscalYear}/{startDate}/{endDate}
GET JournalEntryLineInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}
GET JournalEntryLineInfoList/OpeningBalance/{fiscalYear}
GET JournalEntryLineInfoList/{fiscalYear}/{period}/{accountid}
GET JournalInfo/{journalId}
GET JournalInfoList/{fiscalYear}
GET JournalInfoList
GET JournalTransactionInfoList/Range/{journalId}/{startDate}/{endDate}
GET JournalTransactionInfoList/{journalId}/{fiscalYear}
GET JournalTypeNVL
GET MandateInfoList
DELETE Order/{orderId}
GET Order/{orderId}
POST Order
PUT Order/{orderId}
GET OrderInfo/ByInvoiceId/{invoiceId}
GET OrderInfo/SampleData
GET OrderInfo/{orderId}
GET OrderInfoList/ByProjectId/{projectId}
GET OrderInfoList/OpenOrders
GET OrderInfoList/{customerId}/{minDate}/{maxDate}/{minPrice}/{maxPrice}/{fiscalYear}/{onlyOpen}
GET OrderInfoList/{customerId}/{fiscalYear}
GET OrderInfoList/{customerId}
GET OrderStateNVL
GET OrderTypeNVL
GET OrganizationNVL
POST Payable
GET PayableList/ByState/{state}
GET PayableList/{bankId}
POST PayableList
DELETE PaymentCondition/{paymentConditionId}
GET PaymentCondition/{paymentConditionId}
POST PaymentCondition
PUT PaymentCondition/{paymentConditionId}
GET PaymentConditionInfo/{paymentConditionId}
GET PaymentConditionInfoList
GET PaymentConditionNVL
GET PeriodInfoList
GET PurchaseInvoiceStateNVL
GET PurchaseVatScenarioInfoList
GET PurchaseVatScenarioNVL
GET ReminderInfoList/ByCustomer/{customerId}
GET ReminderInfoList/ByInvoice/{invoiceId}
GET ReminderInfoList/ForDueInvoices
GET SalesInvoiceSummary/{customerId}/{fiscalYear}
GET SalesInvoiceSummary/{customerId}/{startDate}
GET SalesInvoiceSummary/{customerId}
GET SalesInvoiceTypeNVL
GET SalesVatScenarioInfoList
GET SalesVatScenarioNVL
GET SubAdminSpecList/{fiscalYear}/{accountId}
DELETE Supplier/SupplierAndOrganization/{supplierId}
DELETE Supplier/{supplierId}
GET Supplier/{supplierId}
POST Supplier
PUT Supplier/{supplierId}
GET SupplierGroupInfo/{supplierGroupId}
GET SupplierGroupNVL
GET SupplierInfo/{supplierId}
GET SupplierInfoList
DELETE SupplierInvoice/{invoiceId}
GET SupplierInvoice/{invoiceId}
POST SupplierInvoice
PUT SupplierInvoice/{invoiceId}
GET SupplierInvoiceInfo/OnlyHeader/{invoiceId}
GET SupplierInvoiceInfo/{invoiceId}
GET SupplierInvoiceInfoList/ByFiscalYear/{fiscalYear}/{invoiceState}
GET SupplierInvoiceInfoList/ByFiscalYear/{fiscalYear}/{id}
GET SupplierInvoiceInfoList/OpenInvoices/{id}
GET SupplierInvoiceInfoList/{id}/{startDate}/{endDate}
GET SupplierInvoiceInfoList/{id}/{invoiceState}
GET SupplierInvoiceInfoList/{id}
GET SupplierInvoiceStatistics/{supplierId}
GET SupplierNVL
GET VatCodeInfo/{vatCode}
GET VatCodeInfoList
GET VatCodeNVL
GET VatScenarioInfo/{scenarioId}/{fiscalYear}
GET VatScenarioRuleInfo/{scenarioId}
GET VatScenarioRuleInfoList/{fiscalYear}
GET VatScenarioRuleInfoList
GET VatTypeNVL
POST ApproveInvoicePaymentCommand
POST CreatePaymentFileCommand
POST DmDocumentCreateReferenceCommand
POST GetCustomerIdCommand
POST GetInvoiceIdCommand
POST GetNextJournalTransactionCommand
POST GetSupplierIdCommand
POST IncrementPaymentReminderCounterCommand
POST ModifyAutoIdCommand/Disable
POST ModifyAutoIdCommand/Enable
POST ProcessOrderCommand
POST RegisterReminderCommand
POST SplitJournalEntryCommand
POST SplitJournalEntryCommand/Revert
GET Documents/AccountOverview/Sample
GET Documents/AccountOverview/{customerId}
GET Documents/Invoice/ByOrderId/{orderId}
GET Documents/Invoice/Sample
GET Documents/Invoice/{invoiceId}
""".splitlines()
)
OUT_OF_SCOPE: dict[str, str] = {}
LATER_VERSIONS = {
    "GET ReportTemplateConfiguration(List)": "V22; layouts of printed documents, which the sandbox does not have",
}


def is_served(operation: str, routes: Iterable[str]) -> bool:
    """Tell whether a route answers an operation: names in braces fit each other, whatever they are."""
    return any(fits(operation, route) for route in routes)


def fits(operation: str, route: str) -> bool:
    """Tell whether one route is made for an operation."""
    wanted, mine = (text.lower().replace(" ", "/").split("/") for text in (operation, route))
    return len(wanted) == len(mine) and all(
        part == other or (part.startswith("{") and other.startswith("{"))
        for part, other in zip(wanted, mine, strict=True)
    )
