"""docs/checks.md and the checks themselves: every code is in both, and every example breaks and mends as it says."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import coach
from coach.authoring.check import check_exercise, check_library, check_names, check_scenario
from coach.authoring.scaffold import DRAFT_TEXTS, QUESTIONS, fill_default, make_files
from coach.authoring.style import load_house_words
from coach.content.library import Folder, Library, find_shipped_folders
from coach.content.yaml_reader import Problem
from coach.matching.loading import Matchers
from coach.model.rubric import Rubric

CHECKERS = Path(coach.__file__).parent
PAGE = CHECKERS.parent / "docs" / "checks.md"
WORDS = load_house_words()

DIALOGUE, EXAMPLES = "dialogues/the_new_form.yaml", "dialogues/the_new_form.examples.yaml"
FAMILY, RUBRIC = "personas/alex_and_jo.yaml", "rubrics/working_together.yaml"
EXERCISE = "exercises/say_the_word_first.yaml"
VARIANT, TEAM = "dialogues/the_new_form_otherwise.yaml", "team"

Files = dict[str, str]
"""The text of each file of a library, by its path there."""


# --------------------------------------------------------------------------------------------------- the code's codes


@dataclass(frozen=True)
class Carrier:
    """A call that takes a code: what is called, where among its arguments the code stands, and what is put before."""

    name: str
    position: int
    before: str = ""


@cache
def codes_in_source() -> frozenset[str]:
    """Every code that can reach a Problem, followed from there back to where it was written."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in checkers()]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    codes: set[str] = set()
    todo, done = [Carrier("Problem", 3)], set()
    while todo:
        carrier = todo.pop()
        done.add(carrier)
        for tree in trees:
            for call, inside in calls(tree, carrier.name):
                code = argument(call, carrier.position)
                if code is not None:
                    written, onward = followed(code, inside, functions)
                    codes |= {carrier.before + word for word in written}
                    found = {Carrier(each.name, each.position, carrier.before + each.before) for each in onward}
                    todo += found - done
    return frozenset(codes)


def checkers() -> Iterator[Path]:
    yield from (CHECKERS / "content").glob("*.py")
    yield from (CHECKERS / "authoring").rglob("*.py")
    yield CHECKERS / "matching" / "loading.py"


def calls(tree: ast.AST, name: str, inside: ast.FunctionDef | None = None) -> Iterator[tuple[ast.Call, ast.AST | None]]:
    """Every call of a function or method of that name, with the function it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and name == getattr(node.func, "id", getattr(node.func, "attr", "")):
            yield node, inside
        yield from calls(node, name, node if isinstance(node, ast.FunctionDef) else inside)


def argument(call: ast.Call, position: int) -> ast.expr | None:
    """The argument at a position, or the one called `code`. A place put in with * is a line and a column."""
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    arguments = [each for arg in call.args for each in ([arg, arg] if isinstance(arg, ast.Starred) else [arg])]
    return arguments[position] if position < len(arguments) else None


def followed(
    code: ast.expr, inside: ast.FunctionDef, functions: list[ast.FunctionDef]
) -> tuple[set[str], set[Carrier]]:
    """The codes that an expression is, or the calls that hand it on. A way that is not known fails."""
    match code:
        case ast.Constant(value=str(word)):
            return {word}, set()
        case ast.JoinedStr(values=[ast.Constant(value=str(before)), ast.FormattedValue(value=ast.Name(id=name))]):
            return set(), {handed_on(name, inside, before)}
        case ast.Name(id=name) if name in parameters(inside):
            return set(), {handed_on(name, inside)}
        case ast.Name(id=name):
            return unpacked(name, inside, functions), set()
    raise AssertionError(f"line {code.lineno}: this test cannot follow the code {ast.unparse(code)}")


def parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.args if each.arg != "self"]


def handed_on(name: str, inside: ast.FunctionDef, before: str = "") -> Carrier:
    return Carrier(inside.name, parameters(inside).index(name), before)


def unpacked(name: str, inside: ast.FunctionDef, functions: list[ast.FunctionDef]) -> set[str]:
    """The codes in the tuples that a function returns or yields, where they are taken apart into names."""
    words: set[str] = set()
    for node in ast.walk(inside):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        source = getattr(node, "value", getattr(node, "iter", None))
        if isinstance(target, ast.Tuple) and isinstance(source, ast.Call):
            names = [getattr(each, "id", "") for each in target.elts]
            makers = [each for each in functions if each.name == getattr(source.func, "id", "")]
            for given in (given for maker in makers for given in ast.walk(maker) if name in names):
                if isinstance(given, ast.Return | ast.Yield) and isinstance(given.value, ast.Tuple):
                    words.add(ast.literal_eval(given.value.elts[names.index(name)]))
    assert words, f"{inside.name}: this test cannot follow {name}"
    return words


# --------------------------------------------------------------------------------------------------- the page's codes


@dataclass(frozen=True)
class Section:
    """What the page says of one code."""

    code: str
    text: str
    broken: str
    mended: str

    def lines_of(self, text: str) -> range:
        """The lines of a broken file that the broken fragment stands on."""
        first = f"\n{text}".index(f"\n{self.broken}")
        start = text[:first].count("\n") + 1
        return range(start, start + self.broken.count("\n"))


def sections() -> list[Section]:
    page = PAGE.read_text(encoding="utf-8")
    found = []
    for part in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        code, _, text = part.partition("\n")
        text = re.split(r"^## ", text, flags=re.MULTILINE)[0]
        blocks = dict(re.findall(r"\*\*(\w+)\*\*\n```yaml\n(.*?)```", text, re.DOTALL))
        found.append(Section(code.strip(), text.strip(), blocks.get("Broken", ""), blocks.get("Mended", "")))
    return found


SECTIONS = sections()
SHOWN = [section for section in SECTIONS if section.broken]
each_shown = pytest.mark.parametrize("section", SHOWN, ids=lambda section: section.code)


# -------------------------------------------------------------------------------------- new files, and what is grown


@cache
def new_files() -> tuple[tuple[str, str], ...]:
    """Every file that `coach new` writes where every question is answered by Enter."""
    found = {}
    for kind, questions in QUESTIONS.items():
        answers: dict[str, str] = {}
        for question in questions:
            answers[question.name] = fill_default(question, answers)
        folder = Path("no_such_folder")
        found.update({new.path.relative_to(folder).as_posix(): new.text for new in make_files(kind, answers, folder)})
    return tuple(found.items())


def replaced(text: str, old: str, new: str) -> str:
    """The text with whole lines replaced, which must stand in it once."""
    assert f"\n{text}".count(f"\n{old}") == 1, old
    return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def with_nothing_general(starters: Files) -> Files:
    """A turn that answers only what it listens for by name."""
    general = """      something_kind:
        helpful: "yes"
        says: {alex: "I'd like somebody to ask, that's all."}
        changes: {trust: "+1"}
"""
    return {**starters, DIALOGUE: replaced(starters[DIALOGUE], general, "")}


def with_a_variant(starters: Files) -> Files:
    variant = replaced(starters[DIALOGUE], "begins: the_door\n", "variant_of: the_new_form\nbegins: the_door\n")
    return {**starters, VARIANT: variant}


def with_a_rubric_built_on_another(starters: Files) -> Files:
    more = """format: 1
title: "More"
about: "One more"
builds_on: openness
topics:
  inter_rec:
    also_taken_by: [writes_it_down]
domains: {}
criteria:
  writes_it_down:
    domain: clarity
    polarity: helpful
    name: "Writes it down"
    definition: "Asks for it to be written down."
    counts: ["Can we minute that?"]
    not: ["I took notes."]
    needs: none
    source: "Tests"
"""
    dialogue = replaced(starters[DIALOGUE], "rubric: openness\n", "rubric: more\n")
    return {**starters, DIALOGUE: dialogue, "rubrics/more.yaml": more}


def with_one_criterion_well_read(starters: Files) -> Files:
    """Only one criterion is read by its examples, and they are so much like each other that none is misread."""
    rubric = starters[RUBRIC]
    for other in ('    name: "Explains who sees it"\n', '    name: "Talks over them"\n'):
        rubric = replaced(rubric, other, f"    wording: {{never: {{says: [xylophone]}}}}\n{other}")
    first, last = '      - "If it was up to you, what would we do first?"\n', '    not:\n      - "I want you to come'
    before, rest = rubric.split(first)
    after = rest[rest.index(last) :].replace('      - "What would your mother say about it?"\n', "")
    alike = "".join(f'      - "{each}"\n' for each in LIKE_EACH_OTHER)
    return {**starters, RUBRIC: before + first + alike + after}


LIKE_EACH_OTHER = (
    "What would you like us to do first?",
    "What would you like to happen first?",
    "If it was up to you, what would happen now?",
    "If it was up to you, what would we do now?",
    "What would you want to happen now?",
    "What would you want us to do first?",
    "So what would you like to happen now?",
    "So if it was up to you, what would happen first?",
)


def with_other_words(starters: Files) -> Files:
    asks = '      - {alex: "So what happens now?"}\n'
    other = '    says_if:\n      - told: what_was_said\n        says: {alex: "So what else happens now?"}\n'
    return {**starters, DIALOGUE: replaced(starters[DIALOGUE], asks, asks + other)}


def with_a_phrase(starters: Files) -> Files:
    wanted = '    name: "Asks what they want"\n'
    rule = '    wording: {by_name: {says: ["(what|which) [one] (would|do) you (want|like)"]}}\n'
    return {**starters, RUBRIC: replaced(starters[RUBRIC], wanted, wanted + rule)}


def with_racism_towards_the_practitioner(starters: Files) -> Files:
    dialogue = replaced(starters[DIALOGUE], "begins: the_door\n", "towards_practitioner: true\nbegins: the_door\n")
    two = "scenarios: [the_new_form]\nalternatives: [wrong_box]\n"
    return {
        **starters,
        DIALOGUE: dialogue,
        EXERCISE: replaced(starters[EXERCISE], "scenarios: [wrong_box]\n", two),
    }


def with_another_choice(starters: Files) -> Files:
    ours = "towards_practitioner: true\nalternative: wrong_box\nbegins: the_door\n"
    original = {"dialogues/wrong_box.yaml": starters[DIALOGUE], DIALOGUE: starters[DIALOGUE]}
    return {**starters, **original, DIALOGUE: replaced(starters[DIALOGUE], "begins: the_door\n", ours)}


def with_an_answer_bank(starters: Files) -> Files:
    """A family that can be asked a few things, and a turn that knows what answers its question."""
    family = starters[FAMILY].replace("\nprivate: ", f"\n{BANK}private: ", 1)
    says = '      - {alex: "Come in. You found us all right?"}\n'
    return {**starters, FAMILY: family, DIALOGUE: replaced(starters[DIALOGUE], says, says + ASKS)}


BANK = """facts:
  the_bus: "Alex gets the nine."
acts:
  greeting: {alex: "Hello."}
knows:
  the_kettle:
    asked: ["Is that kettle new?", "Nice kettle."]
    says: {alex: "It was a present."}
  the_bus:
    asked: ["Which bus do you get?", "How do you get in?"]
    says: {alex: "The nine, from the corner."}
    not_told: what_was_said
    facts: the_bus
"""
ASKS = """    asks:
      yes: {alex: "Good. People go past it."}
      no: {alex: "It's the hedge. People go past it."}
      dont_know: {alex: "Well, you're here now."}
    present: [alex]
"""
OF_THE_BANK = {
    *("asked-twice", "entry-guard", "entry-never", "about-unset", "entry-long", "entry-tells", "asks-unanswered"),
    *("fact-differs", "unknown-act", "unknown-fact", "unknown-person"),
}
"""Codes of an answer bank, which new files do not have yet."""


def with_a_line_book(starters: Files) -> Files:
    """A dialogue of which somebody has said what its blocks of lines do."""
    return {**starters, DIALOGUE: f"{starters[DIALOGUE]}\n{BOOK}"}


BOOK = """lines:
  told: [a_remark, a_remark/asked_and_told, the_child/asked_about_the_child]
  drew_back: [a_remark/made_small, a_remark/hurt_here, the_child/hurt_here]
  names:
    experience: [a_remark/asked_and_told]
  next_words:
    the_child: "How long has it been this quiet?"
  matters:
    - id: the_boys_own_words
      for: child
      told: [the_child]
      about: [quiet]
      settled: [the_child/asked_about_the_child]
      left: "How the quiet began, in the child's own words."
      words: "I'll ask him what the quiet is like before I write a word of it."
      question: "Who has asked the child about the quiet?"
    - id: what_was_heard
      for: them
      told: [a_remark]
      about: [hedge]
      left: "What is shouted over the hedge, and by whom."
      words: "What do they shout over the hedge, when nobody is by?"
      question: "What would have let you hear of the hedge sooner?"
"""
OF_THE_BOOK = {
    *("unknown-address", "unknown-row", "tagged-twice", "long-next-words", "book-unused"),
    *("matter-twice", "matter-untold", "told-and-settled", "long-left"),
}
"""Codes of a line book, which new files do not have either."""


def with_a_line_book_of_little(starters: Files) -> Files:
    """A line book in which a few blocks are told, and nothing more."""
    told = "".join(BOOK.splitlines(keepends=True)[:2])
    return {**starters, DIALOGUE: f"{starters[DIALOGUE]}\n{told}"}


def with_own_words(starters: Files) -> Files:
    """A draft in which all that it asks its author for is written."""
    family = starters[FAMILY].replace(DRAFT_TEXTS[-1], "Alex writes songs, and has sung none of them to anybody.")
    for number, drafted in enumerate(DRAFT_TEXTS[1:-1]):
        family = family.replace(drafted, f"Own words, {number}.")
    return {**starters, FAMILY: family, DIALOGUE: starters[DIALOGUE].replace(DRAFT_TEXTS[0], "Alex has rung twice.")}


GROWN: dict[str, Callable[[Files], Files]] = {
    "opening-unanswered": with_nothing_general,
    "variant-opens-otherwise": with_a_variant,
    "built-twice": with_a_rubric_built_on_another,
    "example-misread": with_one_criterion_well_read,
    "no-other-choice": with_another_choice,
    "no-alternative": with_racism_towards_the_practitioner,
    "wrong-phrase": with_a_phrase,
    "says-guard": with_other_words,
    "draft-left": with_own_words,
    **dict.fromkeys(OF_THE_BANK, with_an_answer_bank),
    **dict.fromkeys(OF_THE_BOOK, with_a_line_book),
    "book-unused": with_a_line_book_of_little,
}
"""What new files do not have, and a code needs, before anything is broken."""

GROWN_TOO = {
    "built-twice",
    "no-alternative",
    "no-other-choice",
    "wrong-phrase",
    "says-guard",
    "draft-left",
    *OF_THE_BANK,
    *OF_THE_BOOK,
}
"""Codes whose mended lines are grown as well: nothing that is new builds on a rubric, or needs an alternative."""

WALKED = {"never-taken", "never-ended", "never-told", "changes-nothing", "offer-misses", "offer-hurts", "offer-closed"}
"""Codes that are only found by walking every way, or by reading what is offered."""

OF_RUBRICS = {"few-examples", "few-near-misses", "examples-alike", "example-misread", "wrong-phrase"}
"""Codes that are said of a rubric's examples and phrases."""

COMES_WITH = {"never-told": {"never-taken", "never-ended"}}
"""A reply that tells what cannot be told is never taken, and an ending that waits for it never come to."""

ANYWHERE = {"example-misread", "no-role-cards"}
"""Codes that are said of a file as a whole."""

SAID_AT = {
    "silence-untold": "family: alex_and_jo",
    "changes-nothing": "changes:",
    "few-examples": "counts:",
    "few-near-misses": "not:",
    "layer-unguarded": "what_it_does:",
    "one-layer": "silences:",
}
"""Codes that are said of another place than the one to mend."""


# ---------------------------------------------------------------------------------------------------- what is checked


RUBRICS = find_shipped_folders()[:1]
"""Where the rubrics ship. Scenarios that ship are left out: they are being written too."""


class Own(Library):
    """A library that reads the rubric that ships once for all of its kind."""

    def rubric(self, rubric: str) -> Rubric:
        return ships().rubric(rubric) if rubric == "openness" else super().rubric(rubric)


@cache
def ships() -> Library:
    return Library(RUBRICS)


@cache
def matchers() -> Matchers:
    """One for all, because a matcher takes a while to open; each check gives it the library it is of."""
    return Matchers(ships())


class Bench:
    """Where files are written and checked."""

    def __init__(self, new_folder: Callable[[str], Path]) -> None:
        self.new_folder = new_folder
        self.looked: dict[tuple[object, ...], tuple[Problem, ...]] = {}

    def written(self, texts: Files) -> Path:
        folder = self.new_folder("library")
        for name, text in texts.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def look(self, texts: Files, file: str, code: str) -> tuple[Problem, ...]:
        """What is said of these files by whatever says such a code of such a file."""
        if code in OF_RUBRICS:
            return self._once(check_rubric, {RUBRIC: texts[RUBRIC]})
        if file == EXERCISE:
            return self._once(check_exercise_in, {"dialogues/wrong_box.yaml": texts[DIALOGUE], **texts})
        if file == EXAMPLES:
            return self._once(check_by_playing, texts)
        if code in WALKED:
            return self._once(check_by_playing, {name: text for name, text in texts.items() if name != EXAMPLES})
        if code == "variant-opens-otherwise":
            return self._once(check_variant_in, texts)
        return self._once(check_names_in, texts)

    def _once(self, check: Callable[[Path], tuple[Problem, ...]], texts: Files) -> tuple[Problem, ...]:
        key = (check, *texts.items())
        if key not in self.looked:
            self.looked[key] = check(self.written(texts))
        return self.looked[key]


def library_of(folder: Path) -> Library:
    return Own((*RUBRICS, Folder(folder, "own")))


def check_names_in(folder: Path) -> tuple[Problem, ...]:
    return check_names(library_of(folder), Path(DIALOGUE).stem, WORDS)[0]


def check_variant_in(folder: Path) -> tuple[Problem, ...]:
    return check_names(library_of(folder), Path(VARIANT).stem, WORDS)[0]


def check_by_playing(folder: Path) -> tuple[Problem, ...]:
    matchers().library = library_of(folder)
    return check_scenario(matchers(), Path(DIALOGUE).stem, WORDS).problems


def check_exercise_in(folder: Path) -> tuple[Problem, ...]:
    return check_exercise(library_of(folder), Path(EXERCISE).stem)


def check_rubric(folder: Path) -> tuple[Problem, ...]:
    """A folder with a rubric and nothing else, checked as a whole."""
    return tuple(check_library(Matchers(Library((Folder(folder, "own"),)))).problems)


def check_everything_of_it(folder: Path) -> tuple[Problem, ...]:
    """The scenario and the library around it, with a team's folder beside one's own."""
    matchers().library = Own((*RUBRICS, Folder(folder, "own"), Folder(folder / TEAM, "the team's")))
    return tuple(check_library(matchers(), (Path(DIALOGUE).stem,)).problems)


@dataclass(frozen=True)
class Tried:
    """A section's fragment in its file, before it is broken and after, and what is said of both."""

    file: str
    text: str
    before: tuple[Problem, ...]
    after: tuple[Problem, ...]

    def of(self, code: str) -> list[Problem]:
        return [problem for problem in self.after if problem.code == code]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp)


@pytest.fixture(scope="module")
def tried(bench: Bench) -> Callable[[Section], Tried]:
    """Breaks a section's file, once."""

    @cache
    def try_(section: Section) -> Tried:
        texts = GROWN.get(section.code, dict)(dict(new_files()))
        file = [name for name, text in texts.items() if f"\n{section.mended}" in f"\n{text}"][-1]
        broken = {**texts, file: replaced(texts[file], section.mended, section.broken)}
        before, after = (bench.look(each, file, section.code) for each in (texts, broken))
        return Tried(file, broken[file], before, after)

    return try_


# ------------------------------------------------------------------------------------------------ files spoilt whole


def unreadable(folder: Path) -> None:
    (folder / FAMILY).unlink()
    (folder / FAMILY).mkdir()


def too_big(folder: Path) -> None:
    with (folder / DIALOGUE).open("wb") as large:
        large.truncate(2_000_001)


def not_utf8(folder: Path) -> None:
    (folder / DIALOGUE).write_text(dict(new_files())[DIALOGUE].replace("Morgan", "Mörgan") + "# é\n", encoding="cp1252")


def empty(folder: Path) -> None:
    (folder / FAMILY).write_text("# Nothing yet.\n", encoding="utf-8")


def no_examples(folder: Path) -> None:
    (folder / EXAMPLES).unlink()


def few_conversations(folder: Path) -> None:
    (folder / EXAMPLES).write_text(dict(new_files())[EXAMPLES], encoding="utf-8")


def id_taken(folder: Path) -> None:
    (folder / FAMILY).with_suffix(".yml").write_text(with_own_words(dict(new_files()))[FAMILY], encoding="utf-8")


def no_folder(folder: Path) -> None:
    (folder / TEAM).rmdir()


def exercise_beside(folder: Path) -> None:
    (folder / "astray.yaml").write_text("title: Astray\nwhy: To try it.\nscenarios: [wrong_box]\n", encoding="utf-8")


SPOILT: dict[str, Callable[[Path], None]] = {
    "unreadable": unreadable,
    "too-big": too_big,
    "not-utf8": not_utf8,
    "empty": empty,
    "no-examples": no_examples,
    "few-conversations": few_conversations,
    "id-taken": id_taken,
    "no-folder": no_folder,
    "exercise-beside": exercise_beside,
}
"""What brings about a code that is said of a whole file or folder, in a library that is clean before."""


BROUGHT_ABOUT_ELSEWHERE = {
    *("unknown-list", "rule-outvoted", "many-entries", "entry-means", "asking-elsewhere", "read-as-opposite")
}
"""Codes of a rubric that builds on one with weights, of very many entries, or by meaning: tests/content,
test_examples_outvoted.py, test_entry_checks.py and tests/matching/test_few_shot.py bring them about."""


def clean(bench: Bench) -> Path:
    """A library of new files and a team's folder."""
    folder = bench.written(with_eight_conversations())
    (folder / TEAM).mkdir()
    return folder


def with_eight_conversations() -> Files:
    """New files in own words, with a conversation of somebody in a hurry seven times, so that there are enough."""
    starters = with_own_words(dict(new_files()))
    hurried = starters[EXAMPLES][starters[EXAMPLES].index("  passing_it_by:\n") :]
    more = "".join(hurried.replace("passing_it_by", f"passing_it_by_{number}") for number in range(6))
    return {**starters, EXAMPLES: starters[EXAMPLES] + more}


# ------------------------------------------------------------------------------------------------------------- tests


def test_codes_can_be_followed_to_where_they_were_written() -> None:
    assert len(codes_in_source()) >= 55


def test_the_page_has_every_code_there_is_and_no_other() -> None:
    assert {section.code for section in SECTIONS} == codes_in_source()


def test_every_code_has_one_section() -> None:
    assert len(SECTIONS) == len({section.code for section in SECTIONS})


def test_every_section_shows_both_or_is_of_a_whole_file() -> None:
    assert all(bool(section.broken) == bool(section.mended) for section in SECTIONS)
    assert {section.code for section in SECTIONS if not section.broken} == set(SPOILT) | BROUGHT_ABOUT_ELSEWHERE


@each_shown
def test_what_is_shown_is_small_enough_to_take_in(section: Section) -> None:
    assert max(section.broken.count("\n"), section.mended.count("\n")) <= 8


@pytest.mark.parametrize("section", [each for each in SHOWN if each.code not in GROWN_TOO], ids=lambda each: each.code)
def test_what_is_mended_stands_in_a_file_that_coach_new_writes(section: Section) -> None:
    assert [name for name, text in new_files() if f"\n{section.mended}" in f"\n{text}"]


@each_shown
def test_what_is_mended_stands_in_a_file_that_is_clean_of_the_code(
    section: Section, tried: Callable[[Section], Tried]
) -> None:
    assert section.code not in {problem.code for problem in tried(section).before}


@each_shown
def test_what_is_broken_says_that_code_and_no_other(section: Section, tried: Callable[[Section], Tried]) -> None:
    found = tried(section)
    said = {problem.code for problem in found.after} - {problem.code for problem in found.before}
    assert said == {section.code} | COMES_WITH.get(section.code, set())


@each_shown
def test_the_code_is_said_where_it_is_broken(section: Section, tried: Callable[[Section], Tried]) -> None:
    found = tried(section)
    said = found.of(section.code)
    if section.code in SAID_AT:
        lines = [problem.file.read_text(encoding="utf-8").splitlines()[problem.line - 1] for problem in said]
        assert any(line.strip().startswith(SAID_AT[section.code]) for line in lines)
        return
    here = [problem for problem in said if problem.file.as_posix().endswith(found.file)]
    assert here
    if section.code not in ANYWHERE:
        assert {problem.line for problem in here} & set(section.lines_of(found.text))


@each_shown
def test_the_page_tells_an_error_from_a_warning(section: Section, tried: Callable[[Section], Tried]) -> None:
    assert section.text.startswith(kind(tried(section).of(section.code)))


def test_new_files_with_enough_conversations_have_nothing_said_of_them(bench: Bench) -> None:
    assert check_everything_of_it(clean(bench)) == ()


@pytest.mark.parametrize("code", SPOILT)
def test_a_library_spoilt_as_a_whole_says_that_code_and_no_other(code: str, bench: Bench) -> None:
    said = spoilt(bench, code)
    assert {problem.code for problem in said} == {code}


@pytest.mark.parametrize("code", SPOILT)
def test_the_page_tells_an_error_from_a_warning_in_a_spoilt_library(code: str, bench: Bench) -> None:
    section = next(section for section in SECTIONS if section.code == code)
    assert section.text.startswith(kind(spoilt(bench, code)))


def spoilt(bench: Bench, code: str) -> tuple[Problem, ...]:
    if (code,) not in bench.looked:
        folder = clean(bench)
        SPOILT[code](folder)
        bench.looked[code,] = check_everything_of_it(folder)
    return bench.looked[code,]


def kind(problems: Iterable[Problem]) -> str:
    """How a section begins that speaks of these."""
    (warning,) = {problem.warning for problem in problems}
    return "**Warning.**" if warning else "**Error.**"
