"""Addresses that credentials may be sent to, and what an opened pool does by itself."""

from __future__ import annotations

import pytest

from tests.transport import servers
from wefact_multivers.errors import InsecureAddress
from wefact_multivers.transport import HttpOptions, Timeouts, ensure_secure, is_loopback, open_client


@pytest.mark.parametrize(
    "url",
    [
        "https://api.multivers.nl/V22",
        "http://127.0.0.1:8080/v2/",
        "http://127.9.9.9/",
        "http://localhost:1/V22",
        "http://[::1]:80/",
    ],
)
def test_given_https_or_this_machine_then_the_address_is_accepted(url: str) -> None:
    ensure_secure(url, "c")


@pytest.mark.parametrize(
    "url",
    [
        "http://api.multivers.nl/V22",
        "http://192.168.0.15/API_1_9_3",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
    ],
)
def test_given_plain_http_to_another_machine_then_it_is_refused_by_name(url: str) -> None:
    with pytest.raises(InsecureAddress, match="wefact_acme"):
        open_client(url, connection="wefact_acme")


@pytest.mark.parametrize(("host", "is_ours"), [("127.0.0.1", True), ("localhost", True), ("10.0.0.1", False)])
def test_given_a_host_then_only_this_machine_is_loopback(host: str, is_ours: bool) -> None:
    assert is_loopback(f"http://{host}:80/") is is_ours


def test_given_a_proxy_in_the_environment_then_this_machine_is_called_directly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", servers.closed_port())
    with servers.serving(servers.http("200 OK")) as url, open_client(url, connection="c") as http:
        assert http.get(url).status_code == 200


def test_given_a_redirect_then_it_is_not_followed() -> None:
    with (
        servers.serving(servers.http("302 Found", Location="/elsewhere")) as url,
        open_client(url, connection="c") as http,
    ):
        assert http.get(url).status_code == 302


def test_given_a_certificate_file_that_does_not_exist_then_opening_fails_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        open_client("https://api.multivers.nl", connection="c", options=HttpOptions(verify="/nowhere/ca.pem"))


def test_given_options_with_a_login_in_the_proxy_then_their_text_does_not_show_it() -> None:
    assert "geheim" not in repr(HttpOptions(proxy="http://user:geheim@proxy:3128"))


def test_given_all_phases_at_their_longest_then_the_total_is_their_sum() -> None:
    assert Timeouts(connect=1, read=2, write=3, pool=4).total == 10
