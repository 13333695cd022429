"""Pages of which a part between two marks is rendered, and the rest is written by hand."""

from __future__ import annotations


def begin(name: str) -> str:
    """The mark before a part."""
    return f"<!-- {name}: rendered, do not edit -->\n"


def end(name: str) -> str:
    """The mark behind a part."""
    return f"<!-- end of {name} -->"


def replaced(text: str, name: str, part: str) -> str:
    """A page with one part rendered anew.

    Raises:
        LookupError: the marks do not stand in the page.
    """
    before, first, rest = text.partition(begin(name))
    _, last, after = rest.partition(end(name))
    if not first or not last:
        raise LookupError(f"the page has no part {name!r} between marks")
    return f"{before}{first}{part}{last}{after}"
