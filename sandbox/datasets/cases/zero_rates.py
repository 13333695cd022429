"""The kinds of 0 %, and VAT of other countries (accounting-rules.md 1, 15, 19 and 21, cases 4 to 7)."""

from __future__ import annotations

from sandbox.datasets.case import Case
from sandbox.datasets.wefact_builder import free, item

_SHIFTED = {"VatShift": "yes"}
_DE19, _DE17 = {"TaxPercentage": "19"}, {"TaxPercentage": "17"}

CASES = (
    Case("F2026-0201", "NL-BV", "2026-03-02", [free("Onderaanneming", "5000.00", "VVERL")],
         "rule 1: domestic reverse charge, 1e", _SHIFTED),
    Case("F2026-0202", "NL-BV", "2026-03-05",
         [free("Onderaanneming", "5000.00", "VVERL"), free("Voorrijkosten", "250.00")],
         "case 4: reverse charge and 21 % on one invoice; the 52.50 may not disappear"),
    Case("F2026-0203", "BE-GEEN", "2026-03-06", [free("Onderaanneming", "900.00", "VVERL")],
         "rule 1: domestic reverse charge without a VAT number: must block", _SHIFTED),
    Case("F2026-0204", "NL-BV", "2026-03-09", [free("Verlegd met btw", "100.00")],
         "rule 1: VatShift yes and VAT printed: must block", _SHIFTED),
    Case("F2026-0205", "BE-BV", "2026-04-02", [item("P-ADV", "12", PriceExcl="100.00", TaxCode="VICD"),
                                              item("P-APP", TaxCode="VICL")],
         "case 5: services 1200.00 and goods 800.00 within the EU, apart in the ICP return"),
    Case("F2026-0206", "BE-GEEN", "2026-04-03", [item("P-ADV", TaxCode="VICD")],
         "case 5b: no VAT number: must block (REL-002)"),
    Case("F2026-0207", "BE-NLNR", "2026-04-07", [item("P-ADV", TaxCode="VICD")],
         "case 5b: a Dutch VAT number for a Belgian: must block"),
    Case("F2026-0208", "BE-FOUT", "2026-04-08", [item("P-APP", TaxCode="VICL")],
         "rule 21: check digits of the VAT number are wrong: must block"),
    Case("F2026-0209", "GR-AE", "2026-04-09", [item("P-ADV", TaxCode="VICD")],
         "case 5c: Greece, prefix EL"),
    Case("F2026-0210", "GB-LTD", "2026-04-10", [item("P-ADV", TaxCode="VICD")],
         "case 5d: Great Britain is never ICP: must block"),
    Case("F2026-0211", "US-INC", "2026-04-13", [item("P-APP", TaxCode="VEXP")],
         "rule 1: export of goods, 3a"),
    Case("F2026-0212", "US-INC", "2026-04-14", [item("P-ADV", "4", TaxCode="VGEEN")],
         "rule 1: services outside the EU, no box"),
    Case("F2026-0213", "NL-PART", "2026-04-15", [free("Cursus (vrijgesteld)", "150.00", "VVRIJ")],
         "rule 1: exempt, no box; in the small entrepreneurs' scheme the same print means kor (case 7)"),
    Case("F2026-0214", "NL-BV", "2026-04-16", [item("P-LEGES"), item("P-ADV")],
         "rule 1: passed-on costs outside VAT beside 21 %"),
    Case("F2026-0215", "NL-BV", "2026-04-17", [free("Wat is dit?", "75.00", "V0")],
         "rule 1: 0 % that fits no rule: must block"),
    Case("F2026-0216", "NL-PART", "2026-04-20", [free("Gebruikt apparaat (marge)", "250.00", "VGEEN")],
         "smaller rules: margin scheme, no VAT printed"),
    Case("F2026-0217", "DE-PART", "2026-05-10", [free("Apparaat", "100.00", "", **_DE19)],
         "case 6: OSS Germany 19 %, net 100.00, VAT 19.00, no Dutch box"),
    Case("F2026-0218", "DE-PART", "2026-05-11", [free("Apparaat", "100.00", "", **_DE17)],
         "case 6b: 17 % is no German rate: must block"),
    Case("F2026-0219", "DE-PART", "2026-05-12", [item("P-APP")],
         "case 6c: Dutch 21 % to a German consumer: 1a"),
    Case("F2026-0220", "DE-GMBH", "2026-05-13", [item("P-APP", TaxCode="VICL"), free("Levering NL", "40.00")],
         "rule 1: two scenarios on one invoice"),
    Case("F2026-0221", "DE-GMBH", "2026-05-18", [item("P-APP", "-1", TaxCode="VICL")],
         "rules 10 and 21: credit note within the EU: ICP negative", {"Status": "8"}),
)  # fmt: skip
