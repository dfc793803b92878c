"""How a room's door was opened is kept beside the rooms, for as long as there is the room."""

import stat
from pathlib import Path

from coach.web.doorway import Doorway, doorway_of, find_room_by_entry, forget_doorways, keep_doorway

OPENED = Doorway(
    host="0.0.0.0",
    port=8901,
    address="https://room.example.org",
    certificate=Path("/etc/room.pem"),
    key=Path("/etc/room.key"),
    most=12,
)


def test_a_door_is_opened_as_it_was_and_only_its_owner_can_read_how(tmp_path: Path) -> None:
    keep_doorway(tmp_path, "KPRTWX", OPENED)
    assert doorway_of(tmp_path, "KPRTWX") == OPENED
    assert doorway_of(tmp_path, "BCDFGH") is None
    assert stat.S_IMODE((tmp_path / "KPRTWX.json").stat().st_mode) == 0o600


def test_a_room_is_found_by_the_new_code_of_its_door(tmp_path: Path) -> None:
    """A trainer's board shows that one alone; a door without one is found by no empty code."""
    keep_doorway(tmp_path, "BCDFGH", OPENED)
    keep_doorway(tmp_path, "KPRTWX", OPENED.model_copy(update={"entry": "MNPRTV"}))
    assert find_room_by_entry(tmp_path, "MNPRTV") == "KPRTWX"
    assert find_room_by_entry(tmp_path, "KPRTWX") == find_room_by_entry(tmp_path, "") == ""
    assert find_room_by_entry(tmp_path / "none", "MNPRTV") == ""


def test_what_cannot_be_read_or_kept_holds_up_no_class(tmp_path: Path) -> None:
    (tmp_path / "KPRTWX.json").write_text("{", "utf-8")
    assert doorway_of(tmp_path, "KPRTWX") is None
    keep_doorway(tmp_path / "KPRTWX.json", "KPRTWX", OPENED)
    keep_doorway(tmp_path, "KPRTWX", OPENED)
    assert doorway_of(tmp_path, "KPRTWX") == OPENED


def test_nothing_is_left_of_a_room_that_is_gone(tmp_path: Path) -> None:
    for code in ("KPRTWX", "BCDFGH"):
        keep_doorway(tmp_path, code, OPENED)
    forget_doorways(tmp_path, frozenset({"BCDFGH"}))
    assert [file.stem for file in tmp_path.iterdir()] == ["BCDFGH"]
