"""What the Dockerfile puts into an image, laid out in a folder: only what .dockerignore lets through."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.compose.compose_file import ROOT

CODE = "/opt/wefact-multivers"
"""The working folder of the image."""


def build_context() -> set[str]:
    """The paths that .dockerignore lets through; the file denies everything first."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    return {line.removeprefix("!") for line in lines if line.startswith("!")}


def copies(target: str) -> list[str]:
    """What a stage copies from the build context, in order."""
    stage = re.split(r"^FROM \S+ AS ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    (text,) = [part for part in stage if part.startswith(f"{target}\n")]
    lines = re.findall(r"^COPY ((?!--from).+)$", text, re.MULTILINE)
    return [word for line in lines for word in line.split()[:-1]]


def lay_out(target: str, folder: Path) -> Path:
    """The code of a stage as the image has it.

    Raises:
        LookupError: the stage copies something that .dockerignore keeps outside.
    """
    for path in copies(target):
        if path not in build_context():
            raise LookupError(f"{path} is not in the build context")
        source, copy = ROOT / path, folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, copy)
    return folder
