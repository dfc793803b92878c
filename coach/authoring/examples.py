"""An author's example conversations played through the real matcher and engine, and where they come out otherwise."""

from dataclasses import dataclass, replace

from coach.authoring.playing import begin, say
from coach.content.nodes import Path_, Read
from coach.content.problems import Problem
from coach.content.references import Names
from coach.debrief.debrief import debrief
from coach.debrief.evidence import replied
from coach.matching.matcher import Matcher
from coach.model.examples import Example, ExampleReply, Examples
from coach.model.rubric import Rubric
from coach.rehearsal.answer import ASKED, HURT, MENDED, OTHERWISE
from coach.rehearsal.script import Script
from coach.rehearsal.story import Exchange, Story

_ADVICE = "Mend whichever is wrong: the scenario, or what is expected of it."


@dataclass(frozen=True, slots=True)
class Played:
    """One example and everything about it that came out otherwise."""

    example: str
    problems: tuple[Problem, ...]


def play_all(read: Read, examples: Examples, script: Script, rubric: Rubric, matcher: Matcher) -> tuple[Played, ...]:
    """Play every example."""
    return tuple(
        Played(key, tuple(_play(read, key, example, script, rubric, matcher)))
        for key, example in examples.examples.items()
    )


def check_names_of(read: Read, examples: Examples, script: Script, rubric: Rubric) -> list[Problem]:
    """Names in the examples that the dialogue, its family or the rubric do not have."""
    found, dialogue = Names(read), script.dialogue
    turns, silences, endings = frozenset(dialogue.turns), frozenset(script.silences), frozenset(dialogue.endings)
    own = frozenset(key for turn in dialogue.turns.values() for key in turn.replies)
    branches = own | {OTHERWISE, HURT, MENDED, ASKED}
    for key, example in examples.examples.items():
        at: Path_ = ("examples", key)
        found.known((example.starts_at,) if example.starts_at else (), turns, "turn", (*at, "starts_at"))
        found.known(example.told or (), silences, "silence", (*at, "told"))
        found.known((example.ending,) if example.ending else (), endings, "ending", (*at, "ending"))
        found.known(example.openings, turns, "turn", (*at, "openings"))
        for number, reply in enumerate(example.replies):
            here: Path_ = (*at, "replies", number)
            named = (*reply.met, *reply.not_met, *(reply.clear or ()))
            found.known(named, frozenset(rubric.criteria), "criterion", here)
            found.known((reply.branch,) if reply.branch else (), branches, "branch", (*here, "branch"))
            found.known((reply.turn,) if reply.turn else (), turns, "turn", (*here, "turn"))
            found.known((reply.tells,) if reply.tells else (), silences, "silence", (*here, "tells"))
            found.known((reply.ending,) if reply.ending else (), endings, "ending", (*here, "ending"))
    return found.problems


def _play(read: Read, key: str, example: Example, script: Script, rubric: Rubric, matcher: Matcher) -> list[Problem]:
    if example.starts_at:
        script = _beginning_at(script, example.starts_at)
    path: Path_ = ("examples", key)
    found: list[Problem] = []
    story = begin(script, matcher)
    for number, expected in enumerate(example.replies):
        if story.state.over():
            found.append(_differs(read, (*path, "replies", number), "the conversation had already ended", "a reply"))
            break
        story = say(script, matcher, story, expected.reply)
        exchange = story.attempt().exchanges[-1]
        at = (*path, "replies", number)
        found += [_differs(read, at, got, wanted) for got, wanted in _reply_differences(exchange, expected)]
    return found + [
        _differs(read, path, got, wanted) for got, wanted in _ending_differences(example, script, rubric, story)
    ]


def _beginning_at(script: Script, turn: str) -> Script:
    """The same script, as if it began at another turn."""
    return replace(script, dialogue=script.dialogue.model_copy(update={"begins": turn}))


def _reply_differences(exchange: Exchange, expected: ExampleReply) -> list[tuple[str, str]]:
    """What came out, and what was expected, where the two differ."""
    reading = replied(exchange).reading
    clear, differences = reading.clear(), []
    shown = ", ".join(sorted(clear)) or "nothing"
    if expected.clear is not None and set(expected.clear) != clear:
        differences.append((f"{shown} was clear", f"exactly {', '.join(expected.clear) or 'nothing'}"))
    if missing := set(expected.met) - clear:
        differences.append((f"{shown} was clear", f"{', '.join(sorted(missing))} too"))
    if wrong := set(expected.not_met) & clear:
        differences.append((f"{', '.join(sorted(wrong))} was clear", "that it is not"))
    if lacking := set(expected.forms) - set(reading.forms):
        differences.append((f"the form was {', '.join(reading.forms) or 'none'}", ", ".join(sorted(lacking))))
    if expected.branch is not None and expected.branch != exchange.branch():
        differences.append((f"{exchange.branch()} answered", expected.branch))
    if expected.turn is not None and expected.turn != exchange.after.turn:
        differences.append((f"the talk stands at {exchange.after.turn}", expected.turn))
    if expected.tells is not None and expected.tells not in exchange.told():
        differences.append((f"{', '.join(exchange.told()) or 'nothing'} was told", expected.tells))
    if expected.ending is not None and expected.ending != exchange.after.ending:
        differences.append((f"the ending was {exchange.after.ending}", expected.ending))
    return differences


def _ending_differences(example: Example, script: Script, rubric: Rubric, story: Story) -> list[tuple[str, str]]:
    differences = []
    told = story.attempt().told()
    if example.told is not None and set(example.told) != told:
        differences.append((f"{', '.join(sorted(told)) or 'nothing'} was told", ", ".join(example.told) or "nothing"))
    if example.ending is not None and example.ending != story.attempt().ending:
        differences.append((f"the ending was {story.attempt().ending}", example.ending))
    if example.openings:
        standing = {o.turn: o.standing.value for o in debrief(script, rubric, story).openings}
        for turn, wanted in example.openings.items():
            if standing.get(turn, "not_reached") != wanted:
                differences.append((f"the opening {turn} was {standing.get(turn, 'not_reached')}", wanted))
    return differences


def _differs(read: Read, path: Path_, got: str, wanted: str) -> Problem:
    line, column = read.place(path)
    return Problem(read.file, line, column, "example-differs", f"Here {got}; expected {wanted}.", _ADVICE)
