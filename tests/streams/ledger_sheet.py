"""What the printed reconciliation must say, added up from the sandbox's own ledger by code that shares nothing with it.

Amounts in cents, as the ledger has them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

Record = dict[str, Any]
JOURNALS = {"WFV": "invoices", "WFI": "supplier_invoices"}
CONTROL = {"WFV": "debiteuren", "WFI": "crediteuren"}
TABLES = {"WFV": "verkoop", "WFI": "inkoop"}
Figures = dict[tuple[str, ...], tuple[int, ...]]
"""Amounts by what they are printed under."""


def database(state: Record) -> Record:
    """The one administration of a state."""
    (found,) = state["multivers"]["databases"].values()
    return dict(found)


class LedgerSheet:
    """The figures of one administration."""

    def __init__(self, state: Record) -> None:
        self.db = database(state)
        self.entries = list(self.db["transactions"].values())
        codes = self.db["vat_codes"].values()
        self.vat_accounts = {row[name] for row in codes for name in ("_accountId", "_purchaseAccountId")}
        self.due_accounts = {row["_dueAccountId"] for row in codes}

    def boxes(self) -> Figures:
        """Base and VAT by fiscal year, period and box, of the link's own journals."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
        for entry in self._ours():
            for box, base, vat in self._boxed(entry):
                if not base and not vat:
                    continue
                amounts = found[self._period(entry), box]
                amounts[0] += base
                amounts[1] += vat
        return {place: tuple(amounts) for place, amounts in found.items()}

    def others_vat(self) -> Figures:
        """What stands on the VAT accounts by others, owed positive."""
        accounts = self.vat_accounts | self.due_accounts
        found: dict[tuple[str, ...], int] = defaultdict(int)
        for entry in self._others():
            for line in entry["lines"]:
                if line["accountId"] in accounts and line["accountId"]:
                    found[self._period(entry), line["accountId"]] -= line["cents"]
        return {place: (cents,) for place, cents in found.items() if cents}

    def ledger(self) -> Figures:
        """Each period, account and VAT code of the link's own journals, debit positive, and what others have there."""
        ours: dict[tuple[str, ...], int] = defaultdict(int)
        others: dict[tuple[str, ...], int] = defaultdict(int)
        for entry in self._ours():
            for line in entry["lines"]:
                if line["cents"]:
                    ours[TABLES[entry["journalId"]], f"{self._period(entry)} {self._account(entry, line)}"] += line[
                        "cents"
                    ]
        for entry in self.entries:
            for line in entry["lines"]:
                place = f"{self._period(entry)} {line['accountId']} btw-code {line['vatCodeId']}"
                for journal, table in TABLES.items():
                    if journal != entry["journalId"]:
                        others[table, place] += line["cents"]
        return {place: (cents, others[place]) for place, cents in ours.items()}

    def control(self, account: str, sign: int) -> dict[str, int]:
        """How a control account moved, what is open positive."""
        types = {row["journalId"]: row["journalType"] for row in self.db["journals"].values()}
        found: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            for line in entry["lines"]:
                if line["accountId"] == account:
                    found[_move(entry, sign * line["cents"], types[entry["journalId"]])] += sign * line["cents"]
        return found

    def _ours(self) -> list[Record]:
        return [entry for entry in self.entries if entry["journalId"] in JOURNALS]

    def _others(self) -> list[Record]:
        return [entry for entry in self.entries if entry["journalId"] not in JOURNALS]

    def _period(self, entry: Record) -> str:
        return f"{entry['fiscalYear']}/{entry['periodNumber']:02d}"

    def _account(self, entry: Record, line: Record) -> str:
        if line["customerId"] or line["supplierId"]:
            return CONTROL[entry["journalId"]]
        if line["description"] == "Btw" and line["accountId"] in self.vat_accounts:
            return f"btw btw-code {line['vatCodeId']}"
        if line["description"] == "Btw" and line["accountId"] in self.due_accounts:
            return f"btw verschuldigd btw-code {line['vatCodeId']}"
        return f"{line['accountId']} btw-code {line['vatCodeId']}"

    def _boxed(self, entry: Record) -> list[tuple[str, int, int]]:
        """Box, base and VAT of an entry, by the rules of its scenario."""
        booking = self.db[JOURNALS[entry["journalId"]]][entry["invoiceKey"]]
        by_row: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for line in entry["lines"]:
            row = by_row[line["vatCodeId"], line["vatType"]]
            name = self._account(entry, line).split(" btw-code")[0]
            if name in CONTROL.values():
                continue
            row[name if name.startswith("btw") else "net"] += line["cents"]
            row["cost"] += abs(line["vatCents"]) - abs(line["cents"]) if name == "btw" else 0
        sale = entry["journalId"] == "WFV"
        return [one for pair, row in by_row.items() for one in self._row(booking, pair, row, sale=sale)]

    def _row(
        self, booking: Record, pair: tuple[int, int], row: dict[str, int], *, sale: bool
    ) -> list[tuple[str, int, int]]:
        boxes = {
            rule["vatSection"]
            for rule in self.db["scenario_rules"]
            if (rule["fiscalYear"], rule["vatScenarioId"], rule["invoiceType"], int(rule["vatCodeId"]), rule["vatType"])
            == (booking["fiscalYear"], booking["vatScenarioId"], booking["invoiceType"], *pair)
            and rule["amountType"] == (0 if sale else 1)
            and rule["vatSection"]
        }
        if sale:
            return [(box, -row["net"], -row["btw"]) for box in boxes]
        found = [("5b", 0, row["btw"])] if "5b" in boxes else []
        due, cost = row["btw verschuldigd"], row["cost"]
        base = row["net"] - (cost if row["net"] >= 0 else -cost)
        return [*found, *((box, base, -due) for box in boxes - {"5b"} if due)]


def _move(entry: Record, cents: int, journal_type: int) -> str:
    if entry["periodNumber"] == 0:
        return "beginstand"
    if journal_type in {3, 4}:
        return "facturen" if cents >= 0 else "creditfacturen"
    return "betalingen" if journal_type in {1, 2} else "correcties"
