"""What people and machines set up wrongly, and what must be told about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.streams.spoiling import Spoil, blocked, clock_moved, edited, faulty, stored_at, switched, token_key


@dataclass(frozen=True)
class Case:
    """One thing that is wrong.

    Attributes:
        spoil: makes it wrong for the length of a block.
        code: of the error that preflight ends with.
        places: what the message must name in both languages.
        nl, en: what the remedy must say.
    """

    spoil: Spoil
    code: str
    places: tuple[str, ...]
    nl: str
    en: str


REVENUE, VAT_CODES, FILE = (
    "mappings/demo/revenue_accounts.csv",
    "mappings/demo/vat_codes.csv",
    "administrations/demo.yaml",
)
CLEAR = ("wis daarna de mislukte taak", "then clear the failed task")

CASES: dict[str, Case] = {
    "IP address not allowed": Case(
        switched(allowed_ips="203.0.113.10"),
        "AUTH-004",
        ("wefact_demo", "IP 127.0.0.1"),
        "IP-adres van deze machine in WeFact bij Instellingen > API",
        "IP address in WeFact at Instellingen > API",
    ),
    "firewall, text": Case(
        blocked("text"), "LIM-002", ("HTTP 403", "wefact_demo"), "WeFact het IP-adres", "WeFact release the IP"
    ),
    "firewall, JSON": Case(
        blocked("json"), "LIM-002", ("HTTP 403", "wefact_demo"), "verlengt de blokkade", "breaker reset"
    ),
    "HTML from WeFact": Case(
        faulty("debtor/list", "html"),
        "NET-002",
        ("WeFact", "debtor/list", "text/html"),
        "iets anders antwoordt dan WeFact",
        "something else answers than WeFact",
    ),
    "HTML from Multivers": Case(
        faulty("multivers *", "html"),
        "NET-002",
        ("Multivers", "GET AdministrationNVL", "text/html"),
        "iets anders antwoordt dan Multivers",
        "something else answers than Multivers",
    ),
    "a column is missing": Case(
        edited(REVENUE, ("account,supply", "account,supply_kind")),
        "CFG-001",
        (
            "mappings/demo",
            "revenue_accounts.csv row 1: column supply is missing",
            "unknown column supply_kind, the nearest known one is supply",
        ),
        *CLEAR,
    ),
    "a row twice": Case(
        edited(REVENUE, ("ADVIES", "hosting")),
        "CFG-001",
        ("revenue_accounts.csv row 5, column product_group: the same as row 2", "leave one out"),
        *CLEAR,
    ),
    "a quote that never ends": Case(
        edited(REVENUE, ("BOEKEN", '"BOEKEN')),
        "CFG-001",
        ("revenue_accounts.csv", "begins in row 4", "no closing double quote"),
        *CLEAR,
    ),
    "another alphabet": Case(
        edited(REVENUE, ("HOSTING", "PAGINA'S À LA CARTE"), encoding="cp1252"),
        "CFG-001",
        ("revenue_accounts.csv", "save it as CSV UTF-8"),
        *CLEAR,
    ),
    "an account that Multivers does not have": Case(
        edited(REVENUE, ("HOSTING,8000", "HOSTING,8777")),
        "CFG-005",
        ("grootboekrekening 8777 in boekjaar 2026", "revenue_accounts.csv rij 2"),
        "Maak het aan in Multivers, of verbeter de genoemde regel",
        "Create it in Multivers, or correct the line it names",
    ),
    "a VAT code that Multivers does not have": Case(
        edited(VAT_CODES, ("nl_low,9,2,1,", "nl_low,9,7,1,")),
        "CFG-005",
        ("btw-code 7", "vat_codes.csv rij 3"),
        "verbeter de genoemde regel; wis daarna",
        "correct the line it names; then clear",
    ),
    "a key that nobody knows": Case(
        edited(FILE, ("settle_minutes:", "settle_minute:")),
        "CFG-001",
        ("demo.yaml", "line ", "settle_minute: unknown key, the nearest known one is settle_minutes"),
        *CLEAR,
    ),
    "the store in a folder that is not there": Case(
        stored_at("sqlite:///{folder}/nowhere/store.db"),
        "STO-005",
        ("wefact_multivers_store", "SQLITE_CANTOPEN"),
        "de map van `host`",
        "the folder of `host`",
    ),
    "the store where nobody may write": Case(
        stored_at("sqlite:////proc/store.db"),
        "STO-005",
        ("wefact_multivers_store", "SQLITE_CANTOPEN"),
        "daarin mag schrijven",
        "this user may write there",
    ),
    "the store may only be read": Case(
        stored_at("sqlite:///file:{folder}/store.db?mode=ro&uri=true"),
        "STO-005",
        ("wefact_multivers_store", "SQLITE_READONLY"),
        "daarin mag schrijven",
        "this user may write there",
    ),
    "the store is something else": Case(
        stored_at("sqlite:///{folder}/letter.txt"),
        "STO-005",
        ("wefact_multivers_store", "SQLITE_NOTADB"),
        "wefact-multivers store upgrade",
        "wefact-multivers store upgrade",
    ),
    "PostgreSQL is down": Case(
        stored_at("postgresql+psycopg://link:geheim@127.0.0.1:9/link"),
        "STO-004",
        ("wefact_multivers_store", "Connection refused"),
        "start de database",
        "start the database",
    ),
    "a token key that is none": Case(
        token_key("no-key-of-fernet"),
        "CFG-003",
        ("wefact_multivers_store", "extra.token_key (Fernet keys)"),
        "docs/reference/connections.md",
        "docs/reference/connections.md",
    ),
    "a clock that is behind": Case(
        clock_moved(timedelta(minutes=-6)), "CHK-001", ("WeFact", "360 se"), "gelijk (NTP)", "(NTP) and try again"
    ),
    "a clock that is ahead": Case(
        clock_moved(timedelta(minutes=6)), "CHK-001", ("WeFact", "360 se"), "gelijk (NTP)", "(NTP) and try again"
    ),
}
