"""`coach new`: asks an author questions, and makes files of the answers. Overwrites nothing.

Begin with `Interview.ask_questions` and `make_files`.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from textwrap import fill

from coach.content.library import Library
from coach.content.validation import find_nearest
from coach.errors import CoachError
from coach.model.characters import remove_unsafe
from coach.model.conditions import SCENE
from coach.model.scenario import Family

DRAFT_TEXTS = (
    "Write here what this practitioner would have been told, and no more.",
    "An age, a job, a way of talking. What makes this person laugh?",
    "An age, and what this child is good at.",
    "What a practitioner would know on the doorstep.",
    "Something that is theirs alone. Say what, so that you never write it by accident.",
)
"""What is written to the author, where only the author knows what belongs there; the first stands in the brief."""

# --- The questions

LONGEST = 60
"""Characters of an id."""


_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ə": "e",
    }
)  # fmt: skip
"""Latin letters that are no plain letter with a mark, as people whose names hold them write them without."""


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """A question to the author, with the default (`or_else`), which may use earlier answers."""

    name: str
    asks: str
    or_else: str


_FAMILY = (
    InterviewQuestion("parent_name", "A grown-up's full name", "Alex Morgan"),
    InterviewQuestion("parent_called", "What people call them", "{parent_name:first}"),
    InterviewQuestion("child_name", "A child's full name", "Jo {parent_name:last}"),
    InterviewQuestion("child_called", "What people call them", "{child_name:first}"),
)

QUESTIONS: dict[str, tuple[InterviewQuestion, ...]] = {
    "scenario": (
        InterviewQuestion("title", "A title, as it might be said", "The new form"),
        InterviewQuestion("id", "Its name in commands and files, which never changes", "{title:id}"),
        InterviewQuestion("you_are", "Whom the practitioner plays", "Social worker"),
        InterviewQuestion("setting", "Where it happens, and when", "A kitchen, on a weekday afternoon"),
        *_FAMILY,
        InterviewQuestion("concern", "The worry, in one sentence", "{child_called} has gone quiet at school"),
        InterviewQuestion(
            "remark",
            "Something the grown-up says sideways, about being treated differently",
            "They put us at the back again. You get used to it.",
        ),
    ),
    "family": _FAMILY,
    "rubric": (InterviewQuestion("title", "What the rubric is about", "Working together"),),
    "exercise": (
        InterviewQuestion("title", "A title", "Say the word first"),
        InterviewQuestion("why", "Why, in one sentence", "To say the word racism first, before a family has to."),
        InterviewQuestion("scenario", "Which scenario, by its id; several with commas between them", "wrong_box"),
        InterviewQuestion("focus", "What to look at: one criterion or domain, by its id", "asks_experience_of_racism"),
    ),
}


def fill_default(question: InterviewQuestion, answers: dict[str, str]) -> str:
    """Return the default answer to a question, with earlier answers filled in."""
    words = question.or_else
    words = words.replace("{title:id}", make_id(answers.get("title", "")))
    for name, given in answers.items():
        parts = given.split() or [given]
        words = words.replace(f"{{{name}:first}}", parts[0]).replace(f"{{{name}:last}}", parts[-1])
        words = words.replace(f"{{{name}}}", given)
    return words


def make_id(words: str) -> str:
    """Make an id of some words: small letters, digits and underscores, starting with a letter.

    Empty if no letter can be written in a to z, as in a name in Arabic or Chinese: the id has to be asked for then.
    """
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    return slug if not slug or slug[0].isalpha() else f"a_{slug}"


def split_ids(words: str) -> list[str]:
    """Split ids that are typed with commas, spaces or "and" between them, each named once."""
    return list(dict.fromkeys(part for part in re.split(r"[\s,;]+", words) if part and part != "and"))


# --- The files made of the answers

TEMPLATES = Path(__file__).with_name("templates")
TOLD = """      asked_and_told:                 # the particular before the general
        any_met: [asks_experience_of_racism, acknowledges_racism_impact]
        tells: what_was_said
        says: {$parent: "(a long look) You asked. People don't."}
        changes: {trust: "+1", guarded: "-1"}
        goto: the_child
"""
TOLD_TOO = """      asked_and_told_more:
        any_met: [child_daily_life_and_voice, child_identity_needs]
        tells: what_it_does
        says: {$parent: "(a breath) Since you ask."}
        changes: {trust: "+1", guarded: "-1"}
        goto: what_now
"""
TOLD_OF_THEIRS = """      tells_$silence:
        helpful: "yes"                # and whatever this silence of theirs opens on
        tells: $silence
        says: {$parent: "(a long look) All right."}
        changes: {trust: "+1", guarded: "-1"}
"""
SCHEMAS = "../schemas"
"""Beside a library's folders, where `coach new` also puts the schemas."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written: its path and its text."""

    path: Path
    text: str


def make_files(kind: str, answers: dict[str, str], folder: Path, family: Family | None = None) -> tuple[NewFile, ...]:
    """Make the files that `coach new` writes for some answers.

    Args:
        kind: `scenario`, `family`, `rubric` or `exercise`.
        answers: the answers, by question.
        folder: the folder of the library to write to.
        family: the existing family that a scenario is about, if it is about one.

    Raises:
        CoachError: one of the files exists.
    """
    match kind:
        case "scenario":
            texts = _make_scenario(answers, family)
        case "family":
            texts = _make_family(answers)
        case "rubric":
            texts = _make_rubric(answers)
        case _:
            texts = _make_exercise(answers)
    made = tuple(_place_file(folder, where, text) for where, text in texts)
    for made_file in made:
        if made_file.path.exists():
            raise CoachError(f"{made_file.path} is there already.", "Give the new one another name, or another folder.")
    return made


def is_working_copy(folder: Path) -> bool:
    """Whether a folder is a working copy of the coach's own repository."""
    return (folder / "coach" / "content" / "library.py").is_file() and (folder / "docs" / "schemas").is_dir()


def _place_file(folder: Path, where: str, text: str) -> NewFile:
    """Give a new file its path: in a library, or where such files lie in a working copy."""
    if not is_working_copy(folder):
        return NewFile(folder / where, text)
    inside = where.startswith(("rubrics/", "exercises/"))
    schemas = "../../docs/schemas" if inside else "../docs/schemas"
    return NewFile(folder / "coach" / where if inside else folder / where, text.replace(SCHEMAS, schemas, 1))


def _make_scenario(answers: dict[str, str], theirs: Family | None) -> list[tuple[str, str]]:
    """Return the paths and texts of a new scenario, its examples, and its family if that is new."""
    key, (family, parent, child) = make_id(answers["id"]), _make_people_ids(answers)
    called = answers["child_called"]
    parent_called = answers["parent_called"]
    told = {
        "id": key,
        "title": _quote(answers["title"]),
        "title_plain": _flatten(answers["title"]),
        "family": family,
        "parent": parent,
        "child": child,
        "child_called": _quote_inside(called),
        "you_are": _quote(answers["you_are"]),
        "setting": _quote(answers["setting"]),
        "concern": _quote(answers["concern"]),
        "brief": _quote(
            f"You have been asked to call on {parent_called} about {called}. {_end_sentence(answers['concern'])} "
            f"{DRAFT_TEXTS[0]}"
        ),
        "card_practitioner": _quote(
            f"You are: {answers['you_are']}. Say it your own way; the words you say are the ones that are heard."
        ),
        "card_line_reader": _quote(
            f"You read {parent_called}, in your own voice. Nothing needs acting, and nobody does an accent."
        ),
        "rubric": answers.get("rubric", "openness"),
        "told": _make_replies(parent, theirs),
        "told_too": "" if theirs else Template(TOLD_TOO).substitute(parent=parent),
        "marks": _make_marks(theirs),
        "ends_with": _make_ending(theirs),
        "remark": _quote(answers["remark"]),
        "remark_when_hurt": _quote(f"(not looking up) {answers['remark']}"),
    }
    examples = _fill_template("examples", told)
    if theirs:  # what it takes to be told what they keep, only their author knows
        first, rest = examples.split("  asking:\n")
        examples = first + rest[rest.index("  passing_it_by:\n") :]
    return [
        (f"dialogues/{key}.yaml", _fill_template("scenario", told)),
        (f"dialogues/{key}.examples.yaml", examples),
        *([] if theirs else _make_family(answers)),
    ]


def _make_replies(parent: str, theirs: Family | None) -> str:
    """Return the YAML of the branches that tell silences: for an existing family one for each."""
    if theirs is None:
        return Template(TOLD).substitute(parent=parent)
    ordered = sorted(theirs.silences, key=lambda key: theirs.silences[key].layer)
    return "".join(Template(TOLD_OF_THEIRS).substitute(silence=key, parent=parent) for key in ordered)


def _make_marks(theirs: Family | None) -> str:
    """Return the YAML of the marks that a reply must leave for the family's silences to open."""
    opens = [silence.opens for silence in theirs.silences.values()] if theirs else []
    marks = dict.fromkeys(mark for guard in opens for mark in (*guard.remembers, *guard.not_remembers))
    return f"        remember: [{', '.join(marks)}]\n" if marks else ""


def _make_ending(theirs: Family | None) -> str:
    """Return the YAML of what must have been told for the good ending."""
    if theirs is None:
        return "    told: [what_was_said]\n"
    if not theirs.silences:
        return '    trust: "2+"\n'
    return f"    told: [{min(theirs.silences, key=lambda key: theirs.silences[key].layer)}]\n"


def _make_family(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Return the path and text of a new family."""
    family, parent, child = _make_people_ids(answers)
    name = f"{answers['parent_called']} and {answers['child_called']}"
    told = {
        "family_name": _flatten(name),
        "family_name_quoted": _quote(name),
        "parent": parent,
        "child": child,
        "parent_name": _quote(answers["parent_name"]),
        "parent_called": _quote(answers["parent_called"]),
        "child_name": _quote(answers["child_name"]),
        "child_called": _quote_inside(answers["child_called"]),
        "child_called_quoted": _quote(answers["child_called"]),
    }
    return [(f"personas/{family}.yaml", _fill_template("family", told))]


def _make_people_ids(answers: dict[str, str]) -> tuple[str, str, str]:
    """Return the ids of the family, the grown-up and the child.

    Raises CoachError for impossible ones.
    """
    parent = answers.get("parent_id") or make_id(answers["parent_called"])
    child = answers.get("child_id") or make_id(answers["child_called"])
    if parent == child:
        child = f"{child}_child"
    if "scene" in (parent, child):
        raise CoachError("`scene` is what is seen rather than said.", "Call the person something else.")
    if not parent or not child:
        raise CoachError("There is a name of which no id can be made.", "Give one in the letters a to z.")
    return answers.get("family_id") or f"{parent}_and_{child}"[:LONGEST], parent, child


def _make_rubric(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Return the path and text of a new rubric."""
    told = {"title": _quote(answers["title"]), "title_plain": _flatten(answers["title"])}
    return [(f"rubrics/{answers.get('id') or make_id(answers['title'])}.yaml", _fill_template("rubric", told))]


def _make_exercise(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Return the path and text of a new exercise."""
    told = {
        "title": _quote(answers["title"]),
        "title_plain": _flatten(answers["title"]),
        "why": _quote(answers["why"]),
        "scenario": ", ".join(map(make_id, split_ids(answers["scenario"]))),
        "focus": make_id(answers["focus"]),
    }
    return [(f"exercises/{answers.get('id') or make_id(answers['title'])}.yaml", _fill_template("exercise", told))]


def _fill_template(template: str, told: dict[str, str]) -> str:
    """Return a template file's text with values filled in."""
    text = (TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")
    return Template(text).substitute(told, schemas=SCHEMAS)


def _quote(text: str) -> str:
    """Return a text as a YAML string in double quotes."""
    return json.dumps(_flatten(text), ensure_ascii=False)


def _quote_inside(text: str) -> str:
    """Return a text escaped for the inside of double quotes in YAML."""
    return _quote(text)[1:-1]


def _flatten(text: str) -> str:
    """Return a text on one line, without invisible characters."""
    return " ".join(remove_unsafe(text).split())


def _end_sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it ends in punctuation."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


# --- Asking the questions

WIDE = 100
NEW = "new"
RUBRIC = "openness"
"""The rubric that a first draft is read by. One that builds on it reads all that it reads."""

OF_A_FAMILY = frozenset({"parent_name", "parent_called", "child_name", "child_called"})
Ask = Callable[[str], str | None]
"""Asks one question and waits: what is typed, or nothing where no more will come."""


class Interview:
    """The dialogue of `coach new` with an author at the terminal."""

    def __init__(self, library: Library, folder: Path, ask: Ask, say: Callable[[str], None]) -> None:
        """Prepare the questions.

        Args:
            library: the library, for names that exist.
            folder: the folder of the library to write to.
            ask: asks a question and returns what is typed, or None at the end of input.
            say: shows a line.
        """
        self.library = library
        self.folder = folder
        self.ask = ask
        self.say = say
        self.answers: dict[str, str] = {}
        self.family: Family | None = None
        """The family that a new scenario is about, where it is one that is there."""

    def ask_questions(self, kind: str) -> dict[str, str]:
        """Ask all questions for a new file of a kind, and return the answers.

        Raises:
            CoachError: the input ended before the questions did.
        """
        for question in QUESTIONS[kind]:
            if question.name == "parent_name" and kind == "scenario":
                self._choose_family()
            if self.family is None or question.name not in OF_A_FAMILY:
                self._ask_question(question)
        if kind in ("rubric", "exercise"):
            self._ask_id(make_id(self.answers["title"]), "rubrics" if kind == "rubric" else "exercises")
        return self.answers

    def _ask_question(self, question: InterviewQuestion) -> None:
        """Ask one question, and store its answer."""
        otherwise = fill_default(question, self.answers)
        match question.name:
            case "id":
                self._ask_id(otherwise, "dialogues", question.asks)
            case "scenario":
                names = [shelved.id for shelved in self.library.shelf("dialogues")]
                self._say_names("Scenarios", names)
                self.answers["scenario"] = ", ".join(self._ask_several_of(question.asks, otherwise, names))
            case "focus":
                rubric = self._list_domains_and_criteria(self.answers["scenario"].split(", ")[0])
                self._say_names("Domains", rubric[0])
                self._say_names("Criteria", rubric[1])
                offered = otherwise if otherwise in rubric[1] else rubric[1][0]
                self.answers["focus"] = self._ask_one_of(question.asks, offered, [*rubric[0], *rubric[1]])
            case name:
                self.answers[name] = self._ask_until_answered(question.asks, otherwise)
                if name in ("parent_called", "child_called"):
                    self._ask_person(name.removesuffix("_called"))
                if name == "child_called":
                    self._ask_family_id()

    def _ask_until_answered(self, asks: str, otherwise: str = "") -> str:
        """Ask until there is an answer or a default. Raises CoachError at the end of input."""
        while True:
            typed = self.ask(f"{asks} [{otherwise}]: " if otherwise else f"{asks}: ")
            if typed is None:
                why = "The answers ended before the questions did."
                raise CoachError(
                    why,
                    "Run it again, and press Enter where what stands in brackets will do.",
                    title="Nothing was written",
                )
            if answer := " ".join(remove_unsafe(typed).split()) or otherwise:
                return answer

    def _ask_one_of(self, asks: str, otherwise: str, names: list[str]) -> str:
        """Ask for one of some names, again after any other answer."""
        while (typed := self._ask_until_answered(asks, otherwise)) not in names:
            near = find_nearest(typed, names)
            self.say(f"There is none called '{typed}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return typed

    def _ask_several_of(self, asks: str, otherwise: str, names: list[str]) -> list[str]:
        """Ask for one or several of some names, again after any other answer."""
        while True:
            typed = split_ids(self._ask_until_answered(asks, otherwise))
            unknown = [name for name in typed if name not in names]
            for name in unknown:
                near = find_nearest(name, names)
                self.say(f"There is none called '{name}'." + (f" Did you mean '{near[0]}'?" if near else ""))
            if typed and not unknown:
                return typed

    def _say_names(self, what: str, names: Iterable[str]) -> None:
        """Show a list of names."""
        self.say(fill(f"{what}: {', '.join(names)}.", WIDE, subsequent_indent="  "))

    def _list_domains_and_criteria(self, scenario: str) -> tuple[list[str], list[str]]:
        """Return the domains and criteria of a scenario's rubric, or of the default rubric."""
        try:
            rubric = self.library.rubric(self.library.dialogue(scenario).rubric)
        except CoachError:
            rubric = self.library.rubric(RUBRIC)
        return list(rubric.domains), list(rubric.criteria)

    # ------------------------------------------------------------------------------------------------------------ ids

    def _ask_id(self, otherwise: str, kind: str, asks: str = "") -> None:
        """Ask for an id that is free; an id that can be made of the title is not asked for."""
        typed = self._ask_until_answered(asks, otherwise) if asks and otherwise else otherwise
        while not (candidate_id := make_id(typed)) or self._is_taken(candidate_id, kind):
            if not candidate_id:
                typed = self._ask_until_answered("Its name in commands and files, in the letters a to z")
            else:
                self.say(f"'{candidate_id}' is the name of one that is there already.")
                typed = self._ask_until_answered("Another name for it", self._find_free_id(candidate_id, kind))
        self.answers["id"] = candidate_id

    def _ask_person(self, who: str) -> None:
        """Store the id of a person, made of their name; ask for it if that is not possible."""
        called = self.answers[f"{who}_called"]
        others = {SCENE, self.answers.get("parent_id", "")}
        person_id = make_id(called)
        if person_id and person_id in others and person_id != SCENE:
            person_id = f"{person_id}_child"
        while not person_id or person_id in others:
            if person_id == SCENE:
                self.say("`scene` is what is seen rather than said.")
            person_id = make_id(
                self._ask_until_answered(f"A short name for {called} in the files, in the letters a to z")
            )
        self.answers[f"{who}_id"] = person_id

    def _ask_family_id(self) -> None:
        """Store the id of the new family, made of its people's; ask for another if it is taken."""
        family_id = f"{self.answers['parent_id']}_and_{self.answers['child_id']}"[:60].strip("_")
        while not family_id or self._is_taken(family_id, "personas"):
            if family_id:
                self.say(f"There is a family called '{family_id}' already.")
            family_id = make_id(
                self._ask_until_answered("Another name for this family", self._find_free_id(family_id, "personas"))
            )
        self.answers["family_id"] = family_id

    def _is_taken(self, id_: str, kind: str) -> bool:
        """Whether an id is taken in the folder or the library."""
        exists = any((self.folder / kind / f"{id_}{ending}").exists() for ending in (".yaml", ".yml"))
        return exists or any(shelved.id == id_ for shelved in self.library.shelf(kind))

    def _find_free_id(self, id_: str, kind: str) -> str:
        """Return an id like the given one, with the first number that is free."""
        number = 2
        while self._is_taken(f"{id_[:56]}_{number}", kind):
            number += 1
        return f"{id_[:56]}_{number}"

    # ------------------------------------------------------------------------------------------- a family that is there

    def _choose_family(self) -> None:
        """Ask whether the scenario is about an existing family, and who of it speaks."""
        read_by = self._find_rubrics()
        families = self._list_families(read_by)
        if not families:
            return
        self._say_names("Families that are there", [f"{key} ({family.name})" for key, family in families.items()])
        chosen = self._ask_one_of("One of these by its id, or a new one", NEW, [*families, NEW])
        if chosen == NEW:
            return
        self.family = families[chosen]
        people = list(self.family.people)
        speaker = self._ask_one_of(f"Who speaks in this first draft ({', '.join(people)})", people[0], people)
        child = people[1 if people[0] == speaker and len(people) > 1 else 0]
        child = self._ask_one_of(f"Which child it is about ({', '.join(people)})", child, people)
        self.answers |= {
            "family_id": chosen,
            "rubric": read_by.get(chosen, RUBRIC),
            "parent_id": speaker,
            "parent_called": self.family.people[speaker].called,
            "child_called": self.family.people[child].called,
        }

    def _list_families(self, read_by: dict[str, str]) -> dict[str, Family]:
        """Return the existing families that the template's rubric can open.

        Others need their author.
        """
        families = {}
        for shelved in self.library.shelf("personas"):
            name = read_by.get(shelved.id, RUBRIC)
            try:
                family, rubric = self.library.family(shelved.id), self.library.rubric(name)
            except CoachError:
                continue  # `coach check` says what is wrong with it
            listens_for = {criterion for silence in family.silences.values() for criterion in silence.opens.names()}
            if RUBRIC in (name, rubric.builds_on) and listens_for <= set(rubric.criteria):
                families[shelved.id] = family
        return families

    def _find_rubrics(self) -> dict[str, str]:
        """Return by which rubric the existing scenarios of each family are read."""
        rubrics: dict[str, str] = {}
        for shelved in self.library.shelf("dialogues"):
            try:
                dialogue = self.library.dialogue(shelved.id)
            except CoachError:
                continue
            rubrics.setdefault(dialogue.family, dialogue.rubric)
        return rubrics
