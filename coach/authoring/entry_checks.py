"""Checks of a family's answer bank: askings, guards, lengths, facts, what answers give away.

Begin with `check_entries`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from coach.content.validation import load_acts
from coach.content.yaml_reader import NodePath, ProblemList
from coach.model.conditions import Line
from coach.model.reading import ShortAnswer
from coach.model.rubric import Rubric
from coach.model.scenario import (
    LONGEST_ANSWER,
    LONGEST_ASKING,
    MOST_ENTRIES,
    Dialogue,
    Entry,
    Family,
    Turn,
    list_voices,
)


class _EntryPlace(NamedTuple):
    """An entry, where it stands, and the list of problems of its file."""

    entry: Entry
    path: NodePath
    problems: ProblemList

    def report(self, code: str, what: str, advice: str, *, warning: bool = False) -> None:
        """Add a problem of this entry.

        Args:
            code: the code of the problem.
            what: what is wrong, in a sentence.
            advice: what to do about it.
            warning: whether it is only a warning.
        """
        self.problems.add(self.path, code, what, advice, warning=warning)


def check_entries(
    problem_list: ProblemList, of_family: ProblemList, dialogue: Dialogue, family: Family, rubric: Rubric
) -> None:
    """Check the entries of a family and a dialogue, and what they give away.

    Args:
        problem_list: the problems of the dialogue's file.
        of_family: the problems of the family's file.
        dialogue: the dialogue.
        family: the family.
        rubric: the dialogue's rubric, whose examples show which words are ordinary.
    """
    known = [_EntryPlace(entry, ("knows", key), of_family) for key, entry in family.knows.items()]
    local = [
        _EntryPlace(entry, ("turns", turn, "asked", key), problem_list)
        for turn, there in dialogue.turns.items()
        for key, entry in there.asked.items()
    ]
    for places, path, problems in ((known, ("knows",), of_family), (local, ("turns",), problem_list)):
        if len(places) > MOST_ENTRIES:
            what = f"There are {len(places):,} entries, and the most is {MOST_ENTRIES:,}."
            problems.add(path, "many-entries", what, "Merge those that are answered alike.")
    acts = load_acts()
    of_acts = [(ask, f"the act '{key}'") for key in family.acts if key in acts for ask in acts[key].asked]
    _check_askings(known, dict(of_acts))
    for name in dialogue.turns:
        _check_askings([place for place in local if place.path[1] == name], {})
    subjects = {turn.about for turn in dialogue.turns.values()}
    secrets = _Secrets(dialogue, family, rubric)
    for place in (*known, *local):
        _check_entry(place, subjects, family)
        waits_for = {*place.entry.told, place.entry.opens}
        secrets.check(
            place.problems, place.path, [line for take in place.entry.list_takes() for line in take], waits_for
        )
    for own, lines in _list_own_lines(family):
        secrets.check(of_family, own, lines, ())
    for key, turn in dialogue.turns.items():
        _check_own_question(problem_list, key, turn)


def _list_own_lines(family: Family) -> Iterator[tuple[NodePath, Iterable[Line]]]:
    """Yield the family's lines that belong to no entry, with their paths.

    They may be said at any time, so they must give nothing away either.
    """
    yield from ((("acts", key), list_voices(lines)) for key, lines in family.acts.items())
    yield ("receives",), list_voices(family.receives)
    yield ("defers",), list_voices(family.defers)
    yield from ((("doesnt_know", str(kind)), list_voices(lines)) for kind, lines in family.doesnt_know.items())
    yield ("asks_back",), [line for lines in family.asks_back for line in lines]


def _check_askings(places: list[_EntryPlace], first: dict[str, str]) -> None:
    """Report each asking that stands in two entries.

    Args:
        places: the entries that can be asked at the same place.
        first: askings that are known already, with the name of what they belong to.
    """
    seen = {_plain(asking): whose for asking, whose in first.items()}
    for place in places:
        for number, asking in enumerate(place.entry.asked):
            other = seen.setdefault(_plain(asking), f"'{place.path[-1]}'")
            if other != f"'{place.path[-1]}'":
                place.problems.add(
                    (*place.path, "asked", number),
                    "asked-twice",
                    f"“{asking[:60]}” stands in {other} too.",
                    "Leave it with one of them, or merge the two.",
                )


def _plain(asking: str) -> str:
    """Return an asking without capitals and signs, as two that differ in nothing else are one."""
    return " ".join(re.findall(r"[\w']+", asking.casefold()))


def _check_entry(place: _EntryPlace, subjects: Collection[str | None], family: Family) -> None:
    """Check one entry: its conditions, its subject, its length, and its facts.

    Args:
        place: the entry.
        subjects: the subjects that the dialogue's turns bring into play.
        family: the family, for its facts.
    """
    entry = place.entry
    both = {*entry.told} & {*entry.not_told} | {*entry.remembers} & {*entry.not_remembers}
    if entry.opens in entry.told:
        both |= {entry.opens or ""}
    if both:
        place.report(
            "entry-never",
            f"'{place.path[-1]}' can never be asked: it wants '{min(both)}' to be so and not to be so.",
            "Take one of the two conditions out.",
        )
    if entry.about is not None and entry.about not in subjects:
        place.report(
            "about-unset",
            f"No turn of this dialogue is about '{entry.about}', so '{place.path[-1]}' is never asked in it.",
            f"Give the turn that brings it up `about: {entry.about}`.",
            warning=True,
        )
    longest = max((sum(len(line.text.split()) for line in take) for take in entry.list_takes()), default=0)
    if longest > LONGEST_ANSWER:
        place.report(
            "entry-long",
            f"'{place.path[-1]}' answers with {longest} words, and the most is {LONGEST_ANSWER}.",
            "Answer what was asked, and leave the rest for another entry.",
        )
    asked = max(len(asking.split()) for asking in entry.asked)
    if asked > LONGEST_ASKING:
        place.report(
            "entry-long",
            f"An asking of '{place.path[-1]}' has {asked} words, and the most is {LONGEST_ASKING}.",
            "Write it as it would be asked, in a sentence or two.",
        )
    said = {number for take in entry.list_takes() for line in take for number in _list_numbers(line.text)}
    for fact in entry.facts:
        written = _list_numbers(family.facts.get(fact, ""))
        if written and said and not said & written:
            place.report(
                "fact-differs",
                f"'{place.path[-1]}' says {', '.join(sorted(said))}, and the fact '{fact}' says otherwise.",
                "Let both say the same.",
                warning=True,
            )


def _list_numbers(text: str) -> set[str]:
    """List the numbers in a text, in digits or in words, as words."""
    words = re.findall(r"\w+", text.casefold())
    return {_NUMBERS[int(word)] if word.isdigit() and int(word) < len(_NUMBERS) else word for word in words} & {
        *_NUMBERS,
        *(word for word in words if word.isdigit()),
    }


_NUMBERS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()


def _check_own_question(problem_list: ProblemList, key: str, turn: Turn) -> None:
    """Report a turn whose question has some of its answers and not the others.

    Args:
        problem_list: the problems of the dialogue's file.
        key: the id of the turn.
        turn: the turn.
    """
    if not turn.asks:
        return
    straight = {ShortAnswer.YES, ShortAnswer.NO}
    wanted = {ShortAnswer.DONT_KNOW} | (straight if straight & turn.asks.keys() else set())
    if missing := [str(kind) for kind in ShortAnswer if kind in wanted - turn.asks.keys()]:
        problem_list.add(
            ("turns", key, "asks"),
            "asks-unanswered",
            f"The question here has no answer to {' or '.join(f'`{kind}`' for kind in missing)}.",
            "People answer in all of these ways; two of them may lead to the same.",
        )


RAREST, RARE = 3, 2
"""Letters that a word has at least to give something away; rare words of an untold silence that give it away."""


_PLACING = frozenset("behind between under above after before while since until across without within against".split())
"""Words that only place others, which no text need hold to be ordinary."""


class _Secrets:
    """The rare words of what a family never tells, or tells only later."""

    def __init__(self, dialogue: Dialogue, family: Family, rubric: Rubric) -> None:
        texts = [dialogue.model_dump_json(include={"title", "you_are", "setting", "brief", "concern", "content_note"})]
        texts += [family.model_dump_json(include={"name", "people", "about", "strengths", "facts"})]
        texts += [
            criterion.model_dump_json(include={"definition", "counts", "not_"})
            for criterion in rubric.criteria.values()
        ]
        texts += [line.text for turn in dialogue.turns.values() for line in (*turn.says, *turn.says_when_hurt)]
        texts += [asking for act in load_acts().values() for asking in act.asked]
        ordinary = _list_words(" ".join(texts)) | _PLACING
        # What any answer of the story says is no secret, however it is come to.
        answers = [line.text for turn in dialogue.turns.values() for answer in turn.answers() for line in answer.says]
        self._private = frozenset(_list_words(" ".join(family.private)) - ordinary - _list_words(" ".join(answers)))
        self._silences = {
            key: frozenset(_list_words(" ".join(line.text for line in silence.tells)) - ordinary)
            for key, silence in family.silences.items()
        }

    def check(
        self, problem_list: ProblemList, path: NodePath, lines: Iterable[Line], waits_for: Collection[str | None]
    ) -> None:
        """Warn where lines share rare words with what is private, or with a silence not yet told.

        Args:
            problem_list: where problems are added.
            path: where the lines stand in the file.
            lines: the lines.
            waits_for: the silences that are told before the lines are said, or by them.
        """
        words = _list_words(" ".join(line.text for line in lines))
        given_away = [(words & self._private, "what is private")]
        for key, told in self._silences.items():
            if key not in waits_for and len(shared := words & told) >= RARE:
                given_away.append((shared, f"the silence '{key}'"))
        for shared, what in given_away:
            if shared:
                problem_list.add(
                    path,
                    "entry-tells",
                    f"'{path[-1]}' shares {', '.join(f'“{word}”' for word in sorted(shared)[:4])} with {what}.",
                    "Say something else, or let it wait with `told`.",
                    warning=True,
                )


def _list_words(text: str) -> set[str]:
    """List the words of a text that could give something away, without a plural's ending."""
    words = re.findall(r"[^\W\d_]+", text.casefold().replace("’", "'").replace("'s", ""))
    return {word.removesuffix("s") if len(word) > RAREST else word for word in words if len(word) >= RAREST}
