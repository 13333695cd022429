"""The first task of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wefact_multivers.operators.base import PREFLIGHT, AdministrationOperator

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services


class PreflightOperator(AdministrationOperator):
    """Checks that the run can do its work, and fixes its window, mode and configuration version."""

    def work(self, services: Services, context: Any) -> dict[str, object]:
        """Run the checks.

        Returns:
            mode (preview or export), window (as text) and configuration_version.
        """
        from wefact_multivers.operators.request import run_request  # noqa: PLC0415 - heavy
        from wefact_multivers.streams.preflight import preflight  # noqa: PLC0415 - heavy

        result = preflight(services, run_request(context))
        return {
            "mode": str(result.mode),
            "window": result.window_text,
            "configuration_version": result.configuration_version,
        }


def mode_of_run(context: Any) -> str:
    """The mode that preflight decided on, or an empty text if it has not run."""
    facts = context["ti"].xcom_pull(task_ids=PREFLIGHT) or {}
    return str(facts.get("mode", ""))


def window_of_run(context: Any) -> str:
    """The window that preflight decided on, in words."""
    facts = context["ti"].xcom_pull(task_ids=PREFLIGHT) or {}
    return str(facts.get("window", ""))
