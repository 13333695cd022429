"""What the DAG tells people, and how patient its tasks are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wefact_multivers.catalogue import Language
from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.retry import RecoveryRetryPolicy

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "boekhoudkoppeling",
    "retries": 4,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=15),
    "execution_timeout": timedelta(hours=2),
    "retry_policy": RecoveryRetryPolicy(),
}
"""For every task. The delays are about 1, 2, 4 and 8 minutes: a quarter of an hour for a remote system."""

_DOC = """
# WeFact naar Multivers: {name}

## Doel
Zet debiteuren, verkoopfacturen, crediteuren en inkoopfacturen van WeFact als conceptboeking in Multivers, en
meldt in WeFact wat volgens Multivers is betaald; elke ochtend. Controleert in beide richtingen of alles er
staat. Een document wordt nooit tweemaal geboekt of betaald gemeld: een taak wissen is veilig.

## Eigenaar
De boekhouding bepaalt de koppeltabellen (`include/mappings/{name}/`) en lost geblokkeerde documenten op; de
beheerder van Airflow bewaakt de uitvoering.

## Bij storing
* **Rood bij `post` of `settle`**: documenten of betalingen wachten op een mens, al het andere is gedaan.
  Oorzaak en oplossing staan in de XCom `outcome` van de taak. Los het op en wis de taak met *Downstream*;
  alleen wat nog openstaat gaat.
* **Rood bij een andere taak**: lees `outcome`. Storingen van buiten zijn dan {retries} keer herhaald.
* **Oranje of roze**: een eerdere taak is mislukt of overgeslagen; `report` noemt welke u wist.
* **Alles stoppen**: zet de DAG op pauze; wat verzonden is zoekt de volgende uitvoering op.
"""

_IMPORT_DOC = """
# Relaties van Multivers naar WeFact: {name}

## Doel
Zet eenmalig alle debiteuren en crediteuren van Multivers in een leeg WeFact, onder hetzelfde nummer. U start
hem zelf: eerst met *Alleen kijken* aan (zo staat het formulier), dan met *Alleen kijken* uit. Staan er al
andere relaties in WeFact, dan doet hij niets. Een relatie wordt nooit tweemaal gemaakt: opnieuw starten is veilig.
`report` telt; welke relaties niet over kunnen en waarom, zegt
`wefact-multivers relations import --administration {name} --dry-run`.

## Eigenaar
Wie WeFact inricht, samen met de boekhouding.

## Bij storing
* **Rood bij `check_empty`**: er staan relaties in WeFact die niet van deze import zijn. Lees de XCom `outcome`.
* **Rood bij `import_debtors` of `import_creditors`**: lees `outcome`, los het op en wis de taak met
  *Downstream*; alleen wat nog ontbreekt gaat. Storingen van buiten zijn dan {retries} keer herhaald.
"""

_BROKEN = """
# WeFact en Multivers: {name}

## Doel
Deze administratie kan niet worden gelezen, en doet daarom niets.

## Eigenaar
De beheerder van Airflow.

## Bij storing
{reason}
"""


def dag_doc(name: str) -> str:
    """The page of an administration's DAG."""
    return _DOC.format(name=name, retries=DEFAULT_ARGS["retries"])


def import_doc(name: str) -> str:
    """The page of an administration's relation import."""
    return _IMPORT_DOC.format(name=name, retries=DEFAULT_ARGS["retries"])


def broken_doc(name: str, error: SyncError) -> str:
    """The page of the DAG of an administration that cannot be read."""
    return _BROKEN.format(name=name, reason=error.explain(Language.NL))
