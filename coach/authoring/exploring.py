"""Many dialogues walked side by side, in the order they were asked for."""

from collections.abc import Callable
from functools import partial

from coach.authoring.explored import Explored, explore
from coach.authoring.side_by_side import side_by_side
from coach.content.library import Folder, Given, Library
from coach.rehearsal.exploring.walk import MOST_STATES
from coach.rehearsal.script import stage


def explore_each(
    folders: tuple[Folder, ...],
    names: tuple[str, ...],
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    given: tuple[Given, ...] = (),
) -> list[Explored]:
    """Walk each scenario. Raises NotKnown or Unusable for the first that cannot be walked."""
    most = MOST_STATES if most is None else most
    if len(names) < 2:
        return [_one(folders, given, most, name) for name in names]
    found = []
    for each in side_by_side(partial(_one, folders, given, most), names):
        found.append(each)
        progress(len(found), len(names))
    return found


def _one(folders: tuple[Folder, ...], given: tuple[Given, ...], most: int, name: str) -> Explored:
    library = Library(folders, given=given)
    dialogue = library.dialogue(name)
    rubric = library.rubric(dialogue.rubric)
    return explore(stage(name, dialogue, library.family(dialogue.family), rubric), rubric, most)
