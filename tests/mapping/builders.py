"""Administration files and mapping tables for the tests, written as people write them."""

from __future__ import annotations

from pathlib import Path

from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.tables import load_tables

INCLUDE = Path(__file__).parents[2] / "include"

SMALLEST = """\
id: acme-1
database: MVL00001
start_date: 2026-01-01
journals: {sales: [WFV]}
"""
"""The file that has only what nobody can guess."""

TABLES = {
    "revenue_accounts.csv": "product_group,account,supply\nHOSTING,8000,services\nBOEKEN,8020,goods\n*,8090,services\n",
    "vat_codes.csv": (
        "direction,treatment,rate,vat_code,scenario,vat_type,box\nsales,nl_high,21,1,1,1,1a\nsales,nl_low,9,2,1,1,1b\n"
    ),
    "payment_conditions.csv": "direction,term,condition\nsales,14,14\nsales,30,30\n",
    "countries.csv": "wefact,multivers,vat_prefix\nNL,NL,NL\nGR,GR,EL\n",
}


def write_administration(folder: Path, text: str, name: str = "acme") -> None:
    """Puts an administration file into an include folder."""
    (folder / "administrations").mkdir(exist_ok=True)
    (folder / "administrations" / f"{name}.yaml").write_text(text, encoding="utf-8")


def write_tables(folder: Path, **changed: str) -> Path:
    """Puts the tables into a folder; `changed` has the text of those that differ, by name without .csv."""
    folder.mkdir(exist_ok=True)
    texts = TABLES | {f"{name}.csv": text for name, text in changed.items()}
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def configuration(folder: Path, text: str = SMALLEST, **changed: str) -> Configuration:
    """The configuration of a small administration with those tables."""
    write_administration(folder, text)
    return Configuration(load_administration(folder, "acme"), load_tables(write_tables(folder / "tables", **changed)))
