"""How an administration stands, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.status import Status
from wefact_multivers.streams.alerts import waiting
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.reconcile_result import latest_comparison
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Services


@dataclass(frozen=True)
class Measures:
    """Every number, noughts included: a gauge that is not told keeps what it said last.

    Attributes:
        records: by stream and status.
        payments: by status.
        waiting: what waits for a person, by stream.
        difference: euros that nothing explains, in the last reconciliation.
        differences: documents and bookings that nothing explains.
    """

    records: dict[tuple[Stream, Status], int]
    payments: dict[PaymentStatus, int]
    waiting: dict[Stream, int]
    difference: Decimal
    differences: int


def measures(services: Services) -> Measures:
    """Reads the numbers from the store."""
    services.store.check_migrated()
    with services.memory.read() as unit:
        counts = {stream: unit.records.counts(kind.controller) for stream, kind in KINDS.items()}
        paid = unit.payments.counts()
        places = [one.place for one in waiting(services, unit)]
    compared = latest_comparison(services)
    none = (0, ZERO)
    return Measures(
        records={(stream, status): found.get(status, none)[0] for stream, found in counts.items() for status in Status},
        payments={status: paid.get(status, 0) for status in PaymentStatus},
        waiting={stream: places.count(stream) for stream in Stream},
        difference=compared.unexplained if compared else ZERO,
        differences=compared.unexplained_documents if compared else 0,
    )
