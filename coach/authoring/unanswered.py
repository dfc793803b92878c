"""Replies that a family had no answer to, clustered by meaning, and the bank that gets one.

Begin with `collect_kept`, `collect_played` and `read_pasted` for the replies, `cluster_replies` for the list, and
`AnswerBank` for what an author makes of it. Looked at are one's own rehearsals on this machine and files that the
author names: never a class's, a team's, or what somebody brought to supervision.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.authoring.file_editor import FileEditor, require_own
from coach.authoring.play_yard import read_yard
from coach.authoring.scaffold import make_id
from coach.authoring.voices import SMALL_WORDS
from coach.content.library import Library
from coach.content.yaml_reader import NodePath, Value
from coach.errors import CoachError, NotNow
from coach.matching.masked_names import list_names, mask_names
from coach.matching.sentences import parse
from coach.matching.tokens import tokenize
from coach.model.characters import sanitize_line
from coach.model.conditions import SCENE
from coach.model.events import RULES, Event, Replied
from coach.model.reading import Picker, Sureness
from coach.model.scenario import LONGEST_ASKING, Dialogue, Entry, Family, Person
from coach.practice.reader import context, find_hearing, pick_entry
from coach.practice.safeguarding import (
    LONGEST,
    NeedsConfirmation,
    Question,
    Safeguard,
    kinds,
    known_words,
)
from coach.practice.service import PracticeService
from coach.rehearsal.history import advance, answer_reply, start_history
from coach.rehearsal.script import Script
from coach.rehearsal.state import OTHERWISE, EntryOutput, Exchange, History, HonestOutput

# --- Replies that no entry answered


class Shortfall(StrEnum):
    """What became of a reply that no entry surely answered."""

    DEFERRED = "put off"
    RECEIVED = "received"
    NOT_KNOWN = "not known"
    PASSED_OVER = "passed over"
    """The family went on with its own."""
    ASKED_BACK = "asked back about"
    UNSURE = "answered, and not surely"
    NOT_PLAYED = "not played"
    """It was pasted, and no entry of the family is near."""


_HONEST = {
    "defers": Shortfall.DEFERRED,
    "lightly": Shortfall.DEFERRED,
    "receives": Shortfall.RECEIVED,
    "doesnt_know": Shortfall.NOT_KNOWN,
}


@dataclass(frozen=True, slots=True)
class UnansweredReply:
    """A reply that no entry surely answered: where it was said, and what the family said to it."""

    words: str
    """What of it an asking would be: the sentence that asks, or all of it."""
    reply: str
    how: Shortfall
    turn: str = ""
    """The turn that it was said in; empty where it was pasted."""
    cue: str = ""
    answer: str = ""


def collect_kept(practice: PracticeService, scenario: str) -> Iterator[UnansweredReply]:
    """Yield the unanswered replies of the user's own rehearsals, as answered now.

    Args:
        practice: the practice whose store is this machine's own.
        scenario: the id of the scenario.
    """
    script = practice.script(scenario)
    for summary in practice.rehearsals():
        if summary.scenario == scenario:
            yield from find_unanswered(script, practice.keeping.store.read(summary.id), practice.picker)


def collect_played(practice: PracticeService, scenario: str, yard: Path) -> Iterator[UnansweredReply]:
    """Yield the unanswered replies of a play yard, as answered now.

    Raises CoachError or NotKnown.
    """
    script = practice.script(scenario)
    for file in read_yard(yard):
        if file.head.scenario == scenario:
            yield from find_unanswered(script, [step.event for step in file.steps], practice.picker)


def find_unanswered(script: Script, events: Iterable[Event], picker: Picker | None) -> Iterator[UnansweredReply]:
    """Yield the replies of a conversation that no entry of today would answer surely.

    What was said before a reply stays as it was; the reply itself is answered by the files as they are now, so that
    what has an entry since is gone from the list.

    Args:
        script: the scenario as it is now.
        events: the events of the conversation.
        picker: what chooses entries; without it none is chosen.
    """
    story = start_history(script)
    for event in events:
        if isinstance(event, Replied) and not story.diverges_at and not story.state.over():
            exchange = _answer_anew(script, story, event, picker)
            if how := judge(exchange):
                yield describe_reply(script, exchange, how)
        try:
            story = advance(script, story, event)
        except NotNow:
            return  # what led here was lost


def _answer_anew(script: Script, story: History, event: Replied, picker: Picker | None) -> Exchange:
    """Answer a reply by the files as they are now, with the reading that it was given."""
    position = story.state.position
    known = context(script, story)
    hearing = find_hearing(script, story, event.text)
    pick = pick_entry(picker, script, position, event.text, event.reading, known, hearing) if picker else None
    anew = event.model_copy(update={"answered": "", "rules": RULES, "hearing": hearing, "pick": pick})
    return answer_reply(script, story, anew)[0].attempt().exchanges[-1]


def judge(exchange: Exchange) -> Shortfall | None:
    """Say in which way a reply was left without an answer of its own; None if it has one."""
    event = exchange.event
    for output in exchange.outputs:
        if isinstance(output, EntryOutput):
            unsure = isinstance(event, Replied) and event.pick and event.pick.sureness is not Sureness.SURE
            return Shortfall.UNSURE if unsure else None
        if isinstance(output, HonestOutput):
            return _HONEST[output.kind]
    if exchange.asked_back():
        return Shortfall.ASKED_BACK
    return Shortfall.PASSED_OVER if exchange.branch() == OTHERWISE else None


def describe_reply(script: Script, exchange: Exchange, how: Shortfall) -> UnansweredReply:
    """Describe a reply that was left without an answer of its own, with the lines around it."""
    event = exchange.event
    text = event.text if isinstance(event, Replied) else ""
    pick = event.pick if isinstance(event, Replied) else None
    words = pick.span.text if pick and pick.span else choose_words(text)
    said = [
        [f"{script.speaker(line)}: {line.text}" for line in lines if line.speaker != SCENE]
        for lines in (exchange.cue, exchange.lines())
    ]
    return UnansweredReply(words, text, how, exchange.before.turn, " ".join(said[0][-1:]), "\n".join(said[1]))


def choose_words(reply: str) -> str:
    """Choose what of a reply an asking would be: its last question, or all of a short one."""
    parsed = parse(reply)
    asked = [sentence for sentence in parsed.sentences if sentence.asks] or list(parsed.sentences[-1:])
    if (len(reply.split()) <= LONGEST_ASKING and len(parsed.sentences) <= 1) or not asked:
        return " ".join(reply.split()[:LONGEST_ASKING])
    start, end = parsed.span(asked[-1].first, asked[-1].last)
    return " ".join(reply[start:end].split()[:LONGEST_ASKING])


def read_pasted(file: str, lines: Iterable[str], scenario: str) -> Iterator[UnansweredReply]:
    """Yield the replies of a text that the author hands over: one on each line.

    A line may be a JSON object with a `reply`, and a `scenario` where replies of several lie together.

    Args:
        file: the name of the file, for the message of an error.
        lines: its lines.
        scenario: the id of the scenario.

    Raises:
        CoachError: it is another kind of file, such as what somebody brought to supervision or took home of a class.
    """
    for number, line in enumerate(lines, 1):
        reply = line.strip()
        if reply[:1] in ("{", "["):
            reply = _read_row(file, number, reply, scenario)
        if len(reply) > LONGEST:
            raise CoachError(f"Line {number} of {file} is longer than a reply can be.", "Give one reply a line.")
        if reply:
            yield UnansweredReply(choose_words(reply), " ".join(reply.split()), Shortfall.NOT_PLAYED)


def _read_row(file: str, number: int, line: str, scenario: str) -> str:
    """Read the reply of a line of JSON; empty where it is of another scenario.

    Raises CoachError.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("reply"), str):
        raise CoachError(
            f"Line {number} of {file} is no reply.",
            "Give a text with one reply on each line. What was brought to supervision, or is of a class or a team, is "
            "not looked at.",
        )
    return row["reply"] if row.get("scenario", scenario) == scenario else ""


# --- Likeness of meaning, and clusters

Vector = NDArray[np.floating]
LIKE = 0.55
"""Likeness from which two replies are taken to mean the same."""
AS_GOOD_AS_ASKED = 0.9
"""Likeness from which a pasted reply is taken to be an asking already."""
DIMENSIONS = 512
NEAREST = 3
_STEM = 6


class Embedder(Protocol):
    """Interface for vectors of meaning: the product of two says how alike texts are, at most 1."""

    def embed(self, text: str) -> Vector:
        """Return the vector of a text, of length 1."""


class WordEmbedder:
    """Vectors of the words of a text, where there is no encoder: small words count little."""

    def embed(self, text: str) -> Vector:
        """Return the vector of a text, of length 1; noughts where it has no words."""
        vector = np.zeros(DIMENSIONS)
        for word in tokenize(text):
            place = int.from_bytes(blake2b(word[:_STEM].encode(), digest_size=4).digest(), "big") % DIMENSIONS
            vector[place] += 0.2 if word in SMALL_WORDS else 1.0
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector


class EncoderEmbedder:
    """Vectors of meaning by a picker's encoder; those of replies are kept nowhere."""

    def __init__(self, askings: Embedder, encoder: Embedder, names: tuple[str, ...]) -> None:
        """Take what embeds.

        Args:
            askings: the store of vectors, for askings: these are content.
            encoder: the encoder itself, for what somebody said.
            names: the names of the family's people, which are masked.
        """
        self._names = names
        self._askings = askings
        self._encoder = encoder

    def embed(self, text: str) -> Vector:
        """Return the vector of what somebody said, of length 1."""
        vector = np.asarray(self._encoder.embed(mask_names(text, self._names)), dtype=np.float64)
        unit: Vector = vector / (float(np.linalg.norm(vector)) or 1.0)
        return unit

    def embed_asking(self, text: str) -> Vector:
        """Return the vector of an asking, of length 1."""
        return self._askings.embed(mask_names(text, self._names))


def find_embedder(picker: object, people: Iterable[Person] = ()) -> Embedder:
    """Return what says how alike texts are: the picker's encoder, or words alone without one.

    Args:
        picker: the picker, if there is one.
        people: the family's people, whose names are to draw no entry.
    """
    vectors = getattr(picker, "vectors", None)
    encoder = getattr(vectors, "encoder", None)
    if vectors is None or encoder is None:
        return WordEmbedder()
    return EncoderEmbedder(vectors, encoder, list_names(people))


@dataclass(frozen=True, slots=True)
class BankEntry:
    """An entry that words can be added to: its name, its askings, and where they stand."""

    name: str
    """`knows:puppies`, or `the_bus/asked:which_lads`."""
    askings: tuple[str, ...]
    file: Path
    path: NodePath
    """The way to its askings."""
    turn: str = ""
    """The turn in which alone it can be asked; empty for everywhere."""


@dataclass(frozen=True, slots=True)
class ReplyCluster:
    """Replies that mean the same, the likeliest to be an asking first, with the nearest entries."""

    replies: tuple[UnansweredReply, ...]
    nearest: tuple[tuple[BankEntry, float], ...] = ()
    """Each with its likeness."""

    def list_words(self) -> tuple[str, ...]:
        """List the different words in it that an asking would be."""
        return tuple({reply.words.casefold(): reply.words for reply in self.replies}.values())

    def list_turns(self) -> tuple[str, ...]:
        """List the turns in which they were said."""
        return tuple(dict.fromkeys(reply.turn for reply in self.replies if reply.turn))

    def to_data(self) -> dict[str, object]:
        """Return the cluster as data, for `--json`."""
        return {
            "words": list(self.list_words()),
            "replies": [
                {
                    "reply": one.reply,
                    "how": one.how.name.lower(),
                    "turn": one.turn,
                    "cue": one.cue,
                    "answer": one.answer,
                }
                for one in self.replies
            ],
            "nearest": [{"entry": entry.name, "likeness": round(likeness, 3)} for entry, likeness in self.nearest],
        }


def cluster_replies(
    replies: Iterable[UnansweredReply], entries: Sequence[BankEntry], embedder: Embedder, settled: Iterable[str] = ()
) -> list[ReplyCluster]:
    """Cluster replies by meaning, the largest cluster first, each with its nearest entries.

    Args:
        replies: the replies.
        entries: the entries of the family and its scenario.
        embedder: what says how alike two texts are.
        settled: what is known to need no entry; what is all but the same is left out.
    """
    embed_asking = embedder.embed_asking if isinstance(embedder, EncoderEmbedder) else embedder.embed
    asked = [(entry, np.array([embed_asking(text) for text in entry.askings])) for entry in entries]
    known = [embedder.embed(text) for text in settled]
    clusters: list[tuple[list[UnansweredReply], Vector]] = []
    for reply in replies:
        vector = embedder.embed(reply.words)
        near = max((float((askings @ vector).max()) for _, askings in asked), default=0.0)
        if any(float(one @ vector) >= AS_GOOD_AS_ASKED for one in known):
            continue
        if reply.how is Shortfall.NOT_PLAYED and near >= AS_GOOD_AS_ASKED:
            continue
        likest = max(clusters, key=lambda cluster: float((cluster[1] @ vector).mean()), default=None)
        if likest and float((likest[1] @ vector).mean()) >= LIKE:
            clusters.remove(likest)
            clusters.append(([*likest[0], reply], np.vstack([likest[1], vector])))
        else:
            clusters.append(([reply], vector[np.newaxis]))
    clusters.sort(key=lambda cluster: -len(cluster[0]))
    return [_find_nearest(replies, vectors, asked) for replies, vectors in clusters]


def _find_nearest(
    replies: list[UnansweredReply], vectors: Vector, asked: Sequence[tuple[BankEntry, Vector]]
) -> ReplyCluster:
    """Make a cluster: its replies from the middle outwards, and the nearest entries."""
    order = np.argsort(-(vectors @ vectors.mean(axis=0)), kind="stable")
    turns = {reply.turn for reply in replies if reply.turn}
    near = [
        (entry, float((askings @ vectors.T).max(axis=0).mean()))
        for entry, askings in asked
        if not (entry.turn and turns) or entry.turn in turns
    ]
    near.sort(key=lambda pair: -pair[1])
    return ReplyCluster(tuple(replies[i] for i in order), tuple(pair for pair in near[:NEAREST] if pair[1] > 0))


# --- What an author makes of it

STAYS = "What is added stands in the files of the family and its scenario, and stays when the rehearsal is forgotten."
MOST_ADDED = 3
"""Askings that one key adds: an entry needs a few, unlike each other."""


class AnswerBank:
    """The entries of a family and of a scenario's turns, to which words are added in the files.

    Words pass the gate for distress and real people's details before they enter a file, whatever was confirmed when
    they were said to the family.
    """

    def __init__(self, library: Library, scenario: str, script: Script) -> None:
        """Open the bank of a scenario. Raises NotKnown or UnusableContent."""
        self._library = library
        self._scenario = scenario
        self._script = script
        self._gate = Safeguard(lambda: known_words(script))
        dialogue = library.dialogue(scenario)
        self.family_file = library.file("personas", dialogue.family)
        self.dialogue_file = library.file("dialogues", scenario)
        self.family: Family = library.family(dialogue.family)
        self.dialogue: Dialogue = dialogue

    def list_entries(self) -> tuple[BankEntry, ...]:
        """List every entry of the family and of the scenario's turns; shared acts are nobody's own."""
        theirs = self._name_entries("knows:", self.family.knows, self.family_file, ("knows",))
        local = (
            entry
            for turn, there in self.dialogue.turns.items()
            for entry in self._name_entries(f"{turn}/asked:", there.asked, self.dialogue_file, ("turns", turn, "asked"))
        )
        return (*theirs, *local)

    def _name_entries(
        self, prefix: str, entries: Mapping[str, Entry], file: Path, path: NodePath
    ) -> Iterator[BankEntry]:
        for key, entry in entries.items():
            turn = str(path[1]) if len(path) > 1 else ""
            yield BankEntry(f"{prefix}{key}", entry.asked, file, (*path, key, "asked"), turn)

    def add_words(self, entry: BankEntry, words: Sequence[str]) -> tuple[str, ...]:
        """Add words to an entry's askings, and save the file.

        Args:
            entry: the entry.
            words: ways to ask it; those that stand there already are passed over.

        Returns:
            What was added.

        Raises:
            NotNow: the gate stops some of them, or the file was saved meanwhile; nothing is written.
            EditRefused: the file cannot be edited in place, or ships.
            RecordsUnwritable: the file cannot be written.
        """
        new = self.pass_gate(words)
        known = {" ".join(asking.casefold().split()) for asking in entry.askings}
        new = tuple(text for text in new if text.casefold() not in known)
        self._edit(entry.file, lambda editor: editor.add_texts(entry.path, new))
        return new

    def make_entry(self, key: str, words: Sequence[str], says: Mapping[str, str], turn: str = "") -> str:
        """Make an entry of the family, or of one turn, and save the file.

        Args:
            key: its id.
            words: ways to ask it.
            says: what is answered, by speaker.
            turn: the turn in which alone it can be asked; everywhere without one.

        Returns:
            The entry's name.

        Raises:
            NotNow: the gate stops some of the words, the id is taken or is none, or the file was saved meanwhile.
            EditRefused: the file cannot be edited in place, or ships.
            RecordsUnwritable: the file cannot be written.
        """
        if not key or make_id(key) != key:
            raise NotNow(f"'{sanitize_line(key)}' cannot be an id.", "Use small letters, digits and underscores.")
        if unknown := [speaker for speaker in says if speaker not in self.family.people]:
            raise NotNow(f"There is no '{unknown[0]}' here.", f"There are: {', '.join(self.family.people)}.")
        asked, lines = self.pass_gate(words), self.pass_gate(says.values(), to_family=False)
        if not asked or not lines:
            raise NotNow("An entry needs words that ask it, and an answer.", "Nothing was written.")
        value: Value = {"asked": list(asked), "says": dict(zip(says, lines, strict=True))}
        file, path = (self.dialogue_file, ("turns", turn, "asked")) if turn else (self.family_file, ("knows",))
        self._edit(file, lambda editor: editor.add_name(path, key, value))
        return f"{turn}/asked:{key}" if turn else f"knows:{key}"

    def suggest_key(self, words: str, turn: str = "") -> str:
        """Suggest an id for a new entry: its first words, and a number if that is taken.

        Args:
            words: a way to ask it.
            turn: the turn; empty for an entry of the family.
        """
        taken = self.dialogue.turns[turn].asked if turn else self.family.knows
        begins = make_id(" ".join(words.split()[:4])) or "an_entry"
        return next(key for key in (begins, *(f"{begins}_{i}" for i in range(2, 1_000_000))) if key not in taken)

    def leave_open(self, words: Sequence[str]) -> tuple[str, ...]:
        """Note words in the family's file that no entry is meant for; they are not listed again.

        Raises as `add_words` does.
        """
        new = self.pass_gate(words)
        self._edit(self.family_file, lambda editor: editor.add_texts(("leaves_open",), new))
        return new

    def pass_gate(self, texts: Iterable[str], *, to_family: bool = True) -> tuple[str, ...]:
        """Return texts on one line each, once the gate has let all of them through. Raises NotNow.

        Args:
            texts: words that are to stand in a file.
            to_family: whether they are said to the family, and not by it.
        """
        plain = tuple(text for text in (" ".join(sanitize_line(text).split()) for text in texts) if text)
        for text in plain:
            why = self._gate.of_reply(text) if to_family else self._gate.of_shared_words(text)
            if isinstance(why, NeedsConfirmation) and why.question is Question.REAL_PEOPLE:
                raise NotNow(f"That may hold {kinds(why.details)}, so it goes into no file.", "Put it otherwise.")
            if why:
                raise NotNow("That may be about yourself rather than for the family, so it goes into no file.")
        return plain

    def _edit(self, file: Path, change: Callable[[FileEditor], None]) -> None:
        """Change a file in memory, and save it; read the bank anew. Raises as `add_words` does."""
        require_own(file)
        editor = FileEditor(file)
        change(editor)
        editor.write()
        self._library = self._library.reopen()
        self.dialogue = self._library.dialogue(self._scenario)
        self.family = self._library.family(self.dialogue.family)
