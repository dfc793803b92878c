"""Care: real people's details, distress, settings and signposts."""

import json
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.content.library import Library
from coach.content.yaml_reader import UnusableContent
from coach.errors import RecordsUnwritable
from coach.model.events import Hints
from coach.practice.persistence import ResilientStore
from coach.practice.safeguarding import care, look_for_details, without
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, read_settings, write_settings
from coach.records.event_store import MemoryRehearsalStore
from tests.conftest import START


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She lives at BS5 9QX now", "a postcode"),
        ("his number is 943 476 5919", "an NHS number"),
        ("born 12/03/2014", "a date of birth"),
        ("born on the 3rd of May 2014", "a date of birth"),
        ("write to jo.bloggs@example.org", "an e-mail address"),
        ("ring 07700 900123", "a telephone or case number"),
        ("I saw Rosalind Thistlewood on Tuesday", "somebody's full name"),
        ("I will ask Mrs Okafor at EN4 9HB", "somebody's name"),
        ("I'd ring Dr. O'Neill, or Mr de Souza", "somebody's name"),
        ("Then Sister Mary-Jane and the Imam Yusuf came", "somebody's name"),
        ("Cllr Black wrote to us", "somebody's name"),
    ],
)
def test_what_looks_like_a_real_persons_detail_is_noticed(text: str, kind: str) -> None:
    assert kind in {detail.kind for detail in look_for_details(text, ())}


@pytest.mark.parametrize(
    "text",
    [
        "Black British Caribbean and White Scottish, he says.",
        "I'll ring you by four tomorrow, or on Friday 6 March.",
        "Louise Reid said Theo is eleven.",
        "You're on at 12:30, aren't you? It's 2 of 3.",
        "Early Help and Children Services asked. Thank you.",
        "He has been there 2 years and 6 months.",
        "Mr and Mrs Reid, and Miss. The boy asked, Sir, What now?",
        "I miss Theo, and his sister Amina does. Dr I think.",
    ],
)
def test_ordinary_words_and_invented_people_are_left_alone(text: str) -> None:
    assert look_for_details(text, ("louise", "reid", "theo")) == ()


@pytest.mark.slow
def test_whoever_a_scenario_names_with_a_title_is_never_asked_about(whole: Library) -> None:
    """Nor a teacher who never speaks, and is only spoken of in one answer."""
    practice = PracticeService(
        whole, ResilientStore(lambda: (MemoryRehearsalStore(), "")), lambda: START, lambda: "one"
    )
    for shelved in whole.shelf("dialogues"):
        script = practice.script(shelved.id)
        found = look_for_details(script.dialogue.model_dump_json(), practice.known_words(script))
        assert "somebody's name" not in {detail.kind for detail in found}, shelved.id
    known = practice.known_words(practice.script("group_chat"))
    assert not look_for_details("What does Mr Dodd say about it?", known)
    assert not look_for_details("I'll ring Mr Dodds school", known), "an s in haste"
    assert look_for_details("What does Mrs Okafor say about it?", known)


def test_a_surname_with_its_title_is_left_out_whole() -> None:
    text = "I will ask Mrs Ngozi Okafor's sister at EN4 9HB."
    assert without(text, look_for_details(text, ())) == "I will ask (left out)'s sister at (left out)."


@pytest.mark.parametrize("name", ["Mary Okonkwo", "Mary Jane Okonkwo", "Mary Jane Agnes Okonkwo"])
def test_a_name_after_the_word_that_begins_a_question_is_found_whole(name: str) -> None:
    text = f"Has {name} said anything?"
    assert without(text, look_for_details(text, ())) == "Has (left out) said anything?"


def test_removing_leaves_the_rest_as_it_was() -> None:
    text = "Is it BS5 9QX, or jo@example.org?"
    assert without(text, look_for_details(text, ())) == "Is it (left out), or (left out)?"


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at_and_what_is_found_is_inside_it(text: str) -> None:
    for detail in look_for_details(text, ()):
        assert 0 <= detail.start < detail.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "I can't cope.",
        "im in TEARS",
        "Sorry, I’m having a panic attack, hang on",
        "i cant carry on",
        "I can't do this, I feel like crying, it happened to me too",
        "I can't do this",
        "I don't want to be alive",
        "can we stop please",
        "I was called that at school and I can't breathe",
    ],
)
def test_a_practitioners_own_distress_is_noticed(text: str) -> None:
    assert care().is_touched_by(text)


@pytest.mark.parametrize(
    "text",
    [
        "How is she coping?",
        "Did he want to die, did he say that?",
        "No wonder he was in tears.",
        "Has anyone hurt her?",
        "You can't cope with that on your own.",
        "It happened to me as well, at a door in Leeds, so I believe you.",
        "You must feel like crying",
        "did he say he didn't want to be alive?",
        "She says I want to die, and what do you hear in that?",
        "can we stop the meeting here for a moment and ask her?",
        "Can we stop please and ask her what she wants?",
        "I can't do this without you.",
        "I don't want to live in a town where that's normal.",
        "When he said I can't breathe, who was there?",
    ],
)
def test_a_question_about_the_family_is_not_taken_for_distress(text: str) -> None:
    assert not care().is_touched_by(text)


@pytest.mark.slow
def test_no_reply_that_somebody_made_up_to_a_family_is_taken_for_distress() -> None:
    """Among all that voices wrote, nobody was in distress."""
    voices = (resources.files("coach.corpus") / "voices").iterdir()
    looked_after = care()
    replies = [json.loads(line)["reply"] for file in voices for line in file.read_text("utf-8").splitlines()]
    assert len(replies) > 10_000
    assert [reply for reply in replies if looked_after.is_touched_by(reply)] == []


def test_a_service_can_put_its_own_signposts(tmp_path: Path) -> None:
    (tmp_path / "signposts.yaml").write_text('signposts: ["Ask for Jo on the duty desk"]\n')
    assert care(tmp_path / "signposts.yaml").signposts == ("Ask for Jo on the duty desk",)


def test_broken_signposts_are_named_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "signposts.yaml").write_text("signpost: [x]\n")
    with pytest.raises(UnusableContent, match=r"signposts\.yaml:1"):
        care(tmp_path / "signposts.yaml")


def test_settings_come_back_as_they_were_and_are_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.yaml"
    settings = Settings(theme="coach-light", hints=Hints.EACH, skip_identity=True, keys={"pause": "f5"})
    write_settings(file, settings)
    assert read_settings(file) == (settings, "")
    assert file.stat().st_mode & 0o077 == 0


def test_broken_settings_are_said_and_the_usual_ones_stand_in(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("hints: loudly\n")
    settings, notice = read_settings(file)
    assert settings == Settings()
    assert "settings.yaml:1" in notice
    assert "each" in notice


def test_settings_that_cannot_be_kept_are_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(RecordsUnwritable):
        write_settings(tmp_path / "config" / "settings.yaml", Settings())


def test_a_number_copied_from_an_address_book_loses_nobody_their_places_to_turn(tmp_path: Path) -> None:
    """It comes with marks of direction round it, which nobody sees and nobody could take out."""
    own = tmp_path / "signposts.yaml"
    own.write_text('signposts:\n  - "Our own line: \u202a0800 000 000\u202c"\n', encoding="utf-8")
    assert care(own).signposts == ("Our own line: 0800 000 000",)


def test_a_title_before_a_common_word_is_a_name_unless_the_script_has_that_person() -> None:
    """A script that says "bright and cold" has no Mrs Bright; "Mrs Okonkwo-Bright" is nobody's grandmother there."""
    known = ("bright", "okonkwo", "Okonkwo", "haigh", "Haigh", "tomorrow")
    for found in ("Mrs Bright rang.", "Mrs Okonkwo-Bright rang.", "I saw Mr Bright-Haigh."):
        assert look_for_details(found, known), found
    for invented in ("Mrs Okonkwo rang.", "Ask Mr Haigh's door.", "Ring Mr Haigh Tomorrow"):
        assert not look_for_details(invented, known), invented
