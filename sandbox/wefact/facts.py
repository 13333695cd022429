"""How the WeFact side behaves, and the calls that the reference documents."""

from __future__ import annotations

from sandbox.facts import Fact

FACTS: tuple[Fact, ...] = (
    Fact("POST only, JSON by the first character, else a form with bracket names", "wefact-api 1", "L/C"),
    Fact("HTTP 200 for every refusal but the firewall", "wefact-api 1.2", "L"),
    Fact("bad key or IP: controller and action `invalid`", "wefact-api 1.1", "C", "allowed_ips"),
    Fact("four rate-limit headers on every answer, counted per IP", "wefact-api 1.3", "L", "wefact_limits"),
    Fact("a breach ends in a 403 that stays until somebody lifts it", "wefact-api 1.3", "L/C", "firewall_body"),
    Fact("the separate daily cap on failed authentications is not there", "wefact-api 1.3", "C"),
    Fact("header X-Sandbox-IP plays another caller", "", "own"),
    Fact("envelope date with the Dutch offset", "wefact-api 1.1", "H"),
    Fact("rows key missing when empty, totalresults 0 past the end", "wefact-api 1.1, 8", "L/C"),
    Fact("limit clamped to 1000", "wefact-api 2.1", "L"),
    Fact("from and to inclusive; a plain date covers its day", "wefact-api 9", "I"),
    Fact("several statuses with a pipe", "wefact-api 2.1", "C/I", "status_pipe"),
    Fact("search: case-insensitive substring; Debtor, Creditor and Identifier exactly", "wefact-api 2.1", "C"),
    Fact("thin rows", "wefact-api 2.2", "D/C", "list_amounts"),
    Fact("scalars are text; amounts with two decimals, prices trimmed", "wefact-api 3.7", "H", "mixed_numbers"),
    Fact("groups as object keyed by id, [] when empty", "wefact-api 3.1", "D"),
    Fact("lines multiplied unrounded, totals rounded half-up", "wefact-api 3.3", "I", "totals_method"),
    Fact("printed totals may differ from the lines (demo F2026-0011)", "accounting-rules 6", "own"),
    Fact("VatCalcMethod `incl` is kept but reckoned as `excl`", "wefact-api 9", "own"),
    Fact("Modified touched on every change, Dutch time", "wefact-api 1, 9", "I", "payment_touches_modified"),
    Fact("paying a paid document", "wefact-api 9", "I", "already_paid"),
    Fact("paying a draft, credit or void invoice is an error", "wefact-api 9", "I"),
    Fact("AmountPaid after markaspaid", "wefact-api 9", "I", "paid_amount"),
    Fact("part payments add up", "wefact-api 4", "I", "partpayment_means"),
    Fact("part payment above what is open", "wefact-api 4", "I", "overpayment"),
    Fact("credit: original 9, new 8, price negative, settled", "wefact-api 6", "D", "credit_amount_paid"),
    Fact("drafts `[concept]NNNN`; final numbers per year", "wefact-api 6", "D/own"),
    Fact("tax codes: rate as a fraction with six decimals", "wefact-api 2.5", "C"),
    Fact("texts marked `(tekst van de sandbox)` and of unknown codes", "wefact-api 7, 9", "own"),
)
DOCUMENTED = {
    "debtor": "list show add edit",
    "extraclientcontact": "add edit delete",
    "creditor": "list show add edit delete",
    "product": "list show add edit delete",
    "group": "list show add edit delete",
    "invoice": "list show add edit delete credit partpayment markaspaid markasunpaid download block unblock schedule"
    " cancelschedule paymentprocesspause paymentprocessreactivate sendbyemail sendreminderbyemail"
    " sendsummationbyemail sortlines",
    "invoiceline": "add delete",
    "creditinvoice": "list show add edit delete markaspaid partpayment",
    "creditinvoiceline": "add delete",
    "settings": "list costcategory_list costcategory_show costcategory_add costcategory_edit costcategory_delete",
    "attachment": "add delete download",
    "transaction": "list show add match delete ignore",
}
