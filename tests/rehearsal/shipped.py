"""Scenarios that ship, and the small one: named at once, and read when the first test asks for one."""

from functools import cache

from hypothesis import strategies as st

from coach.content.library import Folder, Library, find_shipped_folders
from coach.rehearsal.script import Script, stage
from tests.conftest import SMALL

LIBRARY = Library((*find_shipped_folders(), Folder(SMALL, "for tests")))
SHIPPED = tuple(each.id for each in Library(find_shipped_folders()).shelf("dialogues"))
SCENARIOS = tuple(each.id for each in LIBRARY.shelf("dialogues"))


@cache
def script_of(scenario: str) -> Script:
    """A scenario as it is played."""
    dialogue = LIBRARY.dialogue(scenario)
    return stage(scenario, dialogue, LIBRARY.family(dialogue.family), LIBRARY.rubric(dialogue.rubric))


scripts = st.sampled_from(SCENARIOS).map(script_of)
"""Any of them."""
