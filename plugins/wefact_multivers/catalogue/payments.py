"""What can be seen at the payments of a document."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Recovery, Who


def _note(who: Who, nl: str, en: str, remedy_nl: str, remedy_en: str) -> Entry:
    return Entry(Recovery.BLOCK_DOCUMENT, who, nl, en, remedy_nl, remedy_en)


PAYMENT_ENTRIES: dict[str, Entry] = {
    "PAY-001": _note(
        Who.BOOKKEEPER,
        "Te veel betaald: {amount} meer dan de factuur",
        "Paid too much: {amount} more than the invoice",
        "Letter het meerdere in Multivers af op een andere post, of betaal het terug.",
        "Match the rest with another item in Multivers, or pay it back.",
    ),
    "PAY-002": _note(
        Who.ENGINEER,
        "Multivers zegt niet wat er nog openstaat",
        "Multivers does not say what is still open",
        "Bekijk de post in Multivers; meld het met de versie van de API.",
        "Look at the item in Multivers; report it with the version of the API.",
    ),
    "PAY-003": _note(
        Who.BOOKKEEPER,
        "De betalingen tellen op tot {rows}, en er is {settled} van de post af",
        "The payments add up to {rows}, and {settled} is off the item",
        "Bekijk de post in Multivers; er wordt niets naar WeFact geschreven.",
        "Look at the item in Multivers; nothing is written to WeFact.",
    ),
    "PAY-004": _note(
        Who.ENGINEER,
        "Afgeletterd in een dagboek van een onbekende soort",
        "Matched in a journal of an unknown type",
        "Meld de soort van het dagboek; er wordt niets naar WeFact geschreven.",
        "Report the type of the journal; nothing is written to WeFact.",
    ),
    "PAY-005": _note(
        Who.BOOKKEEPER,
        "Er staat niets meer open, en geen betaling of verrekening dekt de factuur",
        "Nothing is open any more, and no payment or set-off covers the invoice",
        "Bekijk in Multivers waardoor de post is gesloten; zet de factuur zo nodig zelf op betaald.",
        "See in Multivers what closed the item; mark the invoice as paid yourself if it is.",
    ),
    "PAY-006": _note(
        Who.BOOKKEEPER,
        "Afgeboekt, niet betaald: {amount}",
        "Written off, not paid: {amount}",
        "Zet de factuur in WeFact zelf op betaald of crediteer haar; de btw vraagt een eigen boeking.",
        "Mark the invoice as paid in WeFact yourself, or credit it; its VAT needs an entry of its own.",
    ),
    "PAY-007": _note(
        Who.BOOKKEEPER,
        "Betalingsverschil {amount}, meer dan {most}",
        "Payment difference {amount}, more than {most}",
        "Controleer het verschil; verhoog payments.max_difference of zet de factuur zelf op betaald.",
        "Check the difference; raise payments.max_difference, or mark the invoice as paid yourself.",
    ),
    "PAY-008": _note(
        Who.BOOKKEEPER,
        "In WeFact weer op onbetaald gezet nadat de koppeling haar op betaald zette",
        "Put back to unpaid in WeFact after the link had marked it as paid",
        "Zoek uit welk systeem gelijk heeft; de koppeling zet haar niet nog eens op betaald.",
        "Find out which system is right; the link does not mark it as paid again.",
    ),
    "PAY-009": _note(
        Who.BOOKKEEPER,
        "Betaling in Multivers ongedaan gemaakt, weer open: {amount}",
        "Payment undone in Multivers, open again: {amount}",
        "Zet de factuur in WeFact op onbetaald, of letter haar in Multivers opnieuw af.",
        "Mark the invoice as unpaid in WeFact, or match it again in Multivers.",
    ),
    "PAY-010": _note(
        Who.NOBODY,
        "Deels betaald, nog open: {amount}",
        "Paid in part, still open: {amount}",
        "Niets.",
        "Nothing.",
    ),
    "PAY-011": _note(
        Who.BOOKKEEPER,
        "WeFact telt {wefact} als betaald, Multivers {multivers}",
        "WeFact counts {wefact} as paid, Multivers {multivers}",
        "Zoek uit welk bedrag klopt; er wordt niets naar WeFact geschreven.",
        "Find out which amount is right; nothing is written to WeFact.",
    ),
    "PAY-012": _note(
        Who.BOOKKEEPER,
        "Betaald met een betalingsverschil van {amount}",
        "Paid with a payment difference of {amount}",
        "Niets, tenzij het verschil niet klopt.",
        "Nothing, unless the difference is wrong.",
    ),
    "PAY-013": _note(
        Who.BOOKKEEPER,
        "Betaald na korting van {amount}; de btw daarin vervalt alleen met een creditnota",
        "Paid after a discount of {amount}; the VAT in it lapses only with a credit note",
        "Maak in WeFact een creditnota als de btw terug moet.",
        "Make a credit note in WeFact if its VAT has to come back.",
    ),
    "PAY-014": _note(
        Who.BOOKKEEPER,
        "De eerste keer dat betalingen naar WeFact gaan: WeFact kan klanten een bevestiging mailen",
        "The first time that payments go to WeFact: WeFact may mail customers a confirmation",
        "Bekijk de lijst en keur haar goed.",
        "Read the list and approve it.",
    ),
    "PAY-015": _note(
        Who.BOOKKEEPER,
        "{count} facturen tegelijk op betaald, meer dan {most}",
        "{count} invoices marked as paid at once, more than {most}",
        "Bekijk de lijst en keur haar goed.",
        "Read the list and approve it.",
    ),
    "PAY-016": _note(
        Who.BOOKKEEPER,
        "Een factuur van {date} zou op betaald gaan, ouder dan 90 dagen",
        "An invoice of {date} would be marked as paid, older than 90 days",
        "Bekijk de lijst en keur haar goed.",
        "Read the list and approve it.",
    ),
    "PAY-017": _note(
        Who.BOOKKEEPER,
        "De boeking {invoice_id} staat niet meer in Multivers: of er betaald is, is niet te zien",
        "Booking {invoice_id} is no longer in Multivers: whether it was paid cannot be seen",
        "Zoek uit wie de boeking heeft verwijderd; zet de factuur zo nodig zelf op betaald.",
        "Find out who deleted the booking; mark the invoice as paid yourself if it is.",
    ),
    "PAY-018": _note(
        Who.BOOKKEEPER,
        "Onder nummer {invoice_id} staat in Multivers nu iets anders dan de koppeling boekte",
        "Under number {invoice_id} Multivers now holds something else than the link booked",
        "Vergelijk relatie, bedrag, kenmerk en dagboek; er wordt niets naar WeFact geschreven.",
        "Compare relation, amount, reference and journal; nothing is written to WeFact.",
    ),
    "PAY-019": _note(
        Who.BOOKKEEPER,
        "WeFact accepteerde de betaling, en laat haar niet zien",
        "WeFact accepted the payment, and does not show it",
        "Bekijk de factuur in WeFact en zet haar zo nodig zelf op betaald.",
        "Look at the invoice in WeFact and mark it as paid yourself if needed.",
    ),
    "PAY-020": _note(
        Who.BOOKKEEPER,
        "WeFact weigerde de betaling: {answer}",
        "WeFact refused the payment: {answer}",
        "Verbeter wat WeFact noemt, of zet de factuur zelf op betaald.",
        "Correct what WeFact names, or mark the invoice as paid yourself.",
    ),
    "PAY-021": _note(
        Who.BOOKKEEPER,
        "WeFact laat de factuur niet meer zien: {answer}",
        "WeFact does not show the invoice any more: {answer}",
        "Zoek uit of zij in WeFact is verwijderd; er is daar niets op betaald te zetten.",
        "Find out whether it was deleted in WeFact; there is nothing to mark as paid there.",
    ),
    "PAY-022": _note(
        Who.ENGINEER,
        "Het antwoord over deze betaling is niet te lezen: {answer}",
        "The answer about this payment cannot be read: {answer}",
        "Niets als het de volgende keer lukt; anders meld het. Er wordt niets naar WeFact geschreven.",
        "Nothing if it works the next time; report it if not. Nothing is written to WeFact.",
    ),
    "PAY-023": _note(
        Who.BOOKKEEPER,
        "De betaling is {count} keer verzonden zonder leesbaar antwoord, en telkens niet in WeFact gevonden",
        "The payment was sent {count} times without a readable answer, and each time not found in WeFact",
        "Zet de factuur zelf op betaald, of laat het zo: de volgende uitvoering biedt haar opnieuw aan.",
        "Mark the invoice as paid yourself, or leave it: the next run offers it again.",
    ),
    "PAY-024": _note(
        Who.BOOKKEEPER,
        "Geboekt voor {booked} en daarvoor afgeletterd; WeFact zegt nu {wefact}",
        "Booked for {booked} and settled for that; WeFact now says {wefact}",
        "Maak het verschil in orde met een creditfactuur of een nieuwe factuur; zet de factuur zo nodig zelf op betaald.",
        "Settle the difference with a credit note or a new invoice; mark the invoice as paid yourself if it is.",
    ),
}
