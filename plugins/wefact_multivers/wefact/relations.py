"""Debtors and creditors as they come over the wire, and the relations they become (`wefact-api.md 2.2, 3.1, 3.2`)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from wefact_multivers.domain.documents import Controller, Relation, RelationRow
from wefact_multivers.wefact.values import Moment, Text, Whole
from wefact_multivers.wefact.wire import NEVER, Identified


class RelationRowRecord(Identified):
    """What a row of either list holds."""

    controller: ClassVar[Controller]

    code: Text = ""
    modified: Moment = Field(None, alias="Modified")

    def value(self) -> RelationRow:
        """The row in the domain's words."""
        return RelationRow(self.controller, self.identifier, self.code, self.modified or NEVER)


class DebtorRowRecord(RelationRowRecord):
    """A row of `debtor/list`."""

    controller = Controller.DEBTOR
    code: Text = Field(alias="DebtorCode")


class CreditorRowRecord(RelationRowRecord):
    """A row of `creditor/list`."""

    controller = Controller.CREDITOR
    code: Text = Field(alias="CreditorCode")


class RelationRecord(RelationRowRecord):
    """What either `show` holds."""

    company: Text = Field("", alias="CompanyName")
    initials: Text = Field("", alias="Initials")
    surname: Text = Field("", alias="SurName")
    address: Text = Field("", alias="Address")
    zip_code: Text = Field("", alias="ZipCode")
    city: Text = Field("", alias="City")
    country: Text = Field("", alias="Country")
    email: Text = Field("", alias="EmailAddress")
    telephone: Text = Field("", alias="PhoneNumber")
    mobile: Text = Field("", alias="MobileNumber")
    fax: Text = Field("", alias="FaxNumber")
    vat_number: Text = Field("", alias="TaxNumber")
    coc_number: Text = Field("", alias="CompanyNumber")
    iban: Text = ""
    bic: Text = Field("", alias="AccountBIC")
    account_holder: Text = Field("", alias="AccountName")
    term: Whole = Field(-1, alias="InvoiceTerm")

    @property
    def person(self) -> str:
        """Initials and surname."""
        return " ".join(part for part in (self.initials, self.surname) if part)

    def relation(self) -> Relation:
        """The relation in the domain's words; a term of -1 is the default of the administration."""
        return Relation(
            controller=self.controller,
            identifier=self.identifier,
            code=self.code,
            name=self.company or self.person,
            contact=self.person if self.company else "",
            street=" ".join(self.address.split()),
            zip_code=self.zip_code,
            city=self.city,
            country=self.country.upper(),
            email=self.email,
            telephone=self.telephone,
            mobile=self.mobile,
            fax=self.fax,
            vat_number=self.vat_number,
            coc_number=self.coc_number,
            iban="".join(self.iban.split()),
            bic=self.bic,
            account_holder=self.account_holder,
            term=self.term if self.term >= 0 else None,
            modified=self.modified or NEVER,
        )


class DebtorRecord(RelationRecord):
    """A debtor as `debtor/show` gives it."""

    controller = Controller.DEBTOR
    code: Text = Field(alias="DebtorCode")
    iban: Text = Field("", alias="AccountIban")


class CreditorRecord(RelationRecord):
    """A creditor as `creditor/show` gives it: its bank account has no property of its own for an IBAN."""

    controller = Controller.CREDITOR
    code: Text = Field(alias="CreditorCode")
    iban: Text = Field("", alias="AccountNumber")
