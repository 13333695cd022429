"""Tables and a chart of any size, with documents that use them, to time what `mapping check` does with them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from tests.domain.builders import MARCH, cost, invoice, line, purchase
from tests.mapping.builders import SMALLEST, write_administration, write_tables
from wefact_multivers.domain.documents import ProductGroups, PurchaseInvoice, SalesInvoice
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.reference import Account, ReferenceData
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.check import check_against
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines
from wefact_multivers.mapping.tables import load_tables
from wefact_multivers.mapping.usage import default_categories, default_groups

DOCUMENTS = 1_000
"""Of each kind; the same number at every size."""

YEARS = range(2022, 2027)
_HOME = Party("NL", vat_prefix="NL")


@dataclass(frozen=True)
class Scale:
    """A number of product groups, and of cost categories, beside a number of ledger accounts in each year."""

    groups: int
    accounts: int


class Scaled:
    """A mapping of one size on disk, and everything that is held against it."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        write_administration(folder, SMALLEST)
        accounts = [f"{10000 + number}" for number in range(scale.accounts)]
        names = [(f"G{number}", accounts[number % scale.accounts]) for number in range(scale.groups)]
        write_tables(
            folder / "tables",
            revenue_accounts=_table("product_group", names),
            cost_accounts=_table("cost_category", names),
        )
        chart = {account: Account(account, "Rekening", blocked=False) for account in accounts}
        self._reference = ReferenceData(accounts=dict.fromkeys(YEARS, chart), periods=(MARCH,))
        self._groups = ProductGroups({f"P{number}": (name,) for number, (name, _) in enumerate(names)})
        self._sales = [
            invoice(line(product_code=f"P{number % scale.groups}"), number=f"F{number}") for number in range(DOCUMENTS)
        ]
        self._purchases = [purchase(cost(category=names[number % scale.groups][0])) for number in range(DOCUMENTS)]

    def seconds(self) -> float:
        """Processor time of reading the tables, holding them against the chart, and looking every document up."""
        started = time.process_time()
        # Not `load_tables` of the same folder twice: what was validated last is remembered.
        (self._folder / "tables" / "notes.csv").write_text(f"{started}\n", encoding="utf-8")
        configuration = Configuration(load_administration(self._folder, "acme"), load_tables(self._folder / "tables"))
        check_against(configuration, self._reference)
        for sale in self._sales:
            self._look_up_sale(sale, configuration)
        for bought in self._purchases:
            self._look_up_purchase(bought, configuration)
        return time.process_time() - started

    def _look_up_sale(self, sale: SalesInvoice, configuration: Configuration) -> None:
        found = resolve_lines(sale, configuration, party=_HOME, groups=self._groups)
        assert not found.problems
        assert not default_groups(sale, configuration.tables, self._groups)

    def _look_up_purchase(self, bought: PurchaseInvoice, configuration: Configuration) -> None:
        found = resolve_purchase_lines(bought, configuration, party=_HOME)
        assert {one.code for one in found.problems} == {"MAP-003"}
        assert not default_categories(bought, configuration.tables)


def _table(name: str, names: list[tuple[str, str]]) -> str:
    rows = (f"{value},{account},services,2020-01-01\n" for value, account in names)
    return f"{name},account,supply,valid_from\n{''.join(rows)}*,{names[0][1]},services,\n"
