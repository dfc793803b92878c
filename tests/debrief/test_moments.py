"""The moments of the page: the practitioner's own, one to keep, one or two to go back to, and what is left out."""

from dataclasses import replace
from typing import Any

import pytest

from coach.debrief.first_page import (
    ANSWER_NAMES,
    CardKind,
    CardSuggestion,
    CardText,
    DebriefCard,
    DebriefPage,
    LearnerAnswers,
    MarkKind,
    PictureSubject,
    SaidLine,
)
from coach.debrief.keep_card import choose_keep, passes_over
from coach.debrief.moments import CHOSEN_TITLES, explain_unchosen, find_chosen_reply, list_left_lines, may_answer
from coach.debrief.page_builder import QUESTIONS, build_page, build_picture
from coach.debrief.page_facts import PageFacts
from coach.debrief.wording import SubjectNamer
from coach.model.afterwards import SharedPromise
from coach.model.conditions import Line
from coach.model.events import Event
from coach.model.reading import Form
from coach.model.rubric import Rubric, SubjectWords
from coach.page_words import UNANSWERED
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book


def page_of(script: Script, rubric: Rubric, *happened: Event, again: str = "", back: str = "") -> DebriefPage:
    return build_page(script, rubric, replay(script, events(*happened)), answers=LearnerAnswers(again=again, back=back))


def lines(card: DebriefCard) -> list[str]:
    return [part.text for part in card.parts if isinstance(part, SaidLine)]


def own(card: DebriefCard) -> str:
    return " ".join(part.text for part in card.parts if isinstance(part, CardText))


def ways(card: DebriefCard) -> list[str]:
    return [part.text for part in card.parts if isinstance(part, CardSuggestion)]


# --- The practitioner's own choice


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("2", 2),
        ("reply 2", 2),
        ("9", 0),
        ("the end", 3),
        ("the first one", 1),
        ("the bit about the driver", 2),
        ("where I said sorry", 3),
        ("the bus", 0),
        ("nothing like it", 0),
        ("   ", 0),
    ],
)
def test_a_line_is_chosen_by_its_number_or_its_words_and_never_guessed(script: Script, typed: str, reply: int) -> None:
    happened = (
        said(text="Well, what happened on the bus?"),
        said(text="Well, was the driver of the bus there?"),
        said(text="Well, sorry, that came out wrong."),
    )
    assert find_chosen_reply(replay(script, events(*happened)).attempt(), typed) == reply


def test_no_question_or_title_speaks_of_saying_a_line_again() -> None:
    """That means one thing alone: to go back to a line and say it in other words."""
    texts = (*QUESTIONS.values(), *CHOSEN_TITLES.values(), *ANSWER_NAMES.values(), UNANSWERED)
    assert not [text for text in texts if "again" in text]


def test_a_line_they_would_stand_by_opens_the_page_with_what_came_after(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks", text="Well, what happened?"), said(), again="1")
    first = page.cards[0]
    assert (first.kind, first.replies) == (CardKind.CHOSEN, (1,))
    assert lines(first)[0] == "Well, what happened?"


def test_words_that_choose_no_line_stand_by_themselves(script: Script, rubric: Rubric) -> None:
    (card,) = page_of(script, rubric, said(), said(), again="all of it").list_cards(CardKind.CHOSEN)
    assert own(card) == ("You wrote: “all of it”. No reply of yours has these words. They are kept as you wrote them.")
    assert not card.replies


def test_what_they_would_take_back_and_took_back_then_stands_with_its_mending(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("blunt"), said("mend", text="Well, I was wrong."), back="1")
    (card,) = page.list_cards(CardKind.CHOSEN)
    assert card.replies == (1, 2)
    assert "Well, I was wrong." in lines(card)


def test_the_coach_does_not_choose_a_line_that_is_theirs_already(script: Script, rubric: Rubric) -> None:
    happened = (said(), said("asks"), said())
    (kept,) = page_of(script, rubric, *happened).list_cards(CardKind.KEEP)
    again = page_of(script, rubric, *happened, again=str(kept.replies[0]))
    assert not any(card.replies == kept.replies for card in again.list_cards(CardKind.KEEP))


# --- One to keep


def test_a_reply_is_kept_after_which_they_told_more(script: Script, rubric: Rubric) -> None:
    (kept,) = page_of(script, rubric, said(), said("asks", text="Well, what happened?")).list_cards(CardKind.KEEP)
    assert kept.id == "keep-2"
    assert lines(kept)[0] == "Well, what happened?"
    assert "They said it on the bus. Twice." in lines(kept)


def test_what_begins_the_next_turn_is_no_reason_to_keep_a_reply(script: Script, rubric: Rubric) -> None:
    told = "They sat there and looked at Sam until he got off."
    begins = script.turn("sam_says").model_copy(update={"says": (Line(speaker="pat", text=told),)})
    turn = script.turn("the_bus")
    pair = ("Well, it may have been the driver, and it may have been all of them.", "I didn't ask.")
    longer = turn.replies["asked"].model_copy(update={"says": tuple(Line(speaker="pat", text=one) for one in pair)})
    asked = turn.model_copy(update={"replies": {**turn.replies, "asked": longer}})
    turns = {**script.dialogue.turns, "the_bus": asked, "sam_says": begins}
    other = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    happened = (said(), said("names", text="Was it racism, then?"), said())
    # What begins the next turn is no answer that the reply opened, and nothing is kept for it.
    assert page_of(with_book(other, told="sam_says"), rubric, *happened).list_cards(CardKind.KEEP) == ()
    answered = with_book(other, told=["sam_says", "the_bus/asked"])
    (kept,) = page_of(answered, rubric, *happened).list_cards(CardKind.KEEP)
    assert lines(kept)[:2] == ["Was it racism, then?", pair[0]]


def test_a_line_that_nothing_came_of_is_not_held_up(script: Script, rubric: Rubric) -> None:
    assert page_of(script, rubric, said(), said("child"), said()).list_cards(CardKind.KEEP) == ()
    assert page_of(script, rubric, said(), said(), said()).list_cards(CardKind.KEEP) == ()


def test_the_greeting_is_never_kept(script: Script, rubric: Rubric) -> None:
    assert page_of(script, rubric, said("child"), said(), said()).list_cards(CardKind.KEEP) == ()


def test_a_first_reply_that_was_told_a_silence_is_more_than_a_greeting(script: Script, rubric: Rubric) -> None:
    (kept,) = page_of(script, rubric, said("asks", text="Well, what happened?"), said()).list_cards(CardKind.KEEP)
    assert kept.replies == (1,)


def test_words_that_may_have_hurt_are_never_kept(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said(), said("asks", possible=("blunt",)))
    assert page.list_cards(CardKind.KEEP) == ()


def test_a_line_that_was_taken_back_in_the_next_is_never_kept(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said(), said("asks"), said(text="Well, sorry, that came out wrong."))
    assert not any(card.id == "keep-2" for card in page.cards)


# --- One or two to go back to


def test_a_reply_they_drew_back_from_stands_between_their_lines(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks"), said("child"), said("blunt", text="Well, it was only banter."))
    back = page.list_cards(CardKind.BACK)[0]
    assert lines(back)[:2] == ["Is there anything else?", "Well, it was only banter."]


def test_what_the_coach_says_of_it_is_what_the_family_did(script: Script, rubric: Rubric) -> None:
    back = page_of(script, rubric, said("blunt"), said()).list_cards(CardKind.BACK)[0]
    assert own(back) == "Pat drew back straight after."


def test_a_hurt_and_its_mending_stand_together_with_the_hurt_first(script: Script, rubric: Rubric) -> None:
    happened = (said(text="Hello."), said("blunt"), said("mend", text="Well, that was wrong of me."))
    page = page_of(script, rubric, *happened)
    (kept,) = page.list_cards(CardKind.KEEP)
    assert kept.replies == (3, 2)
    assert lines(kept).index("Well, I said this.") < lines(kept).index("Well, that was wrong of me.")
    assert page.find_card("back-2") is None


def test_a_line_that_owns_something_is_never_gone_back_to(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("blunt", text="I was wrong, and I was frightened of asking."), said())
    assert page.find_card("back-1") is None


@pytest.mark.parametrize(("reply", "shown"), [("When did she stop?", False), ("They all do at that age.", True)])
def test_a_door_that_closes_on_a_good_question_is_none_to_go_back_to(
    script: Script, rubric: Rubric, reply: str, shown: bool
) -> None:
    """They drew back from the matter, and not from how it was asked."""
    book = with_book(script, drew_back="the_bus/stand_in")
    page = page_of(book, rubric, said("vague", text=reply), said(text="Lovely kitchen."))
    assert (page.find_card("back-1") is not None) is shown


def test_a_hurt_after_which_the_next_reply_begins_with_a_sorry_is_none_to_go_back_to(
    script: Script, rubric: Rubric
) -> None:
    """What the sorry was for may not be told: then it is not said that the hurt was left."""
    left, sorry = said(text="Lovely kitchen."), said(text="Sorry, love, it's me. Lovely kitchen.")
    assert page_of(script, rubric, said("blunt"), left).find_card("back-1") is not None
    assert page_of(script, rubric, said("blunt"), sorry).find_card("back-1") is None


def test_what_they_began_and_no_later_line_took_up_is_shown_with_other_words(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said(text="I'll sit here."), said(text="Lovely kitchen."))
    back = page.find_card("begun-1")
    assert back is not None
    assert lines(back) == ["There was a thing on the bus.", "I'll sit here."]
    assert ways(back) == ["What happened?"]


def test_it_is_not_shown_if_a_much_later_line_shares_a_word_with_it(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said(text="Shall I sit here?"), said(), said(text="Which bus does he take?"))
    assert page.find_card("begun-1") is None


def test_it_is_not_shown_if_a_few_words_asked_on(script: Script, rubric: Rubric) -> None:
    asked = said(text="Go on, what thing?", forms=(Form.OPEN_QUESTION,))
    assert page_of(script, rubric, asked, said(text="Lovely kitchen.")).find_card("begun-1") is None


def test_it_is_not_shown_if_the_coach_is_unsure_whether_it_was_taken_up(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said(possible=("asks",), text="Shall I sit here?", rules=4), said(text="Right."))
    assert page.find_card("begun-1") is None


def test_other_words_that_were_half_said_already_are_left_out(script: Script, rubric: Rubric) -> None:
    """The first way shares `happen` with what was said afterwards of something else; it says nothing new."""
    page = page_of(script, rubric, said(text="I'll sit here."), said(text="It happens to me with chairs."))
    back = page.find_card("begun-1")
    assert back is not None
    assert ways(back) == ["Was it racism, do you think? Tell me."]


# --- Lines of the line book that were left

ON_THE_WAY = (
    Line(speaker="pat", text="The driver laughed along."),
    Line(speaker="pat", text="I counted lamp posts."),
)
"""What Pat says when nothing fits the first time, in the tests below."""
LEFT: dict[str, Any] = {
    "told": "the_bus/otherwise1",
    "safety": "the_bus/otherwise1",
    "next_words": {"the_bus/otherwise1": ["Did a passenger speak?", "How many windows?"]},
}


@pytest.fixture
def on_the_way(script: Script) -> Script:
    """The scenario where Pat tells something of her own accord, and no opening stands in the way of it."""
    turn = script.turn("the_bus")
    first = turn.otherwise[0].model_copy(update={"says": ON_THE_WAY})
    turns = {key: one.model_copy(update={"opening": None}) for key, one in script.dialogue.turns.items()}
    turns["the_bus"] = turn.model_copy(update={"opening": None, "otherwise": (first, *turn.otherwise[1:])})
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def facts_of(script: Script, rubric: Rubric, *happened: Event) -> PageFacts:
    attempt = replay(script, events(*happened)).attempt()
    race = (PictureSubject(id="race", name="Race"),)
    named = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    names = SubjectNamer(rubric.model_copy(update={"answers": {"race": named}}))
    picture = build_picture(script, attempt, race, names.find)
    return PageFacts(script, rubric, attempt, names, picture, (), LearnerAnswers())


def left_of(script: Script, rubric: Rubric, *happened: Event) -> list[tuple[str, int]]:
    """The lines that were left, each with the reply straight after it."""
    return [(left.line.text, left.reply) for left in list_left_lines(facts_of(script, rubric, *happened))]


KITCHEN = said(text="Lovely kitchen.")


def test_a_line_that_the_book_has_words_for_is_left_if_no_later_reply_takes_it_up(
    on_the_way: Script, rubric: Rubric
) -> None:
    book = with_book(on_the_way, **LEFT)
    assert left_of(book, rubric, said(), KITCHEN, said(text="Lovely cups, too.")) == [("I counted lamp posts.", 2)]


@pytest.mark.parametrize(
    "reply",
    [
        said(text="All those posts in the dark."),
        said(text="So the driver was no help."),
        said(text="Somebody could have opened a window."),
        said(text="Well, that is racism."),
        said("asks", text="Lovely kitchen."),
    ],
    ids=["a word of the line", "a word of one beside it", "a word of the book's", "a subject", "a silence told"],
)
def test_a_reply_takes_a_line_up_straight_after_it_or_later(on_the_way: Script, rubric: Rubric, reply: Event) -> None:
    book = with_book(on_the_way, **LEFT)
    assert left_of(book, rubric, said(), reply) == []
    assert left_of(book, rubric, said(), said("vague", text="Lovely cups."), reply) == []


@pytest.mark.parametrize(
    "reply",
    [said(text="And what then, Pat?"), said(text="Lovely kitchen.", possible=("child",), rules=4)],
    ids=["a short question", "what may help"],
)
def test_a_short_question_or_what_may_help_takes_it_up_straight_after_alone(
    on_the_way: Script, rubric: Rubric, reply: Event
) -> None:
    book = with_book(on_the_way, **LEFT)
    assert left_of(book, rubric, said(), reply) == []
    assert left_of(book, rubric, said(), KITCHEN, reply) == [("I counted lamp posts.", 2)]


def test_a_long_question_of_something_else_takes_up_nothing(on_the_way: Script, rubric: Rubric) -> None:
    other = said(text="Would you mind very much if I parked on your neighbour's side?")
    assert left_of(with_book(on_the_way, **LEFT), rubric, said(), other) == [("I counted lamp posts.", 2)]


def test_a_line_without_words_in_the_book_or_that_tells_nothing_is_not_left(on_the_way: Script, rubric: Rubric) -> None:
    assert left_of(with_book(on_the_way, told=LEFT["told"]), rubric, said(), KITCHEN) == []
    untold = with_book(on_the_way, told="last", next_words=LEFT["next_words"])
    assert left_of(untold, rubric, said(), KITCHEN) == []
    small = with_book(on_the_way, told=LEFT["told"], next_words=LEFT["next_words"])
    assert left_of(small, rubric, said(), said(text="Lovely kitchen, and what a view you have from it.")) == []
    assert left_of(small, rubric, said(), KITCHEN) == [("I counted lamp posts.", 2)]
    unsafe = with_book(on_the_way, told="last", safety=LEFT["told"], next_words=LEFT["next_words"])
    assert left_of(unsafe, rubric, said(), KITCHEN) == [("I counted lamp posts.", 2)]


def test_the_last_answer_waits_and_is_not_left(on_the_way: Script, rubric: Rubric) -> None:
    assert left_of(with_book(on_the_way, **LEFT), rubric, said()) == []


def test_of_lines_that_were_left_those_that_name_a_subject_come_first(on_the_way: Script, rubric: Rubric) -> None:
    both = {
        "told": ["the_bus/otherwise1", "sam_says"],
        "safety": "the_bus/otherwise1",
        "next_words": {**LEFT["next_words"], "sam_says": "Since when?"},
        "names": {"race": "sam_says"},
    }
    happened = (said(), KITCHEN, said(text="Lovely cups, too."))
    assert left_of(with_book(on_the_way, **both), rubric, *happened) == [
        ("Sam has stopped singing.", 3),
        ("I counted lamp posts.", 2),
    ]


def test_a_line_that_was_left_is_gone_back_to_with_what_was_said_and_other_words(
    on_the_way: Script, rubric: Rubric
) -> None:
    page = page_of(with_book(on_the_way, **LEFT), rubric, said(), KITCHEN, said(text="Lovely cups, too."))
    card = page.find_card("begun-2")
    assert card is not None
    assert lines(card) == ["I counted lamp posts.", "Lovely kitchen."]
    assert own(card) == "No later line of yours comes back to it."
    assert ways(card) == ["Did a passenger speak?"]


def test_a_hurt_that_was_not_put_right_stands_before_a_line_that_was_left(on_the_way: Script, rubric: Rubric) -> None:
    page = page_of(with_book(on_the_way, **LEFT), rubric, said(), said("blunt", text="Lovely kitchen."), KITCHEN)
    assert page.find_card("back-2") is not None
    assert page.find_card("begun-2") is None


def test_a_line_that_was_left_stands_before_an_opening(script: Script, rubric: Rubric) -> None:
    opened = (said(text="Shall I sit here?"), said(text="Lovely kitchen."))
    first = "the_bus/otherwise1"
    book = with_book(script, told=first, safety=first, next_words={first: "Anyway?"})
    assert page_of(script, rubric, *opened).find_card("begun-1") is not None
    assert page_of(book, rubric, *opened).find_card("begun-1") is None
    assert page_of(book, rubric, *opened).find_card("begun-2") is not None


def test_without_a_book_no_line_is_left(on_the_way: Script, rubric: Rubric) -> None:
    assert left_of(on_the_way, rubric, said(), KITCHEN) == []


# --- Matters

SONGS = {
    "id": "sams_songs",
    "for": "them",
    "told": "the_bus/otherwise1",
    "about": ["posts"],
    "left": "What Pat counted, and why.",
    "words": "What made you count?",
    "question": "What let you hear it?",
}


def test_what_wants_an_answer_still_is_gone_back_to_before_what_was_only_left(
    on_the_way: Script, rubric: Rubric
) -> None:
    happened = (said(), KITCHEN, said(text="Lovely cups, too."))
    book = with_book(on_the_way, **LEFT, matters=[SONGS])
    card = page_of(book, rubric, *happened).find_card("matter-sams_songs")
    assert card is not None
    assert lines(card) == ["I counted lamp posts.", "Lovely kitchen."]
    assert own(card) == "What Pat counted, and why."
    assert ways(card) == ["What made you count?"]
    assert page_of(book, rubric, *happened).find_card("begun-2") is None


def test_a_hurt_that_was_not_put_right_stands_before_it(on_the_way: Script, rubric: Rubric) -> None:
    book = with_book(on_the_way, **LEFT, matters=[SONGS])
    page = page_of(book, rubric, said(), said("blunt", text="Lovely kitchen."), KITCHEN)
    assert page.find_card("back-2") is not None
    assert page.find_card("matter-sams_songs") is None


def test_of_replies_to_keep_one_after_which_something_that_matters_was_told_is_kept(
    script: Script, rubric: Rubric
) -> None:
    sam = script.turn("sam_says")
    longer = tuple(
        Line(speaker="pat", text=text) for text in ("He sings on the way to school.", "He did, all the way, till June.")
    )
    asked_sam = sam.replies["asked_sam"].model_copy(update={"says": longer})
    turns = {
        **script.dialogue.turns,
        "sam_says": sam.model_copy(update={"replies": {**sam.replies, "asked_sam": asked_sam}}),
    }
    other = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    happened = (said(), said("asks", text="What happened?"), said("child", text="And Sam, does he sing?"), said())
    told = ["silence:the_words", "sam_says/asked_sam"]
    kept = choose_keep(facts_of(with_book(other, told=told), rubric, *happened), set())
    assert kept is not None
    assert kept.replies == (2,)
    book = with_book(other, told=told, matters=[{**SONGS, "told": "sam_says/asked_sam"}])
    kept = choose_keep(facts_of(book, rubric, *happened), set())
    assert kept is not None
    assert kept.replies == (3,)


def test_a_reply_that_denies_a_subject_or_was_turned_down_is_never_kept(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    worded = rubric.model_copy(update={"answers": {"race": race}})
    denied = (said(), said("asks", text="I'm not saying racism, but what happened?"))
    assert page_of(script, worded, *denied).list_cards(CardKind.KEEP) == ()
    assert page_of(script, rubric, *denied).list_cards(CardKind.KEEP)


def test_that_no_later_line_comes_back_is_never_said_of_the_last_reply(script: Script, rubric: Rubric) -> None:
    (card,) = [
        card
        for card in page_of(script, rubric, said(text="Shall I sit here?")).list_cards(CardKind.BACK)
        if card.id == "begun-1"
    ]
    assert own(card) == ""


def test_a_line_of_ones_own_choice_stands_with_the_whole_answer(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks", text="What happened?"), said(), again="1")
    assert lines(page.list_cards(CardKind.CHOSEN)[0]) == [
        "What happened?",
        "You asked.",
        "They said it on the bus. Twice.",
        "Sam has stopped singing.",
    ]


def test_one_line_that_is_chosen_twice_is_shown_once(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks", text="What happened?"), said(), again="1", back="1")
    again, back = page.list_cards(CardKind.CHOSEN)
    assert lines(again)
    assert (lines(back), own(back)) == ([], "It stands in reply 1 too, above.")


# --- A line that has no reply


def test_a_last_line_that_the_book_has_words_for_waits_with_them(on_the_way: Script, rubric: Rubric) -> None:
    assert page_of(on_the_way, rubric, said()).find_card("waiting") is None, "it asks nothing, and nothing was begun"
    waiting = page_of(with_book(on_the_way, **LEFT), rubric, said()).find_card("waiting")
    assert waiting is not None
    assert lines(waiting) == ["I counted lamp posts."]
    assert ways(waiting) == ["Did a passenger speak?"]


def test_a_last_line_that_tells_something_waits_without_words_of_the_book_too(
    on_the_way: Script, rubric: Rubric
) -> None:
    for tag in ("told", "safety"):
        book = with_book(on_the_way, **{"told": "last", tag: "the_bus/otherwise1"})
        waiting = page_of(book, rubric, said()).find_card("waiting")
        assert waiting is not None
        assert ways(waiting) == []


def test_words_that_were_half_said_already_do_not_wait(on_the_way: Script, rubric: Rubric) -> None:
    waiting = page_of(with_book(on_the_way, **LEFT), rubric, said(text="Was a passenger hurt?")).find_card("waiting")
    assert waiting is not None
    assert ways(waiting) == ["How many windows?"]


def test_what_is_seen_after_the_last_words_does_not_keep_them_from_waiting(on_the_way: Script, rubric: Rubric) -> None:
    turn = on_the_way.turn("the_bus")
    seen = turn.otherwise[0].model_copy(update={"says": (*ON_THE_WAY, Line(speaker="scene", text="The rain stops."))})
    turns = {**on_the_way.dialogue.turns, "the_bus": turn.model_copy(update={"otherwise": (seen, *turn.otherwise[1:])})}
    quiet = replace(on_the_way, dialogue=on_the_way.dialogue.model_copy(update={"turns": turns}))
    waiting = page_of(with_book(quiet, **LEFT), rubric, said()).find_card("waiting")
    assert waiting is not None
    assert ways(waiting) == ["Did a passenger speak?"]


def test_a_last_line_that_asks_waits_for_the_next_one(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks"), said("child"))
    waiting = page.find_card("waiting")
    assert waiting is not None
    assert lines(waiting) == ["Is there anything else?"]


def test_after_an_ending_nothing_waits(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks"), said("child"), said("mend"))
    assert page.list_cards(CardKind.LATER)
    assert page.find_card("waiting") is None


def test_before_the_first_reply_the_page_has_no_moment(script: Script, rubric: Rubric) -> None:
    assert page_of(script, rubric).cards == ()


def test_of_several_mendings_the_one_that_names_what_it_mends_is_kept(script: Script, rubric: Rubric) -> None:
    page = page_of(
        script,
        rubric,
        said(text="Well."),
        said("blunt", text="It was banter on the bus."),
        said("mend", text="I called it banter, and I was wrong."),
    )
    (kept,) = page.list_cards(CardKind.KEEP)
    assert lines(kept)[0] == "It was banter on the bus."
    assert own(kept).startswith("What you had said first:")


def test_a_greeting_that_hurt_is_never_shown_as_one_to_keep(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("blunt", text="Only banter."), said("mend", text="Sorry."), said())
    assert not any(1 in card.replies for card in page.list_cards(CardKind.KEEP))


def test_a_last_line_that_asks_in_the_middle_waits_too(script: Script, rubric: Rubric) -> None:
    last = script.turn("last").model_copy(update={"says": (Line(speaker="pat", text="Who does what? Say it aloud."),)})
    turns = {**script.dialogue.turns, "last": last}
    asking = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    assert page_of(asking, rubric, said("asks"), said("child")).find_card("waiting") is not None


def test_what_is_not_theirs_alone_to_promise_is_never_kept(script: Script, rubric: Rubric) -> None:
    happened = (said(), said("asks", "names", text="What happened? He stays here tonight."), said())
    assert page_of(script, rubric, *happened).list_cards(CardKind.KEEP)
    after = script.dialogue.afterwards.model_copy(
        update={"not_yours_alone": (SharedPromise(words=("he stays here",), because="Your manager decides."),)}
    )
    shared = replace(script, dialogue=script.dialogue.model_copy(update={"afterwards": after}))
    assert page_of(shared, rubric, *happened).list_cards(CardKind.KEEP) == ()


@pytest.mark.parametrize(
    "slight", ["Was it racist, but I'm sure they meant well?", "Kids will be kids. What happened?"]
)
def test_a_line_with_a_small_slight_is_never_kept(script: Script, rubric: Rubric, slight: str) -> None:
    assert page_of(script, rubric, said(), said("asks", "names", text=slight), said()).list_cards(CardKind.KEEP) == ()


def test_what_one_of_them_had_asked_the_other_already_is_no_reason_to_keep_a_reply(
    script: Script, rubric: Rubric
) -> None:
    """ "And?", said Sam; and Pat would have told it whatever the reply was."""
    happened = (said(), said("asks", "names", text="What happened?"), said())
    assert page_of(script, rubric, *happened).list_cards(CardKind.KEEP)
    otherwise = script.turn("the_bus").otherwise
    between = (Line(speaker="pat", text="I rang him."), Line(speaker="sam", text="And?"))
    turn = script.turn("the_bus").model_copy(
        update={"otherwise": tuple(one.model_copy(update={"says": between}) for one in otherwise)}
    )
    turns = {**script.dialogue.turns, "the_bus": turn}
    asked = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    book = with_book(asked, told="silence:the_words")
    kept = page_of(book, rubric, *happened).list_cards(CardKind.KEEP)
    assert all(card.replies != (2,) for card in kept)


def test_a_good_reply_is_not_shown_as_what_left_a_matter_open(on_the_way: Script, rubric: Rubric) -> None:
    book = with_book(on_the_way, **LEFT, matters=[SONGS])
    good = said("child", text="Sam is lucky to have you.")
    card = page_of(book, rubric, said(), good, said(text="Lovely cups, too.")).find_card("matter-sams_songs")
    assert card is not None
    assert lines(card) == ["I counted lamp posts."]
    assert card.replies == (2,)


# --- What is left out because it may not be so


@pytest.mark.parametrize(
    ("reply", "open_still"),
    [
        ("Lovely kitchen.", True),
        ("Why did you count, then?", False),
        ("You counted.", False),
        ("Have you a singing mug in the kitchen?", False),
        ("Shall I sit here?", True),
        ("What do you tell her?", False),
        ("I saw that. Lovely kitchen.", False),
        ("I'm so sorry.", False),
        ("Really? I'm sure they didn't mean it that way.", True),
        ("Let me find it, sorry about the state of this folder.", True),
    ],
)
def test_what_a_reply_may_have_answered_is_none_to_go_back_to(
    on_the_way: Script, rubric: Rubric, reply: str, open_still: bool
) -> None:
    """A question that names nothing else may be about it, and so may any word of it, however little."""
    facts = facts_of(with_book(on_the_way, **LEFT, matters=[SONGS]), rubric, said(), said(text=reply), KITCHEN)
    line = next(line for line in facts.exchange(1).lines() if "lamp posts" in line.text)
    assert may_answer(facts, line, 2) is (not open_still)


def test_a_question_without_a_matter_of_its_own_may_answer_behind_a_word_of_feeling(
    on_the_way: Script, rubric: Rubric
) -> None:
    tell = said(text="Oh no, Pat. What did you tell him?")
    facts = facts_of(with_book(on_the_way, **LEFT), rubric, said(text="Tell me about the bus."), tell, KITCHEN)
    line = next(line for line in facts.exchange(1).lines() if "lamp posts" in line.text)
    assert may_answer(facts, line, 2)


def test_a_question_about_another_line_answers_nothing(on_the_way: Script, rubric: Rubric) -> None:
    bus = said(text="Which bus was it?")
    facts = facts_of(with_book(on_the_way, **LEFT), rubric, said(), bus, KITCHEN)
    line = next(line for line in facts.exchange(1).lines() if "lamp posts" in line.text)
    assert not may_answer(facts, line, 2)


def test_a_matter_whose_line_says_nothing_of_it_is_none_to_go_back_to(on_the_way: Script, rubric: Rubric) -> None:
    happened = (said(), KITCHEN, said(text="Lovely cups, too."))
    fitting = with_book(on_the_way, **LEFT, matters=[SONGS])
    assert page_of(fitting, rubric, *happened).find_card("matter-sams_songs") is not None
    other = {**SONGS, "about": ["whistle"], "left": "Who speaks to Sam, and how."}
    assert (
        page_of(with_book(on_the_way, **LEFT, matters=[other]), rubric, *happened).find_card("matter-sams_songs")
        is None
    )


def test_a_reply_that_goes_past_racism_just_named_is_never_kept(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    culture = race.model_copy(update={"named_by": SubjectWords(says=("church",), yields_to=("race",))})
    worded = rubric.model_copy(update={"answers": {**rubric.answers, "race": race, "culture": culture}})
    turn = script.turn("the_bus").model_copy(update={"says": (Line(speaker="pat", text="It was racism, on the bus."),)})
    turns = {**script.dialogue.turns, "the_bus": turn}
    named = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    past, taken = said("child", text="Lovely kitchen."), said("child", text="Which bus?")
    facts = facts_of(named, worded, past)
    wider = (*facts.picture.subjects, PictureSubject(id="culture", name="Culture"))
    for reply, passes in ((past, True), (taken, False)):
        facts = facts_of(named, worded, reply)
        facts = replace(facts, names=SubjectNamer(worded), picture=facts.picture.model_copy(update={"subjects": wider}))
        assert passes_over(facts, facts.exchange(1)) is passes


def test_a_last_line_waits_beside_a_hurt_of_earlier_and_not_below_one_that_it_answered(
    on_the_way: Script, rubric: Rubric
) -> None:
    """What is gone back to stands with the family's answer to it: shown again below, it would stand there twice."""
    book, hurt = with_book(on_the_way, **LEFT), said("blunt", text="It was only banter, that.")
    earlier, last = page_of(book, rubric, hurt, KITCHEN), page_of(book, rubric, KITCHEN, hurt)
    assert [card.id for card in earlier.list_cards(CardKind.BACK)] == ["back-1", "waiting"]
    assert [card.id for card in last.list_cards(CardKind.BACK)] == ["back-2"]


def test_a_first_reply_that_owns_something_and_is_thanked_with_a_question_has_a_page(
    script: Script, rubric: Rubric
) -> None:
    """Nothing was said before it that it could have put right."""
    thanks = Line(speaker="pat", text="Thank you. Would you copy me in?")
    turn = script.turn("the_bus")
    first = turn.otherwise[0].model_copy(update={"says": (thanks,)})
    turns = {**script.dialogue.turns, "the_bus": turn.model_copy(update={"otherwise": (first, *turn.otherwise[1:])})}
    thanking = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    book = with_book(thanking, told="the_bus/otherwise1")
    page = page_of(book, rubric, said(text="We wrote that and it's wrong, I'm sorry."))
    assert not [mark for mark in page.picture.marks if mark.kind is MarkKind.PUT_RIGHT]


def test_words_that_fit_two_replies_ask_which(script: Script, rubric: Rubric) -> None:
    attempt = replay(script, events(said(text="You people."), said(text="Why you people?"))).attempt()
    assert explain_unchosen(attempt, "you people") == (
        "Replies 1 and 2 fit these words alike. The number of one chooses it."
    )
    assert explain_unchosen(attempt, "nonsense xyzzy").startswith("No reply of yours has these words.")
    assert not explain_unchosen(attempt, "2") + explain_unchosen(attempt, "") + explain_unchosen(attempt, "why you")
