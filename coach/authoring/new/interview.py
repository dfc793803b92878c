"""The questions of `coach new`, one after the other: each answer is looked at when it is given, and none is lost.

What cannot stand (a name that is taken, a scenario that is not there, a name in other letters from which no id can be
made) is said at once and asked again. Where the answers end before the questions do, nothing is written.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from textwrap import fill

from coach.authoring.new.questions import QUESTIONS, Question, named, or_else
from coach.content.binding import near_to
from coach.content.library import Library
from coach.errors import CoachError
from coach.model.characters import remove_unsafe
from coach.model.family import Family
from coach.model.lines import SCENE

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
            near = near_to(typed, names)
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
