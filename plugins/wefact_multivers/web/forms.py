"""Proof that a form was shown to this user, about this document as it stood then.

A form that somebody else made has no such proof, one that is sent again is about a document that has moved on.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from airflow.configuration import conf
from itsdangerous import BadSignature, URLSafeTimedSerializer

LIFETIME = 3600
"""Seconds for which a form may lie open."""

_SALT = "wefact-multivers-form"


@dataclass(frozen=True)
class Subject:
    """What a form is about.

    Attributes:
        user: who was shown it.
        mark: changes with everything that happens to the document (`streams/waiting_groups.py`).
    """

    user: str
    dag_id: str
    stream: str
    number: str
    mark: str


def proof_of(subject: Subject) -> str:
    """What goes into the form."""
    return _serializer().dumps(astuple(subject))


def is_proven(proof: str, subject: Subject) -> bool:
    """Whether a proof is ours, about just this, and not too old."""
    try:
        return bool(_serializer().loads(proof, max_age=LIFETIME) == list(astuple(subject)))
    except BadSignature:
        return False


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(conf.get_mandatory_value("api", "secret_key"), salt=_SALT)
