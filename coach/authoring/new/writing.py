"""A new file's text from the answers, and where it goes. Nothing that is there already is ever written over."""

import json
from dataclasses import dataclass
from pathlib import Path
from string import Template

from coach.authoring.new.questions import LONGEST, named
from coach.errors import CoachError
from coach.model.characters import remove_unsafe

TEMPLATES = Path(__file__).parent
SCHEMAS = "../schemas"
"""Beside a library's folders, where `coach new` also puts the schemas."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: Path
    text: str


def files(kind: str, answers: dict[str, str], folder: Path) -> tuple[NewFile, ...]:
    """What `coach new` writes for these answers. Raises CoachError where one of the files is there already."""
    made = tuple(
        NewFile(folder / where, text)
        for where, text in {
            "scenario": _scenario,
            "family": _family,
            "rubric": _rubric,
            "exercise": _exercise,
        }[kind](answers)
    )
    if kind == "scenario" and made[-1].path.exists():
        made = made[:-1]  # the family is there: this is another scenario with them
    for each in made:
        if each.path.exists():
            raise CoachError(f"{each.path} is there already.", "Give the new one another name, or another folder.")
    return made


def _scenario(answers: dict[str, str]) -> list[tuple[str, str]]:
    key, family, parent, child = named(answers["id"]), *_people(answers)
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
        "remark": _quoted(answers["remark"]),
        "remark_when_hurt": _quoted(f"(not looking up) {answers['remark']}"),
    }
    return [
        (f"dialogues/{key}.yaml", _filled("scenario", told)),
        (f"dialogues/{key}.examples.yaml", _filled("examples", told)),
        *_family(answers),
    ]


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
    parent, child = named(answers["parent_called"]), named(answers["child_called"])
    if parent == child:
        child = f"{child}_child"
    if parent == "scene" or child == "scene":
        raise CoachError("`scene` is what is seen rather than said.", "Call the person something else.")
    return f"{parent}_and_{child}"[:LONGEST], parent, child


def _rubric(answers: dict[str, str]) -> list[tuple[str, str]]:
    told = {"title": _quoted(answers["title"]), "title_plain": _plain(answers["title"])}
    return [(f"rubrics/{named(answers['title'])}.yaml", _filled("rubric", told))]


def _exercise(answers: dict[str, str]) -> list[tuple[str, str]]:
    told = {
        "title": _quoted(answers["title"]),
        "title_plain": _plain(answers["title"]),
        "why": _quoted(answers["why"]),
        "scenario": named(answers["scenario"]),
        "focus": named(answers["focus"]),
    }
    return [(f"exercises/{named(answers['title'])}.yaml", _filled("exercise", told))]


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
