"""Checks of craft in a dialogue and its family: openings, lines, silences, words to avoid.

Begin with `check_craft`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from coach.content.problems import Problem
from coach.content.validation import load_acts
from coach.content.yaml_reader import NodePath, ProblemList, YamlFile
from coach.model.characters import count
from coach.model.conditions import LONGEST_HOW, SCENE, Line
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

SHORT = 4
"""Words that may be said twice: people say "It's fine." as often as they like."""
LONGEST = 45
"""Words in one line of a family's. People stop for breath."""
WORDS = Path(__file__).with_name("house_words.yaml")
_QUOTED = re.compile(r"(?<!\w)'[^']{1,80}'(?!\w)|“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class HouseWord:
    """Words that authors should not use themselves, and the advice what to write instead."""

    words: tuple[str, ...]
    instead: str
    exactly: bool = False
    """Capitals matter."""


def load_house_words() -> tuple[HouseWord, ...]:
    """Load the list of words to avoid that ships."""
    told = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["words"]
    return tuple(HouseWord(tuple(entry["words"]), entry["instead"], entry.get("exactly", False)) for entry in told)


def check_craft(
    read: YamlFile,
    dialogue: Dialogue,
    family_read: YamlFile,
    family: Family,
    rubric: Rubric,
    words: tuple[HouseWord, ...],
) -> list[Problem]:
    """Return what an experienced author would point out in a dialogue and its family.

    Args:
        read: the dialogue's file, for the places of problems.
        dialogue: the dialogue.
        family_read: the family's file.
        family: the family.
        rubric: the dialogue's rubric.
        words: words that authors should not use.
    """
    problem_list, of_family = ProblemList(read), ProblemList(family_read)
    for key, turn in dialogue.turns.items():
        if turn.opening:
            _check_opening(problem_list, key, turn, rubric)
    _check_lines(problem_list, dialogue)
    _check_top_level(problem_list, dialogue, rubric)
    if not any(word.strip() for word in family.private):
        of_family.add(
            ("private",),
            "nothing-private",
            "This family keeps nothing to itself.",
            "Add at least one private thing that is never told.",
        )
    _check_depth(of_family, family)
    for key, silence in family.silences.items():
        opens = silence.opens
        if silence.layer > 1 and not (opens.told or opens.remembers or opens.trust or opens.guarded):
            of_family.add(
                ("silences", key),
                "layer-unguarded",
                f"'{key}' is in layer {silence.layer}, and opens as easily as the first.",
                '`layer` orders nothing by itself: ask in `opens` for `told`, or for `trust: "2+"`.',
                warning=True,
            )
    check_entries(problem_list, of_family, dialogue, family, rubric)
    _report_house_words(words, problem_list, _list_authors_words(dialogue))
    _report_house_words(words, of_family, _list_family_words(family))
    return [*problem_list.problems, *of_family.problems]


FEWEST_STRENGTHS = 3
LAYERS = {1, 2}
"""The layers in which a family keeps something: what is told first, and what only comes with trust."""


def _check_depth(of_family: ProblemList, family: Family) -> None:
    """Warn where a family has few strengths, or keeps nothing for which trust has to grow."""
    if (many := len(family.strengths)) < FEWEST_STRENGTHS:
        of_family.add(
            ("strengths",),
            "few-strengths",
            f"This family has {count(many, 'strength')}.",
            f"Write {FEWEST_STRENGTHS} or more, each particular to them: they are more than what is worried about.",
            warning=True,
        )
    if missing := LAYERS - {silence.layer for silence in family.silences.values()}:
        of_family.add(
            ("silences",),
            "one-layer",
            f"No silence of this family lies in layer {min(missing)}.",
            "Write one in layer 1, and one in layer 2 that opens once the first is told or trust has grown.",
            warning=True,
        )


def check_variant(read: YamlFile, variant: Dialogue, first: Dialogue) -> list[Problem]:
    """Check that a variant of a scenario says the same as the original up to the first opening.

    Args:
        read: the variant's file.
        variant: the variant.
        first: the original.
    """
    problem_list = ProblemList(read)
    mine, theirs = _list_turns_to_opening(variant), _list_turns_to_opening(first)
    if mine != theirs:
        turn = next((key for key, says in mine if (key, says) not in theirs), variant.begins)
        problem_list.add(
            ("turns", turn),
            "variant-opens-otherwise",
            f"A variant says the same words as '{variant.variant_of}' up to its first opening, and this one does not.",
            "Copy those turns' `says`, so that a second run cannot be played from memory.",
            warning=True,
        )
    return problem_list.problems


def _list_turns_to_opening(dialogue: Dialogue) -> list[tuple[str, tuple[Line, ...]]]:
    """Return the turns up to the first opening, with their lines, if no reply fits a branch."""
    met: list[tuple[str, tuple[Line, ...]]] = []
    key = dialogue.begins
    while key in dialogue.turns and key not in [turn for turn, _ in met]:
        turn = dialogue.turns[key]
        met.append((key, turn.says))
        if turn.opening:
            break
        key = turn.otherwise[-1].goto or ""
    return met


def _check_opening(problem_list: ProblemList, key: str, turn: Turn, rubric: Rubric) -> None:
    """Check that a turn answers replies that take up its subject, and suggests at least two."""
    opening = turn.opening
    topic = rubric.topics.get(opening.topic) if opening else None
    if opening is None or topic is None:
        return
    taking = {*topic.taken_by, *opening.taken_by}
    listened = {name for branch in turn.replies.values() for name in branch.met + branch.any_met}
    at: NodePath = ("turns", key, "opening")
    general = any(branch.helpful for branch in turn.replies.values())
    if not taking & (listened | (rubric.criteria.keys() if general else set())):
        problem_list.add(
            at,
            "opening-unanswered",
            "Nothing in this turn answers somebody who takes its opening.",
            f"Listen for one of {', '.join(sorted(taking)[:4])}.",
        )
    if len(opening.could_say) < 2:
        problem_list.add(
            (*at, "could_say"),
            "one-right-line",
            "Only one way to take this opening is offered.",
            "Offer two or three, of different lengths: there is never one right line.",
            warning=True,
        )


def _check_lines(problem_list: ProblemList, dialogue: Dialogue) -> None:
    """Check the family's lines: stage directions, repetitions, length."""
    said: Counter[str] = Counter()
    for key, turn in dialogue.turns.items():
        for part, line in _list_lines(turn):
            if line.text.startswith("(") and line.speaker != SCENE:
                problem_list.add(
                    ("turns", key, *part),
                    "how-unread",
                    "What stands in brackets here is read out as part of the line.",
                    f"Keep it under {LONGEST_HOW} characters, with no brackets inside, and say something after it.",
                    warning=True,
                )
            words = len(line.text.split())
            if line.speaker == SCENE or words <= SHORT:
                continue
            said[line.text] += 1
            if said[line.text] == 2:
                problem_list.add(
                    ("turns", key, *part),
                    "said-twice",
                    f"“{line.text[:60]}” is said somewhere else too.",
                    "People do not repeat themselves word for word; say it another way.",
                    warning=True,
                )
            if words > LONGEST:
                problem_list.add(
                    ("turns", key, *part),
                    "long-line",
                    f"This line has {words} words.",
                    "Break it, or let somebody interrupt.",
                    warning=True,
                )


def _list_lines(turn: Turn) -> Iterator[tuple[NodePath, Line]]:
    """Yield the lines of a turn's answers, each with its path."""
    for name, branch in turn.replies.items():
        yield from ((("replies", name, "says"), line) for line in branch.says)
    for number, answer in enumerate(turn.otherwise):
        yield from ((("otherwise", number, "says"), line) for line in answer.says)


def _check_top_level(problem_list: ProblemList, dialogue: Dialogue, rubric: Rubric) -> None:
    """Check the role cards, the names for subjects, and the focus of a dialogue."""
    if dialogue.role_cards is None:
        problem_list.add(
            ("format",),
            "no-role-cards",
            "There are no role cards for reading this aloud.",
            "Add `role_cards` with `practitioner`, `line_reader` and `observer`.",
            warning=True,
        )
    for name in dialogue.calls:
        if name not in rubric.answers and name not in rubric.domains:
            problem_list.add(
                ("calls", name),
                "unknown-subject",
                f"`calls` names '{name}', which is no answer or domain of the rubric.",
                f"The answers are {', '.join(rubric.answers)}; the domains {', '.join(rubric.domains)}.",
            )
    listened = frozenset[str]().union(*(turn.listens_for() for turn in dialogue.turns.values()))
    for name in dialogue.focus:
        if name not in listened:
            problem_list.add(
                ("focus",),
                "focus-unheard",
                f"The focus names '{name}', and no turn listens for it.",
                "Give a turn a branch for it, or leave it out of the focus.",
                warning=True,
            )


def _list_authors_words(dialogue: Dialogue) -> Iterator[tuple[NodePath, str]]:
    """Yield the texts in which the author speaks, not the people of the scenario; with paths."""
    for name in ("setting", "content_note", "brief", "concern", "panel_link"):
        yield (name,), getattr(dialogue, name)
    yield from ((("intentions", n), text) for n, text in enumerate(dialogue.intentions))
    for key, turn in dialogue.turns.items():
        if turn.opening:
            yield ("turns", key, "opening", "about"), turn.opening.about
            yield from (
                (("turns", key, "opening", "could_say", n), text) for n, text in enumerate(turn.opening.could_say)
            )
        for name, branch in turn.replies.items():
            yield from ((("turns", key, "replies", name, "could_say", n), t) for n, t in enumerate(branch.could_say))
    for key, ending in dialogue.endings.items():
        yield ("endings", key, "after"), ending.after


def _list_family_words(family: Family) -> Iterator[tuple[NodePath, str]]:
    """Yield the texts of a persona file in which its author speaks, with their paths."""
    yield ("about",), family.about
    yield from ((("people", key, "about"), person.about) for key, person in family.people.items())
    yield from ((("strengths", n), text) for n, text in enumerate(family.strengths))
    yield from ((("silences", key, "about"), silence.about) for key, silence in family.silences.items())


def _report_house_words(
    words: tuple[HouseWord, ...], problem_list: ProblemList, texts: Iterator[tuple[NodePath, str]]
) -> None:
    """Warn of words to avoid in some texts, except inside quotation marks."""
    for path, text in texts:
        said = f" {' '.join(_QUOTED.sub(' ', text.replace('’', chr(39))).split())} "
        for entry in words:
            for word in entry.words:
                if f" {word.lstrip()}" in (said if entry.exactly else said.casefold()):
                    problem_list.add(path, "house-word", f"“{word.strip()}” stands here.", entry.instead, warning=True)


# --- Entries of the answer bank


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
