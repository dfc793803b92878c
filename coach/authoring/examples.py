"""Playing an author's example conversations with the real matcher and engine.

Begin with `play_all`. The examples inside a rubric are checked here too (`check_rubric_examples`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import combinations, islice

import numpy as np
from rapidfuzz.fuzz import ratio

from coach.content.references import NameChecker
from coach.content.yaml_reader import NodePath, Problem, ProblemList, YamlFile
from coach.debrief.builder import build_debrief
from coach.debrief.evidence import get_reply
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.ml.few_shot import FEWEST_EXAMPLES, POSSIBLE_ODDS, FewShotTraining
from coach.matching.rules import describe_outvoted
from coach.model.conditions import SCENE
from coach.model.events import Began
from coach.model.reading import Form, Picker
from coach.model.rubric import Criterion, Needs, Rubric
from coach.model.scenario import Example, ExampleReply, Examples, Turn
from coach.practice.reader import read_reply
from coach.rehearsal.history import advance, start_history
from coach.rehearsal.script import Script
from coach.rehearsal.state import ASKED, HURT, MENDED, OTHERWISE, Exchange, History

# --- A rubric's own examples

ENOUGH = 10
"""Examples that let a criterion be told apart well."""
NEAR_MISSES = 3
ALIKE = 88.0
"""Likeness, of a hundred, from which two examples teach no more than one."""
MOST = 3
"""Misread examples that are named for one criterion."""


def check_rubric_examples(
    read: YamlFile, matcher: Matcher, lesson: FewShotTraining | None, with_rules: frozenset[str] = frozenset()
) -> list[Problem]:
    """Warn of criteria without fitted weights whose examples are too few, alike or misread.

    Args:
        read: the rubric's file.
        matcher: the rubric's matcher.
        lesson: the prepared training, to find which examples would be misread; None to skip that.
        with_rules: the criteria whose outvoted rules are reported too. Takes seconds.
    """
    if matcher.by_wording_alone:
        return []
    fitted = matcher.fitted.criteria if matcher.fitted else frozenset()
    problem_list = ProblemList(read)
    for key, criterion in matcher.rubric.criteria.items():
        if key not in fitted and not criterion.wording:
            for part, code, text, advice in _find_few_examples(criterion):
                problem_list.add(("criteria", key, *part), code, text, advice, warning=True)
    for key, number, text in find_outvoted_examples(matcher, with_rules):
        advice = "Let the rule stand (`stands: true`), or say it in words that it shares with the other examples."
        problem_list.add(("criteria", key, "counts", number), "rule-outvoted", text, advice, warning=True)
    for key, text in _find_opposite_examples(matcher, lesson) if lesson else ():
        advice = "Put it in other words than the hurt's, or give the hurt a near-miss that is worded like it."
        problem_list.add(("criteria", key), "read-as-opposite", text, advice, warning=True)
    for key, text in _find_misread_examples(matcher, lesson) if lesson else ():
        problem_list.add(
            ("criteria", key), "example-misread", text, "Reword it, or add examples like it.", warning=True
        )
    return problem_list.problems


APART = 3
"""Examples of two criteria that, left out, would be read as the other, from which the two are hard to tell apart."""


def list_heard(matcher: Matcher, lesson: FewShotTraining) -> Iterator[str]:
    """Yield sentences on how many of each criterion's examples are heard when left out.

    Then which two criteria are hardest to tell apart, with two sentences of each.

    Args:
        matcher: the rubric's matcher.
        lesson: the prepared training.
    """
    odds, helps = lesson.left_out, [key in matcher.helpful for key in lesson.criteria]
    for column, key in enumerate(lesson.criteria):
        rows = np.flatnonzero(lesson.met[:, column])
        rivals = odds[:, [i for i, other in enumerate(helps) if other != helps[column]]]
        beaten = (rivals > odds[:, [column]]).any(axis=1)
        heard = int(((odds[:, column] >= lesson.usual_line) & ~beaten)[rows].sum())
        share = f"{round(10 * heard / len(rows))} in ten of its examples would be heard if they were left out"
        yield f"“{matcher.rubric.find_name(key)}”: {share}."
    pairs = list(combinations(range(len(lesson.criteria)), 2))
    mistaken = {pair: _count_mistaken(lesson, *pair) + _count_mistaken(lesson, *pair[::-1]) for pair in pairs}
    worst = max(pairs, key=lambda pair: mistaken[pair], default=None)
    if worst is None or mistaken[worst] < APART:
        return
    names = [f"“{matcher.rubric.find_name(lesson.criteria[column])}”" for column in worst]
    count = f"{mistaken[worst]} examples of theirs would be read as the other if they were left out"
    yield f"{names[0]} and {names[1]} cannot be told apart well: {count}."
    for name, one, other in ((names[0], *worst), (names[1], *worst[::-1])):
        said = " and ".join(f"“{lesson.documents[row].text}”" for row in _list_nearest(lesson, one, other)[:2])
        yield f"  The nearest of {name}: {said}"


def _list_nearest(lesson: FewShotTraining, own: int, other: int) -> list[int]:
    """List the examples of a criterion, those that are nearest to another one first."""
    rows = np.flatnonzero(lesson.met[:, own])
    lead = lesson.left_out[rows, own] - lesson.left_out[rows, other]
    return [int(row) for row in rows[np.argsort(lead, kind="stable")]]


def _count_mistaken(lesson: FewShotTraining, own: int, other: int) -> int:
    """Count the examples of a criterion that would be read as another if they were left out."""
    odds = lesson.left_out[lesson.met[:, own]]
    return int((odds[:, other] > np.maximum(odds[:, own], POSSIBLE_ODDS)).sum())


def _find_opposite_examples(matcher: Matcher, lesson: FewShotTraining) -> Iterator[tuple[str, str]]:
    """Yield each example of a help that would be read as a hurt if it were left out.

    Yields:
        The criterion, and a sentence on the example.
    """
    hurts = [i for i, key in enumerate(lesson.criteria) if key in matcher.harmful]
    for column, key in enumerate(lesson.criteria):
        for row in np.flatnonzero(lesson.met[:, column]) if hurts and key in matcher.helpful else ():
            worst = max(hurts, key=lambda hurt: float(lesson.left_out[row, hurt]))
            if lesson.left_out[row, worst] >= max(lesson.usual_line, float(lesson.left_out[row, column])):
                names = matcher.rubric.find_name(key), matcher.rubric.find_name(lesson.criteria[worst])
                text = lesson.documents[row].text
                yield key, f"Without it, “{text}” of “{names[0]}” is read as the hurt “{names[1]}”."


def _find_few_examples(criterion: Criterion) -> Iterator[tuple[NodePath, str, str, str]]:
    """Yield a warning for each way in which a criterion's examples teach too little.

    Yields:
        The path within the criterion, the code, what is wrong, and the advice.
    """
    count = len(criterion.counts)
    if count < ENOUGH:
        how = "is read by likeness alone" if count < FEWEST_EXAMPLES else "will be told apart less well"
        what = f"'{criterion.name}' has {count} examples and {how}."
        yield ("counts",), "few-examples", what, f"Give {ENOUGH}, each put differently."
    if len(criterion.not_) < NEAR_MISSES:
        what = f"'{criterion.name}' has {len(criterion.not_)} near-misses."
        yield ("not",), "few-near-misses", what, "Add what sounds like it and is not."
    for (_, one), (number, other) in combinations(enumerate(criterion.counts), 2):
        if ratio(one.casefold(), other.casefold()) >= ALIKE:
            what = f"“{other}” is all but the same as an example before it."
            yield ("counts", number), "examples-alike", what, "Put one of them differently."


def find_outvoted_examples(matcher: Matcher, criteria: frozenset[str]) -> Iterator[tuple[str, int, str]]:
    """List examples that match a rule of their criterion but are not clear cases of it.

    The fitted weights, or another criterion, outvoted the rule. Examples are read without a cue, so a criterion that
    needs one is left out.

    Yields:
        The criterion, the number of the example, and a sentence on it; at most three for one criterion.
    """
    for key, criterion in matcher.rubric.criteria.items():
        if key not in criteria or not criterion.wording or criterion.needs is not Needs.NONE:
            continue
        outvoted = (
            (number, rule)
            for number, text in enumerate(criterion.counts)
            for rule in matcher.find_outvoted(text)
            if rule.criterion == key
        )
        for number, rule in islice(outvoted, MOST):
            yield key, number, describe_outvoted(rule)


def _find_misread_examples(matcher: Matcher, lesson: FewShotTraining) -> Iterator[tuple[str, str]]:
    """Yield the examples that a model learnt from the other examples would misread.

    Yields:
        The criterion, and a sentence on the example; at most three of each kind for one criterion.
    """
    odds = lesson.left_out
    for column, key in enumerate(lesson.criteria):
        if matcher.rubric.criteria[key].wording:
            continue
        judged = list(zip(lesson.documents, lesson.met[:, column], odds[:, column], strict=True))
        missed = [document.text for document, met, sure in judged if met and sure < lesson.usual_line]
        wrong = [document.text for document, met, sure in judged if not met and sure >= lesson.usual_line]
        yield from (
            (key, f"Without it, {key} would not be heard in its own example “{text}”.") for text in missed[:MOST]
        )
        yield from ((key, f"Without it, {key} is heard in “{text}”.") for text in wrong[:MOST])


# --- Words that a scenario offers


def check_offered(read: YamlFile, script: Script, rubric: Rubric, matcher: Matcher) -> list[Problem]:
    """Check every suggested reply (`could_say`): it must take up the subject, and never hurt.

    Args:
        read: the dialogue's file, for the places of problems.
        script: the scenario, ready to be played.
        rubric: its rubric.
        matcher: the rubric's matcher.
    """
    problem_list = ProblemList(read)
    for key, turn in script.dialogue.turns.items():
        known = _make_context(turn, script)
        topic = rubric.topics.get(turn.find_topic())
        taking = {*(topic.taken_by if topic else ()), *(turn.opening.taken_by if turn.opening else ())}
        for number, text in enumerate(turn.opening.could_say if turn.opening else ()):
            path = ("turns", key, "opening", "could_say", number)
            reading = matcher.read(text, known)
            clear = reading.clear()
            if clear & taking and set(reading.forms) == {Form.CLOSED_QUESTION}:
                problem_list.add(
                    path,
                    "offer-closed",
                    f"“{text}” is offered, and is a closed question: yes, no or one fact answers it.",
                    "Ask with what, how or tell me: a closed question takes an opening only partly.",
                    warning=True,
                )
            if not clear & taking:
                problem_list.add(
                    path,
                    "offer-misses",
                    f"“{text}” is offered, and would not be heard as taking this opening.",
                    f"It is heard as {', '.join(sorted(clear)) or 'nothing'}. Put it more plainly.",
                    warning=True,
                )
        for name, branch in turn.replies.items():
            for number, text in enumerate(branch.could_say):
                if hurts := matcher.read(text, known).clear() & matcher.harmful:
                    problem_list.add(
                        ("turns", key, "replies", name, "could_say", number),
                        "offer-hurts",
                        f"“{text}” is offered, and would be heard as {', '.join(sorted(hurts))}.",
                        "Put it another way.",
                        warning=True,
                    )
    return problem_list.problems


def _make_context(turn: Turn, script: Script) -> Context:
    """Return the context in which a reply at a turn is read."""
    cue = " ".join(line.text for line in turn.says if line.speaker != SCENE)
    return Context(cue, turn.find_topic(), turn.context or "", script.dialogue.focus)


# --- A conversation played for its author

NO_TIME = datetime(2025, 3, 11, tzinfo=UTC)


def begin_conversation(script: Script, matcher: Matcher) -> History:
    """Begin a conversation for an author to try; the history has the family's first lines."""
    began = Began(at=NO_TIME, scenario=script.scenario, content="", coach="", matcher=matcher.version)
    return advance(script, start_history(script), began)


def say_reply(script: Script, matcher: Matcher, story: History, text: str, picker: Picker | None = None) -> History:
    """Read a reply, let the family answer it, and return the conversation with both.

    Args:
        script: the scenario being played.
        matcher: the matcher of its rubric.
        story: the conversation so far.
        text: the reply.
        picker: what chooses an entry of the family's answer bank; without it none is chosen.
    """
    return advance(script, story, read_reply(matcher, script, story, text, NO_TIME, picker))


# --- Playing example conversations

_ADVICE = "Mend whichever is wrong: the scenario, or what is expected of it."


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """The result of playing an example: a problem for each expectation that was not met."""

    example: str
    problems: tuple[Problem, ...]


def play_all(
    read: YamlFile,
    examples: Examples,
    script: Script,
    rubric: Rubric,
    matcher: Matcher,
    picker: Picker | None = None,
) -> tuple[ExampleResult, ...]:
    """Play every example of a scenario, and return the result of each.

    Args:
        read: the file of examples, for the place of a problem.
        examples: the examples.
        script: the scenario.
        rubric: its rubric.
        matcher: the matcher of that rubric.
        picker: what chooses entries of the family's answer bank; without it none is chosen.
    """
    say = partial(say_reply, picker=picker)
    return tuple(
        ExampleResult(key, tuple(_play_example(read, key, example, script, rubric, matcher, say)))
        for key, example in examples.examples.items()
    )


def check_example_names(read: YamlFile, examples: Examples, script: Script, rubric: Rubric) -> list[Problem]:
    """Check that the names in examples are known to the dialogue, its family or the rubric."""
    checker, dialogue = NameChecker(read), script.dialogue
    turns, silences, endings = frozenset(dialogue.turns), frozenset(script.silences), frozenset(dialogue.endings)
    own = frozenset(key for turn in dialogue.turns.values() for key in turn.replies)
    branches = own | {OTHERWISE, HURT, MENDED, ASKED}
    for key, example in examples.examples.items():
        at: NodePath = ("examples", key)
        checker.require_known((example.starts_at,) if example.starts_at else (), turns, "turn", (*at, "starts_at"))
        checker.require_known(example.told or (), silences, "silence", (*at, "told"))
        checker.require_known((example.ending,) if example.ending else (), endings, "ending", (*at, "ending"))
        checker.require_known(example.openings, turns, "turn", (*at, "openings"))
        for number, reply in enumerate(example.replies):
            place: NodePath = (*at, "replies", number)
            named = (*reply.met, *reply.not_met, *(reply.clear or ()))
            checker.require_known(named, frozenset(rubric.criteria), "criterion", place)
            checker.require_known((reply.branch,) if reply.branch else (), branches, "branch", (*place, "branch"))
            checker.require_known((reply.turn,) if reply.turn else (), turns, "turn", (*place, "turn"))
            checker.require_known((reply.tells,) if reply.tells else (), silences, "silence", (*place, "tells"))
            checker.require_known((reply.ending,) if reply.ending else (), endings, "ending", (*place, "ending"))
    return checker.problems


def _play_example(
    read: YamlFile,
    key: str,
    example: Example,
    script: Script,
    rubric: Rubric,
    matcher: Matcher,
    say: Callable[[Script, Matcher, History, str], History],
) -> list[Problem]:
    """Play one example, and return a problem for each expectation that was not met."""
    if example.starts_at:
        script = _begin_at(script, example.starts_at)
    path: NodePath = ("examples", key)
    problems: list[Problem] = []
    story = begin_conversation(script, matcher)
    for number, expected in enumerate(example.replies):
        if story.state.over():
            problems.append(
                _report_difference(read, (*path, "replies", number), "the conversation had already ended", "a reply")
            )
            break
        story = say(script, matcher, story, expected.reply)
        exchange = story.attempt().exchanges[-1]
        at = (*path, "replies", number)
        problems += [_report_difference(read, at, got, wanted) for got, wanted in _compare_reply(exchange, expected)]
    return problems + [
        _report_difference(read, path, got, wanted) for got, wanted in _compare_end(example, script, rubric, story)
    ]


def _begin_at(script: Script, turn: str) -> Script:
    """Return the script with another turn as its first."""
    return replace(script, dialogue=script.dialogue.model_copy(update={"begins": turn}))


def _compare_reply(exchange: Exchange, expected: ExampleReply) -> list[tuple[str, str]]:
    """Return each difference between a reply's answer and what was expected: found, and wanted."""
    reading = get_reply(exchange).reading
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
    if expected.tells is not None and expected.tells not in exchange.told_silences:
        differences.append((f"{', '.join(exchange.told_silences) or 'nothing'} was told", expected.tells))
    if expected.ending is not None and expected.ending != exchange.after.ending:
        differences.append((f"the ending was {exchange.after.ending}", expected.ending))
    return differences


def _compare_end(example: Example, script: Script, rubric: Rubric, story: History) -> list[tuple[str, str]]:
    """Return each difference of a conversation's end from what was expected: found, and wanted."""
    differences = []
    told = story.attempt().told_silences
    if example.told is not None and set(example.told) != told:
        differences.append((f"{', '.join(sorted(told)) or 'nothing'} was told", ", ".join(example.told) or "nothing"))
    if example.ending is not None and example.ending != story.attempt().ending:
        differences.append((f"the ending was {story.attempt().ending}", example.ending))
    if example.openings:
        standing = {o.turn: o.standing.value for o in build_debrief(script, rubric, story).openings}
        for turn, wanted in example.openings.items():
            if standing.get(turn, "not_reached") != wanted:
                differences.append((f"the opening {turn} was {standing.get(turn, 'not_reached')}", wanted))
    return differences


def _report_difference(read: YamlFile, path: NodePath, got: str, wanted: str) -> Problem:
    """Make the problem that an example came out differently than expected."""
    line, column = read.place(path)
    return Problem(read.file, line, column, "example-differs", f"Here {got}; expected {wanted}.", _ADVICE)
