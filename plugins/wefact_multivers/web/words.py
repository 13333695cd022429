"""The words of the page that are no error: headings, columns and statuses, in Dutch and English."""

from __future__ import annotations

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.status import Status

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Boekhoudkoppeling", "Bookkeeping link"),
    "administrations": ("Administraties", "Administrations"),
    "no_administration": (
        (
            "Er is nog geen administratie die u mag zien. Een administratie begint met een bestand in "
            "include/administrations."
        ),
        "There is no administration yet that you may see. One begins with a file in include/administrations.",
    ),
    "overview": ("Overzicht", "Overview"),
    "documents": ("Documenten", "Documents"),
    "inbox": ("Postbus", "Inbox"),
    "payments": ("Betalingen", "Payments"),
    "runs": ("Uitvoeringen", "Runs"),
    "reconciliation": ("Aansluiting", "Reconciliation"),
    "balance": ("Open in Multivers", "Open in Multivers"),
    "pay_date": ("Betaaldatum (grootboek)", "Pay date (ledger)"),
    "told": ("doorgegeven aan WeFact", "told to WeFact"),
    "to_tell": ("wordt doorgegeven", "will be told"),
    "no_payment": ("Er zijn nog geen betalingen bekeken.", "No payment has been looked at yet."),
    "document": ("Boeking bekijken", "Booking"),
    "debtors": ("Debiteuren", "Debtors"),
    "creditors": ("Crediteuren", "Creditors"),
    "sales_invoices": ("Verkoopfacturen", "Sales invoices"),
    "purchase_invoices": ("Inkoopfacturen", "Purchase invoices"),
    "one_debtors": ("Debiteur", "Debtor"),
    "one_creditors": ("Crediteur", "Creditor"),
    "one_sales_invoices": ("Verkoopfactuur", "Sales invoice"),
    "one_purchase_invoices": ("Inkoopfactuur", "Purchase invoice"),
    "kind": ("Soort", "Kind"),
    "number": ("Nummer", "Number"),
    "date": ("Datum", "Date"),
    "from": ("Vanaf", "From"),
    "to": ("Tot en met", "Until"),
    "relation": ("Relatie", "Relation"),
    "gross": ("Bedrag incl. btw", "Amount incl. VAT"),
    "vat": ("Btw", "VAT"),
    "vat_code": ("Btw-code", "VAT code"),
    "status": ("Status", "Status"),
    "reason": ("Reden", "Reason"),
    "booked_in": ("Geboekt in", "Booked in"),
    "payment": ("Betaling", "Payment"),
    "all": ("Alle", "All"),
    "search": ("Nummer begint met", "Number begins with"),
    "relation_code": ("Code van de relatie", "Code of the relation"),
    "show": ("Toon", "Show"),
    "export": ("Download als CSV", "Download as CSV"),
    "rows": ("{count} gevonden, pagina {number} van {last}", "{count} found, page {number} of {last}"),
    "rows_cut": (
        "meer dan 1.000 gevonden; de eerste 1.000 staan hier, pagina {number} van {last}",
        "more than 1,000 found; the first 1,000 are here, page {number} of {last}",
    ),
    "previous": ("Vorige", "Previous"),
    "next": ("Volgende", "Next"),
    "nothing_found": ("Niets gevonden dat hieraan voldoet.", "Nothing found that fits."),
    "nothing_waits": (
        "Niets wacht op u. Wat er wel nog gebeurt, gaat vanzelf.",
        "Nothing waits for you. Whatever is still to be done happens by itself.",
    ),
    "waits": ("wacht op u", "waits for you"),
    "wait": ("wachten op u", "wait for you"),
    "who": ("Wie", "Who"),
    "what_to_do": ("Wat u doet", "What to do"),
    "who_bookkeeper": ("boekhouder", "bookkeeper"),
    "who_engineer": ("datateam", "data team"),
    "who_administrator": ("beheerder", "administrator"),
    "who_nobody": ("niemand", "nobody"),
    "documents_waiting": ("{count} wachten hierop", "{count} wait for this"),
    "document_waiting": ("1 wacht hierop", "1 waits for this"),
    "and_more": ("en nog {count} andere", "and {count} more"),
    "last_run": ("Laatste uitvoering", "Last run"),
    "no_run": ("Er is nog niets uitgevoerd.", "Nothing has run yet."),
    "started": ("Begonnen", "Started"),
    "trigger": ("Aanleiding", "Trigger"),
    "trigger_scheduled": ("schema", "schedule"),
    "trigger_backfill": ("backfill", "backfill"),
    "trigger_manual": ("met de hand", "by hand"),
    "mode": ("Modus", "Mode"),
    "mode_preview": ("voorbeeld: er wordt niets geboekt", "preview: nothing is booked"),
    "mode_export": ("export: boekt als concept", "export: books as concept"),
    "note": ("Verslag", "Report"),
    "run_open": ("nog bezig, of afgebroken", "at work, or broken off"),
    "to_run": ("Open de uitvoering", "Open the run"),
    "compared": ("Aansluiting", "Reconciliation"),
    "tied": ("Alles aangesloten, verschil € 0,00", "Everything ties, difference €0.00"),
    "not_tied": ("Er zijn verschillen: zie de taak reconcile", "There are differences: see the task reconcile"),
    "not_compared": ("Nog niet vergeleken.", "Not compared yet."),
    "compared_at": ("{first} tot en met {last}, gelezen op {at}", "{first} to {last}, read on {at}"),
    "both_systems": ("WeFact en Multivers", "WeFact and Multivers"),
    "all_answer": ("Beide systemen worden gebruikt.", "Both systems are in use."),
    "left_alone": ("{system} wordt even met rust gelaten: {detail}", "{system} is left alone for now: {detail}"),
    "first_contact": ("Eerste contact", "First contact"),
    "not_bound": (
        "Nog niet gekoppeld: de eerste uitvoering koppelt deze administratie.",
        "Not linked yet: the first run links this administration.",
    ),
    "not_signed": (
        "Nog niet getekend: er wordt niets geboekt voor iemand het eerste contact tekent.",
        "Not signed yet: nothing is booked before somebody signs the first contact.",
    ),
    "signed": ("Getekend door {by} op {at}", "Signed by {by} on {at}"),
    "count": ("Aantal", "Count"),
    "counted": (
        "Wat geboekt, gekoppeld, ingetrokken, open of betaald is: geteld aan het eind van de laatste uitvoering.",
        "What is booked, linked, withdrawn, open or paid was counted at the end of the last run.",
    ),
    "concept": (
        "Een conceptboeking telt in grootboek, openstaande posten en btw-aangifte mee zodra zij er staat.",
        "A concept booking counts in ledger, open items and VAT return as soon as it stands.",
    ),
    "in_wefact": ("In WeFact", "In WeFact"),
    "in_multivers": ("In Multivers", "In Multivers"),
    "description": ("Omschrijving", "Description"),
    "account": ("Grootboek", "Account"),
    "amount": ("Bedrag", "Amount"),
    "why": ("Waarom deze rekening en code", "Why this account and code"),
    "box": ("Rubriek", "Box"),
    "journal": ("Dagboek", "Journal"),
    "period": ("Periode", "Period"),
    "condition": ("Betalingsconditie", "Payment condition"),
    "no_plan": (
        "Er is geen boeking gemaakt: hierboven staat waarom.",
        "No booking could be made: the reason stands above.",
    ),
    "history": ("Wat er gebeurd is", "What happened"),
    "when": ("Wanneer", "When"),
    "what": ("Wat", "What"),
    "act": ("Beslissen", "Decide"),
    "retry": ("Opnieuw aanbieden", "Offer again"),
    "retry_help": (
        "Bij de volgende uitvoering wordt dit opnieuw beoordeeld en zo mogelijk geboekt.",
        "The next run judges this anew and books it if it can.",
    ),
    "skip": ("Niet versturen", "Do not send"),
    "skip_help": (
        "Dit wordt nooit geboekt, ook niet bij een backfill, tot iemand het opnieuw aanbiedt.",
        "This is never booked, not by a backfill either, until somebody offers it again.",
    ),
    "command_help": (
        (
            "Voor koppelen aan een bestaande boeking, of een gewijzigd document zo laten staan, is Multivers nodig. "
            "Dat doet het datateam met:"
        ),
        (
            "To link this to a booking that stands, or to leave a changed document as it is, Multivers must be asked. "
            "The data team does that with:"
        ),
    ),
    "reason_asked": ("Reden (wordt als bewijs bewaard)", "Reason (kept as evidence)"),
    "confirm": ("Ja, {what}", "Yes, {what}"),
    "done": ("Gedaan. {number} is nu: {status}", "Done. {number} is now: {status}"),
    "read_only": (
        "U mag dit bekijken. Beslissen mag wie deze DAG in Airflow mag wijzigen.",
        "You may look at this. Whoever may change this DAG in Airflow may decide.",
    ),
    "problem": ("Dit lukte niet", "This did not work"),
    "page_old": (
        (
            "Deze pagina is intussen verouderd: er is iets met dit document gebeurd, of u was te lang weg. "
            "Kijk opnieuw, en beslis dan."
        ),
        (
            "This page is out of date: something happened to this document, or you were away too long. "
            "Look again, then decide."
        ),
    ),
    "no_reason": ("Geef een reden op; zij wordt als bewijs bewaard.", "Give a reason; it is kept as evidence."),
    "not_found": ("Deze pagina is er niet.", "There is no such page."),
    "wrong_question": ("Dit kan zo niet gevraagd worden: {detail}", "This cannot be asked like that: {detail}"),
    "back": ("Terug", "Back"),
    "other_language": ("English", "Nederlands"),
    "skip_to_content": ("Naar de inhoud", "To the content"),
}

STATUS_WORDS: dict[Status, tuple[str, str, str]] = {
    Status.NEW: ("Te boeken", "To book", "○"),
    Status.PREVIEW: ("Voorbeeld klaar", "Preview ready", "◇"),
    Status.BLOCKED: ("Geblokkeerd", "Blocked", "⊘"),
    Status.REJECTED: ("Geweigerd", "Rejected", "✖"),
    Status.WAITING: ("Wacht op herstel", "Waits", "…"),
    Status.UNCERTAIN: ("Onzeker", "Uncertain", "?"),
    Status.BOOKED: ("Geboekt (concept)", "Booked (concept)", "✔"),
    Status.BOOKED_WARNING: ("Geboekt, let op", "Booked, mind", "⚠"),
    Status.ADOPTED: ("Gekoppeld", "Linked", "⇄"),
    Status.SKIPPED: ("Niet versturen", "Not sent", "–"),
    Status.CHANGED: ("Gewijzigd na boeking", "Changed after booking", "✎"),
    Status.WITHDRAWN: ("Ingetrokken", "Withdrawn", "↩"),
    Status.MISSING: ("Boeking verdwenen", "Booking gone", "∅"),
}
"""Each status in Dutch and English, with a sign: nothing is told by colour alone."""

PAYMENT_WORDS: dict[PaymentStatus, tuple[str, str]] = {
    PaymentStatus.OPEN: ("Open", "Open"),
    PaymentStatus.PART_PAID: ("Deels betaald", "Part paid"),
    PaymentStatus.TO_WRITE: ("Door te geven", "To write"),
    PaymentStatus.UNCERTAIN: ("Onzeker", "Uncertain"),
    PaymentStatus.PAID: ("Betaald", "Paid"),
    PaymentStatus.REOPENED: ("Weer open", "Open again"),
    PaymentStatus.OVERPAID: ("Te veel betaald", "Overpaid"),
    PaymentStatus.CONFLICT: ("Strijdig", "Conflict"),
}


class Words:
    """The words of the page in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._index = 0 if language is Language.NL else 1

    def __call__(self, name: str, **values: object) -> str:
        """A word or sentence, with its values."""
        return _WORDS[name][self._index].format(**values)

    def status(self, status: str) -> str:
        """A status, with its sign."""
        words = STATUS_WORDS[Status(status)]
        return f"{words[2]} {words[self._index]}"

    def payment(self, status: str) -> str:
        """The status of a payment."""
        return PAYMENT_WORDS[PaymentStatus(status)][self._index] if status else ""
