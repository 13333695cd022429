"""Changes the rules of accounting one by one and looks whether a test notices: domain and mapping, by their own tests.

mutmut works in a copy in .state, since it takes the folder of the sources for a package. It goes on where it was
stopped; `--anew` begins again. The command fails below the wanted share of changes that were noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".state" / "mutation"
REASONS = ROOT / "docs" / "explanation" / "mutation.md"
WANTED = 90
"""Percent of the changes that a test has to notice."""

COPIED = ("dags", "include", "sandbox", "scripts", "tests")
TESTS = ("tests/domain", "tests/mapping", "tests/budget")
MADE_AT_IMPORT = ("src/wefact_multivers/mapping/cells.py", "src/wefact_multivers/mapping/table_definitions.py")
"""Modules that make their tables while they are imported: mutmut changes functions later, and would see nothing."""

FORGOTTEN = ("__pycache__", ".hypothesis", "*.egg-info")
SURVIVED, NO_TEST = 0, 33
"""How mutmut writes down that no test failed, and that none came by."""


@dataclass(frozen=True)
class Mutant:
    """A change and what came of it.

    Attributes:
        name: as `mutmut show` knows it.
        code: how the tests ended; None where they have not run.
    """

    module: str
    name: str
    code: int | None

    @property
    def function(self) -> str:
        """The function that was changed, as `Class.method` or by its name."""
        mangled = self.name.rpartition("__mutmut_")[0].rpartition(".")[2]
        if mangled.startswith("xǁ"):
            return ".".join(mangled[2:].split("ǁ"))
        return mangled.removeprefix("x_")

    @property
    def survived(self) -> bool:
        """Whether no test noticed it."""
        return self.code in {SURVIVED, NO_TEST}


def prepare(work: Path) -> None:
    """Copies what the tests need; sources and tests that have changed since are seen by mutmut itself."""
    ignore = shutil.ignore_patterns(*FORGOTTEN)
    shutil.copytree(ROOT / "plugins", work / "src", dirs_exist_ok=True, ignore=ignore)
    for name in COPIED:
        shutil.copytree(ROOT / name, work / name, dirs_exist_ok=True, ignore=ignore)
    text = (ROOT / "pyproject.toml").read_text()
    text = text.replace('pythonpath = ["plugins", "."]', 'pythonpath = ["src", "."]')
    settings = {
        "source_paths": ["src"],
        "only_mutate": ["src/wefact_multivers/domain/*", "src/wefact_multivers/mapping/*"],
        "do_not_mutate": list(MADE_AT_IMPORT),
        "also_copy": list(COPIED),
        "pytest_add_cli_args": ["-p", "no:randomly", "--durations=0", "-m", "not full"],
        "pytest_add_cli_args_test_selection": list(TESTS),
    }
    rows = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    (work / "pyproject.toml").write_text(
        "\n".join([text, "[tool.mutmut]", *rows, "use_git_change_detection = false", ""])
    )


def mutants(work: Path) -> list[Mutant]:
    """Every change with its result."""
    return [found for file in sorted(work.glob("mutants/src/**/*.py.meta")) for found in _of_file(file)]


def _of_file(file: Path) -> Iterator[Mutant]:
    module = str(file.relative_to(file.parents[2])).removesuffix(".py.meta")
    codes: dict[str, int | None] = json.loads(file.read_text())["exit_code_by_key"]
    return (Mutant(module, name, code) for name, code in codes.items())


def told(found: Sequence[Mutant], reasons: str) -> list[str]:
    """The figures per module, and each survivor whose function the page does not explain."""
    tried = [mutant for mutant in found if mutant.code is not None]
    counts, lost = Counter(one.module for one in tried), Counter(one.module for one in tried if one.survived)
    rows = [f"{module}: {counts[module] - lost[module]} of {counts[module]}" for module in sorted(counts)]
    open_ones = [one for one in tried if one.survived and f"`{one.function}`" not in reasons]
    return [*rows, *(f"survived, no reason given: {one.name}" for one in open_ones)]


def share(found: Sequence[Mutant]) -> float:
    """Percent of the changes that were noticed."""
    tried = [mutant for mutant in found if mutant.code is not None]
    return 100 * sum(not mutant.survived for mutant in tried) / max(1, len(tried))


def main(arguments: Sequence[str]) -> int:
    """Run, tell, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--anew", action="store_true", help="forget what was found before")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("names", nargs="*", help="of changes, with stars: wefact_multivers.domain.totals*")
    wanted = parser.parse_args(arguments)
    if wanted.anew:
        shutil.rmtree(WORK, ignore_errors=True)
    prepare(WORK)
    mutmut = Path(sys.executable).with_name("mutmut")
    command = [str(mutmut), "run", "--max-children", str(wanted.jobs), *wanted.names]
    done = subprocess.run(command, cwd=WORK, env={**os.environ, "HYPOTHESIS_PROFILE": "mutation"}, check=False)
    found = mutants(WORK)
    print(*told(found, REASONS.read_text() if REASONS.exists() else ""), sep="\n")
    print(f"{share(found):.1f} % of the changes were noticed; wanted are {WANTED} %")
    return done.returncode or int(share(found) < WANTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
