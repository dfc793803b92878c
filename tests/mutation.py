"""`python -m tests.mutation [engine] [debrief] [suppression]`: small mistakes put into the source, and who notices.

A mutant is a module in which one thing was changed: a comparison, an `and`, a `not`, a number, a truth, what is
returned. It is compiled in memory, so that no file is ever touched, and loaded in place of the module in a process of
its own. There the tests that mirror the module run, then those beside them; the first that fails kills it. What nothing
kills is printed with its line. Words are not changed: what is said is held by tests of wording.

    python -m tests.mutation debrief --sample 60 --seed 7      a sample, the same for each seed
    python -m tests.mutation --file coach/debrief/uptake.py    every mutant of a file
    python -m tests.mutation --sample 40 --file coach/debrief/uptake.py coach/debrief/evidence.py    some of each

Kept small and our own: mutmut changes functions alone and wraps each, cosmic-ray writes into the files; neither takes
a sample by seed.
"""

import argparse
import ast
import contextlib
import importlib.abc
import importlib.util
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
AREAS: dict[str, tuple[str, ...]] = {
    "engine": ("coach/rehearsal/*.py",),
    "debrief": (
        "coach/debrief/*.py",
        "!coach/debrief/picture*.py",
        "!coach/debrief/document_formats.py",
        "!coach/debrief/render.py",
    ),
    "suppression": ("coach/partnership/counts.py", "coach/partnership/suppression.py"),
}
"""What is looked at, and with a `!` what is not: where things are drawn, numbers are a matter of looks."""
BESIDES: dict[str, tuple[str, ...]] = {
    "coach/rehearsal/state.py": ("tests/rehearsal/test_engine_answer.py", "tests/rehearsal/test_decision.py"),
    "coach/rehearsal/script.py": ("tests/rehearsal/test_decision.py", "tests/rehearsal/test_engine_answer.py"),
    "coach/rehearsal/honest_lines.py": ("tests/rehearsal/test_decision.py",),
    "coach/debrief/evidence.py": ("tests/debrief/test_builder.py", "tests/debrief/test_page_builder.py"),
    "coach/debrief/promise_words.py": ("tests/debrief/test_promises.py",),
}
"""What is asked first of a module that no test mirrors by name."""
OF_EACH_AREA = 60
"""Mutants of each area that are tried where nothing else is asked for."""
LONGEST = 180.0
"""Seconds that tests may take with a mutant; beyond them it counts as killed: a loop without end is noticed."""
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
}
CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}
SAME_ANYWAY = {"strict", "repr", "slots", "frozen", "maxsize", "default_factory", "init", "compare"}
"""Keywords whose value changes nothing that a test could see: a field with the last two only remembers what was found.
"""

Change = Callable[[ast.AST], None]


class Mutant(NamedTuple):
    """One change in one file: the node by its place in a walk, and which of its changes."""

    file: str
    node: int
    which: int
    line: int
    kind: str
    words: str
    """The beginning of what is changed, as it stood: of two comparisons in a line, one knows which."""

    def says(self) -> str:
        return f"{self.file}:{self.line} {self.kind}  in: {self.words}"


def mutants_of(file: str) -> list[Mutant]:
    """Every mutant of a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    left_out = _left_out(tree)
    return [
        Mutant(file, number, which, getattr(node, "lineno", 0) or node.target.lineno, kind, _show(node))
        for number, node in enumerate(ast.walk(tree))
        if id(node) not in left_out
        for which, (kind, _) in enumerate(changes(node))
    ]


def _show(node: ast.AST) -> str:
    """The first line of a node as it stands in the source, cut short."""
    return ast.unparse(node).strip().partition("\n")[0][:60]


def changed_tree(mutant: Mutant) -> ast.Module:
    """The file's tree with the mutant's change in it."""
    tree = ast.parse((ROOT / mutant.file).read_text("utf-8"))
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.node)
    changes(node)[mutant.which][1](node)
    return ast.fix_missing_locations(tree)


def changes(node: ast.AST) -> list[tuple[str, Change]]:
    """What can be changed in a node, each with a name."""
    found: list[tuple[str, Change]] = []
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                here = type(op)
                found += [(f"{here.__name__} -> {other.__name__}", _compare(at, other)) for other in COMPARED[here]]
        case ast.BoolOp(op=op):
            other_op = ast.Or if isinstance(op, ast.And) else ast.And
            found.append((f"{type(op).__name__} -> {other_op.__name__}", _set("op", other_op)))
        case ast.UnaryOp(op=ast.Not()):
            found.append(("not x -> not not x", _not_of("operand")))
        case ast.BinOp(op=op) if type(op) in ARITHMETIC and not _is_text(node):
            found.append((f"{type(op).__name__} -> {ARITHMETIC[type(op)].__name__}", _set("op", ARITHMETIC[type(op)])))
        case ast.Constant(value=bool() as value):
            found.append((f"{value} -> {not value}", _value(not value)))
        case ast.Constant(value=int() | float() as value):
            found.append((f"{value} -> {value + 1}", _value(value + 1)))
        case ast.If() | ast.IfExp():
            found.append(("if x -> if not x", _not_of("test")))
        case ast.comprehension(ifs=[_, *_]):
            found.append(("a comprehension's if -> always", _no_ifs))
        case ast.Return(value=value) if not (value is None or (isinstance(value, ast.Constant) and not value.value)):
            # In place of False, of 0 and of nothing, None is the same to nearly everybody who asks.
            found.append(("return x -> return None", _return_none))
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            found.append((f"{name} -> {CALLED[name]}", _call(CALLED[name])))
        case ast.Continue():
            found.append(("continue -> pass", _becomes_pass))
    return found


def _compare(at: int, other: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.ops[at] = other()

    return change


def _set(name: str, kind: type[ast.AST]) -> Change:
    return lambda node: setattr(node, name, kind())


def _value(value: object) -> Change:
    return lambda node: setattr(node, "value", value)


def _not_of(name: str) -> Change:
    return lambda node: setattr(node, name, ast.UnaryOp(ast.Not(), getattr(node, name)))


def _no_ifs(node: ast.AST) -> None:
    node.ifs = []  # type: ignore[attr-defined]  # a comprehension


def _return_none(node: ast.AST) -> None:
    node.value = ast.Constant(None)  # type: ignore[attr-defined]  # a return


def _call(name: str) -> Change:
    return lambda node: setattr(node, "func", ast.Name(name, ast.Load()))


def _becomes_pass(node: ast.AST) -> None:
    node.__class__ = ast.Pass


def _is_text(node: ast.BinOp) -> bool:
    """Whether text is put together: a minus between words is noticed by everybody."""
    ends = (node.left, node.right)
    return any(isinstance(e, ast.JoinedStr) or (isinstance(e, ast.Constant) and isinstance(e.value, str)) for e in ends)


def _left_out(tree: ast.Module) -> set[int]:
    """Nodes that say nothing at run time, or nothing that a test could see."""
    roots: list[ast.AST | None] = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                roots += node.decorator_list
                roots.append(getattr(node, "returns", None))
            case ast.arg() | ast.AnnAssign():
                roots.append(node.annotation)
            case ast.keyword(arg=str() as name) if name in SAME_ANYWAY:
                roots.append(node)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assert() | ast.Raise():
                roots.append(node)
            case ast.Assign(targets=[ast.Name(id=name)]) if name.startswith("__") or _names_types(node):
                roots.append(node.value)
    return {id(each) for root in roots if root is not None for each in ast.walk(root)}


def _names_types(node: ast.Assign) -> bool:
    """Whether an assignment at the top gives a type a name, as `Line = Said | None` does."""
    return isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr)


class Loaded(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.path = str(ROOT / mutant.file)
        self.code = compile(changed_tree(mutant), self.path, "exec")

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)  # type: ignore[arg-type]

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # that is what a loader does


def tests_of(file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tests that mirror a file, and the others beside them."""
    path = Path(file)
    folder = ROOT / "tests" / path.parent.name
    named = sorted(folder.glob(f"test_{path.stem}.py")) + sorted(folder.glob(f"test_{path.stem}_*.py"))
    first = [str(each.relative_to(ROOT)) for each in named]
    first += [each for each in BESIDES.get(file, ()) if each not in first]
    rest = sorted(str(each.relative_to(ROOT)) for each in folder.glob("test_*.py"))
    rest = sorted((each for each in rest if each not in first), key=lambda each: TAKES.get(each, 0.0))
    return tuple(first), tuple(rest)


FAILS: list[str] = []
"""Tests that fail without any mutant, which are not asked: they would notice everything."""
TAKES: dict[str, float] = {}
"""Seconds that each file of tests takes without a mutant."""


def look_first(files: Sequence[str]) -> None:
    """Run the tests without a mutant, so that only those that pass are asked."""
    for test in sorted({test for file in files for tests in tests_of(file) for test in tests}):
        began = time.monotonic()
        if outcome(None, [test], LONGEST) != "survived":
            command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "--tb=no", "-rfE", test]
            said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
            FAILS.extend(re.findall(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE))
            print(f"left out, for it fails without a mutant: {test}: {FAILS}", flush=True)
        TAKES[test] = time.monotonic() - began


def outcome(mutant: Mutant | None, tests: Sequence[str], longest: float) -> str:
    """`killed`, `timed out` or `survived`: the tests with the mutant, in a process of its own."""
    return outcome_with(lambda: sys.meta_path.insert(0, Loaded(mutant)) if mutant else None, tests, longest)


def outcome_with(prepare: Callable[[], object], tests: Sequence[str], longest: float) -> str:
    """The same for anything that is done in that process before the tests are loaded."""
    child = os.fork()
    if not child:
        _run_here(prepare, tests)
    began = time.monotonic()
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - began > longest:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "timed out"
        time.sleep(0.02)
    code = os.waitstatus_to_exitcode(status)
    return "survived" if code == 0 else "killed"


def _run_here(prepare: Callable[[], object], tests: Sequence[str]) -> None:
    """Run the tests in this process, which then ends."""
    os.setsid()
    code = 3
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        prepare()
        import pytest

        left_out = [word for test in FAILS for word in ("--deselect", test)]
        code = int(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", *left_out, *tests]))
    finally:
        os._exit(code)


def judged(mutant: Mutant) -> tuple[Mutant, str, float]:
    """A mutant and what became of it."""
    began = time.monotonic()
    first, rest = tests_of(mutant.file)
    said = outcome(mutant, first, LONGEST) if first else "survived"
    if said == "survived" and rest:
        said = outcome(mutant, rest, LONGEST * 2)
        said = f"{said} by a neighbour" if said == "killed" else said
    return mutant, said, time.monotonic() - began


def warm() -> None:
    """Load what no mutant is of, once for all processes that are made of this one."""
    for name in ("numpy", "pydantic", "pytest", "rapidfuzz", "yaml"):
        importlib.import_module(name)
    for file in sorted((ROOT / "coach" / "model").glob("[a-z]*.py")):
        importlib.import_module(f"coach.model.{file.stem}")


def sample(
    by_name: Mapping[str, list[Mutant]], count: int | None, seed: int
) -> Iterator[tuple[str, int, list[Mutant]]]:
    """Of each area or file its name, how many mutants it has, and some of them; without a count, all."""
    for name, every in by_name.items():
        some = min(count or len(every), len(every))
        yield name, len(every), Random(f"{name}{seed}").sample(every, some)


def list_mutants(area: str) -> list[Mutant]:
    """Every mutant of an area."""
    return [mutant for file in list_files(area) for mutant in mutants_of(file)]


def list_files(area: str) -> list[str]:
    """The files of an area."""
    found: set[Path] = set()
    for pattern in AREAS[area]:
        if pattern.startswith("!"):
            found.difference_update(ROOT.glob(pattern[1:]))
        else:
            found.update(ROOT.glob(pattern))
    return sorted(str(each.relative_to(ROOT)) for each in found)


def main(words: Sequence[str] | None = None) -> int:
    """Make mutants, and say which live; the exit status is 1 where fewer than asked were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Mutants, and who notices.")
    parser.add_argument("areas", nargs="*", choices=[*AREAS, []], metavar="AREA", help=", ".join(AREAS))
    parser.add_argument("--file", nargs="+", default=[], help="these files instead")
    parser.add_argument("--sample", type=int, help="mutants of each area (default: 60) or file (default: all)")
    parser.add_argument("--seed", type=int, default=20, help="which sample (default: 20)")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (default: 2)")
    parser.add_argument("--least", type=int, default=85, help="killed in a hundred that are asked (default: 85)")
    options = parser.parse_args(words)
    if options.file:
        by_name = {file: mutants_of(file) for file in options.file}
        chosen = list(sample(by_name, options.sample, options.seed))
    else:
        by_name = {area: list_mutants(area) for area in options.areas or [*AREAS]}
        chosen = list(sample(by_name, options.sample or OF_EACH_AREA, options.seed))
    warm()
    look_first(sorted({mutant.file for _, _, mutants in chosen for mutant in mutants}))
    status = int(bool(FAILS))
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for area, total, mutants in chosen:
            status |= _say(area, total, options, pool.imap_unordered(judged, mutants))
    return status


def _say(area: str, total: int, options: argparse.Namespace, results: Iterator[tuple[Mutant, str, float]]) -> int:
    counted: Counter[str] = Counter()
    began = time.monotonic()
    for mutant, said, seconds in results:
        counted[said] += 1
        print(f"{said:22} {seconds:5.1f} s  {mutant.says()}", flush=True)
    tried = counted.total()
    killed = tried - counted["survived"]
    share = 100 * killed / max(tried, 1)
    print(
        f"== {area}: {killed} of {tried} killed, {share:.0f} in a hundred; {dict(counted)}; "
        f"{tried} of {total} mutants, seed {options.seed}, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return int(share < options.least)


if __name__ == "__main__":
    sys.exit(main())
