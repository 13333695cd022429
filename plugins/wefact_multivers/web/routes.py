"""The pages that are looked at; nothing is changed here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.exceptions import HTTPException

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.status import NEEDS_PERSON, Status
from wefact_multivers.hooks.services import open_office
from wefact_multivers.hooks.settings import DAG_PREFIX, administration_names
from wefact_multivers.store.found_records import Wanted
from wefact_multivers.streams.audit import EvidenceRow, trail
from wefact_multivers.streams.audit import words as told
from wefact_multivers.streams.document_list import DocumentRow, document_page, every_document
from wefact_multivers.streams.document_view import Choice, document_view
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.overview import latest_runs, overview
from wefact_multivers.streams.payment_page import payment_page
from wefact_multivers.streams.reconcile_result import latest_with_hash
from wefact_multivers.streams.reconcile_sheet import sheet_of
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office
from wefact_multivers.streams.waiting_groups import waiting_groups
from wefact_multivers.web.forms import Subject, proof_of
from wefact_multivers.web.pages import Frame, language_of, root_of, show
from wefact_multivers.web.questions import payment_question_of, question_of
from wefact_multivers.web.rights import IS_KNOWN, MAY_SEE, User, may_act, may_see
from wefact_multivers.web.words import Words

router = APIRouter()

SHOWN_RUNS = 100


@contextmanager
def page_of(request: Request, user: User, dag_id: str, tab: str) -> Iterator[tuple[Office, Frame]]:
    """The office of the administration that the path names, and the frame of its page.

    Raises:
        HTTPException: there is no such administration (404).
    """
    name = dag_id.removeprefix(DAG_PREFIX)
    if name == dag_id or name not in administration_names():
        raise HTTPException(404)
    with open_office(name) as office:
        words = Words(language_of(request, Language(office.administration.language)))
        yield office, Frame(words, root_of(request), name, dag_id, tab, may_act=may_act(user, dag_id))


def stream_of(name: str) -> Stream:
    """The stream that a path names.

    Raises:
        HTTPException: it names none that exports (404).
    """
    if name not in [stream.value for stream in KINDS]:
        raise HTTPException(404)
    return Stream(name)


@router.get("/", dependencies=[IS_KNOWN])
def show_administrations(request: Request, user: User) -> HTMLResponse:
    """The administrations whose DAG the user may see."""
    ids = {name: f"{DAG_PREFIX}{name}" for name in administration_names()}
    seen = {name: dag_id for name, dag_id in ids.items() if may_see(user, dag_id)}
    frame = Frame(Words(language_of(request, Language.NL)), root_of(request))
    return show("administrations.html", frame, administrations=seen)


@router.get("/{dag_id}/overview", dependencies=[MAY_SEE])
def show_overview(request: Request, user: User, dag_id: str) -> HTMLResponse:
    """How an administration stands."""
    with page_of(request, user, dag_id, "overview") as (office, frame):
        return show("overview.html", frame, standing=overview(office), statuses=list(Status), waits=NEEDS_PERSON)


@router.get("/{dag_id}/documents", dependencies=[MAY_SEE])
def show_documents(request: Request, user: User, dag_id: str) -> HTMLResponse:
    """The documents or relations that are asked for, a page at a time."""
    question = question_of(request.query_params)
    with page_of(request, user, dag_id, "documents") as (office, frame):
        found = document_page(office, question.wanted, question.page, frame.words.language)
        return show("documents.html", frame, found=found, question=question, streams=list(KINDS), statuses=list(Status))


@router.get("/{dag_id}/documents.csv", dependencies=[MAY_SEE])
def export_documents(dag_id: str, request: Request, user: User) -> StreamingResponse:
    """Everything that is asked for, as a file for a spreadsheet."""
    question = question_of(request.query_params)
    with page_of(request, user, dag_id, "documents") as (_, frame):
        words, name = frame.words, frame.name
    headers = {"Content-Disposition": f'attachment; filename="documents-{name}.csv"'}
    return StreamingResponse(_csv(name, question.wanted, words), media_type="text/csv", headers=headers)


@router.get("/{dag_id}/documents/{stream}/{number}", dependencies=[MAY_SEE])
def show_document(request: Request, user: User, dag_id: str, stream: str, number: str) -> HTMLResponse:
    """A document or relation beside its booking, with what happened to it."""
    wanted = stream_of(stream)
    with page_of(request, user, dag_id, "documents") as (office, frame):
        view = document_view(office, wanted, number)
        history = [(row.at, row.kind, told(_without_hashes(row))) for row in trail(office, number, wanted)]
        proof = proof_of(Subject(user.get_id(), dag_id, wanted, number, view.mark))
        done = request.query_params.get("done") in set(Choice)
        return show("document.html", frame, view=view, history=history, proof=proof, done=done)


@router.get("/{dag_id}/inbox", dependencies=[MAY_SEE])
def show_inbox(request: Request, user: User, dag_id: str) -> HTMLResponse:
    """What waits for a person, grouped by cause."""
    with page_of(request, user, dag_id, "inbox") as (office, frame):
        return show("inbox.html", frame, groups=waiting_groups(office, frame.words.language))


@router.get("/{dag_id}/payments", dependencies=[MAY_SEE])
def show_payments(request: Request, user: User, dag_id: str) -> HTMLResponse:
    """The payments with the status that is asked for, a page at a time."""
    question = payment_question_of(request.query_params)
    with page_of(request, user, dag_id, "payments") as (office, frame):
        found = payment_page(office, question.status, question.page, frame.words.language)
        return show("payments.html", frame, found=found, question=question, statuses=list(PaymentStatus))


@router.get("/{dag_id}/reconciliation", dependencies=[MAY_SEE])
def show_reconciliation(request: Request, user: User, dag_id: str) -> HTMLResponse:
    """The last reconciliation, as the accountant's sheet."""
    with page_of(request, user, dag_id, "reconciliation") as (office, frame):
        latest = latest_with_hash(office)
        sheet = sheet_of(office.administration.id, *latest, frame.words.language) if latest else None
        return show("reconciliation.html", frame, sheet=sheet)


@router.get("/{dag_id}/runs", dependencies=[MAY_SEE])
def show_runs(request: Request, user: User, dag_id: str) -> HTMLResponse:
    """The last runs, newest first."""
    with page_of(request, user, dag_id, "runs") as (office, frame):
        return show("runs.html", frame, runs=latest_runs(office, SHOWN_RUNS))


def _without_hashes(row: EvidenceRow) -> EvidenceRow:
    """What happened, without what only a program compares."""
    return replace(row, content={name: value for name, value in row.content.items() if name not in _FOR_PROGRAMS})


_FOR_PROGRAMS = frozenset({"content_hash", "plan_hash", "plan", "intent", "intent_id"})


def _csv(name: str, wanted: Wanted, words: Words) -> Iterator[str]:
    """The file, line by line: what is long is never held as a whole."""
    columns = ("kind", "number", "date", "relation", "gross", "status", "booked_in", "payment", "reason")
    # The mark tells spreadsheets that it is UTF-8.
    yield "\ufeff" + _csv_line([words(column) for column in columns])
    with open_office(name) as office:
        for row in every_document(office, wanted, words.language):
            yield _csv_line(_cells(row, words))


def _cells(row: DocumentRow, words: Words) -> list[str]:
    reasons = "; ".join(f"{found.code} {found.message}" for found in row.problems)
    texts = [words(row.stream), row.number, row.date.isoformat() if row.date else "", row.relation_code]
    amount = "" if row.gross is None else str(row.gross)
    after = [words.status(row.status), row.booked_in, words.payment(row.payment), reasons]
    return [*map(_harmless, texts), amount, *map(_harmless, after)]


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow(cells)
    return line.getvalue()
