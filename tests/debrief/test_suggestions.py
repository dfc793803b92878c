"""Words to try: which answer a line, which fit a reply, and which would own something for the practitioner."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardKind, CardSuggestion
from coach.debrief.page_builder import build_page
from coach.debrief.suggestions import (
    asks_again,
    asks_leave_again,
    asks_told,
    choose_suggestions,
    claims_knowing,
    does_the_same,
    find_words_for,
    goes_ahead,
    list_answered,
    only_says_back,
)
from coach.model.conditions import Line
from coach.model.events import Event
from coach.model.reading import Form
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book

MATTER = {
    "id": "sams_songs",
    "for": "them",
    "told": "sam_says",
    "left": "Why Sam stopped.",
    "words": "What did Sam sing?",
    "question": "Who has asked Sam?",
}


def ways_back(script: Script, rubric: Rubric, *happened: Event) -> list[str]:
    card = build_page(script, rubric, replay(script, events(*happened))).list_cards(CardKind.BACK)[0]
    return [part.text for part in card.parts if isinstance(part, CardSuggestion)]


def test_words_of_the_book_stand_before_those_of_a_matter_and_of_an_opening(script: Script) -> None:
    turn = script.turn("sam_says")
    assert turn.opening is not None
    assert find_words_for(script, turn.says, turn.opening) == turn.opening.could_say
    matters = with_book(script, told="last", matters=[MATTER])
    assert find_words_for(matters, turn.says, turn.opening)[0] == "What did Sam sing?"
    both = with_book(script, told="last", matters=[MATTER], next_words={"sam_says": "Since when?"})
    assert find_words_for(both, turn.says, turn.opening)[0] == "Since when?"


def test_words_of_a_matter_and_of_an_opening_stand_behind_others_only_with_a_word_of_the_line(script: Script) -> None:
    turn = script.turn("sam_says")
    assert turn.opening is not None
    of_it = f"{turn.says[-1].text} Go on."
    opening = turn.opening.model_copy(update={"could_say": (of_it, "And your sister?")})
    book = with_book(script, told="last", next_words={"sam_says": "Since when?"})
    assert find_words_for(book, turn.says, opening) == ("Since when?", of_it)
    assert find_words_for(script, turn.says, opening) == opening.could_say, "nothing else answers it"


def test_words_answer_the_last_line_or_an_earlier_one_that_they_speak_of() -> None:
    kyle, tuesday = Line(speaker="pat", text="Kyle said it."), Line(speaker="pat", text="It was on a Tuesday. So.")
    assert list_answered((kyle, tuesday), "What did Kyle do then?") == (kyle, tuesday)
    assert list_answered((kyle, tuesday), "Which Tuesday was it?") == (tuesday,)
    assert list_answered((kyle, tuesday), "I'm sorry.") == (tuesday,)
    assert list_answered((), "I'm sorry.") == ()


def test_words_of_a_matter_that_is_for_the_child_answer_no_line(script: Script) -> None:
    book = with_book(script, told="last", matters=[{**MATTER, "for": "child"}])
    assert find_words_for(book, script.turn("sam_says").says, None) == ()


def test_words_answer_the_last_that_was_said_whatever_is_seen_after_it(script: Script) -> None:
    book = with_book(script, told="last", next_words={"sam_says": "Since when?"})
    seen = (*script.turn("sam_says").says, Line(speaker="scene", text="Rain."))
    assert find_words_for(book, seen, None) == ("Since when?",)
    assert find_words_for(book, (Line(speaker="scene", text="Rain."),), None) == ()


@pytest.mark.parametrize(
    "way",
    [
        "I nearly told you it was kids being kids. Was it racist?",
        "I laughed, and I shouldn't have. What happened?",
        "I made that about me.",
    ],
)
def test_words_that_own_what_was_never_said_are_not_offered(way: str) -> None:
    said_before = ("Was it about his colour?",)
    assert choose_suggestions(said_before, (way, "What did they call him?")) == (
        CardSuggestion(text="What did they call him?"),
    )


def test_words_that_own_what_was_said_may_be_offered() -> None:
    way = "I said banter, and there is another word for it: racism. What did the driver hear?"
    assert choose_suggestions(("Only banter, I'd say, boys being boys.",), (way,)) == (CardSuggestion(text=way),)


def test_what_is_done_or_noticed_now_owns_nothing() -> None:
    way = "I had noticed. I'll write it as you say it."
    assert choose_suggestions((), (way,)) == (CardSuggestion(text=way),)


def test_other_words_that_say_what_was_asked_stand_only_where_something_was(script: Script, rubric: Rubric) -> None:
    branch = script.turn("the_bus").replies["brushed_off"]
    offered = branch.model_copy(update={"could_say": ("I asked that too soon. What happened?", "That was racism.")})
    turn = script.turn("the_bus")
    turns = {
        **script.dialogue.turns,
        "the_bus": turn.model_copy(update={"replies": {**turn.replies, "brushed_off": offered}}),
    }
    told = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    stated = said("blunt", text="Only banter.", forms=(Form.STATEMENT,))
    assert ways_back(told, rubric, stated, said()) == ["That was racism."]
    asked = said("blunt", text="Only banter?", forms=(Form.CLOSED_QUESTION,))
    assert ways_back(told, rubric, asked, said()) == ["I asked that too soon. What happened?"]


def test_other_words_answer_no_subject_that_the_family_did_not_raise(script: Script, rubric: Rubric) -> None:
    branch = script.turn("the_bus").replies["brushed_off"]
    offered = branch.model_copy(update={"could_say": ("Is it her faith, do you think?", "What did they say?")})
    turn = script.turn("the_bus").model_copy(update={"opening": None})
    replies = {**turn.replies, "brushed_off": offered}
    turns = {**script.dialogue.turns, "the_bus": turn.model_copy(update={"replies": replies})}
    told = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))

    def with_words(*says: str) -> Rubric:
        row = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=says), "topics": ()})
        return rubric.model_copy(update={"answers": {"race": row}})

    stated = said("blunt", text="Only banter.", forms=(Form.STATEMENT,))
    assert ways_back(told, with_words("faith"), stated, said()) == ["What did they say?"]
    assert ways_back(told, with_words("faith", "the bus"), stated, said()) == ["Is it her faith, do you think?"]


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("I don't know what made them. Nobody does yet.", "I don't know what the marks are yet and neither does she."),
        ("That's a big question. What do you find yourself saying to her?", "What do you tell her? I've my pen down."),
        ("I'm sorry. That's racism. Somebody else can look after them.", "That's horrible, I'm sorry. It is racist."),
    ],
)
def test_what_does_what_was_typed_there_is_no_way(way: str, typed: str) -> None:
    assert does_the_same(way, typed)
    assert not does_the_same(way, "")
    assert choose_suggestions((), (way,), typed=typed) == ()
    assert choose_suggestions((), (way,), typed=typed, missed=True) == ()
    assert [one.text for one in choose_suggestions((), (way,), typed="Put the kettle on.", missed=True)] == [way]


@pytest.mark.parametrize("typed", ["And the bus, is it late often?", "I'll ask the driver about the bus tomorrow."])
def test_beside_a_reply_no_way_stands_unless_it_clearly_missed_the_line(typed: str) -> None:
    way = "That word again. Where did you first hear it?"
    assert choose_suggestions((), (way,), typed=typed) == ()
    for told in (choose_suggestions((), (way,), typed=typed, missed=True), choose_suggestions((), (way,))):
        assert [one.text for one in told] == [way]


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("Under the clock. What happens when it isn't twenty?", "What do you tell her?"),
        ("They all turned to you. That was racism, and I'm sorry.", "I saw that, sorry, I should have said something."),
        ("What did he say to you on the bus?", "Which bus is it?"),
    ],
)
def test_another_question_or_more_than_was_typed_is_a_way(way: str, typed: str) -> None:
    assert not does_the_same(way, typed)


def test_a_way_that_asks_again_what_was_asked_is_none() -> None:
    said = ("Could we look at the midwife's page together now?",)
    assert asks_again("Would you find the page for me? I'd not guess.", said)
    assert not asks_again("Would you find the page for me?", ("There is a page in the book.",))
    assert not asks_again("What was that like?", said)


def test_other_words_that_say_what_was_said_stand_only_where_more_was_done_than_ask(
    script: Script, rubric: Rubric
) -> None:
    branch = script.turn("the_bus").replies["brushed_off"]
    offered = branch.model_copy(update={"could_say": ("I said that too soon. What happened?", "That was racism.")})
    turn = script.turn("the_bus")
    replies = {**turn.replies, "brushed_off": offered}
    turns = {**script.dialogue.turns, "the_bus": turn.model_copy(update={"replies": replies})}
    told = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    for text, forms, first in (
        ("Only banter.", (Form.STATEMENT,), "I said that too soon. What happened?"),
        ("Only banter. Was it?", (Form.STATEMENT, Form.CLOSED_QUESTION), "I said that too soon. What happened?"),
        ("Only banter?", (Form.CLOSED_QUESTION,), "That was racism."),
    ):
        assert ways_back(told, rubric, said("blunt", text=text, forms=forms), said())[:1] == [first]


# --- What a way may say of the line that it answers


@pytest.mark.parametrize(
    ("way", "line", "goes"),
    [
        ("I have time. What happens first, when it gets dark?", "I can say more, only not with the trolley.", True),
        (
            "I'll wait for the trolley. What happens when it gets dark?",
            "I can say more, only not with the trolley.",
            False,
        ),
        ("We could move. What happens when it gets dark?", "I can say more, only not with the trolley.", False),
        ("I have time, and small pieces are all right.", "I can say more, only not with the trolley.", False),
        ("What did he ask for?", "Sort of. Can that bit go last?", True),
        ("What did he ask for?", "He asked me twice.", False),
        ("What happens there?", "It's not with the others, it's in the shed.", False),
        ("What is different here?", "I sleep fine at Mum's, just not here.", False),
        ("What does he eat, when he does?", "He'll eat, but not in front of people.", False),
        ("What does she say to you?", "She's lovely to me, but not with the kids.", False),
        ("Who was he with?", "I'm not with him there, I work nights.", False),
        ("What did he see?", "I'll tell you later, when he's in bed.", True),
        ("What did he see?", "I can't, not with my mum upstairs.", True),
        ("What did he see?", "Not till she's gone out.", True),
        ("What did he see?", "Ask me again after tea.", True),
        ("What did he see?", "You can ask me when he's in bed.", True),
        ("What did he see?", "I wasn't here before. Now ask me again.", False),
        ("What did he see?", "Ask me again. I'll answer it this time.", False),
    ],
)
def test_no_way_goes_straight_to_what_is_put_off(way: str, line: str, goes: bool) -> None:
    assert goes_ahead(way, line) is goes
    assert bool(choose_suggestions((), (way,), line=line)) is not goes
    assert choose_suggestions((), (way,))


@pytest.mark.parametrize(
    ("way", "line", "claims"),
    [
        ("So you both know what she's doing.", "She watches his pockets, so I give him the trolley.", True),
        ("You both know what's meant, then.", "I say I expect so, and we both know what we're on about.", False),
        ("So you both know, and neither of you says.", "He knows and he doesn't say.", False),
        ("That's a lot for you both.", "She watches his pockets.", False),
        ("So you both know what she's doing.", "He doesn't know I've seen it.", True),
        ("So you both know.", "We had tea, and I saw her hand.", True),
        ("So you both know.", "We both saw her hand.", False),
        ("So you both know.", "He knows I've seen it.", False),
    ],
)
def test_no_way_says_that_two_know_what_one_told(way: str, line: str, claims: bool) -> None:
    assert claims_knowing(way, line) is claims
    assert bool(choose_suggestions((), (way,), line=line)) is not claims


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("They call him that. Who drove the bus that day?", True),
        ("They call him that. Who was on the bus?", False),
        ("They call him that. What happened?", False),
        ("Shall I ring whoever drove the bus that day?", False),
        ("Gordon drove the bus that day.", False),
    ],
    ids=["all of it", "a part", "no words of its own", "an offer", "no question"],
)
def test_no_way_asks_what_was_told_before(way: str, told: bool) -> None:
    heard, line = ("Gordon drove the bus that day.",), "They call him a name."
    assert asks_told(way, heard, line) is told
    assert bool(choose_suggestions((), (way,), line=line, heard=heard)) is not told
    assert not asks_told(way, heard, heard[0]), "the line itself may be asked about"


@pytest.mark.parametrize(
    ("way", "back"),
    [
        ("So nobody can say anything. I can see why you've not.", True),
        ("From the top of her voice to down by your knee.", True),
        ("I hadn't thought of it doing that.", True),
        ("So nobody can say anything. What would you say?", False),
        ("So nobody can say anything. Tell me why.", False),
        ("So nobody can say anything. That's racism.", False),
        ("So nobody can say anything. I'll write that down.", False),
        ("That should have come from us.", False),
    ],
)
def test_what_asks_does_and_names_nothing_only_says_back(way: str, back: bool) -> None:
    assert only_says_back(way) is back


def test_where_racism_is_told_words_that_name_it_go_first() -> None:
    ways = ("What did he do then?", "That was racist. What did he do?")
    assert [one.text for one in choose_suggestions((), ways, line="It's racism, what they did.")] == [ways[1]]
    assert [one.text for one in choose_suggestions((), ways, line="They laughed at him.")] == [ways[0]]


LEAVE = "I'd like to ask him himself, in his own time. Is that all right?"


@pytest.mark.parametrize(
    ("line", "typed", "again"),
    [
        ("He'll come in. Don't sit him down — hold something for him.", "", True),
        ("He's in the shed, mostly.", "Shall I go and say hello to him?", True),
        ("He's in the shed, mostly.", "", False),
        ("I don't sit him down any more.", "", False),
        ("You can ask him, if he's let out.", "", True),
        ("He cries at the gate.", "Is it ok if I take my coat off?", False),
        ("He cries at the gate.", "Can I ask how long you've lived here?", False),
        ("He cries at the gate.", "I'd ask him as well. Is that all right?", True),
        ("Ask him and he just cries.", "", False),
        ("Ask him when he's eaten.", "", True),
        ("Hold him down, that's what they did to him.", "", False),
    ],
)
def test_no_way_asks_leave_that_was_given_or_asked_for(line: str, typed: str, again: bool) -> None:
    assert asks_leave_again(LEAVE, line, typed) is again
    assert not asks_leave_again("What would he want?", line, typed)
