"""What reconcile finds between both systems that nothing explains."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Recovery, Who, about_document

_ENGINEER_TOO = (
    "Vergelijk het document in beide systemen; herstel wat niet klopt en wis daarna de taak reconcile.",
    "Compare the document in both systems; correct what is wrong, then clear the task reconcile.",
)

RECONCILE_ENTRIES: dict[str, Entry] = {
    "REC-001": Entry(
        Recovery.ASK_PERSON,
        Who.BOOKKEEPER,
        "Niet aangesloten: onverklaard {unexplained} en {documents} documenten: {differences_nl}",
        "Not reconciled: unexplained {unexplained} and {documents} documents: {differences_en}",
        "Zie de genoemde documenten in beide systemen na; wis daarna deze taak.",
        "Look at the documents it names in both systems; then clear this task.",
    ),
    "REC-002": Entry(
        Recovery.RETRY,
        Who.NOBODY,
        "Een lijst van {system} is niet compleet: {count} ontbreken erin, en de details tonen ze wel",
        "A list of {system} is not whole: {count} are not in it, and the details do show them",
        "Niets: er is niets aangenomen en de taak wordt opnieuw geprobeerd. Blijft het zo, meld het dan aan {system}.",
        "Nothing: nothing was assumed and the task is tried again. If it stays so, report it to {system}.",
    ),
    "RCN-001": about_document(
        Who.ENGINEER,
        "{number}: in WeFact, niet in de koppeling",
        "{number}: in WeFact, not in the link",
        "Laat de koppeling het document opnieuw lezen: wefact-multivers export --number {number}",
        "Let the link read the document again: wefact-multivers export --number {number}",
    ),
    "RCN-002": about_document(
        Who.BOOKKEEPER,
        "{number}: boeking {invoice_id} niet gevonden in het grootboek",
        "{number}: booking {invoice_id} not found in the ledger",
        "Zoek uit of iemand de boeking heeft verwijderd; na de volgende uitvoering staat het document op missing.",
        "Find out whether somebody has deleted the booking; after the next run the document is missing.",
    ),
    "RCN-003": about_document(
        Who.BOOKKEEPER,
        "{number}: {found} in Multivers, {booked} geboekt",
        "{number}: {found} in Multivers, {booked} was booked",
        "Herstel het bedrag van de boeking in Multivers, of crediteer het document in WeFact.",
        "Restore the amount of the booking in Multivers, or credit the document in WeFact.",
    ),
    "RCN-004": about_document(
        Who.BOOKKEEPER,
        "{number}: boeking {invoice_id} is verdwenen",
        "{number}: booking {invoice_id} has disappeared",
        "Het document staat op missing en wordt niet vanzelf opnieuw geboekt: beslis met de inbox wat ermee gebeurt.",
        "The document is missing and is not booked again by itself: decide in the inbox what happens to it.",
    ),
    "RCN-005": about_document(
        Who.BOOKKEEPER,
        "{number}: in ons dagboek, niet van de koppeling",
        "{number}: in our journal, not by the link",
        "Verplaats de boeking in Multivers naar een ander dagboek, of verwijder haar.",
        "Move the booking to another journal in Multivers, or delete it.",
    ),
    "RCN-006": about_document(
        Who.BOOKKEEPER,
        "{number}: {cell} {found}, gepland {planned}",
        "{number}: {cell} {found}, planned {planned}",
        "De boeking heeft nooit gestaan zoals zij gepland was: verbeter rekening, btw-code of bedrag in Multivers.",
        "The booking has never stood as it was planned: correct account, VAT code or amount in Multivers.",
    ),
    "RCN-007": about_document(
        Who.BOOKKEEPER,
        "{number}: open in WeFact {wefact}, in Multivers {multivers}",
        "{number}: open in WeFact {wefact}, in Multivers {multivers}",
        *_ENGINEER_TOO,
    ),
    "RCN-008": about_document(
        Who.BOOKKEEPER,
        "{number}: geboekt, niet in WeFact",
        "{number}: booked, not in WeFact",
        *_ENGINEER_TOO,
    ),
    "RCN-009": about_document(
        Who.BOOKKEEPER,
        "{number}: lijkt een dubbele boeking van {original}",
        "{number}: looks like a second booking of {original}",
        "Verwijder een van beide in Multivers.",
        "Delete one of the two in Multivers.",
    ),
    "RCN-010": about_document(
        Who.BOOKKEEPER,
        "{number}: WeFact {wefact}, geboekt {booked}",
        "{number}: WeFact {wefact}, booked {booked}",
        *_ENGINEER_TOO,
    ),
    "RCN-011": about_document(
        Who.BOOKKEEPER,
        "{number}: rubriek {box} van {period}: {found} volgens de btw-scenario's, {planned} volgens de behandeling",
        "{number}: box {box} of {period}: {found} by the VAT scenarios, {planned} by the treatment",
        "Laat de beheerder de rubriek in vat_codes.csv en de regels van het btw-scenario in Multivers vergelijken.",
        "Let the administrator compare the box in vat_codes.csv with the rules of the VAT scenario in Multivers.",
    ),
}
