"""Rates and cents (accounting-rules.md 2 and 6, cases 1 to 3)."""

from __future__ import annotations

from sandbox.datasets.case import Case
from sandbox.datasets.wefact_builder import free, item

_SIX, _NINETEEN, _TWENTY = {"TaxPercentage": "6"}, {"TaxPercentage": "19"}, {"TaxPercentage": "20"}

CASES = (
    Case("F2018-0999", "NL-BV", "2018-12-20", [free("Werk in januari 2019", "500.00", "V9")],
         "rule 2: 9 % on an invoice of 2018 for 2019"),
    Case("F2019-0003", "NL-BV", "2019-01-10", [free("Werk in december 2018", "1000.00", "", **_SIX)],
         "case 2: 6 % in January 2019; gross 1060.00, never 1090.00"),
    Case("F2019-0004", "NL-PART", "2019-01-11", [free("Vooruitbetaald in 2018", "200.00", "", **_SIX)],
         "rule 2: 6 % on a prepayment of 2018"),
    Case("F2019-0005", "NL-BV", "2019-01-14", [free("Correctie F2018-0950", "-100.00", "", **_SIX)],
         "rule 2: credit note in 2019 of an invoice of 2018 at 6 %", {"Status": "8"}),
    Case("F2025-0901", "NL-BV", "2025-11-10",
         [item("P-KAMER", "2", StartDate="2026-02-06", EndDate="2026-02-08"), item("P-ONTBIJT", "4")],
         "case 1: lodging of 2026 at 21 % invoiced in 2025; breakfast at 9 %"),
    Case("F2025-0902", "NL-BV", "2025-11-11", [item("P-KAMER", TaxCode="V9"), item("P-KAMER", StartDate="2026-01-10")],
         "case 1: lodging of November at 9 % and of 2026 at 21 % on one invoice"),
    Case("F2026-0101", "NL-PART", "2026-02-09", [free("Creditering logies 2025", "-100.00", "V9")],
         "rule 2: credit note in 2026 of lodging of 2025 at 9 %", {"Status": "8"}),
    Case("F2026-0102", "NL-BV", "2026-02-10", [free("Oud tarief", "100.00", "", **_NINETEEN)],
         "rule 2: 19 %, a former rate, in 2026: a warning, never a correction"),
    Case("F2026-0103", "NL-BV", "2026-02-11", [free("Nooit wettelijk", "100.00", "", **_TWENTY)],
         "rule 2: 20 % was never legal: a warning"),
    Case("F2026-0104", "NL-BV", "2026-02-12", [free("A", "10.03"), free("B", "10.06", "V9")],
         "case 3: two rates and a cent left over, printed 20.09 / 3.01 / 23.10"),
    Case("F2026-0105", "NL-BV", "2026-02-13", [free("Klein", "1.04")],
         "case 3b: totals that do not add up by a cent", {"Discount": "10", "Printed": ["0.94", "0.20", "1.13"]}),
    Case("F2026-0106", "NL-BV", "2026-02-16", [free("A", "10.03"), free("B", "10.06", "V9")],
         "case 3c: VAT 0.03 from any method: must block", {"Printed": ["20.09", "3.05", "23.14"]}),
    Case("F2026-0107", "NL-BV", "2026-02-17", [free("A", "0.50"), free("B", "0.50"), free("C", "0.50")],
         "rule 6: rounded per line the VAT is 0.33, per total 0.32", {"Printed": ["1.50", "0.33", "1.83"]}),
    Case("F2026-0108", "NL-BV", "2026-02-18",
         [item("P-ADV", "0.25"), item("P-BOEK", "1.5"), free("Uren", "33.333", Number="3.333")],
         "rule 6: quantities and prices of three decimals, multiplied unrounded"),
    Case("F2026-0109", "NL-BV", "2026-02-19", [free("A", "-0.625"), free("B", "-0.625")],
         "rule 6: half-up away from zero, below zero as well", {"Status": "8"}),
    Case("F2026-0110", "NL-BV", "2026-02-20", [item("P-KAMER"), item("P-ONTBIJT"), item("P-LEGES")],
         "rule 2: a package of 21 %, 9 % and no VAT"),
)  # fmt: skip
