"""How long a page of Multivers is at least: what makes one call enough for a list.

Multivers documents no cap on the rows of an answer, and an answer tells neither how many rows there are nor whether
more follow (`multivers-api.md 4.1, 8.5`). A page that is shorter than another page of the same server was not cut, so
nothing follows; any other page is followed by a call that proves the end.
"""

from __future__ import annotations

_BOOKS = frozenset({"CustomerInvoiceInfoList", "SupplierInvoiceInfoList", "JournalEntryLineInfoList"})
"""Lists on which money depends: only pages of these lists prove something about them."""

_NAMES = "NVL"
"""Lists of names are not paged (`multivers-api.md 4.1`), so that a long one proves nothing about others."""


class Pages:
    """The longest pages that one server has shown."""

    def __init__(self) -> None:
        self._books = 0
        self._any = 0

    def is_last(self, resource: str, rows: int) -> bool:
        """Whether a page of so many rows was surely not cut."""
        return rows < (self._books if resource in _BOOKS else self._any)

    def note(self, resource: str, rows: int) -> None:
        """Remember how long a page was."""
        if resource.endswith(_NAMES):
            return
        self._any = max(self._any, rows)
        if resource in _BOOKS:
            self._books = max(self._books, rows)
