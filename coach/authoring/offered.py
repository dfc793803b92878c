"""Whether the words a scenario offers do what it says they do, as the matcher reads them."""

from coach.content.found import Found
from coach.content.nodes import Read
from coach.content.problems import Problem
from coach.matching.context import Context
from coach.matching.matcher import Matcher
from coach.model.dialogue import Turn
from coach.model.lines import SCENE
from coach.model.reading import Form
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script


def check_offered(read: Read, script: Script, rubric: Rubric, matcher: Matcher) -> list[Problem]:
    """Every `could_say`: beside an opening it should take it, and nowhere should it hurt."""
    found = Found(read)
    for key, turn in script.dialogue.turns.items():
        known = _after(turn, script)
        topic = rubric.topics.get(turn.about())
        taking = {*(topic.taken_by if topic else ()), *(turn.opening.taken_by if turn.opening else ())}
        for number, text in enumerate(turn.opening.could_say if turn.opening else ()):
            path = ("turns", key, "opening", "could_say", number)
            reading = matcher.read(text, known)
            clear = reading.clear()
            if clear & taking and set(reading.forms) == {Form.CLOSED_QUESTION}:
                found.add(
                    path,
                    "offer-closed",
                    f"“{text}” is offered, and is a closed question: yes, no or one fact answers it.",
                    "Ask with what, how or tell me: a closed question takes an opening only partly.",
                    warning=True,
                )
            if not clear & taking:
                found.add(
                    path,
                    "offer-misses",
                    f"“{text}” is offered, and would not be heard as taking this opening.",
                    f"It is heard as {', '.join(sorted(clear)) or 'nothing'}. Put it more plainly.",
                    warning=True,
                )
        for name, branch in turn.replies.items():
            for number, text in enumerate(branch.could_say):
                if hurts := matcher.read(text, known).clear() & matcher.harmful:
                    found.add(
                        ("turns", key, "replies", name, "could_say", number),
                        "offer-hurts",
                        f"“{text}” is offered, and would be heard as {', '.join(sorted(hurts))}.",
                        "Put it another way.",
                        warning=True,
                    )
    return found.problems


def _after(turn: Turn, script: Script) -> Context:
    cue = " ".join(line.text for line in turn.says if line.speaker != SCENE)
    return Context(cue, turn.about(), turn.context or "", script.dialogue.focus)
