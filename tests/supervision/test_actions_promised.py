"""Whom an action was promised to: a name alone never puts one's promise on another's agenda, and none is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import RecordsUnwritable
from coach.supervision.actions import (
    OwnAction,
    SamePractitioner,
    find_same,
    make_action_id,
    mark_practitioner,
    sort_promised,
)
from coach.supervision.inbox import PUT_AWAY_AFTER, Inbox
from tests.submitting import promise

FORMS, HEAD, MANAGER = "Ask for other forms", "Ask the head", "Speak to the manager"


def find_sure(desk: Inbox, key: str) -> list[str]:
    return [action.what for action in desk.promises.find(key).sure]


def find_unsure(desk: Inbox, key: str) -> list[list[str]]:
    return [[action.what for action in group] for group in desk.promises.find(key).unsure]


def tell(desk: Inbox, key: str, what: str, *, same: bool) -> None:
    (group,) = [group for group in desk.promises.find(key).unsure if what in [action.what for action in group]]
    desk.promises.tell(key, group, same=same)


def test_two_who_sign_alike_are_asked_about_once_and_never_mixed(desk: Inbox, tmp_path: Path) -> None:
    first = promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    other = promise(desk, tmp_path / "2.coach.json", who="mina ", what=HEAD)
    assert (find_sure(desk, first), find_sure(desk, other)) == ([FORMS], [HEAD])
    assert (find_unsure(desk, first), find_unsure(desk, other)) == ([[HEAD]], [[FORMS]])
    tell(desk, first, HEAD, same=False)
    assert find_unsure(desk, first) == find_unsure(desk, other) == []
    assert (find_sure(desk, first), find_sure(desk, other)) == ([FORMS], [HEAD])
    later = promise(desk, tmp_path / "3.coach.json", who="Mina", what=MANAGER)
    assert find_unsure(desk, later) == [[FORMS], [HEAD]]
    tell(desk, later, FORMS, same=True)
    # Who is the same one as the first is nobody of whom it was said that they are another.
    assert find_unsure(desk, later) == find_unsure(desk, first) == find_unsure(desk, other) == []
    assert set(find_sure(desk, later)) == set(find_sure(desk, first)) == {FORMS, MANAGER}
    assert find_sure(desk, other) == [HEAD]


def test_what_was_said_of_who_is_who_can_be_asked_anew(desk: Inbox, tmp_path: Path) -> None:
    first = promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    other = promise(desk, tmp_path / "2.coach.json", who="Mina", what=HEAD)
    tell(desk, first, HEAD, same=True)
    assert desk.promises.has_told(other)
    desk.promises.ask_anew(other)
    assert not desk.promises.has_told(first)
    assert find_unsure(desk, other) == [[FORMS]]
    assert find_sure(desk, other) == [HEAD]


def test_a_promise_stands_until_it_is_done_also_when_its_thing_was_put_away(desk: Inbox, tmp_path: Path) -> None:
    first = promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    other = promise(desk, tmp_path / "2.coach.json", who="Mina", what=HEAD)
    tell(desk, other, FORMS, same=True)
    stays = f"“{FORMS}” stays in My actions, and for the next agenda with Mina, until it is done."
    assert desk.promises.describe_kept(first, "Mina") == stays
    desk.put_away(first)
    assert set(find_sure(desk, other)) == {FORMS, HEAD}
    later = promise(desk, tmp_path / "3.coach.json", who="Mina", what=MANAGER)
    assert find_unsure(desk, later) == [[FORMS, HEAD]]
    desk.actions.tick(make_action_id(first))
    assert find_sure(desk, other) == [HEAD]
    assert find_unsure(desk, later) == [[HEAD]]


def test_a_promise_stands_also_when_its_thing_goes_by_itself(
    desk: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]
) -> None:
    """And where it was handed back by an earlier coach, which did not keep whom it was promised to."""
    promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    desk.stores.actions.unlink()
    long_after = clock() + PUT_AWAY_AFTER + timedelta(days=1)
    monkeypatch.setattr(desk.practice, "clock", lambda: long_after)
    later = promise(desk, tmp_path / "2.coach.json", who="Mina", what=HEAD)
    assert [item.id for item in desk.list_items()] == [later]
    assert find_unsure(desk, later) == [[FORMS]]


def test_nothing_goes_by_itself_while_what_was_promised_for_it_cannot_be_kept(
    desk: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]
) -> None:
    key = promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    long_after = clock() + PUT_AWAY_AFTER + timedelta(days=1)
    monkeypatch.setattr(desk.practice, "clock", lambda: long_after)

    def refuse(*_: object) -> None:
        raise RecordsUnwritable("No room.", "Make some.")

    with monkeypatch.context() as full:
        full.setattr(desk.actions, "keep_promise", refuse)
        assert [item.id for item in desk.list_items()] == [key]
    assert desk.list_items() == ()


def test_who_gave_no_name_gets_only_what_was_promised_for_that_very_thing(desk: Inbox, tmp_path: Path) -> None:
    first = promise(desk, tmp_path / "1.coach.json", who="", what=FORMS)
    other = promise(desk, tmp_path / "2.coach.json", who="", what=HEAD)
    assert (find_sure(desk, first), find_unsure(desk, first)) == ([FORMS], [])
    kept = desk.promises.describe_kept(first, "")
    assert kept == f"“{FORMS}” stays in My actions. It is signed with no name, so it will be on no agenda."
    desk.put_away(first)
    assert find_sure(desk, other) == [HEAD]
    assert [action.what for action in desk.actions.list_open()] == [FORMS, HEAD]


def test_a_login_is_certain_and_a_name_is_not() -> None:
    """A login that is spelt as somebody's name is another's mark."""
    sam, alike = mark_practitioner("Sam", "sam"), mark_practitioner("Sam")
    assert sam != alike
    promised = [
        OwnAction(id="a", what=FORMS, to=sam),
        OwnAction(id="b", what=HEAD, to=alike),
        OwnAction(id="c", what=MANAGER),
    ]
    by_login, by_name = sort_promised("x", sam, promised, ()), sort_promised("x", alike, promised, ())
    assert (by_login.sure, by_login.unsure) == ((promised[0],), ())
    assert (by_name.sure, by_name.unsure) == ((), ((promised[1],),))
    assert sort_promised("x", "", promised, ()).unsure == ()
    assert "sam" not in sam + alike


def test_the_same_one_as_the_same_one_is_the_same_one() -> None:
    told = (
        SamePractitioner(one="a", other="b", same=True),
        SamePractitioner(one="c", other="b", same=True),
        SamePractitioner(one="c", other="d", same=False),
    )
    assert find_same("a", told) == {"a", "b", "c"}
    assert find_same("d", told) == {"d"}


def test_under_a_name_alone_each_that_may_be_meant_is_a_group_of_its_own(desk: Inbox, tmp_path: Path) -> None:
    promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    promise(desk, tmp_path / "2.coach.json", who="Mina", what=HEAD)
    promise(desk, tmp_path / "3.coach.json", who="Sam", what=MANAGER)
    found = desk.promises.find_by_name("MINA")
    assert [[action.what for action in group] for group in found.unsure] == [[FORMS], [HEAD]]
    assert found.sure == desk.promises.find_by_name("").unsure == ()


def test_a_list_of_an_earlier_coach_opens_and_keeps_what_is_said_of_it(desk: Inbox, tmp_path: Path) -> None:
    key = promise(desk, tmp_path / "1.coach.json", who="Mina", what=FORMS)
    file = desk.stores.actions
    file.write_text(f'{{"format":1,"actions":[{{"id":"{make_action_id(key)}","what":"{FORMS}"}}]}}', "utf-8")
    assert find_sure(desk, key) == [FORMS]
    other = promise(desk, tmp_path / "2.coach.json", who="Mina", what=HEAD)
    tell(desk, other, FORMS, same=True)
    desk.actions.add(MANAGER)
    assert set(find_sure(desk, other)) == {FORMS, HEAD}
    desk.put_away(key)
    assert set(find_sure(desk, other)) == {FORMS, HEAD}
