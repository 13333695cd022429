"""What keeps the link from being made, or from going on with a store that knows less than Multivers."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Recovery, Who

FIRST_CONTACT_ENTRIES: dict[str, Entry] = {
    "STO-010": Entry(
        Recovery.ASK_PERSON,
        Who.ENGINEER,
        "De opslag kent geen enkele boeking van {administration}, en dagboek {journals} bevat er {count}",
        "The store knows no booking of {administration}, and journal {journals} holds {count}",
        "Er is niets geboekt. Zet een actuele reservekopie terug, of laat de koppeling haar boekingen terugvinden: wefact-multivers recover -a {administration}. Zijn het boekingen van anderen, kies dan een dagboek dat van de koppeling alleen is.",
        "Nothing was booked. Restore a current backup, or let the link find its bookings again: wefact-multivers recover -a {administration}. If these are other people's bookings, choose a journal that is the link's alone.",
    ),
    "STO-011": Entry(
        Recovery.ASK_PERSON,
        Who.BOOKKEEPER,
        "{count} boekingen in het dagboek van de koppeling kent de opslag niet: {bookings}",
        "{count} bookings in the journal of the link are not known to the store: {bookings}",
        "Er is niets geboekt. Is een oude reservekopie teruggezet, of weet u niet waar ze vandaan komen: wefact-multivers recover -a {administration}. Heeft iemand ze met de hand geboekt: verplaats ze naar een ander dagboek, of bevestig ze met hetzelfde commando en --confirm.",
        "Nothing was booked. If an old backup was restored, or you do not know where they come from: wefact-multivers recover -a {administration}. If somebody booked them by hand: move them to another journal, or confirm them by the same command with --confirm.",
    ),
    "LNK-003": Entry(
        Recovery.FAIL_RUN,
        Who.BOOKKEEPER,
        "Niemand heeft de lijst van {administration} nog bekeken",
        "Nobody has looked at the list of {administration} yet",
        "Er is niets getekend. Bekijk haar eerst: wefact-multivers link -a {administration}",
        "Nothing was signed. Look at it first: wefact-multivers link -a {administration}",
    ),
    "LNK-004": Entry(
        Recovery.FAIL_RUN,
        Who.BOOKKEEPER,
        "De lijst van {administration} is veranderd sinds zij is bekeken: {was} is nu {now}",
        "The list of {administration} has changed since it was looked at: {was} is now {now}",
        "Er is niets getekend. Lees de lijst hierboven en teken dan opnieuw.",
        "Nothing was signed. Read the list above, and then sign again.",
    ),
    "LNK-005": Entry(
        Recovery.FAIL_RUN,
        Who.ENGINEER,
        "Nummers van verkoopfacturen liggen in de reeks voor inkoop, die bij {first} begint: {numbers}",
        "Numbers of sales invoices lie in the sequence for purchases, which begins at {first}: {numbers}",
        "Er is niets getekend. Kies in het administratiebestand een purchase_first_number boven alle verkoopnummers; na de eerste boeking kan dat niet meer.",
        "Nothing was signed. Choose a purchase_first_number in the administration file above all sales numbers; after the first booking that is no longer possible.",
    ),
    "LNK-006": Entry(
        Recovery.FAIL_RUN,
        Who.ENGINEER,
        "Geen van de {count} boekingen van {administration} staat in {now}",
        "None of the {count} bookings of {administration} stands in {now}",
        "Er is niets veranderd. Dit is een andere boekhouding: geef het bestand een nieuw `id`, of herstel de verbinding.",
        "Nothing was changed. These are other books: give the file a new `id`, or restore the connection.",
    ),
}
