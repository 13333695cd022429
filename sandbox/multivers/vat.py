"""VAT of an invoice: the rows that were sent held against the lines, or computed (multivers-api.md 5, 8.14, 8.15).

Amounts are euros with the sign in which they raise the invoice's total. A scenario has one of four treatments:
VAT is charged, or charged and never deducted; nobody charges any; or the buyer owes it himself and mostly deducts
it at once. The last makes two rows of one code that cancel, so that the creditor's total stays what is printed
(accounting-rules.md 5).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.kinds import SUPPLIER, Kind
from sandbox.multivers.wire import Problems

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
CHARGED, NONE, SELF_ASSESSED, NOT_DEDUCTIBLE = "charged", "none", "self_assessed", "not_deductible"


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half away from zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def percentage_on(vat_code: Record, iso_date: str) -> Decimal:
    """The percentage of a code on a date: the last row that has started."""
    started = [row for row in vat_code["vatPercentagesByDate"] if row["startDate"] <= iso_date]
    return Decimal(str(max(started, key=lambda row: row["startDate"])["vatPercentage"])) if started else Decimal(0)


def treatment_of(books: Books, invoice: Record) -> str:
    """What the scenario of an invoice does; the opening balance bears no VAT, that was declared before."""
    scenario = books.db.scenarios.get(str(invoice["vatScenarioId"]))
    if invoice["openingBalance"]:
        return NONE
    return CHARGED if scenario is None else str(scenario["_treatment"])


@dataclass(frozen=True)
class Share:
    """The lines of one VAT code and type: their net, and the net whose VAT may not be deducted."""

    code: int
    type: int
    net: Decimal
    blocked: Decimal

    def not_deductible(self, vat: Decimal) -> Decimal:
        """The part of a VAT amount that is cost, by the percentages of the accounts (accounting-rules.md 17)."""
        return cents(vat * self.blocked / self.net) if self.net else ZERO


def line_net(books: Books, kind: Kind, line: Record) -> Decimal:
    """A line's net; which side raises the total is a switch (multivers-api.md 5)."""
    amount = cents(line["creditAmountCur"]) - cents(line["debitAmountCur"])
    return amount if getattr(books.settings, kind.line_side) == "credit" else -amount


def blocked_percentage(books: Books, kind: Kind, invoice: Record, account_id: str) -> Decimal:
    """The percentage of VAT that an account, or the whole scenario, does not deduct; only purchases know it."""
    if kind is not SUPPLIER:
        return Decimal(0)
    if treatment_of(books, invoice) == NOT_DEDUCTIBLE:
        return Decimal(100)
    account = books.db.accounts.get(f"{invoice['fiscalYear']}/{account_id}", {})
    return Decimal(account.get("notDeductibleVatPercentage", 0))


def vat_rows(books: Books, kind: Kind, invoice: Record, problems: Problems) -> list[Record]:
    """The VAT rows of an invoice: sent and checked, or computed. Sets `vatAdjusted` of the invoice."""
    shares = _shares(books, kind, invoice)
    computed = _computed(books, invoice, shares)
    is_automatic = invoice["autoCalculateVat"]
    invoice["vatAdjusted"] = False
    sent = [] if is_automatic else invoice["vatTransactionLines"]
    if not sent:
        if books.settings.vat_rows == "required" and not is_automatic:
            problems.add("vatTransactionLines", "vatTransactionLines is verplicht")
        return computed if is_automatic else _by_line_amounts(books, kind, invoice, computed)
    rows = [_completed(row, invoice, shares) for row in sent]
    if treatment_of(books, invoice) == SELF_ASSESSED:
        rows = _self_assessed(books, rows, computed, problems)
    else:
        _check(books, invoice, rows, shares, problems)
    _check_not_deductible(rows, shares, problems)
    invoice["vatAdjusted"] = _amounts(rows) != _amounts(computed)
    return rows


def expected_vat(books: Books, invoice: Record, code: int, net: Decimal) -> Decimal:
    """The VAT of a code's net on the invoice date; none where the scenario charges none."""
    vat_code = books.db.vat_codes.get(str(code))
    if vat_code is None or treatment_of(books, invoice) == NONE:
        return ZERO
    return cents(net * percentage_on(vat_code, invoice["invoiceDate"]) / 100)


def _shares(books: Books, kind: Kind, invoice: Record) -> list[Share]:
    sums: dict[tuple[int, int], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for line in invoice[kind.lines_name]:
        net = line_net(books, kind, line)
        both = sums[line["vatCodeId"], line["vatType"]]
        both[0] += net
        both[1] += net * blocked_percentage(books, kind, invoice, line["accountId"]) / 100
    return [Share(code, vat_type, net, blocked) for (code, vat_type), (net, blocked) in sums.items()]


def _computed(books: Books, invoice: Record, shares: list[Share]) -> list[Record]:
    rows = []
    for share in shares:
        vat = expected_vat(books, invoice, share.code, share.net)
        rows.append(_row(books, invoice, share, vat))
        if treatment_of(books, invoice) == SELF_ASSESSED and vat:
            rows.append(_row(books, invoice, share, -vat) | {"_isDue": True, "amountNotDeductibleCur": ZERO})
    return rows


def _row(books: Books, invoice: Record, share: Share, vat: Decimal) -> Record:
    return {
        "amountNotDeductibleCur": share.not_deductible(vat),
        "amountTurnoverCur": share.net,
        "currencyId": books.db.company["currencyId"],
        "fiscalYear": invoice["fiscalYear"],
        "vatAmountCur": vat,
        "vatCodeId": share.code,
        "vatScenarioId": invoice["vatScenarioId"],
        "vatType": share.type,
    }


def _by_line_amounts(books: Books, kind: Kind, invoice: Record, computed: list[Record]) -> list[Record]:
    """VAT on the lines wins over the percentage where nobody sent rows (multivers-api.md 5, FLU)."""
    lines = invoice[kind.lines_name]
    if treatment_of(books, invoice) == SELF_ASSESSED or not any(line["vatAmountCur"] for line in lines):
        return computed
    vats: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        vats[line["vatCodeId"], line["vatType"]] += abs(line["vatAmountCur"]).copy_sign(line_net(books, kind, line))
    invoice["vatAdjusted"] = sum(vats.values(), ZERO) != _total(computed)
    shares = {(share.code, share.type): share for share in _shares(books, kind, invoice)}
    return [_row(books, invoice, shares[pair], vat) for pair, vat in vats.items()]


def _completed(row: Record, invoice: Record, shares: list[Share]) -> Record:
    """A sent row with the sign of its lines, and what is not deductible where it names none."""
    own = [share for share in shares if share.code == row["vatCodeId"]]
    net = sum((share.net for share in own), ZERO)
    row = row | {"vatScenarioId": invoice["vatScenarioId"]}
    turnover = row["amountTurnoverCur"]
    if abs(turnover + net) < abs(turnover - net):
        names = ("amountTurnoverCur", "vatAmountCur", "amountNotDeductibleCur")
        row |= {name: -row[name] for name in names}
    if not row["amountNotDeductibleCur"]:
        row["amountNotDeductibleCur"] = _not_deductible(row, shares)
    return row


def _not_deductible(row: Record, shares: list[Share]) -> Decimal:
    """The part of a row's VAT that is cost by the accounts of its lines."""
    own = [share for share in shares if share.code == row["vatCodeId"]]
    net = sum((share.net for share in own), ZERO)
    blocked = sum((share.blocked for share in own), ZERO)
    return Share(row["vatCodeId"], 0, net, blocked).not_deductible(row["vatAmountCur"])


def _self_assessed(books: Books, sent: list[Record], computed: list[Record], problems: Problems) -> list[Record]:
    """The pairs of due and deductible VAT: made by the scenario, or sent and held against those (a switch)."""
    has_vat = any(row["vatAmountCur"] for row in sent)
    if books.settings.self_assessed_vat == "alone":
        if has_vat:
            problems.add("vatTransactionLines", "Verlegde btw wordt door Multivers zelf berekend")
        return computed
    if not has_vat and books.settings.self_assessed_vat == "made":
        return computed
    tolerance = Decimal(books.settings.vat_tolerance)
    rows = [row | {"_isDue": row["vatAmountCur"] * row["amountTurnoverCur"] < 0} for row in sent]
    for code in {row["vatCodeId"] for row in [*rows, *computed]}:
        for is_due in (False, True):
            differences = [
                abs(_total(_those(rows, code, is_due), name) - _total(_those(computed, code, is_due), name))
                for name in ("vatAmountCur", "amountTurnoverCur")
            ]
            if max(differences) > tolerance:
                problems.add("vatTransactionLines", f"Verlegde btw van btw-code {code} sluit niet aan op de regels")
    if _total(rows) != 0:
        problems.add("vatTransactionLines", "Verschuldigde en aftrekbare btw heffen elkaar niet op")
    return [row | {"amountNotDeductibleCur": ZERO} if row["_isDue"] else row for row in rows]


def _those(rows: list[Record], code: int, is_due: bool) -> list[Record]:
    return [row for row in rows if row["vatCodeId"] == code and bool(row.get("_isDue")) == is_due]


def _total(rows: list[Record], name: str = "vatAmountCur") -> Decimal:
    return sum((row[name] for row in rows), ZERO)


def _amounts(rows: list[Record]) -> list[tuple[int, Decimal]]:
    return sorted((row["vatCodeId"], row["vatAmountCur"]) for row in rows if row["vatAmountCur"])


def _check(books: Books, invoice: Record, rows: list[Record], shares: list[Share], problems: Problems) -> None:
    tolerance = Decimal(books.settings.vat_tolerance)
    nets: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for share in shares:
        nets[share.code] += share.net
    for code in {*nets, *(row["vatCodeId"] for row in rows)}:
        own = [row for row in rows if row["vatCodeId"] == code]
        expected = expected_vat(books, invoice, code, nets[code])
        if (own or expected) and abs(_total(own, "amountTurnoverCur") - nets[code]) > tolerance:
            problems.add("vatTransactionLines", f"Omzet van btw-code {code} sluit niet aan op de regels")
        if abs(_total(own) - expected) > tolerance:
            problems.add("vatTransactionLines", f"Btw-bedrag van btw-code {code} sluit niet aan op de regels")


def _check_not_deductible(rows: list[Record], shares: list[Share], problems: Problems) -> None:
    for row in rows:
        # Lines of both signs may make more, or of the other sign, than the row's own VAT.
        bounds = (row["vatAmountCur"], ZERO, _not_deductible(row, shares))
        if not min(bounds) <= row["amountNotDeductibleCur"] <= max(bounds):
            problems.add("vatTransactionLines", f"Niet-aftrekbare btw van btw-code {row['vatCodeId']} is te hoog")
