"""Credit notes and void invoices (accounting-rules.md 10, case 12)."""

from __future__ import annotations

from sandbox.datasets.case import Case
from sandbox.datasets.wefact_builder import free, item

CASES = (
    Case("F2026-0301", "NL-BV", "2026-03-10", [free("Werk", "229.64")],
         "case 12: void, its mirror is F2026-0302", {"Status": "9"}),
    Case("F2026-0302", "NL-BV", "2026-03-11", [free("Werk", "-229.64")],
         "case 12: the mirror of F2026-0301", {"Status": "8", "AmountPaid": "-277.86"}),
    Case("F2026-0303", "NL-BV", "2026-03-12", [free("Werk", "310.00")],
         "case 12b: void without a credit invoice: must block (DOC-005)", {"Status": "9"}),
    Case("F2026-0304", "NL-PART", "2026-03-13", [item("P-HOST", "12")],
         "rule 10: credited in part by F2026-0305; both stay open, to be set off"),
    Case("F2026-0305", "NL-PART", "2026-03-16", [item("P-HOST", "2", PriceExcl="-25.00")],
         "rule 10: partial credit of F2026-0304", {"Status": "8"}),
    Case("F2026-0306", "NL-BV", "2026-03-17", [free("Retour", "-100.00"), free("Administratiekosten", "15.00")],
         "rule 10: a credit note with a positive line", {"Status": "8"}),
    Case("F2026-0307", "NL-BV", "2026-03-18", [free("Teruggave", "-50.00")],
         "rule 10: an ordinary invoice (status 2) below zero is a credit note"),
    Case("F2026-0308", "NL-BV", "2026-03-19", [free("Vreemd", "50.00")],
         "rule 10: status 8 above zero: must block", {"Status": "8"}),
    Case("F2026-0309", "NL-BV", "2026-03-20", [item("P-ADV", "-1"), item("P-BOEK", "-2")],
         "rule 10: negative quantities, two rates", {"Status": "8"}),
    Case("F2026-0310", "NL-PART", "2026-03-23", [item("P-HOST")],
         "rule 10: paid, then credited in full by F2026-0311",
         {"Status": "9", "AmountPaid": "30.25", "PayDate": "2026-03-24", "PaymentMethod": "ideal"}),
    Case("F2026-0311", "NL-PART", "2026-03-25", [item("P-HOST", PriceExcl="-25.00")],
         "rule 10: the mirror of F2026-0310: money is to be paid back", {"Status": "8"}),
)  # fmt: skip
