"""The pages for people who change the coach name only what is there: files, classes, methods, anchors."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import ROOT, House, read_house

PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/domain-rules.md")
EVERY_PAGE = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "coach").rglob("*.md"))
    if file.name != "CHANGELOG.md"
)
OF_OTHERS = frozenset("No Args Returns Raises SQLAlchemy WordPiece GGRRAAACCEEESSS MiniLM PyYAML GitHub".split())
"""Names that look like classes of ours and are not."""
FILES = re.compile(r"(?:coach|tests|docs|dialogues|personas|\.ci)/[\w./-]*[\w/]|[A-Z]+\.md|pyproject\.toml")


@pytest.fixture(scope="module")
def house() -> House:
    return read_house()


def words(page: str) -> list[str]:
    """What stands in backticks on a page, outside of blocks."""
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text("utf-8"), flags=re.S)
    return re.findall(r"`([^`\n]+)`", text)


@pytest.fixture(scope="module")
def defined(house: House) -> dict[str, set[str]]:
    """Classes, and type names, of the whole house, each with what is defined in it."""
    names: dict[str, set[str]] = {}
    for module in house.modules.values():
        for node in ast.walk(module.tree):
            match node:
                case ast.ClassDef(name=name, body=body):
                    names.setdefault(name, set()).update(_members(body))
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    names.setdefault(name, set())
    return names


def _members(body: list[ast.stmt]) -> set[str]:
    named = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return named | {
        node.target.id for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    """A name in capitals, a star or dots stand for any."""
    named = {name for word in words(page) for name in FILES.findall(word) if not re.search(r"NAME|\.\.\.|\*", word)}
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_program_that_a_page_runs_is_there(page: str) -> None:
    """As `python -m coach.fitting.refit` in a page or in a block of one."""
    run = {
        name.rstrip(".") for name in re.findall(r"python -m ((?:coach|tests)[\w.]*)", (ROOT / page).read_text("utf-8"))
    }
    paths = {name: ROOT / name.replace(".", "/") for name in run}
    assert not [
        name
        for name, path in paths.items()
        if not path.with_suffix(".py").exists() and not (path / "__main__.py").exists()
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_class_that_a_page_names_is_there(page: str, defined: dict[str, set[str]]) -> None:
    missing = []
    for word in words(page):
        match = re.fullmatch(r"([A-Z][a-z]+\w*)(?:\.(\w+))?(?:\(.*\))?", word)
        if match and match[1] not in OF_OTHERS:
            name, member = match[1], match[2]
            if name not in defined or (member and member not in defined[name]):
                missing.append(word)
    assert not missing


def test_the_glossary_says_where_each_class_is() -> None:
    wrong = []
    for row in re.findall(r"^\| (.+) \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M):
        cells = [cell.strip(" `") for cell in row.split("|")]
        if len(cells) == 4 and cells[2] and cells[3] and cells[2] not in ("class", "---"):
            text = (ROOT / cells[3]).read_text("utf-8") if (ROOT / cells[3]).exists() else ""
            if not re.search(rf"^(class {cells[2]}\b|{cells[2]}\b.*=|type {cells[2]}\b)", text, re.M):
                wrong.append(row)
    assert not wrong


def test_the_glossary_says_each_word_once() -> None:
    words_of = re.findall(
        r"^\| ([^|`-][^|]*?) \| [^|]+ \| [^|]* \| [^|]* \|$", (ROOT / "docs/glossary.md").read_text(), re.M
    )
    said = [word for word in words_of if word != "word"]
    assert len(said) == len(set(said)) > 60


def test_a_rule_of_practice_that_code_cites_is_there() -> None:
    rules = (ROOT / "docs" / "domain-rules.md").read_text("utf-8")
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", rules, re.M)
    }
    cited = {
        anchor
        for folder in ("coach", "tests", "docs", "dialogues", "personas")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".yaml", ".md"} and file.name != "test_pages.py"
        for anchor in re.findall(r"domain-rules\.md#([\w-]+)", file.read_text("utf-8"))
    }
    assert cited
    assert cited <= anchors


def test_no_source_cites_a_document_that_is_not_in_the_project() -> None:
    """Pages of ours are cited by their path; a bare `domain` or `design` is a document that a reader cannot open."""
    cites = re.compile(r"`(domain|design|anchors|findings|house)(\.md)?`( (rule|section|\d)|\))|the domain design")
    pages = [*(ROOT / "coach").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").glob("*.md")]
    found = [file for file in pages if file != Path(__file__) and cites.search(file.read_text("utf-8"))]
    paths = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / "coach").rglob("*.py")
        for name in re.findall(r"docs/[\w-]+\.md", file.read_text("utf-8"))
        if not (ROOT / name).exists()
    }
    assert not found
    assert not paths
