"""What a person decides on the page: the same decisions as `wefact-multivers inbox`, under the user's own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from wefact_multivers.streams.document_view import Choice, document_view
from wefact_multivers.streams.inbox import Decision, retry, skip
from wefact_multivers.streams.services import Office
from wefact_multivers.web.forms import Subject, is_proven
from wefact_multivers.web.pages import show
from wefact_multivers.web.rights import MAY_ACT, User
from wefact_multivers.web.routes import page_of, stream_of

router = APIRouter()

_LONGEST_REASON = 500

_DECIDE: dict[Choice, Callable[[Office, Decision, str], object]] = {
    Choice.RETRY: lambda office, decision, _: retry(office, decision),
    Choice.SKIP: skip,
}

_NEEDS_REASON = frozenset({Choice.SKIP})


@router.post("/{dag_id}/documents/{stream}/{number}/{choice}", dependencies=[MAY_ACT])
def decide(  # noqa: PLR0913, PLR0917 - what the framework hands over, each by its name
    request: Request,
    user: User,
    dag_id: str,
    stream: str,
    number: str,
    choice: Choice,
    proof: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Carries out a decision about what the page showed, if it still stands as it did there."""
    wanted = stream_of(stream)
    with page_of(request, user, dag_id, "documents") as (office, frame):
        mark = document_view(office, wanted, number).mark
        if not is_proven(proof, Subject(user.get_id(), dag_id, wanted, number, mark)):
            return show("error.html", frame, 409, message=frame.words("page_old"), remedy="")
        reason = reason.strip()[:_LONGEST_REASON]
        if choice in _NEEDS_REASON and not reason:
            return show("error.html", frame, 400, message=frame.words("no_reason"), remedy="")
        _DECIDE[choice](office, Decision(number, user.get_name(), wanted), reason)
    return RedirectResponse(f"{frame.base}/documents/{wanted}/{quote(number, safe='')}?done={choice}", 303)
