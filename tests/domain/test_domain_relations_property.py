"""Any relation is carried whole, or says what is not: nothing is cut or left out without a word."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.builders import debtor
from wefact_multivers.domain.documents import Relation
from wefact_multivers.domain.relation_table import LENGTHS
from wefact_multivers.domain.relations import RelationFields, relation_fields

SOURCES: dict[str, Callable[[Relation], str]] = {
    "name": lambda relation: relation.name,
    "shortName": lambda relation: relation.code,
    "person": lambda relation: relation.contact,
    "street1": lambda relation: relation.street,
    "zipCode": lambda relation: relation.zip_code,
    "city": lambda relation: relation.city,
    "email": lambda relation: relation.email,
    "telephone": lambda relation: relation.telephone,
    "mobilePhone": lambda relation: relation.mobile,
    "fax": lambda relation: relation.fax,
    "vatNumber": lambda relation: relation.vat_number,
    "cocRegistration": lambda relation: relation.coc_number,
}
HOSTILE = st.sampled_from(
    ["'; DROP TABLE x;--", "<b>&amp;</b>", "İstanbul ß", "Ａ" * 41, "e\u0301" * 30, "\u202e", "\x00"]
)
TEXT = st.one_of(st.text(max_size=70), st.text(alphabet="aé 'ø\n", min_size=20, max_size=70), HOSTILE)
NAMES = ("name", "code", "contact", "street", "zip_code", "city", "email", "telephone", "mobile", "fax")
RELATIONS = st.fixed_dictionaries(dict.fromkeys((*NAMES, "vat_number", "coc_number"), TEXT))


def told(found: RelationFields, code: str) -> set[str]:
    """The fields at which something is said; REL-014 is about the name alone."""
    said = [one for one in (*found.warnings, *found.problems) if one.code == code]
    return {one.values.get("field", "name") for one in said}


@given(RELATIONS, st.text(max_size=6), st.text(max_size=6))
@example(dict.fromkeys((*NAMES, "vat_number", "coc_number"), "x" * 99), "NLDX", "1400")
def test_given_any_relation_then_each_field_is_whole_or_said_to_be_cut_left_out_or_blocking(
    texts: dict[str, str], country: str, condition: str
) -> None:
    relation = debtor(**texts)
    found = relation_fields(relation, country_id=country, payment_condition=condition)
    assert SOURCES.keys() | {"countryId", "paymentConditionId"} == LENGTHS.keys()
    given_texts = {name: source(relation) for name, source in SOURCES.items()}
    for name, given_text in {**given_texts, "countryId": country, "paymentConditionId": condition}.items():
        whole, sent = " ".join(given_text.split()), found.fields.get(name, "")
        says = [code for code in ("TXT-001", "TXT-002", "REL-010", "REL-014") if name in told(found, code)]
        assert len(sent) <= LENGTHS[name]
        if sent == whole:
            assert says == []
        elif sent:
            assert (says, whole.startswith(sent)) == (["TXT-001"], True)
        else:
            assert says in (["TXT-002"], ["REL-010"], ["REL-014"])


@given(RELATIONS)
def test_given_any_relation_then_only_free_text_is_ever_cut(texts: dict[str, str]) -> None:
    found = relation_fields(debtor(**texts), country_id="NL", payment_condition="14")
    assert told(found, "TXT-001") <= {"street1", "city"}
    assert told(found, "REL-010") <= {"vatNumber", "cocRegistration", "zipCode"}
