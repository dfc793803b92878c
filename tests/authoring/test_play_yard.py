"""A play yard: the same whether in one process or ten, nothing of a reading to a player, nothing in one's own store."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from coach.authoring.play_yard import (
    PlayYard,
    YardFile,
    answer_requests,
    answer_yard_anew,
    parse_request,
    read_yard,
)
from coach.content.library import Library
from coach.errors import CoachError, NotKnown, NotNow, RecordsUnwritable
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places

TALK = ("Right.", "How has racism touched him?", "What does Sam say?", "It was only banter.", "Anything else?")
DETAIL = "Ring me on 07700 900123."
OWN = "I want to die."


def ask(rehearsal: str, reply: str | None = None, **more: object) -> str:
    return json.dumps({"rehearsal": rehearsal, "reply": reply, **more})


def play(yard: PlayYard, *lines: str, inside: bool = False) -> list[dict[str, Any]]:
    return list(answer_requests(yard, lines, inside=inside))


def timeless(answers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in answer.items() if key != "seconds"} for answer in answers]


@pytest.fixture
def kept(practice: PracticeService, tmp_path: Path) -> Callable[..., PlayYard]:
    """A yard over the same folder, opened anew as by another process."""
    return lambda **more: PlayYard(practice, ["bus"], tmp_path / "yard", **{"player": "Ann", **more})


def test_a_rehearsal_is_played_step_by_step_to_its_end(practice: PracticeService) -> None:
    begins, *answers = play(PlayYard(practice, ["bus"]), ask("bus-1"), *(ask("bus-1", text) for text in TALK))
    assert begins["briefing"]["you_are"] == "Worker"
    assert begins["lines"] == [
        {"speaker": "", "text": "Rain."},
        {"speaker": "Pat", "text": "There was a thing on the bus.", "how": "looking away"},
    ]
    assert (begins["replies"], begins["part"], begins["ended"]) == (0, 1, False)
    assert answers[0]["lines"] == [{"speaker": "Pat", "text": "Anyway."}]
    assert [answer["replies"] for answer in answers] == [1, 2, 3, 4, 5]
    assert [answer["part"] for answer in answers] == [1, 2, 3, 3, 3]
    assert [answer["ended"] for answer in answers] == [False, False, False, False, True]
    assert all(answer["seconds"] > 0 for answer in answers)


def test_a_reply_that_comes_first_gets_the_arrival_too(practice: PracticeService) -> None:
    (answer,) = play(PlayYard(practice, ["bus"]), ask("bus-1", "Right."))
    assert answer["arrival"][1]["speaker"] == "Pat"
    assert answer["lines"] == [{"speaker": "Pat", "text": "Anyway."}]


def test_played_in_a_process_for_each_reply_it_is_as_played_in_one(
    practice: PracticeService, kept: Callable[..., PlayYard]
) -> None:
    lines = [ask("bus-1"), *(ask("bus-1", text) for text in TALK), ask("bus-1", "And now?")]
    in_one = play(PlayYard(practice, ["bus"]), *lines, inside=True)
    in_many = [answer for line in lines for answer in play(kept(), line, inside=True)]
    assert timeless(in_many)[:-1] == timeless(in_one)[:-1]
    assert in_one[-1]["error"] == in_many[-1]["error"] == "bus-1 has ended. Begin another, with another number."


def test_two_processes_that_are_open_at_once_see_what_the_other_added(kept: Callable[..., PlayYard]) -> None:
    one, other = kept(), kept()
    play(one, ask("bus-1"), ask("bus-1", TALK[0]))
    play(other, ask("bus-1", TALK[1]))
    (answer,) = play(one, ask("bus-1", TALK[2]))
    assert answer["replies"] == 3


def test_ten_are_played_side_by_side_and_none_hears_another(practice: PracticeService, tmp_path: Path) -> None:
    alone = play(PlayYard(practice, ["bus"]), *(ask("bus-1", text) for text in TALK))
    yard = PlayYard(practice, ["bus"], tmp_path, player="Ann")
    names = [f"bus-{number}" for number in range(1, 11)]
    together = play(yard, *(ask(name, text) for text in TALK for name in names))
    for name in names:
        mine = [{**answer, "rehearsal": "bus-1"} for answer in together if answer["rehearsal"] == name]
        assert timeless(mine) == timeless(alone)
    assert len(read_yard(tmp_path)) == 10


@pytest.mark.parametrize(
    "bad",
    [
        "{secret",
        '["secret"]',
        '{"reply": "secret"}',
        ask("bus", "secret"),
        ask("../bus-1", "secret"),
        ask("bus-1", "secret", other="secret"),
        '{"rehearsal": "bus-1", "reply": 3, "secret": 1}',
        ask("tram-1", "secret"),
        ask("bus-1", " "),
        ask("bus-1", "secret " * 2000),
        "[" * 100_000,
    ],
)
def test_a_broken_line_is_a_sentence_with_its_number_and_the_others_go_on(practice: PracticeService, bad: str) -> None:
    first, broken, last = play(PlayYard(practice, ["bus"]), ask("bus-1"), "", bad, ask("bus-1", TALK[0]))[:3]
    assert "error" not in first
    assert broken["line"] == 3
    assert broken["error"].endswith(".")
    assert "secret" not in json.dumps(broken)
    assert last["replies"] == 1


def test_half_a_character_is_answered_and_kept(kept: Callable[..., PlayYard]) -> None:
    (answer,) = play(kept(), '{"rehearsal": "bus-1", "reply": "Banter \\ud83d \\u2028 it was"}')
    assert answer["replies"] == 1
    (again,) = play(kept(), ask("bus-1", TALK[1]))
    assert again["replies"] == 2


def test_a_player_sees_nothing_of_scripts_and_readings_unless_asked_for(practice: PracticeService) -> None:
    lines = [ask("bus-1"), *(ask("bus-1", text) for text in TALK)]
    seen = json.dumps(play(PlayYard(practice, ["bus"]), *lines))
    script = practice.script("bus")
    ids = {*script.dialogue.turns, *script.silences, *script.dialogue.endings}
    ids |= {branch for turn in script.dialogue.turns.values() for branch in turn.replies}
    ids |= {"otherwise", "branch", "trust", "guarded", "clear", "possible"}
    ids |= {ending.title for ending in script.dialogue.endings.values()}
    assert not [one for one in ids if f'"{one}' in seen or f"{one}/" in seen]
    inside = play(PlayYard(practice, ["bus"]), *lines, inside=True)[2]["inside"]
    assert inside["answered"] == "the_bus/told"
    assert inside["clear"]


def test_nothing_goes_into_ones_own_store(
    small: Library, places: Places, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    def refuse() -> Any:
        pytest.fail("opened the store of one's own")

    practice = PracticeService(small, ResilientStore(refuse), clock, str)
    play(PlayYard(practice, ["bus"], tmp_path / "yard", player="Ann"), ask("bus-1"), ask("bus-1", TALK[0]))
    assert not places.data.exists()
    assert [file.name for file in (tmp_path / "yard").iterdir()] == ["bus-1.jsonl"]
    assert store_opener(places, clock)()[0].summaries() == ()


def test_a_detail_is_refused_unless_all_is_said_to_be_invented(kept: Callable[..., PlayYard], tmp_path: Path) -> None:
    (refused,) = play(kept(), ask("bus-1", DETAIL))
    assert "telephone" in refused["error"]
    assert "--invented" in refused["error"]
    assert not list((tmp_path / "yard").rglob("*.jsonl"))
    (answered,) = play(kept(invented=True), ask("bus-1", DETAIL))
    assert answered["replies"] == 1
    assert read_yard(tmp_path / "yard")[0].head.invented


def test_words_that_may_be_the_players_own_are_asked_about_reply_by_reply(kept: Callable[..., PlayYard]) -> None:
    """That nobody is real says nothing of who is meant, so `--invented` does not answer it."""
    (refused,) = play(kept(invented=True), ask("bus-1", OWN))
    assert "for_the_family" in refused["error"]
    assert OWN not in refused["error"]
    (answered,) = play(kept(), ask("bus-1", OWN, for_the_family=True))
    assert answered["replies"] == 1


def test_a_reply_that_cannot_be_kept_does_not_count(kept: Callable[..., PlayYard], monkeypatch: Any) -> None:
    yard = kept()
    play(yard, ask("bus-1"), ask("bus-1", TALK[0]))

    def refuse(file: YardFile, folder: Path) -> None:
        raise RecordsUnwritable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(YardFile, "write", refuse)
        assert "error" in play(yard, ask("bus-1", TALK[1]))[0]
    assert play(yard, ask("bus-1", TALK[1]))[0]["replies"] == 2


def test_another_player_begins_a_rehearsal_of_their_own(kept: Callable[..., PlayYard]) -> None:
    play(kept(), ask("bus-1"))
    (refused,) = play(kept(player="Ben"), ask("bus-1", TALK[0]))
    assert "Another player began bus-1" in refused["error"]
    assert "error" not in play(kept(player=" ANN "), ask("bus-1", TALK[0]))[0]


def test_a_spoilt_file_is_named_by_its_line_and_hinders_no_other(kept: Callable[..., PlayYard], tmp_path: Path) -> None:
    play(kept(), ask("bus-1"), ask("bus-1", "A secret."), ask("bus-2"))
    file = tmp_path / "yard" / "bus-1.jsonl"
    file.write_text(file.read_text().replace('"event":"replied"', '"event":"sung"'))
    broken, other = play(kept(), ask("bus-1", TALK[0]), ask("bus-2", TALK[0]))
    assert "Line 3 of bus-1.jsonl" in broken["error"]
    assert "secret" not in broken["error"]
    assert other["replies"] == 1


def test_a_scenario_that_is_not_there_is_said_before_anything_is_played(practice: PracticeService) -> None:
    with pytest.raises(NotKnown):
        PlayYard(practice, ["tram"])


def test_a_request_needs_no_reply_to_begin() -> None:
    assert parse_request('{"rehearsal": "wrong_box-2b"}', 1).scenario == "wrong_box"
    with pytest.raises(CoachError):
        parse_request('{"rehearsal": "wrong_box-"}', 1)


# --- Answered anew


def test_replies_are_answered_anew_where_they_once_were_said(
    practice: PracticeService, kept: Callable[..., PlayYard], tmp_path: Path
) -> None:
    play(kept(), *(ask("bus-1", text) for text in TALK))
    assert answer_yard_anew(practice, tmp_path / "yard", tmp_path / "new") == (5, 0)
    (before,), (after,) = read_yard(tmp_path / "yard"), read_yard(tmp_path / "new")
    assert after.head.answered_anew
    assert [(step.cue, step.lines, step.source) for step in after.list_replies()] == [
        (step.cue, step.lines, step.source) for step in before.list_replies()
    ]
    with pytest.raises(NotNow):
        answer_yard_anew(practice, tmp_path / "yard", tmp_path / "new")
    (refused,) = play(PlayYard(practice, ["bus"], tmp_path / "new", player="Ann"), ask("bus-1", "More?"))
    assert "answered anew" in refused["error"]


def test_what_a_changed_scenario_cannot_follow_any_more_is_counted(
    practice: PracticeService, kept: Callable[..., PlayYard], tmp_path: Path
) -> None:
    play(kept(), *(ask("bus-1", text) for text in TALK))
    file = tmp_path / "yard" / "bus-1.jsonl"
    file.write_text(file.read_text().replace("the_bus/told", "the_bus/told_otherwise"))
    assert answer_yard_anew(practice, tmp_path / "yard", tmp_path / "new") == (2, 3)
