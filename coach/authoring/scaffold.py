"""A new file's text from the answers, and where it goes. Nothing that is there already is ever written over."""

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
from coach.model.family import Family

# --- What is asked before a file is begun. Every question has an answer to go on with

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
class Question:
    """One thing asked. `or_else` is taken where nothing is answered; `{name}` in it is an earlier answer."""

    name: str
    asks: str
    or_else: str


_FAMILY = (
    Question("parent_name", "A grown-up's full name", "Alex Morgan"),
    Question("parent_called", "What people call them", "{parent_name:first}"),
    Question("child_name", "A child's full name", "Jo {parent_name:last}"),
    Question("child_called", "What people call them", "{child_name:first}"),
)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "scenario": (
        Question("title", "A title, as it might be said", "The new form"),
        Question("id", "Its name in commands and files, which never changes", "{title:id}"),
        Question("you_are", "Whom the practitioner plays", "Social worker"),
        Question("setting", "Where it happens, and when", "A kitchen, on a weekday afternoon"),
        *_FAMILY,
        Question("concern", "The worry, in one sentence", "{child_called} has gone quiet at school"),
        Question(
            "remark",
            "Something the grown-up says sideways, about being treated differently",
            "They put us at the back again. You get used to it.",
        ),
    ),
    "family": _FAMILY,
    "rubric": (Question("title", "What the rubric is about", "Working together"),),
    "exercise": (
        Question("title", "A title", "Say the word first"),
        Question("why", "Why, in one sentence", "To say the word racism first, before a family has to."),
        Question("scenario", "Which scenario, by its id", "wrong_box"),
        Question("focus", "What to look at: one criterion or domain, by its id", "asks_experience_of_racism"),
    ),
}


def or_else(question: Question, answers: dict[str, str]) -> str:
    """What stands where nothing is answered."""
    words = question.or_else
    words = words.replace("{title:id}", named(answers.get("title", "")))
    for name, given in answers.items():
        parts = given.split() or [given]
        words = words.replace(f"{{{name}:first}}", parts[0]).replace(f"{{{name}:last}}", parts[-1])
        words = words.replace(f"{{{name}}}", given)
    return words


def named(words: str) -> str:
    """An id from words: small letters, digits and underscores, starting with a letter.

    Empty where nothing of them can be written in the letters a to z, as of a name in Arabic or Chinese: then it has to
    be asked for.
    """
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    return found if not found or found[0].isalpha() else f"a_{found}"


# --- A new file's text from the answers, and where it goes. Nothing that is there already is ever written

TEMPLATES = Path(__file__).with_name("templates")
TOLD = """      asked_and_told:                 # the particular before the general
        any_met: [asks_experience_of_racism, acknowledges_racism_impact]
        tells: what_was_said
        says: {$parent: "(a long look) You asked. People don't."}
        changes: {trust: "+1", guarded: "-1"}
        goto: the_child
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
    """A file to be written."""

    path: Path
    text: str


def files(kind: str, answers: dict[str, str], folder: Path, family: Family | None = None) -> tuple[NewFile, ...]:
    """What `coach new` writes for these answers. Raises CoachError where one of the files is there already.

    `family`: the one that a scenario is about, where it is there already.
    """
    match kind:
        case "scenario":
            texts = _scenario(answers, family)
        case "family":
            texts = _family(answers)
        case "rubric":
            texts = _rubric(answers)
        case _:
            texts = _exercise(answers)
    made = tuple(NewFile(folder / where, text) for where, text in texts)
    for each in made:
        if each.path.exists():
            raise CoachError(f"{each.path} is there already.", "Give the new one another name, or another folder.")
    return made


def _scenario(answers: dict[str, str], theirs: Family | None) -> list[tuple[str, str]]:
    key, (family, parent, child) = named(answers["id"]), _people(answers)
    called = answers["child_called"]
    parent_called = answers["parent_called"]
    told = {
        "id": key,
        "title": _quoted(answers["title"]),
        "title_plain": _plain(answers["title"]),
        "family": family,
        "parent": parent,
        "child": child,
        "child_called": _inside(called),
        "you_are": _quoted(answers["you_are"]),
        "setting": _quoted(answers["setting"]),
        "concern": _quoted(answers["concern"]),
        "brief": _quoted(
            f"You have been asked to call on {parent_called} about {called}. {_sentence(answers['concern'])} "
            "Write here what this practitioner would have been told, and no more."
        ),
        "card_practitioner": _quoted(
            f"You are: {answers['you_are']}. Say it your own way; the words you say are the ones that are heard."
        ),
        "card_line_reader": _quoted(
            f"You read {parent_called}, in your own voice. Nothing needs acting, and nobody does an accent."
        ),
        "rubric": answers.get("rubric", "openness"),
        "told": _told(parent, theirs),
        "marks": _marks(theirs),
        "ends_with": _ends_with(theirs),
        "remark": _quoted(answers["remark"]),
        "remark_when_hurt": _quoted(f"(not looking up) {answers['remark']}"),
    }
    examples = _filled("examples", told)
    if theirs:  # what it takes to be told what they keep, only their author knows
        first, rest = examples.split("  asking:\n")
        examples = first + rest[rest.index("  passing_it_by:\n") :]
    return [
        (f"dialogues/{key}.yaml", _filled("scenario", told)),
        (f"dialogues/{key}.examples.yaml", examples),
        *([] if theirs else _family(answers)),
    ]


def _told(parent: str, theirs: Family | None) -> str:
    """The replies that are told something: of a family that is there, one for each silence, the nearest layer first."""
    if theirs is None:
        return Template(TOLD).substitute(parent=parent)
    ordered = sorted(theirs.silences, key=lambda key: theirs.silences[key].layer)
    return "".join(Template(TOLD_OF_THEIRS).substitute(silence=key, parent=parent) for key in ordered)


def _marks(theirs: Family | None) -> str:
    """What a reply leaves behind, where silences of theirs ask for it."""
    opens = [silence.opens for silence in theirs.silences.values()] if theirs else []
    marks = dict.fromkeys(mark for each in opens for mark in (*each.remembers, *each.not_remembers))
    return f"        remember: [{', '.join(marks)}]\n" if marks else ""


def _ends_with(theirs: Family | None) -> str:
    """What has been told where it ends well."""
    if theirs is None:
        return "    told: [what_was_said]\n"
    if not theirs.silences:
        return '    trust: "2+"\n'
    return f"    told: [{min(theirs.silences, key=lambda key: theirs.silences[key].layer)}]\n"


def _family(answers: dict[str, str]) -> list[tuple[str, str]]:
    family, parent, child = _people(answers)
    name = f"{answers['parent_called']} and {answers['child_called']}"
    told = {
        "family_name": _plain(name),
        "family_name_quoted": _quoted(name),
        "parent": parent,
        "child": child,
        "parent_name": _quoted(answers["parent_name"]),
        "parent_called": _quoted(answers["parent_called"]),
        "child_name": _quoted(answers["child_name"]),
        "child_called": _inside(answers["child_called"]),
        "child_called_quoted": _quoted(answers["child_called"]),
    }
    return [(f"personas/{family}.yaml", _filled("family", told))]


def _people(answers: dict[str, str]) -> tuple[str, str, str]:
    """The ids of the family and of its two people: as they were given, or made of what they are called."""
    parent = answers.get("parent_id") or named(answers["parent_called"])
    child = answers.get("child_id") or named(answers["child_called"])
    if parent == child:
        child = f"{child}_child"
    if "scene" in (parent, child):
        raise CoachError("`scene` is what is seen rather than said.", "Call the person something else.")
    if not parent or not child:
        raise CoachError("There is a name of which no id can be made.", "Give one in the letters a to z.")
    return answers.get("family_id") or f"{parent}_and_{child}"[:LONGEST], parent, child


def _rubric(answers: dict[str, str]) -> list[tuple[str, str]]:
    told = {"title": _quoted(answers["title"]), "title_plain": _plain(answers["title"])}
    return [(f"rubrics/{answers.get('id') or named(answers['title'])}.yaml", _filled("rubric", told))]


def _exercise(answers: dict[str, str]) -> list[tuple[str, str]]:
    told = {
        "title": _quoted(answers["title"]),
        "title_plain": _plain(answers["title"]),
        "why": _quoted(answers["why"]),
        "scenario": named(answers["scenario"]),
        "focus": named(answers["focus"]),
    }
    return [(f"exercises/{answers.get('id') or named(answers['title'])}.yaml", _filled("exercise", told))]


def _filled(template: str, told: dict[str, str]) -> str:
    text = (TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")
    return Template(text).substitute(told, schemas=SCHEMAS)


def _quoted(text: str) -> str:
    """A text as YAML in double quotes, whatever is in it."""
    return json.dumps(_plain(text), ensure_ascii=False)


def _inside(text: str) -> str:
    """A text to stand inside double quotes."""
    return _quoted(text)[1:-1]


def _plain(text: str) -> str:
    """A text on one line, as in a comment, without what cannot be seen."""
    return " ".join(remove_unsafe(text).split())


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


# --- The questions of `coach new`, one after the other: each answer is looked at when it is given, and no

WIDE = 100
NEW = "new"
RUBRIC = "openness"
"""The rubric that a first draft is read by. One that builds on it reads all that it reads."""

OF_A_FAMILY = frozenset({"parent_name", "parent_called", "child_name", "child_called"})
Ask = Callable[[str], str | None]
"""Asks one question and waits: what is typed, or nothing where no more will come."""


class Interview:
    """Asks what a new file needs. `ask` and `say` are whoever sits there; `folder` is where it will be written."""

    def __init__(self, library: Library, folder: Path, ask: Ask, say: Callable[[str], None]) -> None:
        self.library = library
        self.folder = folder
        self.ask = ask
        self.say = say
        self.answers: dict[str, str] = {}
        self.family: Family | None = None
        """The family that a new scenario is about, where it is one that is there."""

    def answer(self, kind: str) -> dict[str, str]:
        """Every answer for a new file of this kind. Raises CoachError where they end too early."""
        for question in QUESTIONS[kind]:
            if question.name == "parent_name" and kind == "scenario":
                self._choose_family()
            if self.family is None or question.name not in OF_A_FAMILY:
                self._answer(question)
        if kind in ("rubric", "exercise"):
            self._id(named(self.answers["title"]), "rubrics" if kind == "rubric" else "exercises")
        return self.answers

    def _answer(self, question: Question) -> None:
        otherwise = or_else(question, self.answers)
        match question.name:
            case "id":
                self._id(otherwise, "dialogues", question.asks)
            case "scenario":
                names = [each.id for each in self.library.shelf("dialogues")]
                self._say_names("Scenarios", names)
                self.answers["scenario"] = self._one_of(question.asks, otherwise, names)
            case "focus":
                rubric = self._rubric_of(self.answers["scenario"])
                self._say_names("Domains", rubric[0])
                self._say_names("Criteria", rubric[1])
                offered = otherwise if otherwise in rubric[1] else rubric[1][0]
                self.answers["focus"] = self._one_of(question.asks, offered, [*rubric[0], *rubric[1]])
            case name:
                self.answers[name] = self._asked(question.asks, otherwise)
                if name in ("parent_called", "child_called"):
                    self._person(name.removesuffix("_called"))
                if name == "child_called":
                    self._family_id()

    def _asked(self, asks: str, otherwise: str = "") -> str:
        """What is answered, or what stands where nothing is. Raises CoachError where no more will come."""
        while True:
            typed = self.ask(f"{asks} [{otherwise}]: " if otherwise else f"{asks}: ")
            if typed is None:
                why = "The answers ended before the questions did."
                raise CoachError(
                    why,
                    "Run it again, and press Enter where what stands in brackets will do.",
                    title="Nothing was written",
                )
            if found := " ".join(remove_unsafe(typed).split()) or otherwise:
                return found

    def _one_of(self, asks: str, otherwise: str, names: list[str]) -> str:
        """One of these names; anything else is asked again."""
        while (typed := self._asked(asks, otherwise)) not in names:
            near = find_nearest(typed, names)
            self.say(f"There is none called '{typed}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return typed

    def _say_names(self, what: str, names: Iterable[str]) -> None:
        self.say(fill(f"{what}: {', '.join(names)}.", WIDE, subsequent_indent="  "))

    def _rubric_of(self, scenario: str) -> tuple[list[str], list[str]]:
        """The domains and criteria that a scenario is read by; those of the usual rubric where it cannot be read."""
        try:
            rubric = self.library.rubric(self.library.dialogue(scenario).rubric)
        except CoachError:
            rubric = self.library.rubric(RUBRIC)
        return list(rubric.domains), list(rubric.criteria)

    # ------------------------------------------------------------------------------------------------------------ ids

    def _id(self, otherwise: str, kind: str, asks: str = "") -> None:
        """An id that nothing else has. Where the title makes one, it is only asked for if `asks` says how."""
        typed = self._asked(asks, otherwise) if asks and otherwise else otherwise
        while not (found := named(typed)) or self._taken(found, kind):
            if not found:
                typed = self._asked("Its name in commands and files, in the letters a to z")
            else:
                self.say(f"'{found}' is the name of one that is there already.")
                typed = self._asked("Another name for it", self._free(found, kind))
        self.answers["id"] = found

    def _person(self, who: str) -> None:
        """The name of a person on the lines that they say."""
        called = self.answers[f"{who}_called"]
        others = {SCENE, self.answers.get("parent_id", "")}
        found = named(called)
        if found and found in others and found != SCENE:
            found = f"{found}_child"
        while not found or found in others:
            if found == SCENE:
                self.say("`scene` is what is seen rather than said.")
            found = named(self._asked(f"A short name for {called} in the files, in the letters a to z"))
        self.answers[f"{who}_id"] = found

    def _family_id(self) -> None:
        found = f"{self.answers['parent_id']}_and_{self.answers['child_id']}"[:60].strip("_")
        while not found or self._taken(found, "personas"):
            if found:
                self.say(f"There is a family called '{found}' already.")
            found = named(self._asked("Another name for this family", self._free(found, "personas")))
        self.answers["family_id"] = found

    def _taken(self, id_: str, kind: str) -> bool:
        here = any((self.folder / kind / f"{id_}{ending}").exists() for ending in (".yaml", ".yml"))
        return here or any(each.id == id_ for each in self.library.shelf(kind))

    def _free(self, id_: str, kind: str) -> str:
        """The next name like it that is free."""
        number = 2
        while self._taken(f"{id_[:56]}_{number}", kind):
            number += 1
        return f"{id_[:56]}_{number}"

    # ------------------------------------------------------------------------------------------- a family that is there

    def _choose_family(self) -> None:
        """Ask for a family that is there, or a new one."""
        read_by = self._rubrics()
        families = self._families(read_by)
        if not families:
            return
        self._say_names("Families that are there", [f"{key} ({each.name})" for key, each in families.items()])
        chosen = self._one_of("One of these by its id, or a new one", NEW, [*families, NEW])
        if chosen == NEW:
            return
        self.family = families[chosen]
        people = list(self.family.people)
        speaker = self._one_of(f"Who speaks in this first draft ({', '.join(people)})", people[0], people)
        child = people[1 if people[0] == speaker and len(people) > 1 else 0]
        child = self._one_of(f"Which child it is about ({', '.join(people)})", child, people)
        self.answers |= {
            "family_id": chosen,
            "rubric": read_by.get(chosen, RUBRIC),
            "parent_id": speaker,
            "parent_called": self.family.people[speaker].called,
            "child_called": self.family.people[child].called,
        }

    def _families(self, read_by: dict[str, str]) -> dict[str, Family]:
        """Those that a first draft can be of: they can be read, and what opens them is in the rubric that reads it."""
        found = {}
        for shelved in self.library.shelf("personas"):
            name = read_by.get(shelved.id, RUBRIC)
            try:
                family, rubric = self.library.family(shelved.id), self.library.rubric(name)
            except CoachError:
                continue  # `coach check` says what is wrong with it
            listens_for = {each for silence in family.silences.values() for each in silence.opens.names()}
            if RUBRIC in (name, rubric.builds_on) and listens_for <= set(rubric.criteria):
                found[shelved.id] = family
        return found

    def _rubrics(self) -> dict[str, str]:
        """By which rubric the talk with each family is read, where there is such talk."""
        found: dict[str, str] = {}
        for shelved in self.library.shelf("dialogues"):
            try:
                dialogue = self.library.dialogue(shelved.id)
            except CoachError:
                continue
            found.setdefault(dialogue.family, dialogue.rubric)
        return found
