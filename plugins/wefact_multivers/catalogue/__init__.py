"""What can go wrong, in words: one entry per code, with cause and remedy in Dutch and English and who can fix it.

Errors (`errors.py`) and problems of a document (`domain/problems.py`) carry a code and parameters; the texts
stand here alone, so that log, page, command line and alerts say the same.
"""

from __future__ import annotations

from wefact_multivers.catalogue.actions import ACTION_ENTRIES
from wefact_multivers.catalogue.documents import DOCUMENT_ENTRIES
from wefact_multivers.catalogue.entry import Entry, Language, Recovery, Who
from wefact_multivers.catalogue.first_contact import FIRST_CONTACT_ENTRIES
from wefact_multivers.catalogue.limits import LIMIT_ENTRIES
from wefact_multivers.catalogue.payments import PAYMENT_ENTRIES
from wefact_multivers.catalogue.reconcile import RECONCILE_ENTRIES
from wefact_multivers.catalogue.relation_import import RELATION_IMPORT_ENTRIES
from wefact_multivers.catalogue.relations import RELATION_ENTRIES
from wefact_multivers.catalogue.runs import RUN_ENTRIES
from wefact_multivers.catalogue.vat import MAPPING_ENTRIES, VAT_ENTRIES

__all__ = ["CATALOGUE", "Entry", "Language", "Recovery", "Who"]

CATALOGUE: dict[str, Entry] = {
    **ACTION_ENTRIES,
    **DOCUMENT_ENTRIES,
    **FIRST_CONTACT_ENTRIES,
    **LIMIT_ENTRIES,
    **MAPPING_ENTRIES,
    **PAYMENT_ENTRIES,
    **RECONCILE_ENTRIES,
    **RELATION_IMPORT_ENTRIES,
    **RELATION_ENTRIES,
    **RUN_ENTRIES,
    **VAT_ENTRIES,
}
"""Every code with its entry."""
