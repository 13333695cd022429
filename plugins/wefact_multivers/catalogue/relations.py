"""What can be wrong with a debtor or creditor, and with its bank account."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Who, about_document

RELATION_ENTRIES: dict[str, Entry] = {
    "REL-001": about_document(
        Who.BOOKKEEPER,
        "Code {code} is in Multivers van een relatie met een andere naam",
        "Code {code} belongs to a relation of another name in Multivers",
        "Vergelijk {code} in beide systemen; hernoem de relatie in een van de twee, of geef haar een eigen code.",
        "Compare {code} in both systems; rename the relation in one of them, or give it a code of its own.",
    ),
    "REL-003": about_document(
        Who.BOOKKEEPER,
        "Rekening van {code} is in WeFact anders dan in Multivers ({what}): WeFact ...{wefact}, Multivers ...{multivers}",
        "Account of {code} differs between WeFact and Multivers ({what}): WeFact ...{wefact}, Multivers ...{multivers}",
        "Bel de relatie op een nummer dat u al had en vraag welke rekening klopt. Zet de juiste daarna in Multivers of herstel haar in WeFact. Klopt wat in Multivers staat, meld dan: wefact-multivers inbox acknowledge. Tot dan worden inkoopfacturen geblokkeerd voor betaling geboekt.",
        "Call the relation on a number that you had already and ask which account is right. Then enter the right one in Multivers, or correct it in WeFact. If Multivers is right, say so: wefact-multivers inbox acknowledge. Until then purchase invoices are booked blocked for payment.",
    ),
    "REL-004": about_document(
        Who.BOOKKEEPER,
        "Relatiecode {code} past niet in Multivers: hoogstens 8 tekens, letters en cijfers",
        "Relation code {code} does not fit Multivers: at most 8 characters, letters and digits",
        "Geef de relatie in WeFact een code van hoogstens 8 letters en cijfers. Codes worden nooit ingekort.",
        "Give the relation a code of at most 8 letters and digits in WeFact. Codes are never cut.",
    ),
    "REL-005": about_document(
        Who.BOOKKEEPER,
        "Wacht op relatie {code}: {status}",
        "Waits for relation {code}: {status}",
        "Los eerst op wat bij relatie {code} staat; daarna gaat dit document vanzelf mee.",
        "First solve what stands at relation {code}; this document then follows by itself.",
    ),
    "REL-006": about_document(
        Who.BOOKKEEPER,
        "Relatiecode {code} verschilt alleen in hoofdletters of voorloopnullen van {other}",
        "Relation code {code} differs from {other} in case or leading zeros only",
        "Geef een van beide relaties een andere code.",
        "Give one of the two relations another code.",
    ),
    "REL-007": about_document(
        Who.BOOKKEEPER,
        "Multivers weigerde de relatie: {answer}",
        "Multivers refused the relation: {answer}",
        "Verbeter het genoemde gegeven in WeFact, dan gaat de relatie vanzelf mee; of in Multivers, en bied haar opnieuw aan: wefact-multivers inbox retry.",
        "Correct the field it names in WeFact, then the relation goes by itself; or in Multivers, and offer it again: wefact-multivers inbox retry.",
    ),
    "REL-008": about_document(
        Who.BOOKKEEPER,
        "Multivers houdt relatie {code} anders dan verzonden; overgenomen zijn: {fields}",
        "Multivers holds relation {code} otherwise than it was sent; taken over were: {fields}",
        "Vergelijk de relatie in beide systemen en vul aan wat ontbreekt.",
        "Compare the relation in both systems and fill in what is missing.",
    ),
    "REL-009": about_document(
        Who.BOOKKEEPER,
        "Relatie {code} is {count} keer verzonden zonder leesbaar antwoord, en telkens niet in Multivers gevonden",
        "Debtor {code} was sent {count} times without a readable answer, and each time not found in Multivers",
        "Zoek uit waarom Multivers deze relatie niet aanneemt; de volgende uitvoering biedt haar opnieuw aan.",
        "Find out why Multivers does not take this relation; the next run offers it again.",
    ),
    "REL-010": about_document(
        Who.BOOKKEEPER,
        "{field} heeft {length} tekens, en Multivers houdt er hoogstens {most}",
        "{field} has {length} characters, and Multivers holds {most} at most",
        "Verbeter het gegeven bij de relatie in WeFact; wat een relatie aanwijst wordt nooit ingekort.",
        "Correct the field at the relation in WeFact; what identifies a relation is never cut.",
    ),
    "REL-011": about_document(
        Who.BOOKKEEPER,
        "Het btw-nummer van {code} is niet goed gevormd; overgenomen zoals het er staat",
        "The VAT number of {code} is not well formed; taken over as it stands",
        "Verbeter het btw-nummer bij de relatie in WeFact, met de landcode ervoor (Griekenland: EL, Noord-Ierland: XI).",
        "Correct the VAT number at the relation in WeFact, with the country code before it (Greece: EL, Northern Ireland: XI).",
    ),
    "REL-012": about_document(
        Who.BOOKKEEPER,
        "Naam en btw-nummer van {code} zijn allebei anders dan in Multivers: misschien een ander bedrijf onder een oude code",
        "Name and VAT number of {code} both differ from Multivers: perhaps another company under an old code",
        "Is het hetzelfde bedrijf, bied de wijziging dan aan: wefact-multivers inbox retry. Geef een ander bedrijf in WeFact een eigen code.",
        "If it is the same company, offer the change: wefact-multivers inbox retry. Give another company a code of its own in WeFact.",
    ),
    "REL-013": about_document(
        Who.BOOKKEEPER,
        "Relatie {code} is passief in Multivers; de wijziging uit WeFact is niet overgenomen",
        "Relation {code} is passive in Multivers; the change in WeFact was not taken over",
        "Zet de relatie in Multivers op actief, of bied de wijziging toch aan: wefact-multivers inbox retry.",
        "Make the relation active in Multivers, or offer the change all the same: wefact-multivers inbox retry.",
    ),
    "REL-014": about_document(
        Who.BOOKKEEPER,
        "De naam van {code} heeft {length} tekens, en Multivers houdt er hoogstens {most}",
        "The name of {code} has {length} characters, and Multivers holds {most} at most",
        "Geef {code} in relation_names.csv een naam van hoogstens {most} tekens: die zij in Multivers al heeft, of een kortere. Een naam wordt nooit ingekort.",
        "Give {code} a name of at most {most} characters in relation_names.csv: the one it has in Multivers already, or a shorter one. A name is never cut.",
    ),
    "REL-015": about_document(
        Who.BOOKKEEPER,
        "Rekeningnummer ...{wefact} van {code} is geen goed gevormde IBAN; niet overgenomen",
        "Account number ...{wefact} of {code} is no well-formed IBAN; not taken over",
        "Verbeter de IBAN bij de crediteur in WeFact, of voer de rekening met de hand in Multivers in.",
        "Correct the IBAN at the creditor in WeFact, or enter the account in Multivers by hand.",
    ),
    "REL-016": about_document(
        Who.BOOKKEEPER,
        "Controleer rekening ...{wefact} van nieuwe crediteur {code}; zij staat nu in Multivers",
        "Check account ...{wefact} of new creditor {code}; it stands in Multivers now",
        "Controleer de rekening bij de crediteur zelf, langs een ander kanaal dan de factuur, en meld het: wefact-multivers inbox acknowledge.",
        "Check the account with the creditor, by another channel than the invoice, and say so: wefact-multivers inbox acknowledge.",
    ),
    "REL-017": about_document(
        Who.BOOKKEEPER,
        "Geblokkeerd voor betaling: de rekening van {code} moet eerst gecontroleerd worden (REL-003)",
        "Blocked for payment: the account of {code} must be checked first (REL-003)",
        "Los op wat bij {code} staat, en hef daarna de blokkade van deze factuur in Multivers op.",
        "Solve what stands at {code}, and then release this invoice for payment in Multivers.",
    ),
    "REL-018": about_document(
        Who.BOOKKEEPER,
        "Multivers weigerde rekening ...{wefact} van nieuwe crediteur {code}: {answer}",
        "Multivers refused account ...{wefact} of new creditor {code}: {answer}",
        "Controleer de rekening en voer haar met de hand in Multivers in; de koppeling biedt haar niet opnieuw aan.",
        "Check the account and enter it in Multivers by hand; the link does not offer it again.",
    ),
    "REL-020": about_document(
        Who.BOOKKEEPER,
        "Debiteur {code} heeft in Multivers {held}, en niet het btw-nummer van WeFact: zo klopt de ICP-opgaaf niet",
        "Debtor {code} has {held} in Multivers, and not the VAT number of WeFact: the ICP return would be wrong",
        "Vul bij de debiteur in Multivers hetzelfde btw-nummer in als in WeFact; de volgende uitvoering boekt de factuur dan.",
        "Fill in the same VAT number at the debtor in Multivers as in WeFact; the next run then books the invoice.",
    ),
}
