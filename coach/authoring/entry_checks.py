"""Checks of a family's answer bank: askings, guards, lengths, facts, what answers give away.

Begin with `check_entries`, which goes by words, and `check_meanings`, which goes by meaning.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from coach.content.validation import load_acts
from coach.content.yaml_reader import NodePath, ProblemList
from coach.matching.entry_picker import LINES_COMPARED, EntryPicker, gather_askings, make_candidate, measure_reply
from coach.matching.hearing_reader import make_whole
from coach.matching.masked_names import find_named, find_spoken_to, list_names, mask_names
from coach.matching.ml.encoder import Numbers
from coach.model.conditions import SCENE, Line
from coach.model.reading import Candidate, ShortAnswer
from coach.model.rubric import Rubric
from coach.model.scenario import (
    LONGEST_ANSWER,
    LONGEST_ASKING,
    MOST_ENTRIES,
    Dialogue,
    Entry,
    Family,
    Person,
    Turn,
    list_voices,
)
from coach.rehearsal.script import Script


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
    yield ("lightly",), list_voices(family.lightly)
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


# --- By meaning: askings that find another entry, answers that are one, answers that give away

OFTEN, SURELY = 0.9, 0.99
"""How likely another entry is that is named where two askings find it, and where only one does."""
COPIES, GIVES_AWAY = 0.92, 0.66
"""Likeness of two answers that are one; and of an answer to what is not to be told."""
WORTH_RANKING = 0.6
"""Likeness to another entry's asking below which that one is never sure."""
ANSWERED_ALIKE = 0.75
"""Likeness of answers between which it does not matter which entry an asking finds."""
MOST_NAMED = 5


class MeaningReport(NamedTuple):
    """The checks by meaning of one scenario, besides its problems: how many entries count."""

    entries: int
    copies: tuple[str, ...]
    """Entries that answer nearly as another one does, and so do not count."""
    turns: int
    few: tuple[str, ...]
    """Turns with fewer entries of their own than a family that ships has."""

    def says(self, family: str) -> str:
        """Say how many entries count, for authors."""
        copies = (
            f" ({len(self.copies)} answer nearly as another does: {_name_some(self.copies)})" if self.copies else ""
        )
        entries = "1 entry of the family counts" if self.entries == 1 else f"{self.entries} entries of the family count"
        with_enough = self.turns - len(self.few)
        fewer = f"; not so in {_name_some(self.few)}" if self.few else ""
        return (
            f"{family}: {entries}{copies}. In a scenario that ships a turn has {LOCAL_WANTED} or more of its own: so "
            f"here in {with_enough} of {self.turns} turns{fewer}."
        )


LOCAL_WANTED = 6
"""Entries of its own that a turn of a dialogue that ships has."""


def _name_some(names: Sequence[str]) -> str:
    """Name the first few of some ids."""
    rest = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + rest


def check_meanings(
    problem_list: ProblemList, of_family: ProblemList, script: Script, family: Family, picker: EntryPicker
) -> MeaningReport:
    """Check by meaning that askings find their own entry, and that answers give nothing away.

    Args:
        problem_list: the problems of the dialogue's file.
        of_family: the problems of the family's file.
        script: the scenario, ready to be played.
        family: the family, with what it keeps private.
        picker: chooses entries, and gives the vectors of askings and answers.
    """
    people = list_names(script.people.values())

    def embed(text: str) -> Numbers:
        return picker.vectors.embed(mask_names(text, people))

    known = {f"knows:{key}": entry for key, entry in family.knows.items()}
    acts = load_acts()
    common = [Candidate(f"acts:{key}", acts[key].asked, local=False) for key in family.acts if key in acts]
    _check_found(known, common, people, picker, _EntryFinder({}, of_family, "", script.people))
    for turn, there in script.dialogue.turns.items():
        own = {f"asked:{key}": entry for key, entry in there.asked.items()}
        scoped = {name: entry for name, entry in known.items() if not entry.turns or turn in entry.turns}
        _check_found(own, common, people, picker, _EntryFinder(scoped, problem_list, turn, script.people))
    secrets: list[tuple[str, str | None, str]] = [("what is private", None, text) for text in family.private]
    secrets += [
        (f"the silence '{key}'", key, line.text) for key, kept in family.silences.items() for line in kept.tells
    ]
    told = [(what, key, embed(text)) for what, key, text in secrets if len(text.split()) >= FEWEST_WORDS]
    for key, entry in family.knows.items():
        _check_leaks(_EntryPlace(entry, ("knows", key), of_family), told, embed)
    for turn, there in script.dialogue.turns.items():
        for key, entry in there.asked.items():
            _check_leaks(_EntryPlace(entry, ("turns", turn, "asked", key), problem_list), told, embed)
    copies = _find_copies(family.knows, embed)
    few = tuple(key for key, turn in script.dialogue.turns.items() if len(turn.asked) < LOCAL_WANTED)
    return MeaningReport(len(family.knows) - len(copies), copies, len(script.dialogue.turns), few)


FEWEST_WORDS = 5
"""Words of a text that is compared by meaning; shorter ones are like many."""
Embed = Callable[[str], Numbers]


class _EntryFinder(NamedTuple):
    """Where askings are looked up: the entries beside them, and where problems are added."""

    beside: Mapping[str, Entry]
    """Other entries that can be asked at the same place, and whose askings are judged elsewhere."""
    problems: ProblemList
    turn: str
    people: Mapping[str, Person]

    def locate(self, name: str) -> NodePath:
        """Return the path of an entry in its file."""
        key = name.partition(":")[2]
        return ("turns", self.turn, "asked", key) if self.turn else ("knows", key)


def _check_found(
    own: Mapping[str, Entry],
    common: Sequence[Candidate],
    people: tuple[str, ...],
    picker: EntryPicker,
    finder: _EntryFinder,
) -> None:
    """Warn of askings that surely find another entry when they are not written in their own.

    Args:
        own: the entries whose askings are looked up.
        common: the acts that can be asked as well.
        people: the names that are masked.
        picker: chooses entries.
        finder: the entries beside, and where problems are added.
    """
    entries = {**own, **finder.beside}
    candidates = [make_candidate(name, entry, finder.people) for name, entry in entries.items()]
    candidates += common
    if not own:
        return
    askings = gather_askings(candidates, people, picker.vectors.embed_all)
    drawn: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for at, (name, entry) in enumerate(own.items()):
        for number, asking in enumerate(entry.asked if len(entry.asked) > 1 else ()):
            left_out = [int(askings.starts[at]) + number]
            likeness = askings.vectors @ askings.vectors[left_out[0]]
            if likeness[askings.owners != at].max(initial=0.0) < WORTH_RANKING:
                continue
            named, to = find_named(asking, people), find_spoken_to(asking, people)
            segment = make_whole(mask_names(asking, people))._replace(named=named, to=to)
            measured = measure_reply(askings, askings.vectors[left_out], [segment], left_out)
            likely = picker.ranker.rank_entries(measured, len(candidates))
            for other in np.argsort(-likely)[:3]:  # the first that could be asked where this one can
                drawn_by = candidates[int(other)].name
                if drawn_by == name or (drawn_by in entries and not _can_both(entry, entries[drawn_by])):
                    if drawn_by == name:
                        break
                    continue
                if likely[other] >= OFTEN:
                    drawn.setdefault((name, drawn_by), []).append((number, float(likely[other])))
                break
    for (name, drawn_by), numbers in drawn.items():
        surest = max(numbers, key=lambda pair: pair[1])
        if (len(numbers) < 2 and surest[1] < SURELY) or _answers_alike(entries, name, drawn_by, people, picker):
            continue
        finder.problems.add(
            (*finder.locate(name), "asked", surest[0]),
            "asking-elsewhere",
            f"“{own[name].asked[surest[0]][:60]}” finds '{drawn_by.partition(':')[2]}' ({surest[1]:.2f}), if it is not "
            f"written here{f', and so do {len(numbers) - 1} more' if len(numbers) > 1 else ''}.",
            "Merge the two, or say with `about` or `turns` where each is meant.",
            warning=True,
        )


def first_lines(entry: Entry) -> tuple[str, ...]:
    """Return the lines of an entry that a reply is compared with."""
    return entry.list_first_lines()[:LINES_COMPARED]


def _can_both(one: Entry, other: Entry) -> bool:
    """Whether two entries could be asked at the same time, by their conditions."""
    apart = {*one.told} & {*other.not_told} | {*one.not_told} & {*other.told}
    apart |= {*one.remembers} & {*other.not_remembers} | {*one.not_remembers} & {*other.remembers}
    turns = not one.turns or not other.turns or bool({*one.turns} & {*other.turns})
    return not apart and turns and (one.about is None or other.about is None or one.about == other.about)


def _answers_alike(
    entries: Mapping[str, Entry], name: str, drawn_by: str, people: tuple[str, ...], picker: EntryPicker
) -> bool:
    """Whether two entries answer so nearly alike that an asking may find either.

    Args:
        entries: the entries by name; an act is none of them.
        name: the one.
        drawn_by: the other.
        people: the names that are masked.
        picker: gives vectors.
    """
    if drawn_by not in entries:
        return False
    sides = [
        [picker.vectors.embed(mask_names(line, people)) for line in first_lines(entries[key])]
        for key in (name, drawn_by)
    ]
    return any(float(one @ other) >= ANSWERED_ALIKE for one in sides[0] for other in sides[1])


def _check_leaks(place: _EntryPlace, secrets: Iterable[tuple[str, str | None, Numbers]], embed: Embed) -> None:
    """Warn where an answer means nearly what is private, or what a silence tells later.

    Args:
        place: the entry.
        secrets: what is not to be told, in words; the silence that tells it; and its vector.
        embed: gives the vector of a text.
    """
    waits_for = {*place.entry.told, place.entry.opens} - {None}
    lines = [line.text for take in place.entry.list_takes() for line in take if line.speaker != SCENE]
    for text in lines:
        if len(text.split()) < FEWEST_WORDS:
            continue
        vector = embed(text)
        untold = [(float(vector @ secret), what) for what, silence, secret in secrets if silence not in waits_for]
        likeness, what = max(untold, default=(0.0, ""))
        if likeness >= GIVES_AWAY:
            place.report(
                "entry-means",
                f"“{text[:60]}” means nearly the same as {what} ({likeness:.2f}).",
                "Say something else, or let it wait with `told`.",
                warning=True,
            )
            return


def _find_copies(entries: Mapping[str, Entry], embed: Embed) -> tuple[str, ...]:
    """Find the entries whose answer is nearly another's that stands before.

    Args:
        entries: the entries by id.
        embed: gives the vector of a text.
    """
    with_lines = {key: lines[0] for key, entry in entries.items() if (lines := first_lines(entry))}
    if len(with_lines) < 2:
        return ()
    vectors = np.array([embed(text) for text in with_lines.values()])
    alike = np.tril(vectors @ vectors.T >= COPIES, -1).any(axis=1)
    return tuple(key for key, copies in zip(with_lines, alike, strict=True) if copies)
