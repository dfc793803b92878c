"""Any real name is taken; none that looks like somebody else's, shows nothing, or claims to be who it is not."""

import pytest

from coach.classroom.door import clean_name, is_lookalike, refuse_claims
from coach.errors import NameRefused
from tests.classroom.conftest import Room

REAL = (
    *(
        "Łucja",
        "Đorđe",
        "أمينة",
        "李",
        "Zoë",
        "O'Brien",
        "O’Brien",
        "Nana-Ama",
        "Jean Luc",
        "D'Arcy",
        "Siân",
        "Ọláyínká",
    ),
    *("Нора", "Ελένη", "Αλέξης Κ", "さくら", "サラ", "김민준", "தமிழ்", "नेहा", "Kaʻiulani", "Ng", "Bo", "José María"),
    *("Ann 2", "علی‌رضا", "Iman", "Ilona", "Željka", "Éowyn", "Þóra", "ßen", "Coachella", "Hostia", "Traina", "Yves"),
)


@pytest.mark.parametrize("name", REAL)
def test_a_real_name_is_taken(room: Room, name: str) -> None:
    refuse_claims(clean_name(name), ("Louise", "Theo"))
    room.seat(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "\u3164",
            "\u2800",
            "\u200b",
            "Pra\u200bc",
            "\u202eAnn",
            "Ann\u2066",
            "A\u00adnn",
            "\ufeffAnn",
            "\u115f",
            "\uffa0",
        ),
        *("\U000e0041nn", "Ann\u2063", "\ue000", "   ", "", "...", "-"),
    ],
)
def test_a_name_that_cannot_be_seen_is_refused_with_a_sentence(room: Room, name: str) -> None:
    with pytest.raises(NameRefused) as refused:
        room.seat(name)
    assert refused.value.message.endswith(".")
    assert refused.value.advice.endswith(".")


@pytest.mark.parametrize("name", ["Рrас", "Аma", "Sаrah", "Ζoe", "Аnn", "Lоuise"])
def test_a_name_that_mixes_alphabets_that_look_alike_is_refused(room: Room, name: str) -> None:
    with pytest.raises(NameRefused, match="alphabets"):
        room.seat(name)


@pytest.mark.parametrize(
    ("there", "comes"),
    [
        ("Sal", " sal "),
        ("Hopa", "Нора"),
        ("Ilse", "llse"),
        ("O'Brien", "O’Brien"),
        ("Bob", "B0b"),
        ("Ann", "Ａｎｎ"),
        ("Mary Ann", "MaryAnn"),
        ("Mary-Ann", "mary ann"),
        ("Carmen", "Carrnen"),
        ("Wade", "VVade"),
    ],
)
def test_a_name_that_looks_like_somebodys_here_adds_a_letter(room: Room, there: str, comes: str) -> None:
    room.seat(there)
    with pytest.raises(NameRefused, match="that name") as refused:
        room.seat(comes)
    assert "letter" in refused.value.advice
    room.seat(f"{comes} Q")


@pytest.mark.parametrize(("one", "other"), [("Zoe", "Zoë"), ("Kai", "Kal"), ("Lena", "Lina"), ("أمينة", "أمين")])
def test_names_that_can_be_told_apart_are_two(one: str, other: str) -> None:
    assert not is_lookalike(one, other)


@pytest.mark.parametrize(
    "name",
    [
        *("Trainer", "trainer", "The coach", "Your trainer", "COACH", "Coach Anna", "Observer", "Line-reader"),
        *("the Line Reader", "Practitioner", "C0ach", "Тһе сoасһ".replace("o", "о"), "You", "Trainer 2"),
    ],
)
def test_nobody_is_called_what_the_room_calls_somebody_else(room: Room, name: str) -> None:
    with pytest.raises(NameRefused, match="calls somebody else"):
        room.seat(name)


def test_nobody_is_called_like_somebody_in_a_family_that_is_played(room: Room) -> None:
    for name in ("Pat", "pat", "Sam", "Ѕаm".replace("m", "м")):
        with pytest.raises(NameRefused, match="family"):
            room.seat(name)
    room.seat("Pat B")


def test_a_room_of_another_scenario_has_other_names(room: Room) -> None:
    assert room.trainer.state.families == ("Pat", "Sam")
