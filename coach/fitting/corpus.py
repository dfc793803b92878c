"""Labelled replies: loading the corpus that ships, its second labels, and a user's files.

Begin with `load_corpus` and `read_labelled`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from coach.content.library import Library
from coach.errors import CoachError
from coach.matching.framing import Context
from coach.model.types import Frozen

LINE_FORMAT = (
    'Each line is one JSON object such as {"id": "1", "cue": "...", "topic": "none", "reply": "...", "labels": []}.'
)


MOMENT = "moment"
"""The kind of a reply that was written at a moment of a conversation which another player had."""


class LabelledReply(Frozen):
    """A reply with the criteria that its words meet.

    `docs/labelling.md` says how they are given.
    """

    id: str
    reply: str
    labels: tuple[str, ...]
    cue: str = ""
    topic: str = "none"
    context: str = ""
    scenario: str = ""
    voice: str = ""
    """Who writes. One voice never stands on both sides of a split."""
    contested: tuple[str, ...] = ()
    """Criteria on which two readers differ; left out of every figure, and learnt from by halves at most."""
    first: tuple[str, ...] = ()
    """What the first of two readers heard, where both lists were kept."""
    second: tuple[str, ...] = ()
    """What the second reader heard."""
    before: str = ""
    """What the practitioner said before the cue, where the reply was said in a conversation."""
    conversation: str = ""
    """The conversation it was said in. One conversation never stands on both sides of a split."""
    rubric: str = "openness"
    """The rubric by whose criteria it was labelled; `supervision` has those of `openness` too."""
    kind: str = "plain"
    pair: str | None = None
    marked: dict[str, str | tuple[str, ...]] | None = None
    """The words that decide, copied from the reply, by criterion."""

    def build_context(self) -> Context:
        """Make the context to read the reply in: cue, topic, what is known and what was said before."""
        return Context(self.cue, self.topic, self.context, before=self.before)

    def find_half_heard(self) -> frozenset[str]:
        """Return the criteria that one of two readers heard clearly and the other did not."""
        return frozenset(self.first).symmetric_difference(self.second).intersection(self.contested)

    def find_deciding_words(self, criterion: str) -> tuple[str, ...]:
        """Return the words that the writer of the reply marked as decisive for a criterion."""
        words = (self.marked or {}).get(criterion, ())
        return (words,) if isinstance(words, str) else words


CORPUS = Path(__file__).parent.parent / "corpus"


def locate_corpus() -> Path:
    """Return the folder of the corpus that ships with the source.

    Raises:
        CoachError: the coach was installed from a wheel, which has none.
    """
    if not CORPUS.is_dir():
        raise CoachError(
            "The labelled replies that weights are fitted on are not part of an installation.",
            "Install the wheel conversation-coach-corpus beside it, or run this from a copy of the whole source.",
        )
    return CORPUS


def load_corpus(folder: Path | None = None) -> tuple[LabelledReply, ...]:
    """Load all replies of the corpus.

    Labels on which two readers differ are marked as contested.
    """
    again = load_second_labels(folder)
    return tuple(_mark_contested(reply, again) for reply in load_part("voices", folder))


def load_part(name: str, folder: Path | None = None) -> tuple[LabelledReply, ...]:
    """Load the labelled replies of one part of the corpus; none if there is no such part.

    Args:
        name: the name of its folder, such as that of a rubric.
        folder: the folder of the corpus; the one that ships if not given.
    """
    files = sorted(((folder or locate_corpus()) / name).glob("*.jsonl"))
    return tuple(reply for file in files for reply in read_labelled(file))


def load_misread(rubric: str, folder: Path | None = None) -> tuple[LabelledReply, ...]:
    """Load replies that an earlier fit misread; they are learnt from, and never judged by.

    Args:
        rubric: the id of the rubric.
        folder: the folder of the corpus; the one that ships if not given.
    """
    return read_labelled((folder or locate_corpus()) / "misread" / f"{rubric}.jsonl")


def load_conversations(
    rubrics: Mapping[str, Iterable[str]], folder: Path | None = None, *, kept_out: bool = False
) -> tuple[LabelledReply, ...]:
    """Load the replies of whole conversations, in order, each with what two readers heard.

    A criterion that only one reader heard is contested, and so is one that nobody looked for.

    Args:
        rubrics: the criteria of each rubric.
        folder: the folder of the corpus; the one that ships if not given.
        kept_out: whether to load the conversations that no fit learns from, and not the others.
    """
    known = frozenset(criterion for criteria in rubrics.values() for criterion in criteria)
    said = load_part("conversations/kept_out" if kept_out else "conversations", folder)
    return tuple(leave_out(reply, known.difference(rubrics[reply.rubric])) for reply in said)


def load_calibration_voices(folder: Path | None = None) -> frozenset[str]:
    """Load the voices whose conversations the encoder does not learn from.

    The mix of the layers and the thresholds are chosen by them.

    Args:
        folder: the folder of the corpus; the one that ships if not given.
    """
    file = (folder or locate_corpus()) / "conversations" / "calibration.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def load_taught(library: Library, criteria: Sequence[str]) -> tuple[LabelledReply, ...]:
    """Load what authors say of replies.

    They are in example conversations, and in the examples and near misses of criteria.
    Of each reply only what its author speaks of is known: all else is contested.

    Args:
        library: the library with scenarios and rubrics.
        criteria: the ids of all criteria.
    """
    known, taught = frozenset(criteria), list[LabelledReply]()

    def add(reply: str, met: Iterable[str], not_met: Iterable[str], cue: str = "", topic: str = "none") -> None:
        told = frozenset((*met, *not_met))
        if spoken_of := known & told:
            labels = tuple(key for key in met if key in known)
            contested = tuple(sorted(known - spoken_of))
            taught.append(
                LabelledReply(
                    id=f"taught-{len(taught)}", reply=reply, labels=labels, contested=contested, cue=cue, topic=topic
                )
            )

    for entry in library.shelf("dialogues"):
        dialogue, examples = library.dialogue(entry.id), library.examples(entry.id)
        for example in examples.examples.values() if examples else ():
            at = example.starts_at or dialogue.begins
            for reply in example.replies:
                turn = dialogue.turns[at]
                cue = " ".join(line.text for line in turn.says[-3:])
                add(reply.reply, (*reply.met, *(reply.clear or ())), reply.not_met, cue, turn.find_topic())
                at = reply.turn or at
    for key, criterion in library.rubric("supervision").criteria.items():  # it has those of `openness` too
        for text in criterion.counts:
            add(text, (key,), ())
        for text in criterion.not_:
            add(text, (), (key,))
    return tuple(taught)


def load_colleagues(rubrics: Mapping[str, Iterable[str]], folder: Path | None = None) -> tuple[LabelledReply, ...]:
    """Load single replies between colleagues.

    One reader labelled them, with the criteria of `supervision` alone.

    Args:
        rubrics: the criteria of each rubric.
        folder: the folder of the corpus; the one that ships if not given.
    """
    families = frozenset(rubrics["openness"])
    return tuple(leave_out(reply, families.difference(reply.labels)) for reply in load_part("supervision", folder))


def leave_out(reply: LabelledReply, criteria: frozenset[str]) -> LabelledReply:
    """Return a reply that says nothing of some criteria: they are contested."""
    return reply.model_copy(update={"contested": tuple(sorted(criteria.union(reply.contested)))})


def load_second_labels(folder: Path | None = None) -> dict[str, frozenset[str]]:
    """Load the labels that second readers gave without seeing the first, by the reply's id."""
    labels = {}
    for file in sorted(((folder or locate_corpus()) / "second").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            labels[row["id"]] = frozenset(row["labels"])
    return labels


def read_labelled(file: Path) -> tuple[LabelledReply, ...]:
    """Read a file of labelled replies, one JSON object a line.

    Raises:
        CoachError: the file or a line cannot be read; names the line, and never repeats what it says.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CoachError(
            f"{file} cannot be read.", "Give a file of labelled replies, one JSON object a line."
        ) from None
    replies, seen = [], set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            reply = LabelledReply.model_validate(
                {key: value for key, value in json.loads(line).items() if key in LABELLED_FIELDS}
            )
        except (ValueError, AttributeError, RecursionError, ValidationError):
            raise CoachError(f"Line {number} of {file.name} is not a labelled reply.", LINE_FORMAT) from None
        if reply.id in seen:
            raise CoachError(f"Line {number} of {file.name} has an id that was there before.", "Give each its own.")
        seen.add(reply.id)
        replies.append(reply)
    return tuple(replies)


def _mark_contested(reply: LabelledReply, again: dict[str, frozenset[str]]) -> LabelledReply:
    """Mark labels on which the two readers of a reply differ as contested."""
    if reply.id not in again:
        return reply
    differ = frozenset(reply.labels) ^ again[reply.id]
    return reply.model_copy(update={"contested": tuple(sorted(differ.union(reply.contested)))})


LABELLED_FIELDS = frozenset(LabelledReply.model_fields)
