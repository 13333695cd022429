"""What keeps relations of Multivers from coming over to WeFact, or what they leave behind."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Recovery, Who, about_document

RELATION_IMPORT_ENTRIES: dict[str, Entry] = {
    "IMP-001": Entry(
        Recovery.ASK_PERSON,
        Who.BOOKKEEPER,
        "WeFact bevat al relaties die niet uit deze import komen: {debtors} debiteuren en {creditors} crediteuren ({codes})",
        "WeFact already holds relations that this import has not written: {debtors} debtors and {creditors} creditors ({codes})",
        "Er is niets geschreven. Zijn het testrelaties, schoon dan in WeFact de testgegevens op, of verwijder ze daar met de hand; begin daarna opnieuw. Zie docs/how-to/import-relations.md",
        "Nothing was written. If they are test relations, clear the test data in WeFact (testgegevens opschonen), or delete them there by hand; then start again. See docs/how-to/import-relations.md",
    ),
    "IMP-002": Entry(
        Recovery.ASK_PERSON,
        Who.BOOKKEEPER,
        "{stream}: {count} relaties zijn niet overgekomen, alle andere wel: {relations}",
        "{stream}: {count} relations did not come over, all others did: {relations}",
        "De redenen: wefact-multivers relations import -a {administration} --dry-run. Neem ze weg en begin opnieuw; wat al in WeFact staat, blijft staan.",
        "The reasons: wefact-multivers relations import -a {administration} --dry-run. Take them away and start again; what stands in WeFact already stays as it is.",
    ),
    "IMP-003": about_document(
        Who.BOOKKEEPER,
        "WeFact kan relatiecode {code} niet ongewijzigd houden: leeg, of met een spatie aan begin of einde",
        "WeFact cannot hold relation code {code} unaltered: empty, or with a blank at its beginning or end",
        "Geef de relatie in Multivers een andere code, of maak haar na de import in WeFact met de hand aan. Codes worden nooit gewijzigd.",
        "Give the relation another code in Multivers, or make it in WeFact by hand after the import. Codes are never altered.",
    ),
    "IMP-004": about_document(
        Who.BOOKKEEPER,
        "Relatie {code} heeft in Multivers geen naam",
        "Relation {code} has no name in Multivers",
        "Vul de naam in Multivers in.",
        "Fill in the name in Multivers.",
    ),
    "IMP-005": about_document(
        Who.BOOKKEEPER,
        "Landcode {country} van Multivers staat op {count} rijen van {file}; nodig is precies één",
        "Multivers' country code {country} stands on {count} rows of {file}; exactly one is needed",
        "Zorg voor één rij met {country} in de kolom multivers. Zonder land zou WeFact de relatie voor Nederlands houden.",
        "See to one row with {country} in the column multivers. Without a country WeFact would take the relation for a Dutch one.",
    ),
    "IMP-006": about_document(
        Who.BOOKKEEPER,
        "WeFact weigerde relatie {code}: {answer}",
        "WeFact refused relation {code}: {answer}",
        "Verbeter het genoemde gegeven in Multivers, of maak de relatie na de import in WeFact met de hand aan, met dezelfde code.",
        "Correct the field it names in Multivers, or make the relation in WeFact by hand after the import, with the same code.",
    ),
    "IMP-007": about_document(
        Who.ENGINEER,
        "Relatie {code} is {count} keer verzonden zonder leesbaar antwoord, en telkens niet in WeFact gevonden",
        "Relation {code} was sent {count} times without a readable answer, and each time not found in WeFact",
        "Zoek uit waarom WeFact deze relatie niet aanneemt; een nieuwe start biedt haar opnieuw aan.",
        "Find out why WeFact does not take this relation; a new start offers it again.",
    ),
    "IMP-008": about_document(
        Who.BOOKKEEPER,
        "WeFact heeft relatie {code} onder een andere code aangemaakt",
        "WeFact made relation {code} under another code",
        "Zoek de nieuwste relatie in WeFact, verwijder haar daar en maak haar met de hand aan, met code {code}.",
        "Find the newest relation in WeFact, delete it there and make it by hand, with code {code}.",
    ),
    "IMP-009": about_document(
        Who.BOOKKEEPER,
        "{field} weggelaten: geen geldig adres",
        "{field} left out: not a valid address",
        "Vul {field} zo nodig met de hand in bij de relatie in WeFact.",
        "Fill {field} in by hand at the relation in WeFact if you need it.",
    ),
    "IMP-010": about_document(
        Who.BOOKKEEPER,
        "{field} weggelaten: WeFact heeft geen tweede adresregel",
        "{field} left out: WeFact has no second address line",
        "Vul het adres zo nodig met de hand aan bij de relatie in WeFact.",
        "Complete the address by hand at the relation in WeFact if you need to.",
    ),
    "IMP-011": about_document(
        Who.BOOKKEEPER,
        "Termijn weggelaten: bij betalingsconditie {condition} horen {count} termijnen in {file}; nodig is precies één",
        "Term left out: {count} terms of {file} lead to payment condition {condition}; exactly one is needed",
        "De relatie krijgt de standaardtermijn van WeFact; vul de termijn zo nodig met de hand in.",
        "The relation gets WeFact's default term; fill the term in by hand if you need another one.",
    ),
    "IMP-012": about_document(
        Who.BOOKKEEPER,
        "WeFact weigerde de relatie met alle gegevens ({answer}); weggelaten zijn: {fields}",
        "WeFact refused the relation with everything ({answer}); left out were: {fields}",
        "Vul die gegevens met de hand in bij de relatie in WeFact.",
        "Fill those fields in by hand at the relation in WeFact.",
    ),
}
