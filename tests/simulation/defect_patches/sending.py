"""Mistakes in how a write is sent, and by whom."""

from __future__ import annotations

from tests.simulation.defect_patches.patch import Defect, Edit
from tests.simulation.families import ACCEPTS_DOUBLES

SENDING = (
    Defect(
        "blind first attempt",
        frozenset({"P1"}),
        (Edit("streams/post.py", "        look(services, state, kind, _unsent(services, kind))\n", ""),),
    ),
    Defect(
        "late commit ignored",
        frozenset({"P1", "P2"}),
        (
            Edit(
                "streams/settle.py",
                "    if intent.absent_looks >= 1 and now >= settles_at(intent, minutes):\n",
                "    if minutes:\n",
            ),
        ),
    ),
    Defect(
        "POST repeated on read time-out",
        frozenset({"P1", "P2", "P3"}),
        (
            Edit(
                "transport/outcome.py",
                "        response = client.send(request)\n",
                "        try:\n"
                "            response = client.send(request)\n"
                "        except httpx.ReadTimeout:\n"
                "            response = client.send(request)\n",
            ),
        ),
        unguarded=ACCEPTS_DOUBLES,
    ),
    Defect(
        "paused holder not fenced",
        frozenset({"P1", "P2"}),
        (
            Edit(
                "store/lease.py",
                'if row is None or row["fence"] != self.fence or row["expires_at"] <= now:',
                "if row is None:",
            ),
            # The transaction that opens the intent looks once more: a second guard, without which the first is seen.
            Edit(
                "store/lease.py",
                'if row is None or row["fence"] != self.fence:\n            until',
                "if row is None:\n            until",
            ),
        ),
        family="pauses",
    ),
    Defect(
        "partpayment repeated",
        frozenset({"P1", "P3"}),
        (
            Edit(
                "streams/effects.py",
                "        except AnswerUnusable as error:\n",
                "        except AnswerUnusable as error:\n"
                "            if frozen.effect is Effect.PART_PAYMENT:\n"
                "                self._note(intent, OutcomeKind.NOT_SENT, error)\n"
                '                raise RemoteUnavailable(system="WeFact", call="partpayment", detail="") from error\n',
            ),
            Edit(
                "streams/payment_plan.py",
                'return self.kind == "mark_paid" or side.paid == self.before',
                "return True",
            ),
        ),
        family="strangers and parts",
    ),
    Defect(
        "refresh without re-read",
        frozenset({"P8"}),
        (
            Edit(
                "store/tokens.py",
                "        lock.acquire()\n        try:\n            current = self.read(name)\n"
                "            if current is not None and not stale(current):\n                return current\n",
                "        current = self.read(name)\n        lock.acquire()\n        try:\n",
            ),
        ),
        family="logins",
    ),
)
