"""A played draft in words: for each reply what was heard, which branch answered, and where that left the family."""

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets import Static

from coach.authoring.draft import Played, Step
from coach.content.problems import Problem
from coach.debrief.evidence import replied
from coach.model.lines import SCENE, Line
from coach.model.reading import Certainty
from coach.rehearsal.script import Script
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words


def standing(played: Played) -> str:
    """Where the conversation stands, on one line."""
    if played.story is None:
        return "This cannot be played yet: mend what is named here, and save."
    at = played.story.state.position
    told = f", told {', '.join(sorted(at.told))}" if at.told else ""
    marks = f", remembers {', '.join(sorted(at.remembered))}" if at.remembered else ""
    hurt = ", hurt" if at.hurt else ""
    where = f"ended: {at.ending}" if at.ending else at.turn
    return f"{where} · trust {at.trust}, guarded {at.guarded}{hurt}{told}{marks}"


def faults(problems: Iterable[Problem]) -> Iterator[Words]:
    """Each problem with its line, errors first."""
    found = sorted(problems, key=lambda problem: (problem.warning, problem.file, problem.line))
    for problem in found:
        kind = "Look at" if problem.warning else "Mend"
        lead = f"{kind} {problem.file.name}, line {problem.line}."
        yield Words(f"{problem.what} {problem.advice}", lead, classes="fault")
    if not found:
        yield Words("Nothing to mend.", classes="fault quiet")


def conversation(played: Played) -> Iterator[Static]:
    """Everything said, with what each reply did."""
    if played.script is None:
        return
    yield from _lines(played.script, played.arrival())
    for number, step in enumerate(played.steps, 1):
        yield Static(Content.assemble((f"{number}. You", "bold $you"), "\n", shown(step.text)), classes="said by-you")
        yield Static(Content(_did(step)), classes="did", markup=False)
        yield from _lines(played.script, step.exchange.lines())
    for text in played.unsaid:
        yield Static(Content(f"Not said, because it has ended: {shown(text)}"), classes="did", markup=False)


def _lines(script: Script, lines: Iterable[Line]) -> Iterator[Static]:
    for line in lines:
        if line.speaker == SCENE:
            yield Static(Content(shown(line.text)), classes="said by-scene", markup=False)
        else:
            how = f"  ({shown(line.how)})" if line.how else ""
            who = (shown(script.speaker(line)), "bold $family")
            yield Static(Content.assemble(who, (how, "$quiet"), "\n", shown(line.text)), classes="said by-family")


def _did(step: Step) -> str:
    """What was heard, and what answered; what answered before the save, where that changed."""
    reading = replied(step.exchange).reading
    clear = [v.criterion for v in reading.verdicts if v.certainty is Certainty.CLEAR]
    possible = [f"{v.criterion}?" for v in reading.verdicts if v.certainty is Certainty.POSSIBLE]
    heard = ", ".join([*clear, *possible]) or "nothing"
    told = "".join(f" Tells {silence}." for silence in step.exchange.told())
    changed = f" Before the save it was {step.before}." if step.before else ""
    return f"Heard {heard} ({', '.join(reading.forms) or 'no form'}). {step.answered()} answers.{told}{changed}"
