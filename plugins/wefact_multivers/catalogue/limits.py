"""What keeps the link from asking: the budget of calls, a wait that was asked for, and the circuit breaker."""

from __future__ import annotations

from wefact_multivers.catalogue.entry import Entry, Recovery, Who

LIMIT_ENTRIES: dict[str, Entry] = {
    "LIM-001": Entry(
        Recovery.WAIT,
        Who.NOBODY,
        "{system} vraagt te wachten tot {until}",
        "{system} asks us to wait until {until}",
        "Niets: de taak gaat vanzelf verder.",
        "Nothing: the task goes on by itself.",
    ),
    "LIM-002": Entry(
        Recovery.ASK_PERSON,
        Who.ADMINISTRATOR,
        "WeFact heeft dit IP-adres in de firewall gezet (HTTP 403, verbinding {connection})",
        "WeFact has put this IP address into its firewall (HTTP 403, connection {connection})",
        "Er wordt vanaf dit adres niets meer aan WeFact gevraagd, want elke aanroep verlengt de blokkade. Laat WeFact het IP-adres van deze machine vrijgeven; zeg dan: wefact-multivers breaker reset -a ADMINISTRATIE --system wefact, en wis de mislukte taak.",
        "Nothing more is asked of WeFact from this address, for every call extends the block. Have WeFact release the IP address of this machine; then say: wefact-multivers breaker reset -a ADMINISTRATION --system wefact, and clear the failed task.",
    ),
    "LIM-003": Entry(
        Recovery.FAIL_RUN,
        Who.ENGINEER,
        "WeFact laat dit IP-adres te weinig aanroepen doen: minder dan {fewest} per {window}, terwijl alleen de eerste taak er al ongeveer zoveel nodig heeft",
        "WeFact lets this IP address make too few calls: fewer than {fewest} per {window}, while the first task alone needs about as many",
        "Kijk welk ander programma vanaf dit IP-adres WeFact aanroept, en of calls_per_minute of calls_per_hour van de verbinding te laag staat; wis daarna de mislukte taak.",
        "See which other program calls WeFact from this IP address, and whether calls_per_minute or calls_per_hour of the connection is too low; then clear the failed task.",
    ),
    "LIM-004": Entry(
        Recovery.FAIL_RUN,
        Who.NOBODY,
        "Er moet tot {until} gewacht worden, en dat is na de volgende geplande run van {next} ({reason})",
        "It takes until {until} before this may go on, which is after the next scheduled run of {next} ({reason})",
        "Niets: wat deze taak laat liggen doet de volgende run. Duurt het langer, kijk dan met wefact-multivers breaker show waar het op wacht.",
        "Nothing: the next run does what this task leaves. If it lasts, see with wefact-multivers breaker show what it waits for.",
    ),
    "BRK-001": Entry(
        Recovery.WAIT,
        Who.NOBODY,
        "{system} gaf {failures} keer achter elkaar geen antwoord (laatst: {detail}) en wordt tot {until} met rust gelaten",
        "{system} did not answer {failures} times in a row (last: {detail}) and is left alone until {until}",
        "Niets: daarna wordt het vanzelf geprobeerd. Werkt {system} eerder weer, zeg dan: wefact-multivers breaker reset -a ADMINISTRATIE.",
        "Nothing: it is tried by itself then. If {system} works again sooner, say: wefact-multivers breaker reset -a ADMINISTRATION.",
    ),
}
"""By code."""
