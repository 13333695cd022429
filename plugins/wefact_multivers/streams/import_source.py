"""What the relation import reads: the relations of Multivers with their bank accounts, planned for WeFact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wefact_multivers.domain.relation_import import ListedRelation, PlannedImport, plan_import
from wefact_multivers.domain.relations import PASSIVE
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.reverse import wefact_country, wefact_term
from wefact_multivers.multivers.bank_accounts import ORGANIZATION
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.values import text
from wefact_multivers.streams.kinds import RelationKind
from wefact_multivers.streams.services import Services


def read_relations(
    services: Services, configuration: Configuration, kind: RelationKind
) -> tuple[list[PlannedImport], int]:
    """The active relations of one side, as they would be made in WeFact, and how many are passive.

    WeFact cannot say that a relation is not to be used any more, so that passive ones stay behind.
    """
    state_name = FAMILIES[kind.kind].state_name
    rows = services.multivers.relations(kind.kind)
    active = [row for row in rows if text(row, state_name) != PASSIVE]
    banks = services.multivers.bank_accounts()
    planned = [_planned(row, banks.get(text(row, ORGANIZATION), {}), configuration, kind) for row in active]
    return planned, len(rows) - len(active)


def _planned(
    row: Mapping[str, Any], bank: Mapping[str, Any], configuration: Configuration, kind: RelationKind
) -> PlannedImport:
    code = str(row.get(FAMILIES[kind.kind].id_name) or "")
    return plan_import(
        ListedRelation(kind.controller, code, row, bank),
        country=wefact_country(text(row, "countryId"), configuration),
        term=wefact_term(text(row, "paymentConditionId"), configuration, kind=kind.kind),
    )
