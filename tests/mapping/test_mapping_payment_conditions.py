"""The payment condition of a document: the row that says most, and the conditions that would move money twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mapping.builders import SMALLEST, configuration
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.money_moves import PaidHow
from wefact_multivers.domain.reference import PaymentCondition, ReferenceData
from wefact_multivers.mapping.payment_conditions import (
    condition_faults,
    condition_notes,
    resolve_payment_condition,
)
from wefact_multivers.mapping.reverse import wefact_term

TABLE = """\
direction,term,condition,collected,payment_method,paid
sales,14,14,*,*,*
sales,*,30,*,*,*
sales,*,IW,yes,*,*
sales,14,I14,yes,*,*
sales,*,ID,*,ideal,*
purchase,*,30,*,*,*
purchase,*,NB,*,*,yes
purchase,*,CR,yes,*,*
"""
COLLECTS = (
    "betalingsconditie {0} wordt in Multivers geïncasseerd, en collects is wefact (payment_conditions.csv rij {1})"
)
PAYS = "betalingsconditie {0} wordt in Multivers betaald, en {2} (payment_conditions.csv rij {1})"


@pytest.mark.parametrize(
    ("how", "kind", "condition"),
    [
        (PaidHow(14), Kind.SALES, "14"),
        (PaidHow(60), Kind.SALES, "30"),
        (PaidHow(60, collected=True), Kind.SALES, "IW"),
        (PaidHow(14, collected=True), Kind.SALES, "I14"),
        (PaidHow(14, method="ideal"), Kind.SALES, "ID"),
        (PaidHow(14, collected=True, method="ideal"), Kind.SALES, "I14"),
        (PaidHow(14, paid=True), Kind.PURCHASE, "NB"),
        (PaidHow(14, collected=True, paid=True), Kind.PURCHASE, "CR"),
        (PaidHow(14), Kind.PURCHASE, "30"),
    ],
)
def test_given_how_a_document_is_paid_then_the_row_that_says_most_decides(
    tmp_path: Path, how: PaidHow, kind: Kind, condition: str
) -> None:
    made = configuration(tmp_path, payment_conditions=TABLE)
    assert resolve_payment_condition(how, made, kind=kind) == condition


def test_given_a_condition_for_what_is_collected_then_the_import_takes_no_term_from_it(tmp_path: Path) -> None:
    made = configuration(tmp_path, payment_conditions=TABLE)
    assert wefact_term("14", made, kind=Kind.SALES) == 14
    found = wefact_term("I14", made, kind=Kind.SALES)
    assert getattr(found, "code", None) == "IMP-011"


def live(**flags: str) -> ReferenceData:
    """Conditions with their flags: c collected, p paid, t changes the total."""
    names = ("14", "30", "IW", "I14", "ID", "NB", "CR")
    return ReferenceData(
        payment_conditions={
            name: PaymentCondition(
                name,
                "",
                14,
                is_collected="c" in flags.get(f"_{name}", ""),
                is_paid="p" in flags.get(f"_{name}", ""),
                changes_total="t" in flags.get(f"_{name}", ""),
            )
            for name in names
        }
    )


@pytest.mark.parametrize(
    ("keys", "flags", "faults"),
    [
        ("", {}, []),
        ("", {"_30": "p"}, []),
        ("", {"_IW": "c"}, [COLLECTS.format("IW", 4)]),
        ("collects: multivers\n", {"_IW": "c"}, []),
        ("", {"_NB": "p"}, [PAYS.format("NB", 8, "de factuur is al betaald")]),
        ("", {"_CR": "p"}, [PAYS.format("CR", 9, "de leverancier incasseert")]),
        ("pays: elsewhere\n", {"_30": "p"}, [PAYS.format("30", 7, "pays is elsewhere")]),
    ],
)
def test_given_a_condition_that_would_move_money_twice_then_it_is_named_with_its_row(
    tmp_path: Path, keys: str, flags: dict[str, str], faults: list[str]
) -> None:
    made = configuration(tmp_path, SMALLEST + keys, payment_conditions=TABLE)
    assert condition_faults(made, live(**flags)) == faults


def test_given_a_condition_that_multivers_lacks_then_that_is_for_another_check(tmp_path: Path) -> None:
    made = configuration(tmp_path, payment_conditions=TABLE)
    assert condition_faults(made, ReferenceData()) == condition_notes(made, ReferenceData()) == []


def test_given_a_condition_with_a_discount_then_it_is_named_and_blocks_nothing(tmp_path: Path) -> None:
    made = configuration(tmp_path, payment_conditions=TABLE)
    (note,) = condition_notes(made, live(_IW="t"))
    assert note == (
        "betalingsconditie IW heeft een betalingskorting of kredietbeperking (payment_conditions.csv rij 4)"
    )
