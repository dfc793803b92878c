"""A script answers questions: which entries are there, who speaks, how a turn begins, and what tells the same."""

from dataclasses import replace

import pytest

from coach.model.conditions import SCENE, Line, Range
from coach.model.reading import Aspect
from coach.model.scenario import Arrival, Branch, Entry, Omission
from coach.rehearsal.engine import start
from coach.rehearsal.script import (
    HOW_DO_YOU_MEAN,
    Script,
    choose_arrival,
    choose_question,
    choose_straight_answer,
    choose_take,
    find_answerer,
    find_honest_voice,
    find_last_speaker,
    find_voice,
    fit_branches,
    is_first_reply,
    is_open,
    is_spent,
    list_open_entries,
    list_state_failures,
    tells_the_same,
    would_tell,
)
from coach.rehearsal.state import Position, Signals
from tests.rehearsal.banked import with_bank, with_turns

QUIET = Signals(frozenset())


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def at(script: Script, turn: str = "the_bus", **more: object) -> Position:
    return replace(start(script).position, turn=turn, about=script.turn(turn).about, **more)


def line(text: str, speaker: str = "pat") -> tuple[Line, ...]:
    return (Line(speaker=speaker, text=text),)


# --- Which entries can be asked


def test_what_can_be_asked_in_a_turn_is_its_own_first_and_then_the_familys_and_what_all_can_be_asked(
    banked: Script,
) -> None:
    assert [*list_open_entries(banked, at(banked))] == [
        "asked:which",
        "knows:puppies",
        "knows:driver",
        "knows:what_was_said",
        "acts:greeting",
    ]


def test_who_is_called_by_name_is_offered_what_they_can_answer_and_what_anybody_sees(banked: Script) -> None:
    seen = Entry.model_validate({"asked": "Is it raining?", "says": {SCENE: "Rain on the window."}})
    script = replace(banked, knows={**banked.knows, "rain": seen})
    offered = list_open_entries(script, at(script), named="sam")
    assert {"knows:puppies", "knows:rain", "acts:greeting"} <= offered.keys()
    assert offered.keys().isdisjoint({"knows:driver", "asked:which"})


def test_an_entry_is_there_once_its_conditions_hold(banked: Script) -> None:
    assert "knows:seats" not in list_open_entries(banked, at(banked))
    assert "knows:seats" in list_open_entries(banked, at(banked, told=frozenset({"the_words"})))


def test_an_entry_about_something_is_there_while_that_is_spoken_of(banked: Script) -> None:
    assert "knows:driver" in list_open_entries(banked, at(banked))
    assert "knows:driver" not in list_open_entries(banked, replace(at(banked), about="singing"))


def test_what_opens_a_silence_is_there_until_that_is_told_unless_there_is_more_to_say(banked: Script) -> None:
    told = at(banked, told=frozenset({"the_words"}))
    entry = banked.knows["what_was_said"]
    assert is_open(banked, at(banked), entry)
    assert not is_open(banked, told, entry)
    more = entry.model_copy(update={"again": {"pat": (line("I told you."),)}})
    assert is_open(banked, told, more)
    wordless = entry.model_copy(update={"says": {}})
    assert is_open(banked, at(banked), wordless), "the silence itself is the answer"
    assert not is_open(banked, at(banked, hurt=True), wordless)


def test_a_silence_is_told_to_a_question_where_it_is_ready_and_no_hurt_stands(banked: Script) -> None:
    entry = banked.knows["what_was_said"]
    assert would_tell(banked, at(banked), entry)
    assert not would_tell(banked, at(banked, hurt=True), entry)
    assert not would_tell(banked, at(banked, told=frozenset({"the_words"})), entry)
    assert not would_tell(banked, at(banked), banked.knows["puppies"])


def test_an_entry_can_be_kept_to_some_turns_and_to_those_who_are_there(banked: Script) -> None:
    entry = banked.knows["driver"]
    assert banked.is_in_scope("the_bus", entry.model_copy(update={"turns": ("the_bus",)}))
    assert not banked.is_in_scope("last", entry.model_copy(update={"turns": ("the_bus",)}))
    assert not banked.is_in_scope("the_bus", entry.model_copy(update={"not_turns": ("the_bus",)}))
    alone = with_turns(banked, the_bus={"present": ("sam",)})
    assert not alone.is_in_scope("the_bus", entry)
    assert alone.is_in_scope("the_bus", entry.model_copy(update={"says": {SCENE: (line("Rain.", SCENE),)}}))
    assert alone.is_in_scope("the_bus", entry.model_copy(update={"says": {}}))


# --- Who speaks


def test_who_spoke_last_is_the_last_person_of_a_turns_beginning(banked: Script) -> None:
    both = with_turns(banked, the_bus={"says": (*line("Sit down."), *line("Hello.", "sam"), *line("Rain.", SCENE))})
    assert find_last_speaker(both, at(both)) == "sam"
    nobody = with_turns(banked, the_bus={"says": line("Rain.", SCENE), "present": ("pat",)})
    assert find_last_speaker(nobody, at(nobody)) == "pat", "of whom is there"


def test_the_person_spoken_to_answers_and_else_who_spoke_last(banked: Script) -> None:
    assert find_answerer(banked, at(banked), "sam") == "sam"
    assert find_answerer(banked, at(banked), None) == "pat"
    assert find_answerer(banked, at(banked), "somebody_else") == "pat"


def test_nobody_answers_for_who_is_called_by_name(banked: Script) -> None:
    voices = {"pat": (line("Me."),)}
    spoken_to = Signals(frozenset(), to="sam")
    assert find_voice(banked, at(banked), voices, spoken_to) == "pat"
    assert find_voice(banked, at(banked), voices, replace(spoken_to, aspects=frozenset({Aspect.NAMED}))) is None
    seen = {SCENE: (line("Rain.", SCENE),)}
    assert find_voice(banked, at(banked), seen, replace(spoken_to, aspects=frozenset({Aspect.NAMED}))) == SCENE
    assert find_honest_voice(banked, at(banked), voices, spoken_to) is None
    assert find_honest_voice(banked, at(banked), voices, QUIET) == "pat"
    assert find_honest_voice(banked, at(banked), {"sam": (line("Mm.", "sam"),)}, spoken_to) == "sam"


def test_a_question_back_is_the_turns_or_the_familys_next_one_or_a_plain_one(banked: Script) -> None:
    plain = choose_question(banked, at(banked), "sam")
    assert [(each.speaker, each.text) for each in plain] == [("sam", HOW_DO_YOU_MEAN)]
    own = replace(banked, asks_back=(line("What?"), line("Eh?"), line("Sorry?", "sam")))
    asked = [choose_question(own, at(own, askings=askings), None)[0].text for askings in range(4)]
    assert asked == ["What?", "Eh?", "Sorry?", "Sorry?"], "the last from then on"
    assert choose_question(own, at(own, askings=1), "sam")[0].text == "Sorry?"
    turns = with_turns(own, the_bus={"asks_back": line("Which bit?")})
    assert choose_question(turns, at(turns), "sam")[0].text == "Which bit?"


def test_a_straight_question_gets_another_line_in_another_turn_and_the_next_time(banked: Script) -> None:
    own = replace(banked, asked_straight=(line("Nobody has."), line("Not here."), line("No.", "sam")))
    assert choose_straight_answer(own, at(own), None)[0].text == "Nobody has."
    assert choose_straight_answer(own, at(own, unmet=1), None)[0].text == "Not here."
    assert choose_straight_answer(own, at(own, unmet=2), None)[0].text == "Nobody has."
    assert choose_straight_answer(own, at(own, "sam_says"), None)[0].text == "Not here."
    assert choose_straight_answer(own, at(own), "sam")[0].text == "No."
    assert choose_straight_answer(replace(own, asked_straight=(line("Yes."),)), at(own), "sam")[0].text == "Yes."
    assert choose_straight_answer(banked, at(banked), None) == ()


# --- What is said of an entry


def test_the_takes_of_an_entry_come_in_turn_once_the_first_was_said(banked: Script) -> None:
    entry = Entry.model_validate({"asked": "x", "says": {"pat": ["One.", "Two.", "Three."]}})
    name = "knows:counting"
    took = [choose_take(banked, at(banked), name, entry, QUIET)[0].text]
    for spoken in range(4):
        later = at(banked, said=frozenset({name}), spoken=spoken)
        took.append(choose_take(banked, later, name, entry, QUIET)[0].text)
    assert took == ["One.", "Two.", "Three.", "Two.", "Three."]
    assert choose_take(banked, at(banked), name, entry.model_copy(update={"says": {}}), QUIET) == ()


def test_an_entry_is_spent_once_it_was_said_and_has_nothing_else(banked: Script) -> None:
    once = Entry.model_validate({"asked": "x", "says": {"pat": "One."}})
    twice = Entry.model_validate({"asked": "x", "says": {"pat": ["One.", "Two."]}})
    said = at(banked, said=frozenset({"knows:it"}))
    assert is_spent(banked, said, "knows:it", once, QUIET)
    assert not is_spent(banked, at(banked), "knows:it", once, QUIET)
    assert not is_spent(banked, said, "knows:it", twice, QUIET)
    again = once.model_copy(update={"again": {"pat": (line("I said."),)}})
    assert not is_spent(banked, said, "knows:it", again, QUIET)


# --- How a turn begins, and what tells the same


def test_what_is_settled_is_left_out_of_a_turns_beginning_by_its_line_or_whole(banked: Script) -> None:
    two = (*line("Which bus?"), *line("Rain again."), *line("Sit by me."))
    marked = at(banked, "sam_says", remembered=frozenset({"knows_bus"}))

    def begin(*lines: int) -> list[str]:
        omission = Omission(remembers=("knows_bus",), lines=lines)
        script = with_turns(banked, sam_says={"says": two, "unless": (omission,)})
        return [each.text for each in choose_arrival(script, marked, "sam_says")]

    assert begin() == []
    assert begin(1) == ["Rain again.", "Sit by me."]
    assert begin(2, 3) == ["Which bus?"]


def test_a_family_that_is_hurt_begins_otherwise_where_its_author_wrote_it(banked: Script) -> None:
    def begin(script: Script, *, hurt: bool) -> str:
        return choose_arrival(script, at(script, "sam_says", hurt=hurt), "sam_says")[0].text

    assert begin(banked, hurt=True) == "Sam is fine."
    assert begin(banked, hurt=False) == "Sam has stopped singing."
    always = Arrival(guarded=Range(low=2), says=({"pat": "Not today."},))
    other = with_turns(banked, sam_says={"says_if": (always,)})
    assert begin(other, hurt=True) == "Not today.", "what an author wrote for how things stand goes first"


def test_only_the_first_reply_of_all_is_the_first(banked: Script) -> None:
    assert is_first_reply(banked, at(banked))
    assert not is_first_reply(banked, at(banked, "sam_says"))
    for said in ({"used": frozenset({"asked"})}, {"unmet": 1}, {"holds": 1}, {"said": frozenset({"knows:puppies"})}):
        assert not is_first_reply(banked, at(banked, **said))


def test_a_guard_tells_each_thing_that_does_not_hold(banked: Script) -> None:
    guard = Branch(
        trust=Range(low=2), guarded=Range(high=1), told=("the_words",), not_told=("the_fear",), remembers=("a",),
        not_remembers=("b",), while_hurt=True,
    )  # fmt: skip
    failing = at(banked, told=frozenset({"the_fear"}), remembered=frozenset({"b"}))
    assert [failed.partition(":")[0] for failed in list_state_failures(guard, failing)] == [
        "trust", "guarded", "told", "not_told", "remembers", "not_remembers", "while_hurt",
    ]  # fmt: skip
    holding = at(banked, trust=2, guarded=1, told=frozenset({"the_words"}), remembered=frozenset({"a"}), hurt=True)
    assert list_state_failures(guard, holding) == ()
    assert list_state_failures(Branch(while_hurt=False), holding) == ("while_hurt: a hurt stands",)


def test_half_of_the_longer_words_of_the_shorter_answer_tell_the_same(banked: Script) -> None:
    told = line("The driver shouted at school children.")
    assert tells_the_same(line("That driver shouted nothing else today."), told)
    assert not tells_the_same(line("The driver ran and sat down behind another bench."), told)
    assert tells_the_same(line("The driver shouted."), told, least=2)
    assert not tells_the_same(line("The driver shouted."), told, least=3)
    assert not tells_the_same(line("The driver shouted.", SCENE), told, least=1), "what is seen is not told"


def test_somebody_who_never_says_a_word_does_not_speak(banked: Script) -> None:
    assert [banked.speaks(person) for person in ("pat", "sam", "the_baby")] == [True, True, False]
    assert banked.speaker(*line("Hello.")) == "Pat"
    assert banked.speaker(*line("Rain.", SCENE)) == ""


@pytest.mark.parametrize("name", ["knows:puppies", "asked:which", "acts:greeting"])
def test_an_entry_is_found_by_its_place_and_name(banked: Script, name: str) -> None:
    assert banked.find_entry("the_bus", name) is not None
    assert banked.find_entry("the_bus", f"{name}s") is None
    assert (banked.find_entry("last", name) is None) is name.startswith("asked:")


def test_what_was_found_of_replies_is_kept_for_so_many_at_most(banked: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk through a whole dialogue holds no more than that, and finds the same again."""
    monkeypatch.setattr("coach.rehearsal.script.MOST_FITS", 3)
    heard = [Signals(frozenset({name})) for name in ("asks", "names", "child", "vague", "blunt")]
    first = [fit_branches(banked, "the_bus", one) for one in heard]
    assert len(banked.fits) <= 3
    assert [fit_branches(banked, "the_bus", one) for one in heard] == first
    assert len(banked.fits) <= 3


def test_a_hurt_is_laid_beside_branches_for_a_hurt_alone(banked: Script) -> None:
    fits = {fit.key: fit for fit in fit_branches(banked, "the_bus", Signals(frozenset({"blunt", "asks"})))}
    assert fits.keys() == {"brushed_off"}
    good = {fit.key: fit.misses for fit in fit_branches(banked, "the_bus", Signals(frozenset({"names"})))}
    assert good == {"told": True, "asked": False, "stand_in": True}
