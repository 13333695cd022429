"""What the books of Multivers must add up to, whatever was booked (multivers-api.md 2.1, 3.8, 3.10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from sandbox.multivers.state import Database
from tests.sandbox.walk import walk_sides as books
from tests.sandbox.walk.walk_sides import Side
from tests.sandbox.walk.walk_world import World

LAST_PERIOD, HIGHEST = 13, 9999
CHARGING = ("charged", "not_deductible")
SETTLING = ("paidAmount", "paymentDifferenceAmount", "paymentRebateAmount", "creditSqueezeAmount")
SETTLED_CENTS = ("cents", "differenceCents", "rebateCents", "squeezeCents")


def to_cents(value: object) -> int:
    """An amount from an answer as whole cents."""
    return int((Decimal(str(value)) * 100).to_integral_value(ROUND_HALF_UP))


@dataclass
class Differ:
    """Tells which records of a table are new, replaced or gone since it last looked."""

    seen: dict[str, Record] = field(default_factory=dict)

    def changed(self, table: dict[str, Record]) -> list[str]:
        """Keys of records that are not the ones of last time."""
        keys = [key for key, row in table.items() if self.seen.get(key) is not row]
        keys += [key for key in self.seen if key not in table]
        self.seen = dict(table)
        return keys


@dataclass
class LedgerTruth:
    """Checks what a step has changed at once, and everything when asked."""

    transactions: Differ = field(default_factory=Differ)
    invoices: Differ = field(default_factory=Differ)

    def check_changes(self, world: World) -> None:
        """The bookings and invoices that are not as they were at the last look."""
        for key in self.transactions.changed(world.db.transactions):
            if key in world.db.transactions:
                check_transaction(key, world.db.transactions[key])
        for key in self.invoices.changed(books.all_invoices(world))[:5]:
            check_invoice(world, key)

    def check_everything(self, world: World) -> None:
        """Every transaction, every account, both control accounts, what is kept at hand, and some invoices."""
        for key, row in world.db.transactions.items():
            check_transaction(key, row)
        check_accounts(world)
        check_control_accounts(world)
        check_invoices_have_bookings(world)
        check_kept_at_hand(world.db)
        for key in world.rng.sample(list(books.all_invoices(world)), k=min(10, len(world.db.invoices))):
            check_invoice(world, key)


def check_transaction(key: str, row: Record) -> None:
    """It balances, and stands under its own year, journal and number."""
    assert sum(line["cents"] for line in row["lines"]) == 0, f"{key} does not balance: {row}"
    assert key == f"{row['fiscalYear']}/{row['journalId']}/{row['journalTransaction']}", key
    assert 1 <= row["journalTransaction"] <= HIGHEST, key


def check_invoice(world: World, key: str) -> None:
    """Edit model, info, list row and ledger of one invoice say the same; one that is gone has left nothing."""
    row = books.all_invoices(world).get(key)
    if row is None:
        assert not [item for item in world.db.transactions.values() if item["invoiceKey"] == key], f"{key} left lines"
        assert not [item for item in world.db.matches if item["invoiceKey"] == key], f"{key} left matches"
        return
    side, number = books.side_of(row), row["invoiceId"]
    model = world.get(f"{side.word}Invoice/{number}")
    info = world.get(f"{side.word}InvoiceInfo/{number}")
    _check_sums(side, model, info)
    _check_vat(world, side, model)
    header = world.get(f"{side.word}InvoiceInfo/OnlyHeader/{number}")
    rows = world.get(f"{side.word}InvoiceInfoList/{row[side.id_name]}")
    listed = [found for found in rows if found["invoiceId"] == number]
    assert listed == [header], f"{key}: list and info differ"
    assert {name: info[name] for name in header} == header, f"{key}: info and its header differ"


def _check_sums(side: Side, model: Record, info: Record) -> None:
    gross, settled = to_cents(info["invoiceAmount"]), to_cents(info["settledAmount"])
    parts = [model[name] for name in ("totalAmountVatExcl", "vatAmount", "amountCreditSqueeze")]
    assert gross == to_cents(model["amountTotal"]) == sum(map(to_cents, parts)), model["invoiceId"]
    assert to_cents(info["invoiceBalance"]) == gross - settled
    assert sum(to_cents(row[name]) for row in info["payments"] for name in SETTLING) == settled, info["payments"]
    assert to_cents(model["totalAmountVatExcl"]) == sum(map(to_cents, line_nets(side, model).values()))


def _check_vat(world: World, side: Side, model: Record) -> None:
    scenario = world.db.scenarios.get(str(model["vatScenarioId"]))
    treatment = scenario["_treatment"] if scenario else "charged"
    sent = sum(to_cents(row["vatAmountCur"]) for row in model["vatTransactionLines"])
    charged = expected_vat(world, model, line_nets(side, model))
    assert to_cents(model["vatAmount"]) == sent == (charged if treatment in CHARGING else 0), model["invoiceId"]
    due = sum(abs(to_cents(row["vatAmountCur"])) for row in model["vatTransactionLines"])
    if treatment == "self_assessed":
        assert due == 2 * sum(abs(vat) for vat in vat_by_code(world, model, line_nets(side, model)))


def line_nets(side: Side, model: Record) -> dict[int, Decimal]:
    """Net per VAT code, from the lines."""
    nets: dict[int, Decimal] = defaultdict(Decimal)
    for line in model[side.lines_name]:
        up, down = line[f"{side.raising}AmountCur"], line[f"{side.lowering}AmountCur"]
        nets[line["vatCodeId"]] += Decimal(str(up)) - Decimal(str(down))
    return nets


def expected_vat(world: World, model: Record, nets: dict[int, Decimal]) -> int:
    """The VAT in cents that codes and date make of the lines, reckoned here."""
    return sum(vat_by_code(world, model, nets))


def vat_by_code(world: World, model: Record, nets: dict[int, Decimal]) -> list[int]:
    """The VAT in cents of each code, in the order of the nets."""
    day, month, year = (int(part) for part in model["invoiceDate"].split("-"))
    amounts = []
    for code, net in nets.items():
        rates = [
            (row["startDate"], row["vatPercentage"])
            for row in world.db.vat_codes[str(code)]["vatPercentagesByDate"]
            if row["startDate"] <= f"{year}-{month:02d}-{day:02d}"
        ]
        rate = Decimal(str(max(rates)[1])) if rates else Decimal(0)
        amounts.append(to_cents((net * rate / 100).quantize(books.CENT, ROUND_HALF_UP)))
    return amounts


def check_accounts(world: World) -> None:
    """Ledger lines, account balances and period totals that are served add up to the transactions."""
    stored: Counter[tuple[int, str]] = Counter()
    for row in world.db.transactions.values():
        for line in row["lines"]:
            stored[row["fiscalYear"], line["accountId"]] += line["cents"]
    for year in {year for year, _ in stored}:
        served: Counter[str] = Counter()
        for line in world.get(f"JournalEntryLineInfoList/ByPeriod/{year}/0/{LAST_PERIOD}"):
            served[line["accountId"]] += to_cents(line["debitAmount"]) - to_cents(line["creditAmount"])
        kept = Counter({name: value for (own, name), value in stored.items() if own == year})
        assert served == kept, f"{year}: the lines make {served}, the bookings {kept}"
        assert sum(served.values()) == 0, f"{year}: the accounts do not add up to nought"
        for row in world.get(f"AccountInfoList/{year}"):
            own = to_cents(row["currentBalance"]) - to_cents(row["startBalance"])
            assert own == served[row["accountId"]], (year, row["accountId"])


def check_control_accounts(world: World) -> None:
    """Each control account holds what is open on the invoices of its side, less the money that is not matched."""
    for side in books.SIDES:
        settling = {(match["key"], match["invoiceKey"].rpartition("/")[2]) for match in world.db.matches}
        controls = {row["accountId"] for row in books.groups(world, side).values()}
        total = loose = 0
        for row in world.db.transactions.values():
            for line in row["lines"]:
                if line["accountId"] in controls:
                    total += line["cents"]
                    loose += line["cents"] if _is_loose(settling, row, line) else 0
        is_open = sum(to_cents(invoice["amountTotal"]) for invoice in books.invoices(world, side).values())
        is_open -= sum(
            sum(match[name] for name in SETTLED_CENTS)
            for match in world.db.matches
            if match["invoiceKey"] in books.invoices(world, side)
        )
        assert total == side.sign * is_open + loose, (side.word, total, is_open, loose)


def _is_loose(settling: set[tuple[str, str]], row: Record, line: Record) -> bool:
    """Money that settles nothing: never matched, or matched with an invoice that is gone."""
    key = f"{row['fiscalYear']}/{row['journalId']}/{row['journalTransaction']}"
    return not row["invoiceKey"] and (key, line["document"]) not in settling


def check_invoices_have_bookings(world: World) -> None:
    """Each invoice has one transaction of its own, and no transaction stands without its invoice."""
    named = Counter(row["invoiceKey"] for row in world.db.transactions.values() if row["invoiceKey"])
    assert set(named) == set(books.all_invoices(world)), set(named) ^ set(books.all_invoices(world))
    assert set(named.values()) <= {1}


def check_kept_at_hand(db: Database) -> None:
    """Totals, numbers, registers and settlements that are kept with each booking are those of all bookings."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    numbers: dict[str, int] = defaultdict(int)
    registers: dict[str, list[str]] = defaultdict(list)
    for key, row in db.transactions.items():
        year, journal = row["fiscalYear"], f"{row['fiscalYear']}/{row['journalId']}"
        numbers[journal] = max(numbers[journal], row["journalTransaction"])
        for name in (f"transactions/{year}", f"transactions/{journal}"):
            registers[name].append(key)
        for line in row["lines"]:
            period = 0 if row["openingBalance"] else row["periodNumber"]
            totals[f"{year}/{period}/{line['accountId']}"][line["cents"] <= 0] += abs(line["cents"])
    kept = {name: list(keys) for name, keys in db.registers.items() if name.startswith("transactions/")}
    _same("account_totals", _filled(db.account_totals), _filled(totals))
    _same("last_numbers", {key: number for key, number in db.last_numbers.items() if number}, numbers)
    _same("registers", kept, registers)
    by_invoice: dict[str, list[Record]] = defaultdict(list)
    for match in db.matches:
        by_invoice[match["invoiceKey"]].append(match)
        assert match["invoiceKey"] in db.transactions[match["key"]]["matched"], match
    _same("settlements", db.settlements, by_invoice)


def _filled(totals: dict[str, list[int]]) -> dict[str, list[int]]:
    return {key: both for key, both in totals.items() if any(both)}


def _same(name: str, kept: Mapping[str, object], reckoned: Mapping[str, object]) -> None:
    wrong = [key for key in {*kept, *reckoned} if kept.get(key) != reckoned.get(key)]
    assert not wrong, f"{name} kept at hand: " + "; ".join(
        f"{key}: {kept.get(key)} for {reckoned.get(key)}" for key in wrong[:3]
    )
