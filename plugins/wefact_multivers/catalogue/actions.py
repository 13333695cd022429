"""What keeps that from being done which a person asks for by hand, and what an examination finds."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Recovery, Who


def _refused(nl: str, en: str, remedy_nl: str, remedy_en: str) -> Entry:
    return Entry(Recovery.FAIL_RUN, Who.BOOKKEEPER, nl, en, remedy_nl, remedy_en)


def _found(nl: str, en: str, remedy_nl: str, remedy_en: str) -> Entry:
    return Entry(Recovery.FAIL_RUN, Who.ENGINEER, nl, en, remedy_nl, remedy_en)


ACTION_ENTRIES: dict[str, Entry] = {
    "ACT-001": _refused(
        "De koppeling van {administration} kent geen document of relatie {number}",
        "The link of {administration} knows no document or relation {number}",
        "Controleer het nummer. Is het nog nooit gelezen: wefact-multivers preview -a {administration} --number {number}",
        "Check the number. If it was never read: wefact-multivers preview -a {administration} --number {number}",
    ),
    "ACT-002": _refused(
        "{number} is meer dan één ding: {streams}",
        "{number} is more than one thing: {streams}",
        "Zeg welke met --stream.",
        "Say which one with --stream.",
    ),
    "ACT-003": _refused(
        "{number} heeft status {status}; dit kan alleen bij {allowed}",
        "{number} has status {status}; this can be done with {allowed} alone",
        "Er is niets veranderd. Zie wefact-multivers mapping explain {number}",
        "Nothing was changed. See wefact-multivers mapping explain {number}",
    ),
    "ACT-004": _refused(
        "{number} is al naar Multivers gestuurd en staat daar, of wordt nog opgezocht",
        "{number} was sent to Multivers already, and stands there or is being looked up",
        "Er is niets veranderd. Verbeter de boeking in Multivers; de volgende uitvoering leest haar terug.",
        "Nothing was changed. Correct the booking in Multivers; the next run reads it back.",
    ),
    "ACT-005": _refused(
        "Relatie {number} heeft nog documenten: {documents}",
        "Relation {number} still has documents: {documents}",
        "Er is niets veranderd. Sla eerst die documenten over, of los op wat de relatie tegenhoudt.",
        "Nothing was changed. Skip those documents first, or solve what holds the relation back.",
    ),
    "ACT-006": _refused(
        "{number} is een relatie; alleen een document kan aan een boeking worden gekoppeld",
        "{number} is a relation; only a document can be linked to a booking",
        "Er is niets veranderd. Een relatie met dezelfde code en naam wordt vanzelf gekoppeld.",
        "Nothing was changed. A relation with the same code and name is linked by itself.",
    ),
    "ACT-007": _refused(
        "Multivers heeft geen boeking {invoice_id} van deze soort",
        "Multivers has no booking {invoice_id} of this kind",
        "Er is niets veranderd. Zoek het factuurnummer op in Multivers.",
        "Nothing was changed. Look up the invoice number in Multivers.",
    ),
    "ACT-008": _refused(
        "Boeking {invoice_id} is {number} niet: {difference}",
        "Booking {invoice_id} is not {number}: {difference}",
        "Er is niets veranderd. Verbeter de boeking in Multivers of het document in WeFact en probeer het opnieuw.",
        "Nothing was changed. Correct the booking in Multivers or the document in WeFact and try again.",
    ),
    "ACT-009": _refused(
        "Boeking {invoice_id} hoort al bij {other}",
        "Booking {invoice_id} belongs to {other} already",
        "Er is niets veranderd. Eén boeking is één document.",
        "Nothing was changed. One booking is one document.",
    ),
    "ACT-011": _refused(
        "{numbers} is geen open gat in een nummerreeks van {administration}, of maar voor een deel",
        "{numbers} is no open gap in a number series of {administration}, or only in part",
        "Er is niets vastgelegd. Zie de nummerreeksen van de laatste aansluiting: wefact-multivers reconcile -a {administration}",
        "Nothing was recorded. See the number series of the last reconciliation: wefact-multivers reconcile -a {administration}",
    ),
    "ACT-020": _refused(
        "{administration} bewaart alles: `retention.legal_hold` staat aan",
        "{administration} keeps everything: `retention.legal_hold` is on",
        "Er is niets gewist. Is de zaak voorbij, zet `legal_hold: false` in het bestand van de administratie.",
        "Nothing was erased. If the case is over, set `legal_hold: false` in the administration file.",
    ),
    "ACT-021": _refused(
        "WeFact heeft relatie {number} nog; de volgende uitvoering zou haar opnieuw lezen",
        "WeFact still has relation {number}; the next run would read it again",
        "Er is niets gewist. Verwijder de relatie eerst in WeFact.",
        "Nothing was erased. Delete the relation in WeFact first.",
    ),
    "ACT-022": _refused(
        "Van boekjaar {year} is geen boeking bekend",
        "No booking of fiscal year {year} is known",
        "Er is niets geschreven. Controleer het jaar.",
        "Nothing was written. Check the year.",
    ),
    "ACT-010": Entry(
        Recovery.BLOCK_DOCUMENT,
        Who.BOOKKEEPER,
        "Niet versturen: {reason}",
        "Not to be sent: {reason}",
        "Toch versturen: wefact-multivers inbox retry",
        "To send it after all: wefact-multivers inbox retry",
    ),
    "CHK-001": _found(
        "De klok van WeFact en die van deze machine liggen {seconds} seconden uiteen",
        "The clock of WeFact and that of this machine are {seconds} seconds apart",
        "Zet de tijd van deze machine gelijk (NTP) en probeer het opnieuw: het venster van een uitvoering rekent ermee.",
        "Set the time of this machine (NTP) and try again: the window of a run is measured by it.",
    ),
    "CHK-002": _found(
        "Multivers heeft geen boekjaar {year}; wel: {known}",
        "Multivers has no fiscal year {year}; it has: {known}",
        "Maak boekjaar {year} aan in Multivers.",
        "Create fiscal year {year} in Multivers.",
    ),
    "CHK-003": _found(
        "{file} is geen reservekopie van een opslag: {detail}",
        "{file} is no backup of a store: {detail}",
        "Er is niets veranderd. Kies een bestand dat wefact-multivers store backup heeft gemaakt.",
        "Nothing was changed. Choose a file that wefact-multivers store backup made.",
    ),
    "CHK-004": _found(
        "De bewijsketen van {administration} is verbroken bij rij {row}",
        "The chain of evidence of {administration} is broken at row {row}",
        "Rijen zijn buiten de koppeling om veranderd. Bewaar de opslag zoals zij is en vergelijk haar met een reservekopie.",
        "Rows were changed behind the link's back. Keep the store as it is and compare it with a backup.",
    ),
    "CHK-005": _found(
        "De boekingen die mensen zelf in Multivers maakten, spreken een instelling tegen: {contradictions}",
        "The bookings that people made in Multivers themselves contradict a setting: {contradictions}",
        "Exporteer nog niets. Zet sales_line_side of purchase_line_side in het administratiebestand zoals de boekingen het tonen; gaat het om invoiceType of teken, laat dan eerst uitzoeken hoe deze versie van Multivers boekt.",
        "Export nothing yet. Set sales_line_side or purchase_line_side in the administration file as the bookings show it; if invoiceType or sign is named, first have it found out how this version of Multivers books.",
    ),
}
