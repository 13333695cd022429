"""A company of a size one likes, in process, whose store is lost, or put back as it once was."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from sandbox import persistence
from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.datasets.copying import repeat_purchase
from sandbox.model import Record, from_json
from sandbox.testing import KEY, SandboxControl, SandboxServers
from sandbox.transport import InProcessTransport
from sandbox.wefact.state import Account
from tests.streams.world import Outcome, World
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.streams import inbox
from wefact_multivers.streams.backup import backup, restore
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.rebinding import bind
from wefact_multivers.streams.recover import Recovery, recover
from wefact_multivers.streams.runs import Stream, Trigger
from wefact_multivers.streams.services import Network, Services, build_services

WEFACT_URL, MULTIVERS_URL = "http://127.0.0.1:7003/v2/", "http://127.0.0.1:7004/V22"
IN_MULTIVERS = frozenset({"booked", "booked_warning", "adopted"})
BOOKED_DIGITS = 4
"""So many digits of a running number leave room for the year in an invoice id."""


def quietly(_text: str) -> None:
    """Nobody reads the progress."""


class InProcess(SandboxServers):
    """The control of a sandbox in this process; there is no server to stop."""

    def __init__(self, dataset: str) -> None:
        self.sandbox = Sandbox()
        reset(self.sandbox, {"dataset": dataset, "seed": 0})
        self.transport = InProcessTransport(self.sandbox)
        self.wefact_url, self.multivers_url = WEFACT_URL, MULTIVERS_URL
        SandboxControl.__init__(self, "http://127.0.0.1:7004", self.transport)

    @property
    def network(self) -> Network:
        """The link's own HTTP clients, without a socket."""
        return Network(
            wefact=httpx.Client(base_url=WEFACT_URL, transport=self.transport),
            multivers=httpx.Client(base_url=MULTIVERS_URL, transport=self.transport),
        )


class Company(World):
    """`documents` sales and a quarter as many purchase invoices over two years, first contact not signed yet."""

    administration = "demo"

    def __init__(self, folder: Path, documents: int) -> None:
        servers = InProcess(f"large:{documents}")
        _shorten_numbers(servers.sandbox)
        self.file = folder / "store.db"
        super().__init__(servers, folder, f"sqlite:///{self.file}", servers.network)
        self._configure()
        servers.settings(wefact_limits="off")
        self.switch(payments=False)
        self.migrate()

    def twin(self, folder: Path) -> Company:
        """The same company as it is now, in another folder, to go on from here."""
        made = copy(self)
        shutil.copytree(self.file.parent, folder, dirs_exist_ok=True)
        servers = InProcess("empty")
        servers.sandbox.use(persistence.from_record(from_json(self.kept()), servers.sandbox.clock))
        made.sandbox, made.network, made.clock = servers, servers.network, FixedClock(self.clock.at)
        made.include, made.file = folder / "include", folder / "store.db"
        url = f"sqlite:///{made.file}"
        store = StoreConnection(url, self.connections.store.token_keys)
        made.connections = replace(self.connections, store=store)
        return made

    def kept(self) -> bytes:
        """Everything in both systems."""
        assert isinstance(self.sandbox, InProcess)
        return persistence.dump(self.sandbox.sandbox.state, self.sandbox.sandbox.clock)

    def _configure(self) -> None:
        file = self.include / "administrations" / "demo.yaml"
        text = file.read_text().replace("start_date: 2026-01-01", "start_date: 2025-01-01")
        file.write_text(re.sub(r"^(closed_until|vat_filed_until): .*$", "", text, flags=re.MULTILINE))
        costs = self.include / "mappings" / "demo" / "cost_accounts.csv"
        costs.write_text(f"{costs.read_text()}Vakliteratuur,4000,goods,,,,\n")

    def it_is(self, day: str) -> None:
        """Six in the morning of that day, for the link and for both systems."""
        self.clock.at = datetime.fromisoformat(f"{day}T06:00:00+01:00")
        self.sandbox.clock(self.clock.at.isoformat())

    def book(self, key: str, until: str) -> Outcome:
        """A run by hand of everything dated up to and including that day."""
        return self.run(key, trigger=Trigger.MANUAL, params={"from": "2025-01-01", "to": until})

    def keep(self, name: str = "old") -> None:
        """Back the store up."""
        backup(self.file, self.file.with_name(f"{name}.db"))

    def put_back(self, name: str = "old") -> None:
        """The store is as it was when it was backed up."""
        self.lose()
        restore(self.file.with_name(f"{name}.db"), self.file, self.clock.now())

    def lose(self) -> None:
        """The store is gone."""
        for file in self.file.parent.glob("store.db*"):
            file.unlink()

    def lose_and_make_anew(self) -> None:
        """The store is gone, and an empty one stands in its place."""
        self.lose()
        self.migrate()

    def recover(self, *, confirm: bool = False) -> Recovery:
        """What the command does: look, and bind if a person has confirmed."""
        with self.services() as services:
            found = recover(services, quietly)
            if confirm:
                bind(services, found, "A. de Boer", quietly)
        return found

    def booked(self) -> dict[str, Counter[str]]:
        """How often each document stands in the books, by its number, sales and purchases apart."""
        return {
            "sales": Counter(row["reference"] for row in self.sandbox.bookings()),
            "purchases": Counter(row["reference"] for row in self.sandbox.purchase_bookings()),
        }

    def documents_in_books(self) -> int:
        """How many documents stand at a status that says: in Multivers."""
        found = [*self.statuses(Controller.INVOICE).values(), *self.statuses(Controller.CREDITINVOICE).values()]
        return sum(status in IN_MULTIVERS for status in found)

    def writes(self) -> dict[str, int]:
        """How many writes each system has seen since the counts were forgotten."""
        return dict(self.sandbox.requests()["writes"])

    def wefact_row(self, number: str) -> dict[str, Any]:
        """A sales invoice of WeFact as it is stored, to be changed behind everybody's back."""
        return _row(self._account.invoices, "InvoiceCode", number)

    def purchase_row(self, number: str) -> dict[str, Any]:
        """A purchase invoice of WeFact as it is stored."""
        return _row(self._account.creditinvoices, "CreditInvoiceCode", number)

    def skip(self, number: str) -> None:
        """A person decides that a sales invoice is not to be sent."""
        with self.services() as services:
            inbox.skip(services, Decision(number, "A. de Boer", Stream.SALES_INVOICES), "booked under another number")

    def add_purchase(self, code: str, day: str) -> None:
        """A purchase invoice like the first one comes in."""
        model = next(iter(self._account.creditinvoices.values()))
        creditor = next(iter(self._account.creditors.values()))
        repeat_purchase(self._account, model, creditor, code, day)

    def rename(self, name: str) -> None:
        """The administration file has another name from now on."""
        folder = self.include / "administrations"
        text = (folder / "demo.yaml").read_text()
        (folder / f"{name}.yaml").write_text(text.replace("\nname: demo\n", f"\nname: {name}\n"))
        self.administration = name

    def give_new_id(self, identity: str) -> None:
        """The administration file has another id from now on: the store takes it for another administration."""
        file = self.include / "administrations" / f"{self.administration}.yaml"
        file.write_text(re.sub(r"^id: .*$", f"id: {identity}", file.read_text(), flags=re.MULTILINE))

    @contextmanager
    def services(self) -> Iterator[Services]:
        """The services, as a task opens them, under the present name of the administration file."""
        assert self.network is not None
        administration = load_administration(self.include, self.administration)
        to, clock = self.connections, self.clock
        services = build_services(self.administration, self.include, administration, to, clock, self.network)
        with closing(services.store):
            yield services

    def type_by_hand(self, count: int) -> list[str]:
        """A bookkeeper books the first sales invoices in a journal of people; gives their numbers."""
        rows = list(self._account.invoices.values())[:count]
        for index, row in enumerate(rows):
            lines = [_typed_line(line) for line in row["InvoiceLines"]]
            names = {"customerId": row["DebtorCode"], "reference": row["InvoiceCode"], "invoiceId": f"{5001 + index}"}
            self.sandbox.action("book_invoice", **names, invoiceDate=row["Date"], lines=lines)
        return [row["InvoiceCode"] for row in rows]

    @property
    def _account(self) -> Account:
        assert isinstance(self.sandbox, InProcess)
        return self.sandbox.sandbox.state.wefact.accounts[KEY]


def _typed_line(line: Record) -> Record:
    amount = Decimal(line["Number"]) * Decimal(line["PriceExcl"])
    return {"accountId": "8000", "amount": float(amount), "vatCodeId": 1 if line["TaxCode"] == "V21" else 2}


def _row(table: dict[str, Record], name: str, number: str) -> dict[str, Any]:
    return next(row for row in table.values() if row[name] == number)


def doubles(company: Company) -> dict[str, int]:
    """The documents that stand in the books more than once."""
    return {number: count for side in company.booked().values() for number, count in side.items() if count > 1}


def _shorten_numbers(sandbox: Sandbox) -> None:
    """F2025-00001 becomes F2025-0001, which gives an invoice id of eight digits."""
    account = sandbox.state.wefact.accounts[KEY]
    for row in account.invoices.values():
        prefix, _, running = row["InvoiceCode"].rpartition("-")
        row["InvoiceCode"] = f"{prefix}-{int(running):0{BOOKED_DIGITS}d}"
