"""A new file's text from the answers, and where it goes. Nothing that is there already is ever written over."""

import json
from dataclasses import dataclass
from pathlib import Path
from string import Template

from coach.authoring.new.questions import LONGEST, named
from coach.errors import CoachError
from coach.model.characters import remove_unsafe
from coach.model.family import Family

TEMPLATES = Path(__file__).parent
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
