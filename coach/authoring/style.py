"""Checks of craft in a dialogue and its family: openings, lines, silences, words to avoid.

Begin with `check_craft`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import yaml

from coach.authoring.entry_checks import check_entries
from coach.authoring.scaffold import DRAFT_TEXTS
from coach.authoring.tagged_blocks import check_line_book
from coach.content.yaml_reader import NodePath, Problem, ProblemList, Value, YamlFile
from coach.debrief.wording import find_wrong_phrases
from coach.model.characters import count
from coach.model.conditions import LONGEST_HOW, SCENE, Line
from coach.model.rubric import Rubric
from coach.model.scenario import (
    Dialogue,
    Family,
    Turn,
)
from coach.model.types import ReviewStatus

SHORT = 4
"""Words that may be said twice: people say "It's fine." as often as they like."""
LONGEST = 45
"""Words in one line of a family's. People stop for breath."""
WORDS = Path(__file__).with_name("house_words.yaml")
NOT_SAID = {"people", "facts", "private"}
"""Parts of a persona file in which a person's name may stand before words that nobody says."""
_AMID = re.compile(r"(?<=[^\s()])\s*\(([^()]*)\)")
_DIRECTION = re.compile(
    r"(?:and |and then,? |very |nearly )?(?:(?:he|she|they)(?:'s)? |(?:after )?(?:a|the) (?:\w+ ){0,2}"
    r"(?:bit|breath|look|nod|pause|silence|while|time|moment|smile|sigh|laugh)\b|(?:to|at) (?:you|him|her|them|the)\b"
    r"|(?:look|show|hold|turn|touch|rub|wipe|nod|shrug|smile|laugh|stop|wait|sit|stand|point|keep|take|put|pat|pull|count)"
    r"(?:s|ing)\b|(?:quiet|slow|soft|flat|quick|loud|gent|polite)(?:ly|er)?\b)"
)
"""How a stage direction begins. Other words in brackets may well be spoken: `(one)`, `(second class, the fourth)`."""
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


def hash_slur(word: str) -> str:
    """Return what stands for a word in the list of slurs, so that the list spells none out."""
    return blake2b(word.encode(), digest_size=6, person=b"slur").hexdigest()


@cache
def load_slurs() -> frozenset[str]:
    """Load the list of slurs, each as its hash."""
    return frozenset(yaml.safe_load(WORDS.read_text(encoding="utf-8"))["slurs"].split())


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
    _check_changes(problem_list, dialogue)
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
    _check_afterwards(problem_list, dialogue)
    check_entries(problem_list, of_family, dialogue, family, rubric)
    check_line_book(problem_list, dialogue, family, rubric)
    for file, content in ((problem_list, dialogue), (of_family, family)):
        _check_review(file, content.review_status, content.reviewed_by)
        _report_slurs(file)
        _report_draft_text(file)
        _report_directions(file, family.people)
        _check_ranges(file, file.read.value, ())
    _report_house_words(words, problem_list, _list_authors_words(dialogue))
    _report_house_words(words, of_family, _list_family_words(family))
    return [*problem_list.problems, *of_family.problems]


FEWEST_STRENGTHS = 3
LAYERS = {1, 2}
"""The layers in which a family keeps something: what is told first, and what only comes with trust."""


def _check_review(problem_list: ProblemList, status: ReviewStatus, reviewed_by: Collection[str]) -> None:
    """Warn where a file is called reviewed, and nobody is named who did it."""
    if status is ReviewStatus.REVIEWED and not reviewed_by:
        problem_list.add(
            ("review_status",),
            "reviewed-by-nobody",
            "It says `reviewed`, and not by whom.",
            "Name them in `reviewed_by`, as they wish to be named, or write `drafted`.",
            warning=True,
        )


def _report_draft_text(problem_list: ProblemList) -> None:
    """Warn of each text that a draft has for its author, and that still stands there."""
    for path, text in _list_texts(problem_list.read.value, ()):
        if any(drafted in text for drafted in DRAFT_TEXTS):
            problem_list.add(
                path,
                "draft-left",
                "The draft's note to its author still stands here.",
                "Put your own words in its place, before anybody plays this.",
                warning=True,
            )


def _report_slurs(problem_list: ProblemList) -> None:
    """Warn of each text that spells out a slur, wherever it stands."""
    slurs = load_slurs()
    for path, text in _list_texts(problem_list.read.value, ()):
        words = re.findall(r"[a-z]+", text.casefold())
        if any(
            hash_slur(word) in slurs for word in {form for word in words for form in (word, word.removesuffix("s"))}
        ):
            problem_list.add(
                path,
                "slur",
                "A slur is spelled out here.",
                "Say that it was said, and not the word: who plays this may have been called it.",
                warning=True,
            )


def _report_directions(problem_list: ProblemList, people: Collection[str]) -> None:
    """Warn of each stage direction that stands amid or after the words of a line."""
    for path, text in _list_texts(problem_list.read.value, ()):
        speaker = next((part for part in reversed(path) if isinstance(part, str)), "")
        if speaker in people and path[0] not in NOT_SAID and any(map(_DIRECTION.match, _AMID.findall(text))):
            problem_list.add(
                path,
                "how-amid",
                "A direction in brackets stands amid the words, and is shown as if it were said.",
                'Put it first, "(looking down) Yes.", or give what follows a line of its own; or write a `scene`.',
                warning=True,
            )


def _list_texts(value: Value, path: NodePath) -> Iterator[tuple[NodePath, str]]:
    """List every text of a file, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _list_texts(part, (*path, number))
    else:
        for name, part in value.items():
            yield from _list_texts(part, (*path, name))


def _check_ranges(problem_list: ProblemList, value: Value, path: NodePath) -> None:
    """Warn of `trust: 2` in a condition: who trusts more is seldom meant to be left out."""
    for at, text in _list_texts(value, path):
        asked = at[-1:] in (("trust",), ("guarded",)) and at[-2:-1] not in (("changes",), ("starts",))
        if asked and (degree := text.strip()) in ("1", "2", "3"):
            problem_list.add(
                at,
                "exact-range",
                f"This asks for exactly {degree}, neither more nor less.",
                f'Write "{degree}+" for that much and more, or "0-{degree}" for as much at the most.',
                warning=True,
            )


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


def _check_changes(problem_list: ProblemList, dialogue: Dialogue) -> None:
    """Warn of a hurt that makes a family trust more, or less guarded."""
    for turn, there in dialogue.turns.items():
        for key, branch in there.replies.items():
            if branch.hurt and (branch.changes.trust > 0 or branch.changes.guarded < 0):
                problem_list.add(
                    ("turns", turn, "replies", key, "changes"),
                    "hurt-eases",
                    "A hurt makes the family trust more here, or less guarded.",
                    "Turn the sign round, or leave it out.",
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


def _check_afterwards(problem_list: ProblemList, dialogue: Dialogue) -> None:
    """Check that the phrases which the author wrote for the page afterwards can be read."""
    after = dialogue.afterwards
    for part, phrases in (
        ("not_yours_alone", [promise.words for promise in after.not_yours_alone]),
        ("unplanned", [matter.answered_by for matter in after.unplanned]),
        ("must_not_be_left", [left.words for left in after.must_not_be_left]),
        ("questions", [(*asked.words, *asked.answered_by) for asked in after.questions]),
    ):
        for number, words in enumerate(phrases):
            for wrong in find_wrong_phrases(words):
                problem_list.add(
                    ("afterwards", part, number), "wrong-phrase", wrong, "docs/rubrics.md says what a phrase is."
                )


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
    for address, ways in dialogue.lines.next_words.items():
        yield from ((("lines", "next_words", address, n), text) for n, text in enumerate(ways))
    for n, matter in enumerate(dialogue.lines.matters):
        for name in ("left", "words", "question"):
            yield ("lines", "matters", n, name), getattr(matter, name)


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
