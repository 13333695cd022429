"""Ledger accounts, which are per fiscal year, their categories and totals (multivers-api.md 2.1, 3.10)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers import balances
from sandbox.multivers.balances import OPENING, Total
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.families import Family, family_routes, find, info, rows_of
from sandbox.multivers.fields import model
from sandbox.multivers.ledger import entry_lines, to_euros
from sandbox.multivers.reference import ACCOUNT_TYPES, nvl
from sandbox.multivers.wire import Problems

CATEGORIES = {
    "1": "Vaste activa", "2": "Vlottende activa", "3": "Eigen vermogen", "4": "Kortlopende schulden", "5": "Kosten",
    "6": "Omzet",
}  # fmt: skip
_UNLINKED = ("3",)


def _is_used(books: Books, record: Record) -> bool:
    """Booked on in its year, or the account of a journal, VAT code or group."""
    account = record["accountId"]
    groups = (books.db.customer_groups, books.db.supplier_groups, books.db.journals)
    if any(row.get("accountId") == account for table in groups for row in table.values()):
        return True
    if any(row.get("_accountId") == account for row in books.db.vat_codes.values()):
        return True
    return any(line["accountId"] == account for _, line in entry_lines(books, record["fiscalYear"]))


def _check(books: Books, record: Record, problems: Problems) -> None:
    if str(record["fiscalYear"]) not in books.db.fiscal_years:
        problems.add("fiscalYear", f"Boekjaar {record['fiscalYear']} bestaat niet")
    if record["accountType"] not in ACCOUNT_TYPES:
        problems.add("accountType", f"Rekeningsoort {record['accountType']} bestaat niet")
    for name in ("accountCategory1", "accountCategory2", "accountCategory3"):
        if record[name] and record[name] not in CATEGORIES:
            problems.add(name, f"Rekeningcategorie {record[name]} bestaat niet")
    if str(record["vatCodeId"]) not in books.db.vat_codes:
        problems.add("vatCodeId", f"Btw-code {record['vatCodeId']} bestaat niet")


def _fill(_books: Books, record: Record) -> None:
    """FLU makes accounts with `auditionDescription` alone (multivers-api.md 3.10)."""
    record["description"] = record["description"] or record["auditionDescription"]


ACCOUNT = Family(
    "Account",
    model(
        "accountId:s8! description:s40 shortName:s10 fiscalYear:i! accountType:i! accountCategory1:s"
        " accountCategory2:s accountCategory3:s accountBookingPreference:i accountRestrictionType:i audition:s"
        " auditionDescription:s40 budgetType:i commissionCardType:i -currentBalance:d -currentTotalCredit:d"
        " -currentTotalDebit:d -startBalance:d defaultCostCentreId:s8 defaultCostUnitId:s8 specifyCostCentre:b"
        " specifyCostUnit:b specifySubAdmin:b fixedAssetAccountType:i hints:s isBlocked:b isCashDiscount:b"
        " isClient:b isCondensed:b isFixedAssetAccount:b isInterCompanyAccount:b isProjectAccount:b isWkrAccount:b"
        " lineNumber:i pageNumber:i notDeductiblePercentage:d notDeductibleVatPercentage:d subAdminId1:s8"
        " subAdminId2:s8 subAdminId3:s8 subTotalLevel:i vatBookType:i vatCodeId:i vatScenarioId:i vatType:i"
    ),
    ("fiscalYear", "accountId"),
    table="accounts",
    label="Grootboekrekening",
    calls="edit",
    check=_check,
    is_used=_is_used,
    fill=_fill,
)


def get_account(call: Call) -> Record:
    """`GET Account/{fiscalYear}/{accountId}`: with the flag that says whether it can still be removed."""
    record = find(call, ACCOUNT)
    is_used = _is_used(call.books, record)
    return info(ACCOUNT, record) | {
        "accountIsInUse": is_used,
        "canChange": True,
        "canChangeDirectBooking": not is_used,
        "cannotChangeReason": "",
        "messages": [],
    }


def _year(call: Call) -> int:
    return call.number("fiscalYear", call.books.clock.today().year)


def _of_year(call: Call, year: int) -> list[Record]:
    return [row for row in rows_of(call.db, ACCOUNT).values() if row["fiscalYear"] == year]


def _with_balances(call: Call, year: int, rows: list[Record]) -> list[Record]:
    whole, opening = balances.by_account(call.books, year)
    return [_info(row, whole[row["accountId"]], opening[row["accountId"]]) for row in rows]


def _info(row: Record, whole: Total, opening: Total) -> Record:
    return info(ACCOUNT, row) | {
        "currentBalance": to_euros(whole.balance),
        "currentTotalCredit": to_euros(whole.credit),
        "currentTotalDebit": to_euros(whole.debit),
        "startBalance": to_euros(opening.balance),
    }


def account_infos(call: Call) -> list[Record]:
    """`GET AccountInfoList/{fiscalYear}[?accountId]`."""
    wanted, year = call.query.get("accountid", ""), call.number("fiscalYear")
    rows = [row for row in _of_year(call, year) if wanted in ("", row["accountId"])]
    return _with_balances(call, year, rows)


def account_info(call: Call) -> Record:
    """`GET AccountInfo/{accountId}[?fiscalYear]`."""
    year = _year(call)
    row = rows_of(call.db, ACCOUNT).get(f"{year}/{call.parts['accountId']}")
    if row is None:
        raise NotFoundError
    return _with_balances(call, year, [row])[0]


def not_linked(call: Call) -> list[Record]:
    """`GET AccountInfoList/NotLinkedAccounts/{fiscalYear}/{schemaId}/{type}`: accounts without a category.

    Report schemas are not kept, so every schema is empty; `type` is an account type, 0 for all.
    """
    year, kind = call.number("fiscalYear"), call.number("type")
    rows = [row for row in _of_year(call, year) if not row.get("accountCategory1") and kind in (0, row["accountType"])]
    return _with_balances(call, year, rows)


def account_names(call: Call) -> list[Record]:
    """`GET AccountNVL[?fiscalYear]` and `/All/{fiscalYear}`: the present year when none is named."""
    return nvl((row["accountId"], row["description"]) for row in _of_year(call, _year(call)))


def categories(call: Call) -> list[Record]:
    """`GET AccountCategoryNVL[/{categoryId}][?categoryId][?canBeLinkedToAccount]`."""
    wanted = call.parts.get("categoryId") or call.query.get("categoryid", "")
    only_linkable = call.query.get("canbelinkedtoaccount", "").lower() == "true"
    return nvl(
        (key, text)
        for key, text in CATEGORIES.items()
        if wanted in ("", key) and not (only_linkable and key in _UNLINKED)
    )


def _total(year: int, account: str, period: int, total: Total) -> Record:
    return {
        "accountId": account, "fiscalYear": year, "periodNumber": period, "debitAmount": to_euros(total.debit),
        "creditAmount": to_euros(total.credit), "balance": to_euros(total.balance),
        "budgetAmount": to_euros(0), "quantity": 0,
    }  # fmt: skip


def _totals(call: Call, *, low: int = OPENING, high: int = 99, account: str = "") -> list[Record]:
    year = call.number("fiscalYear")
    sums = balances.totals(call.books, year)
    return [
        _total(year, key, period, total)
        for (key, period), total in sorted(sums.items(), key=lambda item: item[0])
        if low <= period <= high and account in ("", key)
    ]


def totals_of_year(call: Call) -> list[Record]:
    """`GET AccountPeriodTotalInfoList/{fiscalYear}`: only accounts and periods that have bookings."""
    return _totals(call)


def totals_by_account(call: Call) -> list[Record]:
    """`GET AccountPeriodTotalInfoList/ByAccountId/{fiscalYear}/{accountId}`."""
    return _totals(call, account=call.parts["accountId"])


def totals_by_period(call: Call) -> list[Record]:
    """`GET AccountPeriodTotalInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}`."""
    return _totals(call, low=call.number("startPeriod"), high=call.number("endPeriod"))


def period_total(call: Call) -> Record:
    """`GET AccountPeriodTotalInfo/{fiscalYear}/{periodId}/{accountId}` and `/OpeningBalance/…`: 0.00 when unbooked."""
    year, account = call.number("fiscalYear"), call.parts["accountId"]
    if f"{year}/{account}" not in call.db.accounts:
        raise NotFoundError
    period = call.number("periodId", OPENING)
    return _total(year, account, period, balances.totals(call.books, year).get((account, period), Total()))


def sub_administrations(call: Call) -> list[Record]:
    """`GET SubAdminSpecList/{fiscalYear}/{accountId}`: the sandbox keeps no sub-administrations, so always empty."""
    if f"{call.number('fiscalYear')}/{call.parts['accountId']}" not in call.db.accounts:
        raise NotFoundError
    return []


ROUTES: Routes = family_routes(ACCOUNT) | {
    "GET Account/{fiscalYear}/{accountId}": get_account,
    "GET AccountInfo/{accountId}": account_info,
    "GET AccountInfoList/{fiscalYear}": account_infos,
    "GET AccountInfoList/NotLinkedAccounts/{fiscalYear}/{schemaId}/{type}": not_linked,
    "GET AccountNVL": account_names,
    "GET AccountNVL/All/{fiscalYear}": account_names,
    "GET AccountNVL/WithProjectAccounts/{fiscalYear}": account_names,
    "GET AccountCategoryNVL": categories,
    "GET AccountCategoryNVL/{categoryId}": categories,
    "GET AccountPeriodTotalInfo/OpeningBalance/{fiscalYear}/{accountId}": period_total,
    "GET AccountPeriodTotalInfo/{fiscalYear}/{periodId}/{accountId}": period_total,
    "GET AccountPeriodTotalInfoList/{fiscalYear}": totals_of_year,
    "GET AccountPeriodTotalInfoList/ByAccountId/{fiscalYear}/{accountId}": totals_by_account,
    "GET AccountPeriodTotalInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}": totals_by_period,
    "GET SubAdminSpecList/{fiscalYear}/{accountId}": sub_administrations,
}
