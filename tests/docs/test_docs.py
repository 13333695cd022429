"""The documentation says what is so: generated pages are up to date, and every name and link in it exists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from scripts import import_graph, reference
from wefact_multivers.catalogue import CATALOGUE
from wefact_multivers.domain.status import Status
from wefact_multivers.mapping.administration import Administration

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(ROOT.glob("docs/**/*.md"))
PACKAGE = ROOT / "plugins" / "wefact_multivers"

GUIDED = [
    ROOT / name
    for name in (
        "docker-compose.yaml",
        "docker/connections.yaml",
        "docker/sandbox.env",
        "include/administrations/example.yaml.example",
    )
]
"""Files that tell people in comments what to do."""
MADE_BY_PEOPLE = ("secrets/", "include/administrations/bakkerij.yaml")

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
LINK_COMMAND = re.compile(r"(?<!/)wefact-multivers ([a-z]+(?: [a-z][a-z-]*)?)")
COMPOSE = re.compile(r"docker compose (?:exec|logs|run)(?: --?\w[\w-]*)*( [a-z][a-z-]*)")
COMPOSE_MANY = re.compile(r"docker compose (?:restart|start|stop)((?: [a-z][a-z-]*)+)")
FILE = re.compile(r"\b((?:docs|docker|include|secrets)/[\w./-]+\.\w+)")
PATH = re.compile(r"`((?:plugins|scripts|tests|sandbox|include|docs|dags)/[\w./-]+|\.ci/run|pyproject\.toml)`")


def dead_links(page: str, folder: Path) -> list[str]:
    """The relative links of a page that lead to no file, or to no heading of it."""
    links = [link for link in LINK.findall(page) if "://" not in link]
    return [link for link in links if not _resolves(link, folder)]


def _resolves(link: str, folder: Path) -> bool:
    path, _, heading = link.partition("#")
    file = folder / path
    return file.exists() and (not heading or heading in _headings(file.read_text()))


def _headings(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def unknown_targets(page: str, makefile: str) -> set[str]:
    """The targets that a page tells people to make and the Makefile does not have."""
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    return {target for code in CODE.findall(page) for target in MAKE.findall(code)} - known


def unknown_commands(page: str, known: Iterable[str]) -> set[str]:
    """The commands of the link in a page's code that the program does not have."""
    words = [name.removeprefix("wefact-multivers ") for name in known]
    said = {found for code in CODE.findall(page) for found in LINK_COMMAND.findall(code)}
    return {found for found in said if found not in words and found.split()[0] not in words}


def unknown_services(page: str, services: Iterable[str]) -> set[str]:
    """The services that a page names in a command and docker-compose.yaml does not have."""
    return named_services(page) - set(services)


def named_services(page: str) -> set[str]:
    """The services of docker-compose.yaml that the commands of a page are about."""
    code = "\n".join(CODE.findall(page))
    return {name for found in (*COMPOSE.findall(code), *COMPOSE_MANY.findall(code)) for name in found.split()}


def comments(text: str) -> str:
    """The comments of a file, as one piece of code."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    return "```\n" + "\n".join(lines).replace("`", "'") + "\n```"


def missing(wanted: Iterable[str], page: str) -> list[str]:
    """Which of these a page does not mention as code or as a heading."""
    headings = set(re.findall(r"^## (.+)$", page, re.MULTILINE))
    return [one for one in wanted if f"`{one}`" not in page and one not in headings]


def strange_lines(excerpt: list[str], whole: list[str]) -> list[str]:
    """The lines of an excerpt that do not stand in the whole, in its order."""
    rest = iter(whole)
    return [line for line in excerpt if not any(line == other for other in rest)]


def keys(model: type[Administration]) -> list[str]:
    """Every key of the administration file, those of sections with the section's name."""
    found = []
    for name, field in model.model_fields.items():
        inner = getattr(field.annotation, "model_fields", {})
        found += [name, *(f"{name}.{key}" for key in inner)]
    return found


def excerpt_of(page: str) -> list[str]:
    """The lines of the README that claim to come from the demo."""
    found = re.search(r"<!-- from scripts/demo_expected_2.txt -->\n```\n(.*?)\n```", page, re.DOTALL)
    return found.group(1).splitlines() if found else []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_given_a_page_then_its_links_targets_commands_and_files_exist(page: Path) -> None:
    text = page.read_text()
    commands = [name for name, _ in reference.commands()]
    assert dead_links(text, page.parent) == []
    assert unknown_targets(text, (ROOT / "Makefile").read_text()) == set()
    assert unknown_commands(text, commands) == set()
    assert unknown_services(text, compose_services()) == set()
    assert [path for path in PATH.findall(text) if not (ROOT / path).exists()] == []


def compose_services() -> list[str]:
    """The services of docker-compose.yaml."""
    return list(yaml.safe_load((ROOT / "docker-compose.yaml").read_text())["services"])


@pytest.mark.parametrize("file", GUIDED, ids=lambda file: file.name)
def test_given_a_file_that_guides_then_what_its_comments_name_exists(file: Path) -> None:
    text = comments(file.read_text())
    assert unknown_targets(text, (ROOT / "Makefile").read_text()) == set()
    assert unknown_commands(text, [name for name, _ in reference.commands()]) == set()
    assert unknown_services(text, compose_services()) == set()
    named = [path for path in FILE.findall(text) if not path.startswith(MADE_BY_PEOPLE)]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_given_the_guides_then_together_they_name_every_service_that_people_look_at() -> None:
    guides = "".join(page.read_text() for page in sorted(ROOT.glob("docs/how-to/*.md")))
    assert named_services(guides) == set(compose_services()) - {"sandbox"}


def test_given_the_code_then_the_generated_pages_are_up_to_date() -> None:
    assert reference.drifted() == []


def test_given_the_code_then_the_picture_of_the_imports_is_up_to_date() -> None:
    assert import_graph.PICTURE.read_text() == import_graph.draw(import_graph.layers(), import_graph.imports())


def test_given_the_imports_then_no_package_is_left_out_of_the_picture() -> None:
    packages = {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()}
    assert packages <= set(import_graph.PLACES)


def test_given_the_readme_then_its_excerpt_is_what_the_demo_prints() -> None:
    excerpt = excerpt_of((ROOT / "README.md").read_text())
    assert len(excerpt) > 3
    assert strange_lines(excerpt, (ROOT / "scripts" / "demo_expected_2.txt").read_text().splitlines()) == []


def test_given_the_first_screen_then_it_has_both_commands_and_the_picture() -> None:
    screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:30])
    assert [one for one in ("make demo ", "make test ", "docs/images/run.png") if one not in screen] == []


def test_given_the_program_then_all_of_it_is_documented() -> None:
    pages = {name: (REFERENCE / name).read_text() for name in reference.PAGES}
    assert missing(CATALOGUE, pages["errors.md"]) == []
    assert missing(Status, pages["statuses.md"]) == []
    assert missing([name for name, _ in reference.commands()], pages["cli.md"]) == []
    assert missing(keys(Administration), pages["administration.md"]) == []


def test_given_the_readme_then_it_names_every_command_and_target() -> None:
    readme = (ROOT / "README.md").read_text()
    assert missing([name for name, _ in reference.commands()], readme) == []
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    both = readme + (ROOT / "CONTRIBUTING.md").read_text()
    assert [name for name in targets if f"make {name}" not in both and name not in ("help", "setup")] == []


def test_given_the_texts_of_the_catalogue_then_the_pages_and_runbooks_they_name_exist() -> None:
    texts = [text for entry in CATALOGUE.values() for text in (entry.remedy_nl, entry.remedy_en)]
    named = re.findall(r"(docs/[\w/-]+\.md)(?: (R\d+))?", "\n".join(texts))
    assert named
    for path, runbook in named:
        assert (ROOT / path).exists()
        assert not runbook or re.search(rf"^## {runbook} ", (ROOT / path).read_text(), re.MULTILINE)


def test_given_the_architecture_then_every_file_it_points_to_exists() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text().partition("## Where is")[2]
    files = re.findall(r"`([a-z]+/[\w.]*)`", table)
    assert len(files) > 20
    assert [name for name in files if not (PACKAGE / name).exists() and not (ROOT / name).exists()] == []


def test_given_a_page_that_is_wrong_then_each_check_sees_it(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# R5 It is\n")
    assert dead_links("[a](there.md#r5-it-is) [b](gone.md) [c](there.md#r6)", tmp_path) == ["gone.md", "there.md#r6"]
    assert unknown_targets("`make demo`, ```\nmake tea\n```, make sure", "demo: x\n") == {"tea"}
    assert unknown_commands("`wefact-multivers doctor`, `wefact-multivers link -a x`", ["wefact-multivers link"]) == {
        "doctor"
    }
    assert unknown_services("`docker compose exec -T db pg_dump`, `docker compose restart web cron`", ["web"]) == {
        "db",
        "cron",
    }
    assert unknown_targets(comments("a: 1\n  # say `make tea`\n"), "demo: x\n") == {"tea"}
    assert missing(["A-1", "A-2", "A-3"], "## A-1\n`A-2`") == ["A-3"]
    assert strange_lines(["a", "c", "x"], ["a", "b", "c"]) == ["x"]
    assert strange_lines(["c", "a"], ["a", "b", "c"]) == ["a"]
