"""Measures of the source: files, import depth, circles, names that stand twice, docstrings, tests that mirror.

`python -m tests.house` prints the table, and `python -m tests.house circles` (or the name of any other measure) what
stands behind a row. `tests/test_house.py` holds the rules. A seat's screens in a terminal (`LEFT_OUT`), which pages in
HTML made a second front end of, have not been brought in yet and are counted for circles alone. The import depth is
measured without a front end's own floors in a browser (`NOT_IN_DEPTH`): a host stands on seven of them, and the bar was
set for what stands below.
"""

import ast
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = ("coach/tui/room/",)
NOT_IN_DEPTH = ("coach/web/",)
FILE_NAMES_ALLOWED_TWICE = {
    "__init__.py": "Python asks for it",
    "__main__.py": "Python asks for it",
    "app.py": "an application; its folder says which",
    "screen.py": "the one screen of an application",
    "text.py": "the words of one front end",
    "compat.py": "what one front end bends of the library it is drawn with",
}
CLASS_NAMES_ALLOWED_TWICE = {
    "Form": "of a sentence, and what a browser sends: nothing knows both",
    "Page": "of a terminal, and of a browser: neither front end knows the other, and each is made of pages",
}
MODULES_ALLOWED_SHORT = {
    "coach/options.py": "what the first frame needs before anything else is loaded",
    "coach/web/doorway.py": "what is kept of a door; the board's process reads it, and loads no server for that",
    "coach/web/own_settings.py": "one page, which is a form that the terminal makes too",
}
COMPAT = ("coach/tui/compat.py", "coach/web/compat.py")
"""The only modules that may reach into the private parts of a dependency."""
DOCUMENTED_PRIVATE_NAMES = frozenset({"_exit"})
"""Names with an underscore that a library documents: `os._exit`."""
SHORTEST, LONGEST = 60, 600
IRREGULAR = frozenset(
    "said told kept taken given known seen shown made done gone left found held heard brought begun chosen written "
    "drawn laid led lost met spoken sat stood thought understood won worn built bound dealt felt grown hidden hung "
    "meant paid risen sent shut spent stuck sung sunk swept thrown torn".split()
)
NO_PARTICIPLES = frozenset("need feed seed embed speed exceed proceed".split())
PRONOUNS = frozenset(
    "it they he she somebody someone whoever everybody everyone nobody anybody one one's oneself who that those "
    "something whatever".split()
)
MOODS = frozenset(
    "here there also beside onward told gone kept shown said mine together away back again always more ways thing "
    "things stuff utils util helper helpers manager misc common".split()
)
"""Words that name nothing: pronouns and moods in place of a noun, and rooms for whatever is left over."""

VAGUE_VARIABLES = frozenset("bringing each found here rehearsing this".split())
"""Variables that say what is being done or pointed at; a noun says what they hold."""


@dataclass(frozen=True)
class Module:
    """A source file: where it lies, its dotted name, its text and its tree."""

    path: str
    name: str
    text: str
    tree: ast.Module = field(repr=False)

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    @property
    def counted(self) -> bool:
        """Whether it is no part that is left out."""
        return not self.path.startswith(LEFT_OUT)

    @property
    def is_package(self) -> bool:
        """Whether it only says what a folder is."""
        return self.path.endswith("__init__.py")


class House:
    """All modules of a folder, and what can be counted in them."""

    def __init__(self, root: Path = ROOT, package: str = "coach") -> None:
        self.root = root
        self.modules = {
            module.name: module
            for file in sorted((root / package).rglob("*.py"))
            for module in [read_module(root, file)]
        }

    @cached_property
    def counted(self) -> list[Module]:
        """The modules that are counted."""
        return [module for module in self.modules.values() if module.counted]

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """Which modules of the house each one imports, wherever in it and for whatever reason."""
        return {name: self._imports(module) for name, module in self.modules.items()}

    def _imports(self, module: Module) -> set[str]:
        found: set[str] = set()
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names if alias.name in self.modules)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    found.add(inner if inner in self.modules else node.module)
        return found & self.modules.keys() - {module.name}

    @cached_property
    def groups(self) -> list[tuple[str, ...]]:
        """Modules that import one another, together; a module in no circle is a group of its own. Tarjan's way."""
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        stack: list[str] = []
        groups: list[tuple[str, ...]] = []

        def visit(name: str) -> None:
            index[name] = low[name] = len(index)
            stack.append(name)
            for other in sorted(self.imports[name]):
                if other not in index:
                    visit(other)
                    low[name] = min(low[name], low[other])
                elif other in stack:
                    low[name] = min(low[name], index[other])
            if low[name] == index[name]:
                at = stack.index(name)
                groups.append(tuple(sorted(stack[at:])))
                del stack[at:]

        for name in sorted(self.modules):
            if name not in index:
                visit(name)
        return groups

    @property
    def circles(self) -> list[tuple[str, ...]]:
        """Groups of modules that import one another."""
        return [group for group in self.groups if len(group) > 1]

    @cached_property
    def longest_chain(self) -> tuple[str, ...]:
        """The longest way through imports of what is counted, from the top: a circle counts once."""
        counted = {module.name for module in self.counted if not module.path.startswith(NOT_IN_DEPTH)}
        group_of = {name: group for group in self.groups for name in group}
        chains: dict[tuple[str, ...], tuple[str, ...]] = {}
        for group in self.groups:  # a group comes after all that it imports
            below = {group_of[other] for name in group for other in self.imports[name]} - {group}
            longest = max((chains[other] for other in below if other in chains), key=len, default=())
            if counted.intersection(group):
                chains[group] = (group[0], *longest)
        return max(chains.values(), key=len)

    @cached_property
    def classes(self) -> dict[str, list[tuple[Module, ast.ClassDef]]]:
        """Top-level classes by name."""
        found: dict[str, list[tuple[Module, ast.ClassDef]]] = defaultdict(list)
        for module in self.counted:
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef):
                    found[node.name].append((module, node))
        return found

    @property
    def class_names_twice(self) -> dict[str, list[str]]:
        """Class names that stand in more than one module."""
        return {
            name: [module.path for module, _ in places]
            for name, places in self.classes.items()
            if len(places) > 1 and name not in CLASS_NAMES_ALLOWED_TWICE
        }

    @property
    def file_names_twice(self) -> list[str]:
        """File names that stand in more than one folder."""
        names = Counter(Path(module.path).name for module in self.counted)
        return sorted(name for name, count in names.items() if count > 1 and name not in FILE_NAMES_ALLOWED_TWICE)

    @cached_property
    def bases(self) -> dict[str, list[str]]:
        """Own classes that each class is made from."""
        return {
            name: [base for _, node in places for base in map(_base_name, node.bases) if base in self.classes]
            for name, places in self.classes.items()
        }

    def inheritance_depth(self, name: str, seen: tuple[str, ...] = ()) -> int:
        """How many own classes stand above this one, one over the other."""
        above = [base for base in self.bases[name] if base not in (*seen, name)]
        return max((1 + self.inheritance_depth(base, (*seen, name)) for base in above), default=0)

    @property
    def mixins_of_one(self) -> list[str]:
        """Classes that are never made by themselves and have a single subclass."""
        below: dict[str, set[str]] = defaultdict(set)
        for name, bases in self.bases.items():
            for base in bases:
                below[base].add(name)
        made = {
            _base_name(node.func)
            for module in self.modules.values()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
        }
        exempt = made | {name for name in self.classes if self._is_error(name) or self._is_protocol(name)}
        return sorted(base for base, subclasses in below.items() if len(subclasses) == 1 and base not in exempt)

    def _is_error(self, name: str) -> bool:
        parents = {_base_name(base) for _, node in self.classes[name] for base in node.bases} - {name}
        return any(
            parent.endswith(("Error", "Exception")) or (parent in self.classes and self._is_error(parent))
            for parent in parents
        )

    def _is_protocol(self, name: str) -> bool:
        return any(_base_name(base) == "Protocol" for _, node in self.classes[name] for base in node.bases)

    @property
    def participles(self) -> list[str]:
        """Functions and methods that are named by a bare past participle."""
        return [
            f"{module.path}: {node.name}"
            for module in self.counted
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and is_participle(node.name)
            and not is_property(node)
        ]

    @property
    def moods(self) -> list[str]:
        """Files, classes and functions that are named by a mood or a pronoun instead of a noun or a verb."""
        return [f"{module.path}: the file" for module in self.counted if Path(module.path).stem in MOODS | PRONOUNS] + [
            f"{module.path}: {node.name}"
            for module in self.counted
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.strip("_").lower() in MOODS - IRREGULAR | PRONOUNS
        ]

    @property
    def vague_variables(self) -> list[str]:
        """Variables, parameters and fields whose name says nothing of what they hold, each where it is bound."""
        return [
            f"{module.path}:{node.lineno} {name}"
            for module in self.counted
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Name | ast.arg | ast.MatchAs) and (name := _bound_name(node)) in VAGUE_VARIABLES
        ]

    @property
    def too_short(self) -> list[str]:
        """Modules that are shorter than a file is worth, but for those with a reason."""
        return [
            f"{module.path} {module.lines}"
            for module in self.counted
            if module.lines < SHORTEST and not module.is_package and module.path not in MODULES_ALLOWED_SHORT
            if not module.path.endswith("__main__.py") and "/migrations/" not in module.path
        ]

    @property
    def too_long(self) -> list[str]:
        """Modules that are longer than a reader can hold."""
        return [f"{module.path} {module.lines}" for module in self.counted if module.lines > LONGEST]

    @cached_property
    def own_private_names(self) -> set[str]:
        """Names with an underscore in front that the house itself defines, wherever."""
        own: set[str] = set()
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                match node:
                    case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                        own.add(name)
                    case ast.Name(id=name, ctx=ast.Store()):
                        own.add(name)
                    case ast.Attribute(attr=name, ctx=ast.Store(), value=ast.Name(id="self" | "cls")):
                        own.add(name)
                    case ast.alias(name=name, asname=other):
                        own.add(other or name)
        return {name for name in own if name.startswith("_")}

    @property
    def private_reaches(self) -> list[str]:
        """Uses of a private attribute, or a private module, of a dependency, outside the compat modules."""
        return [
            f"{module.path}:{getattr(node, 'lineno', 0)} {name}"
            for module in self.counted
            if module.path not in COMPAT
            for node in ast.walk(module.tree)
            for name in _private_names_used(node)
            if name not in self.own_private_names | DOCUMENTED_PRIVATE_NAMES
        ]

    @property
    def poor_first_lines(self) -> list[str]:
        """Docstrings whose first line is too long, or begins with a pronoun that names nobody."""
        poor = []
        for module in self.counted:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    first = (ast.get_docstring(node) or "").split("\n")[0]
                    word = re.split(r"[^\w']", first.lower(), maxsplit=1)[0]
                    if len(first) > 90 or word in PRONOUNS:
                        poor.append(f"{module.path}: {first}")
        return poor

    @property
    def comments_per_thousand(self) -> int:
        """How many lines of a thousand are comments that say why; headings of a section are none."""
        lines = [line.strip() for module in self.counted for line in module.text.splitlines()]
        return round(1000 * sum(line.startswith("# ") and not line.startswith("# ---") for line in lines) / len(lines))

    @property
    def sectioned(self) -> int:
        """How many docstrings in a hundred have a section: Args, Returns or Raises."""
        all_docs = [
            doc
            for module in self.counted
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (doc := ast.get_docstring(node))
        ]
        return round(
            100
            * sum(re.search(r"^(Args|Returns|Raises|Yields):", doc, re.M) is not None for doc in all_docs)
            / len(all_docs)
        )

    @cached_property
    def _tests(self) -> tuple[list[str], list[str]]:
        yes: list[str] = []
        no: list[str] = []
        for file in sorted((self.root / "tests").rglob("test_*.py")):
            path = file.relative_to(self.root / "tests")
            left_out = f"coach/{path.parent.as_posix()}/".startswith(LEFT_OUT)
            if len(path.parts) > 1 and not left_out:  # what lies in `tests` itself is about the whole program
                (yes if self._mirrors(path) else no).append(path.as_posix())
        return yes, no

    def _mirrors(self, test: Path) -> bool:
        """Whether a test is named after a module, or a folder, in its own folder of `coach` or below that."""
        stem = test.stem.removeprefix("test_")
        folder = f"coach/{test.parent.as_posix()}/"
        files = [Path(module.path) for module in self.modules.values() if module.path.startswith(folder)]
        names = {file.stem for file in files} | {file.parent.name for file in files}
        return any(stem == name or stem.startswith(f"{name}_") for name in names - {"__init__", "__main__"})

    @property
    def tests_that_mirror(self) -> list[str]:
        """Tests named after what they test: `tests/a/test_b_more.py` mirrors `coach/a/b.py` and `coach/a/c/b.py`."""
        return self._tests[0]

    @property
    def tests_that_mirror_nothing(self) -> list[str]:
        """Test files in a folder whose name begins with no module of the folder of the same name."""
        return self._tests[1]


def _private_names_used(node: ast.AST) -> list[str]:
    """The names with an underscore in front that an expression or an import reaches for."""
    match node:
        case ast.Attribute(attr=name):
            names = [name]
        case ast.Call(func=ast.Name(id="getattr" | "setattr" | "hasattr"), args=[_, ast.Constant(value=str(name)), *_]):
            names = [name]
        case ast.ImportFrom(module=str(path), names=aliases) if not path.startswith("coach"):
            names = [*path.split("."), *(alias.name for alias in aliases)]
        case _:
            names = []
    return [name for name in names if name.startswith("_") and not name.startswith("__")]


def _bound_name(node: ast.Name | ast.arg | ast.MatchAs) -> str:
    """The name that is given a value here; nothing where one is only read."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.MatchAs(name=str(name)):
            return name
        case _:
            return ""


def read_module(root: Path, file: Path) -> Module:
    path = file.relative_to(root).as_posix()
    text = file.read_text("utf-8")
    return Module(path, path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"), text, ast.parse(text))


def _base_name(node: ast.expr) -> str:
    """The last part of a dotted name; what stands in brackets after it is left out."""
    if isinstance(node, ast.Subscript):
        return _base_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_participle(name: str) -> bool:
    """Whether a function is named by what was done rather than by what it does."""
    word = name.strip("_")
    return word in IRREGULAR or (re.fullmatch(r"[a-z]+ed", word) is not None and word not in NO_PARTICIPLES)


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is read like a field, which may be named by a noun or an adjective."""
    return any(_base_name(each).endswith(("property", "setter")) for each in node.decorator_list)


def rows(house: House) -> list[tuple[str, str]]:
    """What is counted, and how it stands."""
    counted = house.counted
    short = [module for module in counted if module.lines <= 40 and not module.is_package]
    longest = max(counted, key=lambda module: module.lines)
    deepest = max(house.classes, key=house.inheritance_depth)
    yes, no = len(house.tests_that_mirror), len(house.tests_that_mirror_nothing)
    return [
        ("Python files without tui/room; in all", f"{len(counted)}; {len(house.modules)}"),
        ("lines without tui/room", f"{sum(module.lines for module in counted):,}"),
        ("files of 40 lines or fewer, but for __init__", str(len(short))),
        ("shorter than 60 lines; longer than 600", f"{len(house.too_short)}; {len(house.too_long)}"),
        ("longest file", f"{longest.path} {longest.lines}"),
        ("circles, lazy and type-only imports counted", str([len(group) for group in house.circles] or 0)),
        ("import depth", str(len(house.longest_chain))),
        ("own inheritance", f"{house.inheritance_depth(deepest)} ({deepest})"),
        ("mixins that serve one class", ", ".join(house.mixins_of_one) or "0"),
        ("class names twice", f"{len(house.class_names_twice)}: {', '.join(house.class_names_twice)}"),
        ("file names twice", ", ".join(house.file_names_twice) or "0"),
        ("functions named by a bare past participle", str(len(house.participles))),
        ("names that are moods or pronouns", str(len(house.moods))),
        ("variables that say nothing of what they hold", str(len(house.vague_variables))),
        ("private attributes of a dependency", str(len(house.private_reaches))),
        ("first lines of docstrings that are poor", str(len(house.poor_first_lines))),
        ("docstrings with a section, in a hundred", str(house.sectioned)),
        ("comments per 1,000 lines", str(house.comments_per_thousand)),
        ("tests that mirror a source path", f"{yes} of {yes + no} ({round(100 * yes / (yes + no))} %)"),
    ]


@cache
def read_house() -> House:
    """Read this house, once for all tests of a run."""
    return House()


def main() -> None:
    """Print the table; with names of measures, what stands behind each of them."""
    house = House()
    for name in sys.argv[1:]:
        behind = getattr(house, name)
        for line in behind.items() if isinstance(behind, dict) else behind:
            print(*line if isinstance(line, tuple) else [line])
    if not sys.argv[1:]:
        for what, how in rows(house):
            print(f"{what:48} {how}")


if __name__ == "__main__":
    main()
