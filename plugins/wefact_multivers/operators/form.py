"""The forms with which a person starts a run."""

from __future__ import annotations

from airflow.sdk import Param

DRY_RUN = "dry_run"
"""Parameter of the import: whether it only looks."""


def run_form(*streams: str) -> dict[str, Param]:
    """The parameters of a run; the defaults are those of a scheduled one.

    Args:
        *streams: names to choose from.

    Returns:
        from and to (dates, both inclusive), numbers, streams and mode.
    """
    return {
        "from": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Van",
            description="Eerste factuurdatum, samen met Tot en met. Leeg: wat sinds de vorige keer is gewijzigd.",
        ),
        "to": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Tot en met",
            description="Laatste factuurdatum, meegerekend, samen met Van.",
        ),
        "numbers": Param(
            None,
            type=["null", "array"],
            items={"type": "string", "minLength": 1},
            title="Nummers",
            description="Alleen deze factuurnummers, een per regel. Leeg: alle.",
        ),
        "streams": Param(
            None,
            type=["null", "array"],
            items={"type": "string", "enum": list(streams)},
            examples=list(streams),
            title="Stromen",
            description="Alleen deze stromen. Leeg: alle die aan staan.",
        ),
        "mode": Param(
            None,
            type=["null", "string"],
            enum=[None, "preview", "export"],
            title="Modus",
            description="preview boekt niets. De voorzichtigste van bestand, opslag en deze keuze geldt.",
        ),
    }


def import_form() -> dict[str, Param]:
    """The parameter of an import; its default is a look, so that a person who only starts it changes nothing."""
    return {
        DRY_RUN: Param(
            True,
            type="boolean",
            title="Alleen kijken",
            description="Aan: telt wat er zou gebeuren en schrijft niets. Uit: zet de relaties in WeFact.",
        )
    }
