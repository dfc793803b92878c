"""At the host's door: who is let in, and what a request from elsewhere gets."""

import socket
import ssl
import subprocess
import warnings
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from coach.records.class_log import RoomLog
from coach.web.guests import TICKET_LASTS, Guests
from coach.web.hosting import NoDoor, open_door
from coach.web.room_code import Latch
from tests.web.conftest import Open
from tests.web.rooms import CODE, a_host, clock, hosted, library_at
from tests.web.test_attendance import close
from tests.web.visiting import Visitor


async def test_a_code_and_a_name_open_the_room_and_a_ticket_opens_it_again(door: Open) -> None:
    async with door.visitor() as ann:
        assert "Come in" in (await ann.get("/"))[1]
        entered = await ann.enter("Ann")
        cookie = entered.headers["Set-Cookie"]
        assert entered.status == 303
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        ticket = cookie.split("=")[1].split(";")[0]
        kept = b"".join(each.read_bytes() for each in door.home.glob("rooms.db*"))
        assert b"Ann" in kept
        assert ticket.encode() not in kept, "only its hash is kept"
        assert "You are here as Ann." in (await ann.get("/"))[1]


async def test_a_host_that_is_started_again_knows_its_tickets(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log) as address, Visitor(address) as ann:
        await ann.enter("Ann")
        cookies = {each.key: each.value for each in ann.http.cookie_jar}
    async with hosted(tmp_path, log, port=int(address.rpartition(":")[2])) as again:
        assert again == address
        async with aiohttp.ClientSession(cookies=cookies) as http, http.get(f"{again}/") as answer:
            assert "You are here as Ann." in await answer.text()


async def test_a_wrong_code_opens_nothing_and_after_twenty_a_minute_must_pass(
    door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.web.room_code.SLOWER", 0.0)
    async with door.visitor() as guessing:
        answers = [(await guessing.enter("Eve", code="BBBBBB")).status for _ in range(22)]
        assert answers == [403] * 20 + [429] * 2
        last = await guessing.enter("Eve", code="BBBBBB")
        assert "Wait a minute" in await last.text()
        assert not await guessing.known()
    async with door.visitor() as ben:
        assert (await ben.enter("Ben")).status == 303, "from the same address, by somebody who has the code"


async def test_two_people_with_one_name_are_told_apart_at_the_door(door: Open) -> None:
    async with door.visitor() as ann, door.visitor() as other:
        await ann.enter("Ann")
        answer = await other.enter("ann")
        assert answer.status == 409
        assert 'value="ann"' in await answer.text(), "what was typed stays typed"
        assert (await other.enter("Ann B")).status == 303


async def test_what_somebody_types_at_the_door_is_shown_as_words_and_never_run(door: Open) -> None:
    async with door.visitor() as eve:
        answer = await eve.enter('"><script>alert(1)</script>', code="wrong")
        assert "<script>alert" not in await answer.text()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
async def test_a_page_from_elsewhere_sends_no_form(door: Open, origin: str) -> None:
    async with door.visitor() as ann:
        assert (await ann.enter("Ann", origin=origin)).status == 403
        await ann.enter("Ann")
        async with ann.http.post(f"{door.address}/do/begin", headers={"Origin": origin}) as answer:
            assert answer.status == 403


async def test_nobody_without_a_ticket_is_sent_what_goes_on(door: Open) -> None:
    async with door.visitor() as eve:
        for path in ("/live", "/live/place", "/counts", "/practice"):
            assert (await eve.get(path))[0] == 403
        for path in ("/place", "/brief", "/home"):
            assert "Come in" in (await eve.get(path))[1]


async def test_the_host_answers_to_no_name_but_its_own_and_every_page_is_kept_to_itself(door: Open) -> None:
    async with door.visitor() as ann:
        for name in ("evil.example", "["):
            assert (await ann.get("/", Host=name))[0] == 421
        for path in ("/", "/static/coach.js", "/nothing", "/live", "/favicon.ico"):
            async with ann.http.get(f"{door.address}{path}") as answer:
                headers = answer.headers
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cache-Control"] in ("no-store", "no-cache")


async def test_a_full_room_says_so_to_whoever_comes_after(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, most=1) as address, Visitor(address) as ann, Visitor(address) as ben:
        await ann.enter("Ann")
        answer = await ben.enter("Ben")
        assert answer.status == 503
        assert "full" in await answer.text()
        assert await ann.known()


async def test_behind_a_locked_door_nobody_new_comes_in_and_whoever_is_in_comes_back(
    tmp_path: Path, log: RoomLog
) -> None:
    latch = Latch(CODE)
    async with (
        open_door(a_host(tmp_path), log, clock, library_at(tmp_path), latch) as address,
        Visitor(address) as ann,
        Visitor(address) as ben,
    ):
        await ann.enter("Ann")
        latch.locked = True
        answer = await ben.enter("Ben")
        assert answer.status == 403
        assert "The door of this room is locked. Ask your trainer" in await answer.text()
        guessed = await ben.enter("Ben", code="BBBBBB")
        assert "That is not this room" in await guessed.text(), "whoever guesses learns nothing of the lock"
        assert await ann.known()
        latch.locked = False
        assert (await ben.enter("Ben")).status == 303


async def test_a_new_code_takes_the_place_of_the_old_one_for_whoever_is_not_in(tmp_path: Path, log: RoomLog) -> None:
    latch = Latch(CODE)
    async with (
        open_door(a_host(tmp_path), log, clock, library_at(tmp_path), latch) as address,
        Visitor(address) as ann,
        Visitor(address) as ben,
    ):
        await ann.enter("Ann")
        latch.code = "BCDFGH"
        assert (await ben.enter("Ben")).status == 403
        assert (await ben.enter("Ben", code="bcd fgh")).status == 303
        assert await ann.known()


async def test_a_room_that_is_opened_again_has_the_code_and_the_lock_that_it_had(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, entry="BCDFGH", locked=True) as address, Visitor(address) as ben:
        assert "That is not this room" in await (await ben.enter("Ben")).text()
        assert "locked" in await (await ben.enter("Ben", code="BCDFGH")).text()


async def test_a_computer_that_somebody_else_uses_next_forgets_whoever_was_there(door: Open) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        async with ann.http.post(f"{door.address}/leave", headers={"Origin": door.address}) as answer:
            assert answer.status == 400, "only a form of their own page does that"
        await ann.leave()
        assert not await ann.known()


async def test_a_ticket_that_was_forgotten_opens_nothing_from_anywhere(door: Open) -> None:
    async with door.visitor() as ann, door.visitor() as eve:
        ticket = (await ann.enter("Ann")).cookies
        eve.http.cookie_jar.update_cookies(ticket, URL(door.address))
        assert await eve.known(), "it is the very ticket"
        await ann.leave()
        assert not await eve.known()
        assert (await eve.get("/live"))[0] == 403
        assert (await ann.enter("Ann")).status == 303, "the name is free again"


async def test_a_ticket_can_be_forgotten_once_the_session_has_ended(door: Open) -> None:
    async with door.visitor() as ann, door.visitor() as eve:
        eve.http.cookie_jar.update_cookies((await ann.enter("Ann")).cookies, URL(door.address))
        close(door.log)
        assert "Forget me on this computer" in (await eve.get("/"))[1]
        await ann.leave()
        assert "Forget me" not in (await eve.get("/"))[1]


def test_a_ticket_opens_its_place_for_half_a_day_whatever_a_browser_keeps(log: RoomLog) -> None:
    now = [clock()]
    guests = Guests(log, lambda: now[0])
    person = guests.join("Ann", "ticket")
    now[0] += TICKET_LASTS - timedelta(minutes=1)
    assert guests.find("ticket").person == person
    now[0] += timedelta(minutes=1)
    assert guests.find("ticket").person is None


async def test_people_who_are_away_do_not_fill_a_room(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, most=2) as address, Visitor(address) as ann, Visitor(address) as ben:
        guests = Guests(log, clock)
        for number in range(5):
            guests.mark_away(guests.join(f"Gone {number}", f"ticket {number}"))
        assert (await ann.enter("Ann")).status == 303
        assert (await ben.enter("Ben")).status == 303


async def test_behind_a_proxy_with_a_certificate_people_come_in_by_the_address_they_were_given(
    tmp_path: Path, log: RoomLog
) -> None:
    given = "https://room.example.org"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with open_door(a_host(tmp_path, address=given, port=port), log, clock, library_at(tmp_path)) as shown:
        assert shown == given
        async with Visitor(f"http://127.0.0.1:{port}") as ann:
            assert "Secure" in (await ann.enter("Ann", origin=given)).headers["Set-Cookie"]
            assert (await ann.enter("Ben", origin="https://evil.example")).status == 403
    with pytest.raises(NoDoor, match="no address of a web page"):
        async with hosted(tmp_path, log, address="room.example.org"):
            pass


@pytest.mark.slow
async def test_a_port_that_is_taken_and_a_certificate_that_is_none_are_each_a_sentence(door: Open) -> None:
    port = int(door.address.rpartition(":")[2])
    with pytest.raises(NoDoor, match="Another room may be open there"):
        async with hosted(door.home, door.log, port=port):
            pass
    nothing = door.home / "nothing.pem"
    with pytest.raises(NoDoor, match=r"cannot be used: no such file"):
        async with hosted(door.home, door.log, certificate=nothing):
            pass
    nothing.write_text("not a certificate")
    with pytest.raises(NoDoor, match="cannot be used"):
        async with hosted(door.home, door.log, certificate=nothing):
            pass


async def test_given_a_certificate_the_room_is_reached_by_tls_alone(tmp_path: Path, log: RoomLog) -> None:
    certificate, key = tmp_path / "room.pem", tmp_path / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -out room.pem -keyout key.pem"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    async with hosted(tmp_path, log, certificate=certificate, key=key) as address:
        assert address.startswith("https://")
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as http:
            data = {"code": "KPRTWX", "name": "Ann"}
            async with http.post(
                f"{address}/enter", data=data, headers={"Origin": address}, allow_redirects=False
            ) as a:
                assert "Secure" in a.headers["Set-Cookie"]
            with pytest.raises(aiohttp.ClientError):
                await http.get(address.replace("https", "http"))
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=old)) as http:
            with pytest.raises(aiohttp.ClientError):
                await http.get(address)
