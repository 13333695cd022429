"""Reads an administration with the public `unit4` package and prints what it made of it."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable

import pandas as pd
from unit4 import Unit4

ADMINISTRATION, YEAR = "MVL00001", 2026
HOST = "https://api.boekhoudgemak.nl"


class LocalUnit4(Unit4):
    """The client as published; of the fixed address only the host is another one."""

    @property
    def base_url(self) -> str:
        """Host and version, with a slash behind it."""
        return self._base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self._base_url = url.replace(HOST, os.environ["SANDBOX_URL"])


def main() -> None:
    """Call every public function once."""
    logging.disable()
    client = LocalUnit4()
    frames: dict[str, Callable[[], pd.DataFrame]] = {
        "administrations": client.administrations,
        "accounts": lambda: client.accounts(ADMINISTRATION, YEAR),
        "account_info": lambda: client.account_info(ADMINISTRATION, "8000"),
        "account_categories": lambda: client.account_categories(ADMINISTRATION),
        "journals": lambda: client.journals(ADMINISTRATION),
        "journal_types": lambda: client.journal_types(ADMINISTRATION),
        "customers_suppliers": lambda: client.customers_suppliers(ADMINISTRATION),
        "costcenters": lambda: client.costcenters(ADMINISTRATION),
        "transactions": lambda: client.transactions_by_year(ADMINISTRATION, YEAR),
        "trial_balance": lambda: client.trial_balance(ADMINISTRATION, YEAR),
    }
    answers = {name: json.loads(frame().to_json(orient="records")) for name, frame in frames.items()}
    # The package's own README begins with a slash, which makes two of them in the address.
    answers["groups"] = client.request_data(endpoint="/api/AdministrationGroupList/All")
    client.refresh_token = "no-such-token"
    answers["refused_token"] = client.request_access_token()
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
