"""The family's last line: it waits for an answer where it is the last thing that they asked or told."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardSuggestion, CardText, DebriefCard, LearnerAnswers, SaidLine
from coach.debrief.page_builder import build_page
from coach.debrief.waiting_card import STILL_ASKED, passes_over_request, steps_over
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of
from tests.rehearsal.banked import with_turns


def waiting(script: Script, rubric: Rubric, *lines: Line) -> DebriefCard | None:
    """The card after a conversation whose last answer ends in some lines."""
    last = script.turn("last").model_copy(update={"says": lines})
    turns = {**script.dialogue.turns, "last": last}
    other = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    history = replay(other, events(said("asks"), said("child")))
    return build_page(other, rubric, history, answers=LearnerAnswers()).find_card("waiting")


def lines(card: DebriefCard | None) -> list[str]:
    return [part.text for part in card.parts if isinstance(part, SaidLine)] if card else []


def ways(card: DebriefCard | None) -> list[str]:
    return [part.text for part in card.parts if isinstance(part, CardSuggestion)] if card else []


def own(card: DebriefCard | None) -> str:
    return " ".join(part.text for part in card.parts if isinstance(part, CardText)) if card else ""


def pat(text: str) -> Line:
    return Line(speaker="pat", text=text)


def test_the_last_line_waits_where_it_asks(script: Script, rubric: Rubric) -> None:
    card = waiting(script, rubric, pat("He sat at the back."), pat("Who does what?"))
    assert card is not None
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == ["Who does what?"]


@pytest.mark.parametrize("earlier", ["What would you do?", "And will you ring them, then?"])
def test_a_question_to_you_waits_where_they_went_on_to_something_else(
    script: Script, rubric: Rubric, earlier: str
) -> None:
    book = script.dialogue.lines.model_copy(update={"told": ("last",)})
    told = replace(script, dialogue=script.dialogue.model_copy(update={"lines": book}))
    asked = waiting(told, rubric, pat(earlier), pat("We did Stourbridge."))
    assert lines(asked) == [earlier]
    assert own(asked) == STILL_ASKED
    assert lines(waiting(told, rubric, pat("What right have I got?"), pat("We did it."))) == ["We did it."]
    assert lines(waiting(told, rubric, pat(earlier), pat("Would that help?"))) == ["Would that help?"]
    # Somebody else speaks next, and may have been asked.
    assert waiting(told, rubric, pat(earlier), Line(speaker="sam", text="We did Stourbridge.")) is None


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("I'd ask Sam about the driver first.", True),
        ("So that is where you stand.", False),  # it does nothing
        ("I would ask 'the deputy' tonight.", False),  # nobody spoke of a deputy
    ],
)
def test_what_they_asked_before_they_went_on_has_the_words_that_were_written_for_it(
    script: Script, rubric: Rubric, words: str, offered: bool
) -> None:
    turn = script.turn("sam_says")
    asks = turn.replies["asked_sam"].model_copy(update={"says": (pat("What would you do?"),)})
    turns = {
        **script.dialogue.turns,
        "sam_says": turn.model_copy(update={"replies": turn.replies | {"asked_sam": asks}}),
    }
    book = script.dialogue.lines.model_copy(
        update={"told": ("last",), "next_words": {"sam_says/asked_sam": (words,), "last": ("Shall I pour?",)}}
    )
    other = replace(script, dialogue=script.dialogue.model_copy(update={"lines": book, "turns": turns}))
    card = waiting(other, rubric, pat("Anyway, there's tea."))
    assert lines(card) == ["What would you do?"]
    assert own(card) == STILL_ASKED
    assert ways(card) == ([words] if offered else [])


def test_a_request_waits_wherever_in_a_line_it_stands(script: Script, rubric: Rubric) -> None:
    wants = "Thank you, that's down. And would you have all of them out? Ask downstairs."
    assert lines(waiting(script, rubric, pat(wants), pat("We did Stourbridge."))) == [wants]
    retold = "And do you know how he heard it? He's got this pen."
    assert lines(waiting(script, rubric, pat(retold), pat("Who does what?"))) == ["Who does what?"]


def test_what_was_asked_without_a_voice_waits_with_the_line_that_says_so(script: Script, rubric: Rubric) -> None:
    pressed = Line(speaker=SCENE, text="He presses. 'Which train.'")
    card = waiting(script, rubric, pressed, pat("He wants to know what train you came on."), pat("We did Stourbridge."))
    assert lines(card) == ["He presses. 'Which train.'", "He wants to know what train you came on."]


def test_the_line_that_words_to_try_speak_of_stands_with_the_last(script: Script, rubric: Rubric) -> None:
    """They were written for both, and the last alone would seem to be answered by something else."""
    book = script.dialogue.lines.model_copy(
        update={"told": ("last",), "next_words": {"last": ("That was racist. Who heard him?",)}}
    )
    told = replace(script, dialogue=script.dialogue.model_copy(update={"lines": book}))
    card = waiting(told, rubric, pat("He said it, and it was racist."), pat("Anyway it was on a Tuesday."))
    assert lines(card) == ["He said it, and it was racist.", "Anyway it was on a Tuesday."]
    alone = waiting(told, rubric, pat("He sat at the back."), pat("It was racist."))
    assert lines(alone) == ["It was racist."]


def test_nothing_waits_where_somebody_spoke_in_what_is_seen(script: Script, rubric: Rubric) -> None:
    pressed = Line(speaker=SCENE, text="He presses. 'Which train.'")
    assert waiting(script, rubric, pressed, pat("Who does what?")) is None
    assert waiting(script, rubric, Line(speaker=SCENE, text="He presses."), pat("Who does what?")) is not None


@pytest.mark.parametrize(
    ("book", "shown"),
    [
        ({"told": ("sam_says/asked_sam",)}, ["I like the bus driver.", "Anyway, there's tea."]),
        ({"told": ("the_bus",), "safety": ("sam_says/asked_sam",)}, ["I like the bus driver.", "Anyway, there's tea."]),
        ({"told": ("last",), "safety": ("sam_says/asked_sam",)}, ["I like the bus driver.", "Anyway, there's tea."]),
        ({"told": ("last", "sam_says/asked_sam")}, ["Anyway, there's tea."]),
        ({"told": ("last",), "safety": ("last", "sam_says/asked_sam")}, ["Anyway, there's tea."]),
        ({"told": ("the_bus",)}, []),
    ],
)
def test_what_weighs_more_in_the_same_breath_waits_with_the_last_line(
    script: Script, rubric: Rubric, book: dict[str, object], shown: list[str]
) -> None:
    assert lines(waiting(with_book(script, **book), rubric, pat("Anyway, there's tea."))) == shown


def test_the_way_is_the_one_for_the_line_that_weighs_more(script: Script, rubric: Rubric) -> None:
    words = {"sam_says/asked_sam": "What does he like about him?", "last": "Milk, please, and no sugar."}
    card = waiting(with_book(script, told="sam_says/asked_sam", next_words=words), rubric, pat("There's tea."))
    assert card is not None
    assert [p.text for p in card.parts if isinstance(p, CardSuggestion)] == ["What does he like about him?"]


@pytest.mark.parametrize(
    ("way", "offered"),
    [("So that's tea, then.", False), ("Milk, please, and no sugar for me. I'll make it.", True), ("Milk?", True)],
)
def test_what_only_says_back_is_no_way(script: Script, rubric: Rubric, way: str, offered: bool) -> None:
    card = waiting(with_book(script, told="last", next_words={"last": way}), rubric, pat("There's tea."))
    assert card is not None
    assert any(isinstance(part, CardSuggestion) for part in card.parts) is offered


def test_no_way_steps_over_racism_or_danger_told_just_before_for_a_line_that_tells_nothing(
    script: Script, rubric: Rubric
) -> None:
    shouted, tea = pat("He shouted at me."), pat("There's tea.")
    book = with_book(with_turns(script, the_bus={"says": (shouted,)}), told="last", safety="the_bus")
    facts = facts_of(book, rubric, said())
    assert steps_over(facts, (shouted, tea), "Do you take milk?")
    assert not steps_over(facts, (shouted, tea), "What was shouted?")
    assert not steps_over(facts, (tea, shouted), "Do you take milk?"), "it is the last that they told"
    assert not steps_over(facts, (tea, tea), "Do you take milk?")
    assert not steps_over(facts, (shouted, pat("Do you want tea?")), "Tea, please, and I'll sit."), "it is an answer"


def test_a_word_or_two_stand_with_the_line_before(script: Script, rubric: Rubric) -> None:
    told = with_book(script, told="last")
    assert lines(waiting(told, rubric, pat("I rang him."), pat("Later."))) == ["I rang him.", "Later."]
    assert lines(waiting(told, rubric, pat("I rang him."), pat("He shouted."))) == ["I rang him.", "He shouted."]
    assert lines(waiting(told, rubric, pat("I rang him."), pat("He never answered."))) == ["He never answered."]


def test_a_question_that_is_said_flatly_waits(script: Script, rubric: Rubric) -> None:
    quiet = with_book(script, told="the_bus")
    assert lines(waiting(quiet, rubric, pat("Somebody read his name out, didn't they.")))
    assert waiting(quiet, rubric, pat("Somebody read his name out.")) is None


def test_a_short_line_that_tells_the_same_matter_stands_with_those_before_it(script: Script, rubric: Rubric) -> None:
    matter = {
        "id": "name",
        "for": "child",
        "told": "last",
        "left": "What she is called.",
        "words": "What is she called?",
        "question": "Who asks?",
    }
    told = with_book(script, told="last", matters=[matter])
    card = waiting(told, rubric, pat("She's left the Rao off."), pat("She can write it."))
    assert lines(card) == ["She's left the Rao off.", "She can write it."]
    long = "She can write it as well as anybody in her class, and as fast."
    assert lines(waiting(told, rubric, pat("She's left the Rao off."), pat(long))) == [long]


def test_what_they_said_before_already_does_not_wait(script: Script, rubric: Rubric) -> None:
    begun = next(line for line in script.turn("the_bus").says if line.speaker == "pat")
    assert waiting(script, rubric, begun) is None


def test_what_they_would_like_to_talk_about_waits(script: Script, rubric: Rubric) -> None:
    told = with_book(script, told="the_bus/asked")
    assert lines(waiting(told, rubric, pat("It's Sam that I'd like to talk about.")))
    assert lines(waiting(told, rubric, pat("Nobody's told him anything.")))
    assert lines(waiting(told, rubric, pat("We want to speak to you about the bus.")))
    assert lines(waiting(told, rubric, pat("No one has even told them.")))
    assert waiting(told, rubric, pat("Nobody told him to.")) is None
    assert waiting(told, rubric, pat("It's Sam that I talk about.")) is None
    assert waiting(told, rubric, pat("I'd like to talk about that.")) is None


@pytest.mark.parametrize(("called", "waits"), [("Sam, what do you sing?", True), ("What do you sing?", False)])
def test_a_child_who_seldom_speaks_waits_where_they_were_spoken_to_by_name(
    script: Script, rubric: Rubric, called: str, waits: bool
) -> None:
    after = script.dialogue.afterwards.model_copy(update={"children": ("sam",)})
    book = with_book(script, told="the_bus/asked")
    there = replace(book, dialogue=book.dialogue.model_copy(update={"afterwards": after}))
    last = there.turn("last").model_copy(update={"says": (Line(speaker="sam", text="You stamp and it goes."),)})
    turns = {**there.dialogue.turns, "last": last}
    there = replace(there, dialogue=there.dialogue.model_copy(update={"turns": turns}))
    history = replay(there, events(said("asks"), said("child", text=called)))
    card = build_page(there, rubric, history, answers=LearnerAnswers()).find_card("waiting")
    assert (card is not None) is waits


def test_danger_is_not_lost_behind_what_the_same_person_goes_on_to_tell(script: Script, rubric: Rubric) -> None:
    matter = {**BUS, "told": ["last"]}
    book = with_book(
        script, told=["last", "sam_says/asked_sam"], safety="sam_says/asked_sam", matters=[{**matter, "for": "child"}]
    )
    more = "And one of them's me, doing Mum, on the bus."
    sams = Line(speaker="sam", text=more)
    assert lines(waiting(book, rubric, sams)) == ["I like the bus driver.", more]
    assert lines(waiting(book, rubric, pat(more))) == [more]
    asks = Line(speaker="sam", text="Who does what on the bus?")
    assert lines(waiting(book, rubric, asks)) == [asks.text]


@pytest.mark.parametrize(
    ("last", "waits"),
    [("That was the hand, then.", False), ("He sat at the back of it, on his own, all the way home.", True)],
)
def test_a_few_words_that_tell_nothing_wait_for_nothing(script: Script, rubric: Rubric, last: str, waits: bool) -> None:
    book = with_book(script, told="the_bus/asked", next_words={"last": "What then?"})
    assert (waiting(book, rubric, pat("Knock, and say so."), pat(last)) is not None) is waits
    back = with_book(script, told="the_bus/asked", drew_back="last", next_words={"last": "What then?"})
    assert waiting(back, rubric, pat("Knock, and say so."), pat(last)) is not None


@pytest.mark.parametrize(("last", "waits"), [("It's not been proposed. One email.", True), ("One email.", False)])
def test_what_nobody_proposed_waits_for_a_proposal(script: Script, rubric: Rubric, last: str, waits: bool) -> None:
    book = with_book(script, told="the_bus/asked")
    assert (waiting(book, rubric, pat("Knock, and say so."), pat(last)) is not None) is waits


def test_a_way_passes_over_a_request_that_it_has_no_word_of() -> None:
    way = "So the quiet week wasn't quiet at all. How was that for you, hearing it?"
    assert passes_over_request(way, "Ask him. I'd like him to be told.")
    assert not passes_over_request("Then I'll ask him. When is he in?", "Ask him. I'd like him to be told.")
    assert not passes_over_request(way, "He says he's not bothered.")
