"""Many dialogues walked side by side, in the order they were asked for."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from coach.authoring.explored import Explored, explore
from coach.content.library import Folder, Library
from coach.rehearsal.exploring.walk import MOST_STATES
from coach.rehearsal.script import stage

MOST_AT_ONCE = 4


def explore_each(
    folders: tuple[Folder, ...],
    names: tuple[str, ...],
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Explored]:
    """Walk each scenario. Raises NotKnown or Unusable for the first that cannot be walked."""
    most = MOST_STATES if most is None else most
    if len(names) < 2:
        return [_one(folders, name, most) for name in names]
    found = []
    with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE)) as processes:
        for each in processes.map(_one, [folders] * len(names), names, [most] * len(names)):
            found.append(each)
            progress(len(found), len(names))
    return found


def _one(folders: tuple[Folder, ...], name: str, most: int) -> Explored:
    library = Library(folders)
    dialogue = library.dialogue(name)
    rubric = library.rubric(dialogue.rubric)
    return explore(stage(name, dialogue, library.family(dialogue.family), rubric), rubric, most)
