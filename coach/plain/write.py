"""`coach write` line by line: an empty line reads the files and plays the replies again.

Begin with `write_plainly`.
"""

from collections.abc import Callable, Iterable, Iterator

from coach.authoring.live import Beginning, Playthrough, ScenarioDraft
from coach.content.problems import Problem
from coach.debrief.evidence import get_reply
from coach.plain.conversation import render_lines

DEGREES = ("0", "1", "2", "3", "4")
HELP = (
    "Type a reply to hear the answer. An empty line, after you saved, plays everything again.",
    "`back` takes the last reply back, `anew` begins again from the start, `at TURN` begins at a turn, `trust 3` and "
    "`guarded 1` set the scales, `close` closes.",
)


def write_plainly(draft: ScenarioDraft, typed: Iterable[str], write: Callable[[str], None]) -> int:
    """Run until `close` or the end of input; return 1 if the draft cannot be played, else 0.

    Args:
        draft: the scenario in progress.
        typed: the author's lines.
        write: writes a line.
    """
    played = draft.play()
    for line in (*HELP, *_list_problems(draft.check_examples()), *_render_playthrough(played, 0)):
        write(line)
    for text in typed:
        words = text.strip()
        if words == "close":
            break
        if refused := _explain_refusal(played, words):
            write(refused)
            continue
        shown = len(played.steps)
        played = _run_command(draft, words)
        again = not words or words.partition(" ")[0] in ("back", "anew", "at", "trust", "guarded")
        for line in (
            *(_list_problems(draft.check_examples()) if again else ()),
            *_render_playthrough(played, 0 if again else shown + 1),
        ):
            write(line)
    return int(played.story is None)


def _explain_refusal(played: Playthrough, words: str) -> str:
    """Return why a command cannot be done; empty if it can, or if the words are a reply."""
    word, _, rest = words.partition(" ")
    turns = played.script.dialogue.turns if played.script else {}
    if words in ("?", "help", "/help"):
        return " ".join(HELP)
    if word == "at" and rest and " " not in rest and turns and rest not in turns:
        return f"There is no turn called '{rest}'. There are: {', '.join(turns)}."
    if word in ("trust", "guarded") and rest.isdigit() and rest not in DEGREES:
        return f"{word.capitalize()} runs from 0 to 4."
    return ""


def _run_command(draft: ScenarioDraft, words: str) -> Playthrough:
    """Run a command, or say the words as a reply; return the conversation as it is then."""
    word, _, rest = words.partition(" ")
    beginning = draft.beginning
    match word, rest.strip():
        case "", _:
            return draft.play()
        case "back", "":
            draft.take_back()
            return draft.play()
        case "anew", "":
            return draft.begin(Beginning())
        case "at", turn if turn and " " not in turn:
            return draft.begin(Beginning(turn, beginning.trust, beginning.guarded))
        case "trust", degree if degree in DEGREES:
            return draft.begin(Beginning(beginning.turn, int(degree), beginning.guarded))
        case "guarded", degree if degree in DEGREES:
            return draft.begin(Beginning(beginning.turn, beginning.trust, int(degree)))
        case _:
            return draft.say(words)


def _list_problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Yield the problems as lines of text."""
    for problem in sorted(problems):
        yield problem.says()
    if not problems:
        yield "Nothing to mend."


def _render_playthrough(played: Playthrough, first: int) -> Iterator[str]:
    """Yield the conversation from a reply on; from the family's first lines if `first` is 0."""
    if played.script is None or played.story is None:
        yield "This cannot be played yet. Mend it, save, and press Enter."
        return
    if not first:
        yield from render_lines(played.script, played.find_arrival())
    for number, step in enumerate(played.steps, 1):
        if number < first:
            continue
        heard = ", ".join(sorted(get_reply(step.exchange).reading.clear())) or "nothing"
        yield f"{number}. You: {step.text}"
        yield f"   [heard {heard}; {step.name_branch()}{f'; before the save {step.before}' if step.before else ''}]"
        yield from (f"   [outvoted: {sentence}]" for sentence in step.outvoted)
        yield from render_lines(played.script, step.exchange.lines())
    yield from (f"   [not said, because it has ended: {text}]" for text in played.unsaid)
    at = played.story.state.position
    yield f"[{at.ending or at.turn}; trust {at.trust}, guarded {at.guarded}{', hurt' if at.hurt else ''}]"
