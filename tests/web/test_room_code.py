"""The door: what a code is, how often it may be tried, and whose requests are heard."""

import asyncio
from random import Random

import pytest

from coach.web.room_code import (
    LETTERS,
    LOOKED_AT_FROM_ALL,
    LOOKED_AT_FROM_ONE,
    MOST_WAITING_FROM_ONE,
    TURN_EVERY,
    WRONG_FROM_ONE,
    Tries,
    Turns,
    as_typed,
    new_code,
    origin_of,
    ours,
    same_origin,
    space_code,
)


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_a_code_is_six_letters_that_cannot_be_taken_for_others_and_spells_nothing() -> None:
    codes = {new_code(Random(seed)) for seed in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 6 and set(code) <= set(LETTERS) for code in codes)
    assert not set(LETTERS) & set("AEIOUQLSZ0123456789")
    assert space_code("KPRTWX") == "KPR TWX"


@pytest.mark.parametrize("typed", ["KPRTWX", "kpr twx", " kpr-twx ", "Kpr\u00a0Twx\n"])
async def test_a_code_may_be_typed_as_it_comes(seconds: Seconds, typed: str) -> None:
    assert as_typed(typed) == "KPRTWX"
    assert await Tries(seconds).check("KPRTWX", typed, "10.0.0.1") is True


async def test_a_code_guessed_a_thousand_times_at_once_never_opens_and_few_of_them_are_looked_at(
    seconds: Seconds,
) -> None:
    """However fast the clock of the guesses is, beyond the first ones a turn is waited for."""
    tries = Tries(seconds)
    guesses = [
        asyncio.ensure_future(tries.check("KPRTWX", new_code(Random(seed)), f"10.0.0.{seed % 40}"))
        for seed in range(1000)
    ]
    done, waiting = await asyncio.wait(guesses, timeout=4.5 * TURN_EVERY)
    for each in waiting:
        each.cancel()
    answers = [each.result() for each in done]
    assert True not in answers
    looked_at = answers.count(False) + len(waiting)
    assert answers.count(False) <= LOOKED_AT_FROM_ALL + 5
    assert looked_at < 1000, "those beyond what may wait are sent away"


async def test_the_right_code_opens_from_anywhere_while_others_guess(seconds: Seconds) -> None:
    """Addresses take turns, so that one who guesses holds up those at other addresses by a turn of each."""
    tries = Tries(seconds, Turns(0.01))
    guessing = [
        asyncio.ensure_future(tries.check("KPRTWX", "BBBBBB", f"10.0.0.{address}"))
        for address in range(1, 4)
        for _ in range(LOOKED_AT_FROM_ONE + 30)
    ]
    await asyncio.sleep(0)
    assert await tries.check("KPRTWX", "KPRTWX", "10.0.0.99") is True
    assert sum(not each.done() for each in guessing) > 60, "it overtook those who guess"
    assert await tries.check("KPRTWX", "KPRTWX", "10.0.0.1") is True, "and from the very address of one, after it"
    assert True not in await asyncio.gather(*guessing)


async def test_of_one_address_only_so_many_wait(seconds: Seconds) -> None:
    turns = Turns(0.01)
    waiting = [asyncio.ensure_future(turns.wait("10.0.0.1")) for _ in range(MOST_WAITING_FROM_ONE)]
    await asyncio.sleep(0)
    assert not await turns.wait("10.0.0.1")
    assert await turns.wait("10.0.0.2")
    assert all(await asyncio.gather(*waiting))


async def test_one_address_that_guesses_is_told_to_wait_a_minute_and_holds_up_nobody_else(seconds: Seconds) -> None:
    tries = Tries(seconds)
    assert [await tries.check("KPRTWX", "BBBBBB", "10.0.0.1") for _ in range(25)].count(False) == WRONG_FROM_ONE
    assert await tries.check("KPRTWX", "KPRTWX", "10.0.0.1") is True
    assert await tries.check("KPRTWX", "KPRTWX", "10.0.0.2") is True
    seconds.now = 61
    assert await tries.check("KPRTWX", "BBBBBB", "10.0.0.1") is False


async def test_a_class_behind_one_address_comes_in_though_some_mistype(seconds: Seconds) -> None:
    tries = Tries(seconds, Turns(60))
    for _ in range(LOOKED_AT_FROM_ONE):
        assert await tries.check("KPRTWX", "KPRTWX", "10.0.0.1") is True
        assert not await tries.check("KPRTWX", "KPRTWW", "10.0.0.1")
    assert await tries.check("KPRTWX", "KPRTWX", "10.0.0.2") is True


async def test_each_wrong_try_is_answered_later_than_the_one_before(seconds: Seconds) -> None:
    tries, waits = Tries(seconds), []
    for _ in range(20):
        await tries.check("KPRTWX", "BBBBBB", "10.0.0.1")
        waits.append(tries.slower("10.0.0.1"))
    assert waits == sorted(waits)
    assert waits[0] < 0.2
    assert waits[-1] == 2.0


async def test_one_machine_cannot_be_many_by_the_newer_protocol(seconds: Seconds) -> None:
    tries = Tries(seconds)
    answers = [await tries.check("KPRTWX", "BBBBBB", f"2001:db8::{n:x}") for n in range(25)]
    assert answers.count(False) == WRONG_FROM_ONE


def test_a_name_that_somebody_else_made_lead_here_is_not_ours() -> None:
    names = {"localhost", "trainers-laptop"}
    assert all(ours(host, names) for host in ("127.0.0.1:8765", "[::1]:8765", "localhost:8765", "192.168.1.4"))
    assert not any(ours(host, names) for host in ("evil.example:8765", "", "localhost.evil.example", "@localhost@x"))
    assert not any(ours(host, names) for host in ("[", "[::1", "]", "[]:1", "localhost:[")), "nor what is no name"


@pytest.mark.parametrize("origin", ["https://room.local:8765", "http://evil.example", "null", ""])
def test_only_a_page_of_ours_changes_anything(origin: str) -> None:
    assert same_origin({"Origin": "http://room.local:8765", "Host": "room.local:8765"}, "http")
    assert not same_origin({"Origin": origin, "Host": "room.local:8765"}, "http")
    assert not same_origin({"Host": "room.local:8765"}, "http")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Room.Example.org/", "https://room.example.org"),
        ("https://room.example.org:443", "https://room.example.org"),
        ("http://room.example.org:8080/here", "http://room.example.org:8080"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_a_page_at_the_address_that_learners_were_given_is_ours_whatever_a_proxy_makes_of_it(
    address: str, origin: str
) -> None:
    assert origin_of(address) == origin
    for host in ("room.example.org", "127.0.0.1:8765"):
        assert same_origin({"Origin": origin, "Host": host}, "http", origin)
        assert not same_origin({"Origin": "https://evil.example", "Host": host}, "http", origin)


@pytest.mark.parametrize("address", ["room.example.org", "ftp://room", "https://", "https://[", "https://a:b"])
def test_what_is_no_address_has_no_origin(address: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        origin_of(address)
