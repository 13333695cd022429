"""The values that others are made of: canonical text, statuses, plans, reference data, documents, tokens."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import LOW_RATES, debtor, invoice, line, purchase, request
from wefact_multivers.domain.bookings import InvoiceType, Plan, Side, Versions
from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.documents import (
    Controller,
    DocumentRow,
    ProductGroups,
    RelationRow,
    SalesStatus,
    SourceKey,
    is_final,
)
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.problems import codes, problem
from wefact_multivers.domain.reference import VatCode
from wefact_multivers.domain.status import (
    IN_MULTIVERS,
    NEEDS_PERSON,
    OPEN,
    TRANSITIONS,
    Actor,
    Event,
    Status,
    TransitionForbiddenError,
    move,
)
from wefact_multivers.domain.tokens import Tokens

NOON = dt.datetime(2026, 3, 16, 12, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Sample:
    side: Side
    amounts: tuple[Decimal, ...]
    day: dt.date
    more: dict[str, object]


def test_given_a_value_then_its_canonical_text_is_sorted_plain_and_exact() -> None:
    sample = Sample(
        Side.DEBIT, (Decimal("1.50"), Decimal("1E+2")), dt.date(2026, 3, 1), {"b": None, "a": [True, 1, "é"]}
    )
    assert canonical_json(sample) == (
        '{"amounts":["1.50","100"],"day":"2026-03-01","more":{"a":[true,1,"é"],"b":null},"side":"debit"}'
    )


def test_given_a_field_that_came_later_then_without_a_value_the_text_is_as_it_was_before() -> None:
    without = canonical_json(line())
    assert "start" not in without
    later = json.loads(canonical_json(line(start=dt.date(2026, 7, 1))))
    assert later == json.loads(without) | {"start": "2026-07-01"}


def test_given_an_instant_then_it_is_written_in_full() -> None:
    assert canonical_json(NOON) == '"2026-03-16T12:00:00+00:00"'


@pytest.mark.parametrize("value", [0.1, {1, 2}, Sample], ids=["float", "set", "class"])
def test_given_a_value_without_a_fixed_text_then_it_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical text"):
        canonical_json({"value": value})


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=20,
)


@pytest.mark.property
@given(st.dictionaries(st.text(), JSON_VALUES))
def test_given_any_value_then_text_and_hash_do_not_depend_on_the_order_of_its_keys(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)
    assert digest(turned) == digest(value)


@pytest.mark.property
@given(JSON_VALUES)
def test_given_any_value_then_its_text_is_stable_when_read_and_written_again(value: object) -> None:
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text


def test_given_the_transition_table_then_every_status_can_be_reached_and_every_event_can_happen() -> None:
    reached, fresh = {Status.NEW}, {Status.NEW}
    while fresh:
        fresh = {to for (source, _), (to, _) in TRANSITIONS.items() if source in fresh} - reached
        reached |= fresh
    assert reached == set(Status)
    assert {event for _, event in TRANSITIONS} == set(Event)


@pytest.mark.parametrize(("status", "event"), list(product(Status, Event)))
def test_given_a_status_and_an_event_then_only_the_table_moves_it(status: Status, event: Event) -> None:
    if (status, event) in TRANSITIONS:
        assert move(status, event) is TRANSITIONS[status, event][0]
    else:
        with pytest.raises(TransitionForbiddenError, match=f"{event} cannot happen"):
            move(status, event)


@pytest.mark.parametrize("status", sorted(IN_MULTIVERS | {Status.UNCERTAIN, Status.MISSING}))
def test_given_a_document_that_was_or_may_have_been_sent_then_nothing_plans_it_again(status: Status) -> None:
    forward = {to for (source, _), (to, _) in TRANSITIONS.items() if source is status}
    assert Status.NEW not in forward
    assert Status.PREVIEW not in forward


def test_given_a_skipped_document_then_a_person_offers_it_again_or_it_is_filled_in_wefact() -> None:
    involved = {(event, who) for (source, event), (to, who) in TRANSITIONS.items() if Status.SKIPPED in {source, to}}
    assert involved == {
        (Event.SKIPPED_BY_PERSON, Actor.PERSON),
        (Event.SKIPPED_AS_EMPTY, Actor.LINK),
        (Event.OFFERED_AGAIN, Actor.PERSON),
        (Event.FILLED_IN_WEFACT, Actor.LINK),
    }


def test_given_the_groups_of_statuses_then_none_is_both_open_and_in_multivers() -> None:
    assert OPEN.isdisjoint(IN_MULTIVERS)
    assert NEEDS_PERSON.isdisjoint({Status.NEW, Status.BOOKED, Status.SKIPPED})


def plan() -> Plan:
    planned = plan_sales_booking(request(invoice(line())))
    assert isinstance(planned, PlannedBooking)
    treatments = tuple(planned.treatments)
    return Plan(planned.booking, "{}", treatments, planned.method, planned.warnings, Versions("d", "c", "r"))


def test_given_a_plan_then_any_change_of_what_is_sent_or_of_its_inputs_is_another_plan() -> None:
    first = plan()
    assert first.hash == plan().hash
    others = [
        replace(first, body='{"a":1}'),
        replace(first, versions=Versions("d", "c", "other")),
        replace(first, booking=replace(first.booking, period=4)),
    ]
    assert len({first.hash, *(other.hash for other in others)}) == 4
    assert json.loads(first.text)["booking"]["gross"] == "121.00"


def test_given_plans_of_one_kind_then_one_proof_booking_proves_them_whatever_the_order_of_lines() -> None:
    mixed = replace(plan(), treatments=("nl_low", "nl_high", "nl_low"))
    assert mixed.combination == replace(mixed, treatments=("nl_high", "nl_low")).combination
    assert mixed.combination == "sales/sales/nl_high+nl_low/1"
    credit = replace(mixed, booking=replace(mixed.booking, invoice_type=InvoiceType.SALES_CREDIT))
    assert credit.combination != mixed.combination


@pytest.mark.parametrize(
    ("day", "percentage"),
    [
        (dt.date(2000, 12, 31), None),
        (dt.date(2018, 12, 31), Decimal(6)),
        (dt.date(2019, 1, 1), Decimal(9)),
        (dt.date(2026, 3, 1), Decimal(9)),
    ],
)
def test_given_a_vat_code_then_its_percentage_is_the_one_of_the_day(day: dt.date, percentage: Decimal | None) -> None:
    assert VatCode(2, "Laag", LOW_RATES).percentage_on(day) == percentage


@pytest.mark.parametrize(
    ("number", "status", "final"),
    [
        ("F2026-0001", SalesStatus.SENT, True),
        ("F2026-0001", SalesStatus.VOID, True),
        ("F2026-0001", SalesStatus.CONCEPT, False),
        ("[concept]0001", SalesStatus.SENT, False),
    ],
)
def test_given_number_and_status_then_only_a_sent_invoice_with_a_number_is_final(
    number: str, status: int, *, final: bool
) -> None:
    assert is_final(Controller.INVOICE, number, status) is final


def test_given_records_of_both_kinds_then_row_and_whole_have_the_same_key() -> None:
    document, relation = invoice(), debtor()
    row = DocumentRow(Controller.INVOICE, "1", "F2026-0001", 2, document.date, document.gross, document.modified)
    assert row.key == document.key == SourceKey(Controller.INVOICE, "1")
    assert (
        RelationRow(Controller.DEBTOR, "7", "DB10001", relation.modified).key
        == relation.key
        == SourceKey(Controller.DEBTOR, "7")
    )


def test_given_a_document_that_was_only_saved_or_paid_then_its_content_is_the_same() -> None:
    document, relation = invoice(), debtor()
    later = document.modified + dt.timedelta(days=1)
    assert replace(document, modified=later, status=SalesStatus.PAID).content_hash == document.content_hash
    assert replace(document, gross=Decimal("121.01")).content_hash != document.content_hash
    assert replace(relation, modified=later).content_hash == relation.content_hash
    assert replace(relation, city="Assen").content_hash != relation.content_hash


def test_given_a_purchase_that_was_only_saved_or_paid_then_it_is_the_same_document() -> None:
    document = purchase()
    assert document.key == SourceKey(Controller.CREDITINVOICE, "5")
    later = replace(document, modified=document.modified + dt.timedelta(days=1), status=3)
    assert later.content_hash == document.content_hash
    assert replace(document, supplier_number="INV-2").content_hash != document.content_hash
    row = DocumentRow(Controller.CREDITINVOICE, "5", "CF1", 1, document.date, document.gross, document.modified)
    assert (row.is_final, replace(row, status=0).is_final) == (True, False)


def test_given_a_product_without_groups_then_it_has_none() -> None:
    groups = ProductGroups({"P-HOST": ("HOSTING",)})
    assert (groups.of("P-HOST"), groups.of("")) == (("HOSTING",), ())


def test_given_problems_then_their_codes_and_values_can_be_read() -> None:
    found = [problem("MAP-001", group="X", line=1), problem("MAP-001", group="Y", line=2), problem("REL-004", code="Z")]
    assert codes(found) == ["MAP-001", "REL-004"]
    assert found[2].values == {"code": "Z"}


def test_given_tokens_then_they_never_show_what_they_hold() -> None:
    shown = repr(Tokens("refresh-secret", "access-secret", NOON, 3))
    assert "secret" not in shown
    assert "generation=3" in shown
