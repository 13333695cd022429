"""A table of what must never be read by anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wefact_multivers.transport import redact


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abc.def-123", "abc.def-123"),
        ("authorization: basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ('{"api_key": "0123456789abcdef"}', "0123456789abcdef"),
        ("api_key=0123456789abcdef&controller=invoice", "0123456789abcdef"),
        ("client_secret=s3cr3t&grant_type=refresh_token", "s3cr3t"),
        ("refresh_token=dGVK!IAAAA&x=1", "dGVK!IAAAA"),
        ("'access_token': 'ey.Jh'", "ey.Jh"),
        ('{"password":"hunter2"}', "hunter2"),
        ("https://portal:hunter2@api.multivers.nl/V22", "hunter2"),
        ("mail to jan.jansen@example.nl please", "jan.jansen@example.nl"),
        ("IBAN NL91ABNA0417164300 is blocked", "NL91ABNA0417164300"),
        ("IBAN NL91 ABNA 0417 1643 00 is blocked", "0417 1643"),
    ],
)
def test_given_a_text_with_a_secret_then_it_is_masked(text: str, secret: str) -> None:
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Grootboekrekening 8000 bestaat niet in boekjaar 2026",
        "ConnectError [Errno 111] Connection refused",
        "Factuurnummer 20260001 bestaat al",
        "invoiceDate: Periode 3 is afgesloten",
        "Debiteur DB10001 bestaat niet",
    ],
)
def test_given_a_text_without_a_secret_then_it_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


@pytest.mark.property
@given(st.text(), st.text(min_size=4), st.text())
def test_given_a_known_secret_then_no_text_around_it_keeps_it(before: str, secret: str, after: str) -> None:
    masked = redact(f"{before}{secret}{after}", [secret])
    assert secret not in masked or secret in "***"
