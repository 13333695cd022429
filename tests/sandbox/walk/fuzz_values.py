"""What a careless or hostile caller sends: values of every wrong kind, broken bodies, odd paths and options."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = (
    "", " ", "0", "-1", "1", "4", "1e999999", "1E-999999", "NaN", "sNaN", "Infinity", "-0", "0x10", "1,5", "١٢", "²",
    "9" * 400, "2026-02-30", "0000-00-00", "31-2-2026", "2026-03-02", "2026-03-02T25:61:61", "9999-12-31", "0001-01-01",
    "'; DROP TABLE facturen; --", "<script>alert(1)</script>", "[concept]0001", "\x00", "\u202e", "é" * 300, "🜁",
    "yes", "no", "null", "true", "F2026-0001", "DB10001", "../../etc/passwd", "%s%n{0}{x}", "====", "QQ==", "MVL00001",
)  # fmt: skip
NUMBERS = (0, -1, 1, 10**400, -(10**20), 2**63, 0.1, -0.0, 1e308, float("nan"), float("inf"), 99999.995)
DEEP: Any = None
for _ in range(60):
    DEEP = [DEEP]

scalars: st.SearchStrategy[Any] = (
    st.sampled_from(WORDS) | st.sampled_from(NUMBERS) | st.none() | st.booleans() | st.text(max_size=8)
)
values: st.SearchStrategy[Any] = (
    scalars
    | st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
        max_leaves=5,
    )
    | st.just(DEEP)
)


def changed(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Wrong values for a few of the names."""
    return st.dictionaries(st.sampled_from(names), values, min_size=1, max_size=4)


BROKEN_BODIES = (
    b"", b" ", b"{", b"[", b"[]", b"[1]", b"null", b"1", b'"x"', b"NaN", b"{}", b'{"a":}', b"{'a':1}", b"\xff\xfe{",
    b'\xef\xbb\xbf{"a":1}', b"[" * 100_000, b'{"a":' * 100_000, b'{"a":' + b"9" * 5000 + b"}", b'{"a":1,"a":2}',
    b"a=1&a[b]=2&a[]=3&[=]&]=[&=", b"a[b][c][d]=1&a[b]=2", b"%", b"%zz=%ff&=", b"<a/>", b"<a>",
    b"<?xml version='1.0'?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b'{"\\ud800":"\\udfff"}', b"x" * 1_000_000,
)  # fmt: skip
CONTENT_TYPES = (
    "application/json",
    "application/xml",
    "text/xml",
    "application/x-www-form-urlencoded",
    "image/png",
    "",
)
ACCEPTS = ("application/json", "application/xml", "text/html", "image/png", "*/*", "", ";;;", "application/xml;q=x")
PATHS = (
    "", "/", "//", "/.", "/..", "/v22", "/V22/", "/V/api", "/Vx/api/MVL00001/CustomerNVL", "/V22/api", "/V22/api/",
    "/V22/api//", "/V22/api/MVL00001", "/V22/api/MVL00001/", "/V22/api/MVL00001//", "/V22/api/NIETS/CustomerNVL",
    "/V22/api/MVL00001/../MVL00001/CustomerNVL", "/V22/api/%2e%2e/CustomerNVL", "/V22/api/MVL00001/CustomerNVL%00",
    "/V22/api/MVL00001/Customer/!_", "/V22/api/MVL00001/Customer/!_2f", "/V22/api/MVL00001/Customer/!_zz",
    "/V22/api/MVL00001/Customer/%ff%fe", "/V22/api/MVL00001/Customer/a%2Fb", "/V22/api/MVL00001/CustomerNVL.xml",
    "/V22/api/MVL00001/CustomerNVL.exe", "/V22/api/MVL00001/customernvl.json", "/API_19_2/api/mvl00001/CUSTOMERNVL",
    "/V22/api/MVL00001/" + "x" * 5000, "/V22/api/" + "/".join("y" * 500), "/V22/OAuth", "/V22/OAuth/", "/V22/OAuth/x",
    "/V22/api/MVL00001/CustomerNVL/extra", "/V22/api/MVL00001/{customerId}", "/V22/api/MVL00001/Customer/\u20ac",
    "/__sandbox__", "/V22/__sandbox__/state", "*", "http://elders/V22/api/AdministrationNVL",
)  # fmt: skip
OPTIONS = (
    ("$filter", "InvoiceId eq"), ("$filter", "((((((((((a eq 'b'"), ("$filter", "(" * 700 + ")" * 700),
    ("$filter", "not " * 400 + "true"), ("$filter", "name eq 'b' or"), ("$filter", "length("), ("$filter", "length()"),
    ("$filter", "indexof(name)"), ("$filter", "substringof('a')"), ("$filter", "tolower(1) eq 'a'"), ("$filter", "²"),
    ("$filter", "name lt 5"), ("$filter", "name eq null"), ("$filter", "null"), ("$filter", "1 eq 1"), ("$filter", "'"),
    ("$filter", "nergens eq 'x'"), ("$filter", "name eq 'a' eq 'b'"), ("$filter", "startswith(name,name,name)"),
    ("$filter", "datetime'2026-13-45' gt 1"), ("$filter", "1e999999 gt 1"), ("$filter", "$"), ("$filter", "   "),
    ("$orderby", "nergens"), ("$orderby", ","), ("$orderby", "name sideways"), ("$orderby", "name desc desc"),
    ("$orderby", " "), ("$top", "-1"), ("$top", "x"), ("$top", "9" * 400), ("$top", "²"), ("$top", ""), ("$top", "1.5"),
    ("$skip", "-1"), ("$skip", "9" * 400), ("$skip", "x"), ("$skip", ""), ("$select", "nergens"), ("$select", ","),
    ("$select", ""), ("$expand", "x"), ("$inlinecount", "allpages"), ("$format", "xml"), ("$unknown", "1"), ("", ""),
    ("fiscalYear", "²"), ("fiscalYear", "9" * 400), ("fiscalYear", "-1"), ("fiscalYear", ""), ("accountId", "\x00"),
    ("invoiceState", "7"), ("id", "%"), ("startDate", "31-2-2026"), ("x" * 2100, "1"),
)  # fmt: skip
FORM = (
    "a=1", "grant_type=", "grant_type=refresh_token", "grant_type=refresh_token&refresh_token=x", "grant_type=password",
    "grant_type=authorization_code&code=x&redirect_uri=y", "client_id=sandbox-client&client_secret=verkeerd",
    "client_id=sandbox-client&client_secret=sandbox-secret&grant_type=refresh_token&refresh_token=weg",
    "client_id=sandbox-client&client_secret=sandbox-secret&grant_type=authorization_code&code=weg", "client_id=%ff",
)  # fmt: skip
