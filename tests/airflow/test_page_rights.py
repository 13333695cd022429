"""The page asks Airflow who somebody is and what he may do: every route, every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi.routing import APIRoute

from scripts.demo import DAG_ID
from tests.airflow.demo_morning import Morning, demo_morning

pytestmark = pytest.mark.airflow

SEEN = {"anonymous": 401, "vera": 200, "ursula": 200, "oscar": 200, "admin": 200}
"""Who may look."""

ACTED = {"anonymous": 401, "vera": 403, "ursula": 409, "oscar": 409, "admin": 409}
"""Who may decide: past his rights, a form that we did not make is refused."""

OTHER = "wefact_to_multivers__nobody"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, int]]] = {
    ("GET", "/"): ("/", SEEN),
    ("GET", "/{dag_id}/overview"): (f"/{DAG_ID}/overview", SEEN),
    ("GET", "/{dag_id}/documents"): (f"/{DAG_ID}/documents", SEEN),
    ("GET", "/{dag_id}/documents.csv"): (f"/{DAG_ID}/documents.csv", SEEN),
    ("GET", "/{dag_id}/documents/{stream}/{number}"): (f"/{DAG_ID}/documents/sales_invoices/F2026-0001", SEEN),
    ("GET", "/{dag_id}/inbox"): (f"/{DAG_ID}/inbox", SEEN),
    ("GET", "/{dag_id}/payments"): (f"/{DAG_ID}/payments", SEEN),
    ("GET", "/{dag_id}/reconciliation"): (f"/{DAG_ID}/reconciliation", SEEN),
    ("GET", "/{dag_id}/runs"): (f"/{DAG_ID}/runs", SEEN),
    ("POST", "/{dag_id}/documents/{stream}/{number}/{choice}"): (
        f"/{DAG_ID}/documents/sales_invoices/F2026-0004/retry",
        ACTED,
    ),
}
"""Each route, an address of it, and what each user gets."""


@dataclass
class Visitors:
    """A client of the page for each user."""

    clients: dict[str, httpx.Client]

    def __getitem__(self, user: str) -> httpx.Client:
        return self.clients[user]


@pytest.fixture(scope="module")
def morning(request: pytest.FixtureRequest) -> Morning:
    return demo_morning(request.config)


@pytest.fixture(scope="module")
def visitors(morning: Morning) -> Iterator[Visitors]:
    address = f"{morning.stack.airflow_url}/wefact-multivers"
    clients = {"anonymous": httpx.Client(base_url=address, trust_env=False, timeout=30)}
    for user, password in morning.stack.passwords().items():
        login = {"username": user, "password": password}
        answer = httpx.post(f"{morning.stack.airflow_url}/auth/token", json=login, trust_env=False)
        token = answer.raise_for_status().json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        clients[user] = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=30)
    yield Visitors(clients)
    for client in clients.values():
        client.close()


def test_table_then_it_has_every_route_of_the_page() -> None:
    from wefact_multivers.web.app import create_app  # noqa: PLC0415 - what it imports of Airflow warns of itself

    found = [route for route in create_app().routes if isinstance(route, APIRoute)]
    routes = {(method, route.path) for route in found for method in route.methods}
    assert routes == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_route_then_the_role_decides(visitors: Visitors, route: tuple[str, str]) -> None:
    address, wanted = ROUTES[route]
    assert {user: visitors[user].request(route[0], address).status_code for user in wanted} == wanted


def test_page_then_nothing_from_elsewhere_may_be_loaded_and_nobody_may_frame_it(visitors: Visitors) -> None:
    headers = visitors["vera"].get(f"/{DAG_ID}/overview").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    [
        f"/{OTHER}/overview",
        "/import_relations__demo/overview",
        f"/{DAG_ID}/documents/sales_invoices/F2026-9999",
        f"/{DAG_ID}/documents/payments/F2026-0001",
        "/wefact_to_multivers__..%2F..%2Fdemo/overview",
        "/static/..%2Fapp.py",
        f"/{DAG_ID}/elsewhere",
    ],
)
def test_address_that_is_not_there_then_404(visitors: Visitors, address: str) -> None:
    assert visitors["admin"].get(address).status_code == 404


@pytest.mark.parametrize("question", ["status=gone", "stream=x", "from=yesterday", "order=name", "page=-1", "page=²"])
def test_question_that_makes_no_sense_then_it_is_named(visitors: Visitors, question: str) -> None:
    answer = visitors["admin"].get(f"/{DAG_ID}/documents?{question}")
    assert answer.status_code == 400
    assert question in answer.text


def test_hostile_question_then_it_comes_back_as_text(visitors: Visitors) -> None:
    answer = visitors["admin"].get(f"/{DAG_ID}/documents", params={"text": '"><script>alert(1)</script>'})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_forged_form_then_nothing_is_decided(visitors: Visitors) -> None:
    address = f"/{DAG_ID}/documents/purchase_invoices/CF2026-0022"
    page = visitors["ursula"].get(address).text
    proof = page.partition('name="proof" value="')[2].partition('"')[0]
    assert proof
    reason = {"reason": "x"}
    of_somebody_else = visitors["oscar"].post(f"{address}/skip", data={"proof": proof, **reason})
    about_another = visitors["ursula"].post(
        f"/{DAG_ID}/documents/purchase_invoices/CF2026-0027/skip", data={"proof": proof, **reason}
    )
    changed = visitors["ursula"].post(f"{address}/skip", data={"proof": f"{proof}x", **reason})
    assert [answer.status_code for answer in (of_somebody_else, about_another, changed)] == [409, 409, 409]
    without_reason = visitors["ursula"].post(f"{address}/skip", data={"proof": proof, "reason": " "})
    assert without_reason.status_code == 400
    assert visitors["ursula"].get(address).text.count('name="proof"') == page.count('name="proof"') == 2


def test_export_then_it_is_a_file_with_every_document(visitors: Visitors) -> None:
    answer = visitors["vera"].get(f"/{DAG_ID}/documents.csv?stream=sales_invoices")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="documents-demo.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = answer.text.splitlines()
    assert lines[0].split(";")[1:4] == ["Nummer", "Datum", "Relatie"]
    assert len(lines) == 1 + 17
