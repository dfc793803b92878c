"""Measures replies that were played and marked, for the ranker to be fitted on.

    python -m tests.marked_answers YARD MARKS          measure them, in place of all from before
    python -m tests.marked_answers YARD MARKS --add    and keep those from before

YARD is the folder of a play yard. MARKS has `label.jsonl`, a reply a line with the entries that a reader was shown, and
`labels_*.jsonl`, the readers' marks. Run it while the banks are as they were when the replies were played: an entry
that was written since, perhaps for that very reply, would be neither marked nor unforeseen.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from coach.authoring.play_yard import YardFile, read_yard
from coach.content.library import Library, find_shipped_folders
from coach.errors import NotNow
from coach.fitting.entry_ranking import FITS, NEAR, UNMARKED, WRONG, Trial, locate_marked, read_marked, write_marked
from coach.matching.entry_picker import EntryPicker, gather_askings, measure_reply
from coach.matching.hearing_reader import split_reply
from coach.matching.masked_names import list_names
from coach.model.events import Replied
from coach.model.reading import Aspect
from coach.practice.reader import list_candidates
from coach.rehearsal.history import advance, start_history
from coach.rehearsal.script import Script, stage
from coach.rehearsal.state import Position

LETTERS = "abcdefgh"
"""The letters under which a reader is shown entries."""


class ReplyKey(NamedTuple):
    """What tells a played reply from all others."""

    rehearsal: str
    turn: str
    reply: str


Marks = Mapping[ReplyKey, Mapping[str, int]]
"""The marks of each reply's entries, by name."""


def read_marks(folder: Path) -> Marks:
    """Read the marks of readers.

    Args:
        folder: has `label.jsonl` and `labels_*.jsonl`.
    """
    shown = {row["item"]: row for row in _read_rows(folder / "label.jsonl")}
    marks: dict[ReplyKey, dict[str, int]] = {}
    for file in sorted(folder.glob("labels_*.jsonl")):
        for marked in _read_rows(file):
            row = shown[marked["item"]]
            names = [row["options"][number]["name"] for number in row["order"]]
            of_reply = dict.fromkeys(names, WRONG)
            for kind, mark in (("near", NEAR), ("fits", FITS)):
                of_reply |= {names[LETTERS.index(letter)]: mark for letter in marked[kind]}
            if names:
                marks[ReplyKey(row["rehearsal"], row["turn"], row["reply"])] = of_reply
    return marks


def _read_rows(file: Path) -> Iterator[Any]:
    """Yield the rows of a file that has one JSON object a line."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def measure_marked(library: Library, picker: EntryPicker, yard: Path, marks: Marks) -> Iterator[Trial]:
    """Yield a trial of every reply in a yard that was marked.

    Args:
        library: has the scenarios.
        picker: embeds what is compared.
        yard: the folder of the yard.
        marks: the readers' marks.
    """
    for file in read_yard(yard):
        scenario = file.head.scenario
        dialogue = library.dialogue(scenario)
        script = stage(scenario, dialogue, library.family(dialogue.family), library.rubric(dialogue.rubric))
        for position, event in _follow(script, file):
            key = ReplyKey(file.head.rehearsal, position.turn, event.text)
            if key in marks and (trial := _measure(script, position, event, marks[key], picker)):
                yield trial


def _follow(script: Script, file: YardFile) -> Iterator[tuple[Position, Replied]]:
    """Yield the replies of a rehearsal, each with how the conversation stood."""
    story = start_history(script)
    for step in file.steps:
        event = step.event
        if isinstance(event, Replied) and not story.state.over() and not story.diverges_at:
            yield story.state.position, event
        try:
            story = advance(script, story, event)
        except NotNow:
            return


def _measure(
    script: Script, position: Position, event: Replied, marks: Mapping[str, int], picker: EntryPicker
) -> Trial | None:
    """Measure one reply; None where it could be meant for no entry.

    Args:
        script: the scenario.
        position: how the conversation stood.
        event: the reply.
        marks: the marks of entries, by name.
        picker: embeds what is compared.
    """
    hearing, people = event.hearing, list_names(script.people.values())
    named = hearing.to if hearing and Aspect.NAMED in hearing.aspects else None
    candidates = [one for one in list_candidates(script, position, named) if one.askings]
    segments = split_reply(event.text, people)
    if not candidates or not segments:
        return None
    askings = gather_askings(candidates, people, picker.vectors.embed_all)
    vectors = np.array([picker.vectors.encoder.embed(segment.text) for segment in segments])
    measured = measure_reply(askings, vectors, segments)
    of_pairs = [marks.get(candidates[entry].name, UNMARKED) for entry in measured.entries]
    return Trial(script.dialogue.family, measured, np.array(of_pairs, np.int8), event.text, played=True)


def main() -> int:
    """Measure what was marked, and write it where the ranker's fit reads it."""
    parser = argparse.ArgumentParser(prog="python -m tests.marked_answers", description=__doc__)
    parser.add_argument("yard", type=Path, help="the folder of a play yard")
    parser.add_argument("marks", type=Path, help="what readers were shown, and how they marked it")
    parser.add_argument("--add", action="store_true", help="keep those from before")
    options = parser.parse_args()
    before = read_marked(locate_marked()) if options.add else []
    trials = list(
        measure_marked(Library(find_shipped_folders()), EntryPicker(), options.yard, read_marks(options.marks))
    )
    write_marked(locate_marked(), [*before, *(trial for trial in trials if len(trial.marks))])
    sys.stdout.write(f"{len(trials)} marked replies measured, {len(before)} kept from before\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
