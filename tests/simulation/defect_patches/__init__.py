"""Mistakes that software of this kind is known for, each as exact changes to a copy of the package."""

from __future__ import annotations

from tests.simulation.defect_patches.asking import ASKING
from tests.simulation.defect_patches.patch import Defect, Edit
from tests.simulation.defect_patches.remembering import REMEMBERING
from tests.simulation.defect_patches.sending import SENDING

DEFECTS: dict[str, Defect] = {defect.name: defect for defect in (*SENDING, *ASKING, *REMEMBERING)}

__all__ = ["DEFECTS", "Defect", "Edit"]
