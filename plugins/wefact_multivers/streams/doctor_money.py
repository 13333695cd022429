"""Whether two systems would move the same money: what `doctor` reads of conditions and debtors in Multivers."""

from __future__ import annotations

from wefact_multivers.clock import today
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.money_moves import System
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.mapping.payment_conditions import condition_faults
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.values import text
from wefact_multivers.streams.configuration import read_configuration
from wefact_multivers.streams.doctor_books import Doubt
from wefact_multivers.streams.services import Services

_NAMED = 5
"""So many debtors are named; of more only how many."""

_REMEDY = "Let one system alone collect, pay and remind: docs/how-to/who-moves-the-money.md."


def moving_money(services: Services) -> str | Doubt:
    """Who collects, pays and reminds, and what in Multivers says otherwise (`accounting-rules.md 4`).

    Debtors that stand there already are never changed, so that those whom Multivers reminds are named here.
    """
    configuration = read_configuration(services)
    administration = configuration.administration
    first = administration.start_date.year
    reference = services.multivers.reference_data(range(first, max(first, today(services.clock).year) + 1))
    wrong = condition_faults(configuration, reference)
    reminded = _reminded(services, administration)
    if reminded:
        wrong.append(f"Multivers reminds {len(reminded)} debtors as well: {', '.join(reminded[:_NAMED])}")
    if wrong:
        return Doubt(
            "; ".join(wrong), "Let one system alone collect, pay and remind: docs/how-to/who-moves-the-money.md."
        )
    movers = administration.movers
    return f"collects: {movers.collects}, pays: {movers.pays}, reminds: {movers.reminds}"


def _reminded(services: Services, administration: Administration) -> list[str]:
    """The debtors that Multivers reminds although WeFact does, by code."""
    if administration.reminds is System.MULTIVERS or not administration.streams.sales_invoices:
        return []
    name = FAMILIES[Kind.SALES].id_name
    return sorted(text(row, name) for row in services.multivers.relations(Kind.SALES) if row.get("isDunForPayment"))
