"""No DAG of its own: makes Airflow show every administration file that cannot be read as one import error."""

from __future__ import annotations

from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.settings import administration_names, include_folder
from wefact_multivers.mapping.administration import load_administration


class AdministrationFilesError(ImportError):
    """Names every administration file that cannot be read, with all that is wrong with it."""


def _reasons() -> list[str]:
    found = []
    for name in administration_names():
        try:
            load_administration(include_folder(), name)
        except SyncError as error:
            found.append(f"{name}.yaml: {error}")
    return found


if reasons := _reasons():
    raise AdministrationFilesError("\n".join(reasons))
