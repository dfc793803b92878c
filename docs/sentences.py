"""The sentences that users see: found in the source, laid out for translators, made into catalogues.

`python docs/sentences.py` finds the sentences and writes `coach/language/en-GB.pot`, which has all of them in English.
It brings each translation (`cy.po`) up to date with it, and makes from it the file that the coach reads (`cy.mo`).
`python docs/sentences.py --check` fails where one of these is out of date, or a translation has other places to fill in
than its sentence, or more of a part is in English alone than was. `docs/make.py --check` asks the same.
`python docs/sentences.py --count` says how many sentences each part of the coach shows, how many are in the catalogue,
and how many of these each language has.
"""

import argparse
import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent
LANGUAGE = ROOT / "coach" / "language"
TEMPLATE = LANGUAGE / "en-GB.pot"
CATALOGUE = "coach/language/catalogue.py"
SAYERS = {"say": 1, "say_count": 2}
"""The functions that translate, and how many of their first arguments are sentences."""
ROWS = {"Command": (3, 4), "CommandWord": (1,), "DialogText": (1, 2, 3), "Exporter": (2,), "Folder": (1,)}
"""Classes of whose rows some arguments are translated where they are shown."""
BLOCKS = {"Heading": (0,), "Paragraph": (1,), "ListItem": (1,)}
"""The same of blocks: headings and labels, as `LAYOUT` lays them out for a debrief."""
LAYOUT = "coach/debrief/render.py"
TABLES = {
    LAYOUT: (
        "HEADINGS",
        "PICTURE_HEADING",
        "PICTURE_IS",
        "HOW_YOU_TALKED",
        "NO_NORM",
        "OPENINGS_ARE",
    ),
    "coach/debrief/report.py": ("LIMITS", "LESS_WELL", "CLOSE", "ANSWERS"),
    "coach/debrief/speech.py": ("NAMES",),
    "coach/tui/base_app.py": ("NUMBERS",),
    "coach/tui/dialogs/dialog.py": ("ONLY_CLOSE", "TYPED_HERE"),
    "coach/tui/detail_check.py": ("NOT_SENT", "NOT_KEPT"),
    "coach/practice/question_texts.py": ("NOT_SENT",),
    "coach/page_words.py": ("SCOPES", "SUBMISSION_FIELDS", "STANCES", "HINTS"),
    "coach/web/own_site.py": ("PLACES",),
    "coach/practice/safeguarding.py": ("KINDS",),
    "coach/practice/scenario_cards.py": ("DIFFICULTIES",),
    "coach/tui/screens/home_screen.py": ("CHOICES",),
    "coach/tui/widgets/footer.py": ("IN_OUR_WORDS",),
}
"""Constants all of whose words are translated where they are shown, by code that sees them as texts alone."""
PAGES = ("HELP", "ABOUT", "title")
"""The constants in a class that explain its page, name what is typed there, or say what kind of error it is."""
TEMPLATES = ROOT / "coach" / "web" / "templates"
DYNAMIC = frozenset(
    {
        LAYOUT,
        "coach/debrief/report.py",
        "coach/debrief/speech.py",
        "coach/tui/base_app.py",
        "coach/tui/dialogs/dialog.py",
        "coach/tui/screens/conversation_screen.py",
        "coach/tui/screens/home_screen.py",
        "coach/tui/screens/settings_screen.py",
        "coach/tui/widgets/debrief_page.py",
        "coach/tui/widgets/footer.py",
        "coach/tui/widgets/text.py",
        "coach/plain/conversation.py",
        "coach/plain/debrief.py",
        "coach/plain/scenario_choice.py",
        "coach/practice/question_texts.py",
        "coach/practice/safeguarding.py",
        "coach/web/own_site.py",
        "coach/practice/scenario_cards.py",
        "coach/tui/screens/briefing_screen.py",
        "coach/tui/screens/library_screen.py",
    }
)
"""Modules that translate what is in a table: what they say is found in `ROWS`, `TABLES` and `PAGES`."""
FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""The day in a catalogue's head, so that the same sentences make the same file."""
VOLATILE = re.compile(
    r'^"(?:Generated-By|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date)[^\n]*\n', re.MULTILINE
)
A_KEY = re.compile(r"[a-z_]+$|/")
"""What names a row of a table or a page, and no user reads."""
PLACE = re.compile(r"\{(\w+)\}")
TYPED = re.compile(r"`[^`]+`")
"""What is typed as it stands, in any language."""


# --- Finding sentences


@dataclass
class Source:
    """A module of the coach: its path, its tree, and its constants."""

    path: str
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Names that come from another module of the coach: the module's path, and the name there."""


@cache
def read_sources() -> dict[str, Source]:
    """Read every module of the coach, by its path."""
    sources = {}
    for file in sorted((ROOT / "coach").rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        source = Source(path, ast.parse(file.read_text("utf-8")))
        for node in source.tree.body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        source.constants[target.id] = node.value
                    elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                        names = (name.id for name in target.elts if isinstance(name, ast.Name))
                        source.constants.update(zip(names, node.value.elts, strict=True))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                source.constants[node.target.id] = node.value
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coach"):
                for alias in node.names:
                    place = f"{(node.module or '').replace('.', '/')}.py"
                    source.imports[alias.asname or alias.name] = (place, alias.name)
        sources[path] = source
    return sources


@dataclass(frozen=True)
class Found:
    """A sentence of the source: where, and its form for several where it has one."""

    path: str
    one: str
    many: str = ""


class UnfoundSentence(ValueError):
    """A call translates something of which the sentence cannot be found in the source."""


def find_sentences() -> Iterator[Found]:
    """Find every sentence that is translated. Raises UnfoundSentence."""
    for source in read_sources().values():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                # Another module may have a function of that name.
                is_ours = source.imports.get(node.func.id) == (CATALOGUE, node.func.id)
                if (many := SAYERS.get(node.func.id) if is_ours else None) == 1:
                    yield from (Found(source.path, text) for text in _resolve(source, node.args[0]))
                elif many:
                    one, several = (_resolve(source, argument) for argument in node.args[:2])
                    yield from (Found(source.path, *pair) for pair in zip(one, several, strict=True))
                else:
                    rows = ROWS | (BLOCKS if source.path == LAYOUT else {})
                    for place in rows.get(node.func.id, ()):
                        if place < len(node.args):
                            texts = _list_texts(node.args[place])
                            keys = node.func.id == "DialogText"
                            yield from (Found(source.path, text) for text in texts if not (keys and A_KEY.match(text)))
            elif isinstance(node, ast.ClassDef):
                for line in node.body:
                    if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") in PAGES:
                        yield from (Found(source.path, text) for text in _list_texts(line.value))
        for name in TABLES.get(source.path, ()):
            texts = _list_texts(source.constants[name])
            yield from (Found(source.path, text) for text in texts if not A_KEY.match(text))
    yield from find_in_templates()


def find_in_templates() -> Iterator[Found]:
    """Find every sentence that a page in a browser has in its template."""
    for path, tree in read_templates().items():
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and (many := SAYERS.get(call.node.name)):
                texts = [argument.value for argument in call.args[:many] if isinstance(argument, nodes.Const)]
                if len(texts) == many:
                    yield Found(path, *texts)


@cache
def read_templates() -> dict[str, nodes.Template]:
    """Read every template of pages in a browser, by its path."""
    environment = Environment(autoescape=True)
    files = sorted(TEMPLATES.rglob("*.j2"))
    return {file.relative_to(ROOT).as_posix(): environment.parse(file.read_text("utf-8")) for file in files}


def _resolve(source: Source, argument: ast.expr) -> list[str]:
    """Find the sentences that an argument can be. Raises UnfoundSentence."""
    match argument:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=other):
            return [*_resolve(source, body), *_resolve(source, other)]
        case ast.Name(id=name) if name in source.constants:
            return _list_texts(source.constants[name])
        case ast.Name(id=name) if name in source.imports:
            path, there = source.imports[name]
            other_source = read_sources().get(path)
            if other_source and there in other_source.constants:
                return _list_texts(other_source.constants[there])
        case ast.Attribute(attr="title" | "description" | "limits" | "origin"):
            return []  # they are found in their classes, and in `ROWS`
        case ast.Subscript(value=table):
            return _resolve(source, table)
    if source.path in DYNAMIC:
        return []
    raise UnfoundSentence(f"{source.path}:{argument.lineno}: what is translated here cannot be found in the source.")


def _list_texts(value: ast.expr) -> list[str]:
    """List the texts in an expression; keys of a table are none."""
    if isinstance(value, ast.Dict):
        return [text for one in value.values for text in _list_texts(one)]
    if isinstance(value, ast.Constant):
        return [value.value] if isinstance(value.value, str) and value.value.strip() else []
    if isinstance(value, ast.Tuple | ast.List):
        return [text for one in value.elts for text in _list_texts(one)]
    if isinstance(value, ast.Starred):
        return _list_texts(value.value)
    return []


# --- The catalogues


def build_template() -> Catalog:
    """Build the catalogue of all sentences, in English."""
    catalog = Catalog(
        domain="coach", project="conversation-coach", version="", creation_date=FIXED, revision_date=FIXED
    )
    catalog.header_comment = (
        "# Every sentence of the coach that can be translated, in English (UK).\n"
        "# Made by `python docs/sentences.py`; docs/translating.md says how a translation is made."
    )
    catalog.fuzzy = False
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for found in find_sentences():
        places[found.one, found.many].add(found.path)
    for (one, many), paths in sorted(places.items(), key=lambda item: (min(item[1]), item[0])):
        catalog.add((one, many) if many else one, locations=[(path, 0) for path in sorted(paths)])
    return catalog


def read_translation(file: Path) -> Catalog:
    """Read a translation, as it lies there."""
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.stem, domain="coach")
    catalog.creation_date = catalog.revision_date = FIXED
    return catalog


def merge_translation(file: Path, template: Catalog) -> Catalog:
    """Bring a translation up to date: new sentences without words, those that went left out."""
    catalog = read_translation(file)
    comment = catalog.header_comment
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = comment
    catalog.creation_date = catalog.revision_date = FIXED
    return catalog


def write_text(catalog: Catalog) -> str:
    """Write a catalogue as text, without what differs from day to day."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    return VOLATILE.sub("", out.getvalue().decode("utf-8"))


def list_translations() -> list[Path]:
    """List the files of translators."""
    return sorted(LANGUAGE.glob("*.po"))


def list_messages(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """List the sentences of a catalogue that have a translation, with it."""
    return {list_ids(message): _list_forms(message) for message in catalog if message.id and _is_translated(message)}


def _is_translated(message: Message) -> bool:
    return all(_list_forms(message)) and not message.fuzzy


def list_ids(message: Message) -> tuple[str, ...]:
    """List the sentence of a message, and its form for several where it has one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _list_forms(message: Message) -> tuple[str, ...]:
    forms = message.string or ""  # a new sentence has none
    return (forms,) if isinstance(forms, str) else tuple(forms)


def write_all() -> None:
    """Write the template, and each translation with the file that the coach reads."""
    template = build_template()
    TEMPLATE.write_text(write_text(template), encoding="utf-8")
    for file in list_translations():
        catalog = merge_translation(file, template)
        file.write_text(write_text(catalog), encoding="utf-8")
        # Babel writes a sentence with a number in English where it has no translation, in forms that do not fit.
        for message in [message for message in catalog if message.id and not _is_translated(message)]:
            catalog.delete(message.id)
        with file.with_suffix(".mo").open("wb") as opened:
            write_mo(opened, catalog)


# --- Checks


def complain() -> Iterator[str]:
    """Yield what is wrong with the catalogues, a sentence each."""
    try:
        template = build_template()
    except UnfoundSentence as error:
        yield str(error)
        return
    again = "run `python docs/sentences.py`."
    if _read(TEMPLATE) != write_text(template):
        yield f"{TEMPLATE.relative_to(ROOT)} is out of date: {again}"
    for file in list_translations():
        name = file.relative_to(ROOT)
        if _read(file) != write_text(merge_translation(file, template)):
            yield f"{name} is out of date: {again}"
        catalog = read_translation(file)
        with file.with_suffix(".mo").open("rb") as opened:
            if list_messages(read_mo(opened)) != list_messages(catalog):
                yield f"{name.with_suffix('.mo')} is out of date: {again}"
        for message in catalog:
            if message.id and _is_translated(message):
                yield from (f"{name}: {wrong}" for wrong in complain_of(message))
    yield from complain_of_count()


def complain_of(message: Message) -> Iterator[str]:
    """Yield what a translation does not keep of its sentence."""
    ids = list_ids(message)
    shown = ids[0][:60]
    wanted = {place for one in ids for place in PLACE.findall(one)}
    must = set(PLACE.findall(ids[-1])) - ({"count"} if len(ids) > 1 else set())
    typed = set(TYPED.findall(ids[-1]))
    for form in _list_forms(message):
        places = set(PLACE.findall(form))
        if not must <= places <= wanted:
            yield f"the places to fill in differ ({', '.join(sorted(places ^ wanted))}): {shown}"
        if not typed <= set(TYPED.findall(form)):
            yield f"what is typed has to stay as it is, between the same signs: {shown}"
        if (form[:1].isspace(), form[-1:].isspace()) != (ids[0][:1].isspace(), ids[0][-1:].isspace()):
            yield f"it begins or ends with a space where its sentence does not, or the other way: {shown}"


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


# --- How far it is

PARTS = {
    "the main way, on screens": (
        *("coach/page_words.py", "coach/tui/cards.py", "coach/tui/dialogs/care.py", "coach/tui/dialogs/confirm.py"),
        *("coach/tui/screens/home_screen.py", "coach/tui/screens/library_screen.py"),
        *("coach/tui/screens/briefing_screen.py", "coach/tui/screens/conversation_screen.py"),
        *("coach/tui/screens/rehearsals_screen.py", "coach/tui/screens/settings_screen.py"),
        *("coach/tui/screens/debrief_screen.py", "coach/tui/widgets/", "coach/tui/commands.py"),
    ),
    "the main way, in plain lines": (
        *("coach/plain/main_menu.py", "coach/plain/console.py", "coach/plain/scenario_choice.py"),
        *("coach/plain/conversation.py", "coach/plain/debrief.py", "coach/plain/rehearsal_list.py"),
        "coach/plain/setting_list.py",
    ),
    "shared by both": ("coach/practice/",),
    "the debrief's own sentences": ("coach/debrief/",),
    "other screens": ("coach/tui/",),
    "other plain lines": ("coach/plain/",),
    "supervision": ("coach/supervision/",),
    "pages in a browser": ("coach/web/",),
    "a class and a partnership": ("coach/classroom/", "coach/partnership/"),
    "commands": ("coach/cli/",),
}
"""Folders and files by what they are for; a module counts where it is named first."""
A_PATTERN = re.compile(r"\(\?[:!=<P]|\\[bdsw]|\w\|\w|^\s*<\w|^bold |^not bold$")
"""What is a pattern, a tag or a style."""
NOT_SHOWN = frozenset("id classes name group action key kind where".split())
"""Arguments by name that no user reads."""
AROUND_TAGS = re.compile(r"<[^>]*>|^[^<>]*>|<[^<>]*$")
"""Tags of HTML, also those that a template's own signs cut in two."""
A_SENTENCE = re.compile(r"[A-Za-z]{2,}[,.;:]? [\w“‘(`]|^[A-Z][a-z]+[.…?]?$")


def count_shown() -> dict[str, tuple[int, int]]:
    """Count, for each part, texts that look like sentences or labels, and those in the catalogue."""
    known = {text for found in find_sentences() for text in (found.one, found.many)}
    counts = {part: [0, 0] for part in PARTS}
    for source in read_sources().values():
        part = next((part for part, places in PARTS.items() if source.path.startswith(places)), "")
        if part:
            for text in _list_shown(source.tree):
                counts[part][0] += 1
                counts[part][1] += text in known
    for tree in read_templates().values():
        for text in _list_in_template(tree):
            counts["pages in a browser"][0] += 1
            counts["pages in a browser"][1] += text in known
    return {part: (shown, wrapped) for part, (shown, wrapped) in counts.items()}


def _list_shown(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module that look like what a user reads: no docstring, no name, no style."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                skipped.add(node.value)
            case ast.keyword(arg=str(name)) if name in NOT_SHOWN:
                skipped.update(ast.walk(node.value))
            case ast.Dict():
                skipped.update(key for key in node.keys if key)
            case ast.Subscript():
                skipped.update(ast.walk(node.slice))
            case ast.Call(func=ast.Attribute(attr="split" | "compile") | ast.Name(id="list_one_of")):
                skipped.update(ast.walk(node))
            case ast.Assign(targets=[ast.Name(id="DEFAULT_CSS" | "CSS")]):
                skipped.update(ast.walk(node.value))
            case ast.JoinedStr() if node not in skipped:
                skipped.update(set(ast.walk(node)) - {node})
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if A_SENTENCE.search(node.value) and not A_PATTERN.search(node.value):
                yield node.value
        elif isinstance(node, ast.JoinedStr):
            words = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            if A_SENTENCE.search(words) and not A_PATTERN.search(words):
                yield words


def _list_in_template(tree: nodes.Template) -> Iterator[str]:
    """Yield the texts of a template that look like what a user reads, those in `say` included."""
    for data in tree.find_all(nodes.TemplateData):
        for text in AROUND_TAGS.split(data.data):
            if A_SENTENCE.search(text.strip()):
                yield text.strip()
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str) and A_SENTENCE.search(constant.value):
            yield constant.value


AT_MOST = {
    "the main way, on screens": 40,
    "the main way, in plain lines": 22,
    "shared by both": 44,
    "the debrief's own sentences": 71,
    "other screens": 106,
    "other plain lines": 26,
    "supervision": 65,
    "pages in a browser": 67,
    "a class and a partnership": 138,
    "commands": 50,
}
"""How many texts of a part may be in English alone. Where fewer are, the number here goes down with them."""


def complain_of_count() -> Iterator[str]:
    """Yield a sentence for each part of which more is in English alone than was."""
    for part, (shown, wrapped) in count_shown().items():
        if shown - wrapped > AT_MOST[part]:
            yield (
                f"{part}: {shown - wrapped} texts are in English alone, and {AT_MOST[part]} were. "
                "Write new ones inside `say` (CONTRIBUTING.md)."
            )


def print_count() -> None:
    """Print how many sentences each part shows, and how many of the catalogue each language has."""
    rows: Iterable[tuple[str, tuple[int, int]]] = count_shown().items()
    for part, (shown, wrapped) in rows:
        print(f"{part}: {shown} shown, {wrapped} in the catalogue, {shown - wrapped} in English alone")
    every = len(build_template())
    print(f"The catalogue has {every} sentences.")
    for file in list_translations():
        print(f"{file.stem}: {len(list_messages(read_translation(file)))} of {every}")


def main() -> int:
    """Write, check or count; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--count", action="store_true")
    options = parser.parse_args()
    if options.count:
        print_count()
        return 0
    if options.check:
        wrong = list(complain())
        for sentence in wrong:
            print(sentence, file=sys.stderr)
        return int(bool(wrong))
    write_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
