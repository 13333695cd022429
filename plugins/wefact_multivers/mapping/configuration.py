"""The configuration of an administration as one value with one hash: file and tables together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pydantic import TypeAdapter

from wefact_multivers.domain.canonical import canonical_json, text_digest
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.mapping.rows import MappingTables


@dataclass(frozen=True)
class Configuration:
    """An administration with its mapping tables; stored as a numbered version, which all tasks of a run read."""

    administration: Administration
    tables: MappingTables

    @cached_property
    def text(self) -> str:
        """The whole configuration as canonical JSON."""
        return canonical_json(self._content)

    @cached_property
    def hash(self) -> str:
        """The identity of the version."""
        return text_digest(self.text)

    @property
    def _content(self) -> dict[str, object]:
        """All that decides about a booking: who is told of it makes no new version, and no plan out of date."""
        return {"administration": self.administration.model_dump(exclude={"alerts"}), "tables": self.tables}

    @classmethod
    def from_text(cls, text: str) -> Configuration:
        """The configuration that a text was made from.

        Raises:
            pydantic.ValidationError: the text is no configuration of this version of the link.
        """
        return _ADAPTER.validate_json(text)


_ADAPTER: TypeAdapter[Configuration] = TypeAdapter(Configuration)
