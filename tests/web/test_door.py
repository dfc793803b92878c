"""The door: what a code is, how often it may be tried, and whose requests are heard."""

from random import Random

import pytest

from coach.web.door import (
    LETTERS,
    LOOKED_AT_FROM_ALL,
    LOOKED_AT_FROM_ONE,
    MOST_FROM_ONE,
    Tries,
    as_typed,
    new_code,
    origin_of,
    ours,
    same_origin,
    spoken,
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
    assert spoken("KPRTWX") == "KPR TWX"


@pytest.mark.parametrize("typed", ["KPRTWX", "kpr twx", " kpr-twx ", "Kpr\u00a0Twx\n"])
def test_a_code_may_be_typed_as_it_comes(seconds: Seconds, typed: str) -> None:
    assert as_typed(typed) == "KPRTWX"
    assert Tries(seconds).opens("KPRTWX", typed, "10.0.0.1") is True


def test_a_code_guessed_a_thousand_times_in_a_minute_never_opens(seconds: Seconds) -> None:
    tries = Tries(seconds)
    answers = [tries.opens("KPRTWX", new_code(Random(seed)), f"10.0.0.{seed % 40}") for seed in range(1000)]
    assert answers.count(False) == LOOKED_AT_FROM_ALL
    assert True not in answers
    assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.99") is None, "not even the right one, from anywhere"
    seconds.now = 61
    assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.99") is True


def test_one_address_that_guesses_waits_a_minute_and_holds_up_nobody_else(seconds: Seconds) -> None:
    tries = Tries(seconds)
    assert [tries.opens("KPRTWX", "BBBBBB", "10.0.0.1") for _ in range(25)].count(False) == MOST_FROM_ONE
    assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.2") is True


def test_a_class_behind_one_address_comes_in_though_some_mistype_and_one_who_guesses_on_shuts_it_for_a_minute(
    seconds: Seconds,
) -> None:
    tries = Tries(seconds)
    for _ in range(LOOKED_AT_FROM_ONE):
        assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.1") is True
        assert not tries.opens("KPRTWX", "KPRTWW", "10.0.0.1")
    assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.1") is None
    assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.2") is True
    seconds.now = 61
    assert tries.opens("KPRTWX", "KPRTWX", "10.0.0.1") is True


def test_each_wrong_try_is_answered_later_than_the_one_before(seconds: Seconds) -> None:
    tries, waits = Tries(seconds), []
    for _ in range(20):
        tries.opens("KPRTWX", "BBBBBB", "10.0.0.1")
        waits.append(tries.slower("10.0.0.1"))
    assert waits == sorted(waits)
    assert waits[0] < 0.2
    assert waits[-1] == 2.0


def test_one_machine_cannot_be_many_by_the_newer_protocol(seconds: Seconds) -> None:
    tries = Tries(seconds)
    answers = [tries.opens("KPRTWX", "BBBBBB", f"2001:db8::{n:x}") for n in range(25)]
    assert answers.count(False) == MOST_FROM_ONE


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
