"""The key, the address that opens once, and the cookie: nobody who cannot read the key can make either."""

import os
import socket
from pathlib import Path

import pytest

from coach.web.own_session import (
    OPENS_FOR,
    SESSION_LASTS,
    OpenedBefore,
    OwnSessions,
    find_socket_owner,
    make_opening,
    read_key,
)


def test_the_key_is_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "data" / "browser.key"
    key = read_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_key(file) == key
    file.chmod(0o644)
    assert read_key(file) != key, "a key that others could read is none"
    file.write_text("short", "ascii")
    assert len(read_key(file)) == len(key)


def test_an_address_opens_once_for_ten_minutes_and_at_its_port(tmp_path: Path) -> None:
    now = [1000.0]
    sessions = OwnSessions(tmp_path / "key", lambda: now[0], 8000)
    opening = make_opening(sessions.key, 8000, now[0])
    cookie = sessions.open(opening)
    assert sessions.knows(cookie)
    assert not sessions.knows(opening)
    late, elsewhere = make_opening(sessions.key, 8000, now[0]), make_opening(sessions.key, 8001, now[0])
    for refused in (opening, elsewhere, cookie, "", "a.b.c", f"9{opening}", "é"):
        with pytest.raises(OpenedBefore):
            sessions.open(refused)
    now[0] += OPENS_FOR + 1
    with pytest.raises(OpenedBefore):
        sessions.open(late)
    assert sessions.knows(cookie)
    now[0] += SESSION_LASTS
    assert not sessions.knows(cookie)


def test_a_session_goes_on_after_a_restart_and_ends_with_its_key(tmp_path: Path) -> None:
    first, second = (OwnSessions(tmp_path / "key", lambda: 1000.0, 8000) for _ in range(2))
    cookie = first.open(make_opening(first.key, 8000, 1000.0))
    assert second.knows(cookie)
    second.end_all()
    assert not second.knows(cookie)
    assert not OwnSessions(tmp_path / "key", lambda: 1000.0, 8000).knows(cookie)


def test_an_address_opens_nothing_after_a_restart(tmp_path: Path) -> None:
    now = [1000.0]
    first = OwnSessions(tmp_path / "key", lambda: now[0], 8000)
    used, unused = (make_opening(first.key, 8000, now[0]) for _ in range(2))
    first.open(used)
    now[0] += 5
    second = OwnSessions(tmp_path / "key", lambda: now[0], 8000)
    for before in (used, unused):
        with pytest.raises(OpenedBefore):
            second.open(before)
    assert second.open(make_opening(second.key, 8000, now[0]))


def test_the_system_says_whose_the_other_end_of_a_connection_is() -> None:
    if not Path("/proc/net/tcp").exists():
        pytest.skip("only Linux says so")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as other:
        here, peer = server.getsockname(), other.getsockname()
        assert find_socket_owner(here, peer) == os.geteuid()
        for nobody in (("127.0.0.1", 1), ("127.0.0.2", peer[1]), ("::1", peer[1])):
            assert find_socket_owner(here, nobody) is None


def test_an_end_in_the_newer_protocol_is_found_too() -> None:
    if not Path("/proc/net/tcp6").exists():
        pytest.skip("only Linux says so")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_INET6) as carried:
        port = server.getsockname()[1]
        carried.connect(("::ffff:127.0.0.1", port))
        assert find_socket_owner(("127.0.0.1", port), ("127.0.0.1", carried.getsockname()[1])) == os.geteuid()
