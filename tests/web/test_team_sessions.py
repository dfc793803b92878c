"""Sessions at a team's address: a cookie opens its own, for its time, until it is signed out, and no file helps."""

from pathlib import Path

import pytest

from coach.web.team_sessions import IDLE, MOST_OF_ONE, SESSION_LASTS, TeamSessions


class Clock:
    """A clock that tests put on."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> TeamSessions:
    return TeamSessions(tmp_path / "sessions.json", clock)


def test_a_cookie_opens_its_own_session_and_no_other_does(sessions: TeamSessions) -> None:
    cookies = [sessions.begin(login, login) for login in ("ann", "ben", "ann")]
    assert len(set(cookies)) == 3
    assert [session.login for cookie in cookies if (session := sessions.find(cookie))] == ["ann", "ben", "ann"]
    for forged in ("", "x", cookies[0][:-1], cookies[0] + "x", cookies[0].swapcase(), "\udcff", "a" * 10_000):
        assert sessions.find(forged) is None


def test_what_was_signed_out_stays_so_over_a_restart(sessions: TeamSessions, tmp_path: Path, clock: Clock) -> None:
    gone, stays = sessions.begin("ann", "ann"), sessions.begin("ann", "ann")
    sessions.mark_told(stays)
    sessions.end(gone)
    again = TeamSessions(tmp_path / "sessions.json", clock)
    for kept in (sessions, again):
        assert kept.find(gone) is None
        session = kept.find(stays)
        assert session is not None
        assert session.told
    again.end_of("ann")
    assert again.find(stays) is None
    assert not again.list_logins()


def test_a_session_ends_after_its_time_and_after_an_hour_without_use(sessions: TeamSessions, clock: Clock) -> None:
    used, idle = sessions.begin("ann", "ann"), sessions.begin("ben", "ben")
    for _ in range(int(SESSION_LASTS / (IDLE - 1))):
        clock.now += IDLE - 1
        assert sessions.find(used) is not None
    assert sessions.find(idle) is None
    clock.now += IDLE - 1
    assert sessions.find(used) is None
    assert not sessions.list_logins()


def test_of_very_many_browsers_the_one_that_was_used_longest_ago_is_signed_out(
    sessions: TeamSessions, clock: Clock
) -> None:
    first = sessions.begin("ann", "ann")
    cookies = []
    for _ in range(MOST_OF_ONE - 1):
        clock.now += 1
        cookies.append(sessions.begin("ann", "ann"))
    clock.now += 1
    assert sessions.find(first)
    clock.now += 1
    other = sessions.begin("ben", "ben")
    newest = sessions.begin("ann", "ann")
    assert sessions.find(cookies[0]) is None
    assert all(map(sessions.find, (first, *cookies[1:], newest, other)))


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[1, 2]", b'{"sessions": {"x": {"login": 7}}}', b"a" * 99])
def test_a_file_that_is_spoilt_signs_nobody_in_and_stops_nothing(tmp_path: Path, clock: Clock, content: bytes) -> None:
    file = tmp_path / "sessions.json"
    file.write_bytes(content)
    sessions = TeamSessions(file, clock)
    assert not sessions.list_logins()
    assert sessions.find(sessions.begin("ann", "ann"))


def test_where_nothing_can_be_kept_people_are_signed_in_all_the_same(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    sessions = TeamSessions(tmp_path / "data" / "sessions.json", clock)
    assert sessions.find(sessions.begin("ann", "ann"))
