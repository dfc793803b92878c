"""What follows from a conversation: promises, what is left for the child, words not to leave standing, a question."""

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.debrief.child_cards import make_child_words_card
from coach.debrief.first_page import CardKind, CardSuggestion, CardText, DebriefCard, DebriefPage, SaidLine
from coach.debrief.openings import list_open_matters
from coach.debrief.page_builder import build_page
from coach.debrief.picture import YOU
from coach.debrief.plan_cards import (
    LEFT_FOR_PLAN,
    NOT_YOURS_ALONE,
    keep_gravest,
    keep_shown,
    make_plan_cards,
    names_other_time,
)
from coach.debrief.promise_choice import MOST_SHOWN
from coach.debrief.promises import SpokenPromise
from coach.debrief.render import Heading, lay_out_cards
from coach.model.afterwards import Afterwards
from coach.model.conditions import Line
from coach.model.events import Contradicted, Event
from coach.model.rubric import Feedback, Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said, with_book
from tests.debrief.test_page_facts_answers import facts_of

WRITTEN = {
    "not_yours_alone": [
        {"words": "not going back", "because": "Your manager decides.", "could_say": "I'll ring you when I know."}
    ],
    "children": "sam",
    "child_said": ["They said it on the bus."],
    "worry_open": True,
    "unplanned": [
        {
            "told": "the_words",
            "about": "what was said on the bus",
            "answered_by": ["bus company", "the school"],
            "could_say": "Who should hear of it, and who not?",
        }
    ],
    "must_not_be_left": [{"words": "seemed fine", "question": "What have you seen that says so?"}],
    "questions": [
        {"told": "the_fear", "question": "Who is afraid of what is written?"},
        {"words": "frightened", "question": "Of what, and of whom?"},
        {"after_ending": "open", "question": "What will you write?"},
    ],
}


def written(script: Script, **more: object) -> Script:
    after = Afterwards.model_validate({**WRITTEN, **more})
    return replace(script, dialogue=script.dialogue.model_copy(update={"afterwards": after}))


def page_of(script: Script, rubric: Rubric, *happened: Event) -> DebriefPage:
    return build_page(script, rubric, replay(script, events(*happened)))


def own(card: DebriefCard) -> str:
    return " ".join(part.text for part in card.parts if isinstance(part, CardText))


def test_a_promise_stands_as_it_was_said(script: Script, rubric: Rubric) -> None:
    (card,) = page_of(script, rubric, said(text="Well. I'll ring you at eight.")).list_cards(CardKind.PROMISE)
    assert (card.id, card.replies) == ("promise-1-1", (1,))
    assert [part.text for part in card.parts] == ["I'll ring you at eight."]


def test_of_more_promises_than_are_quoted_the_replies_are_named(script: Script, rubric: Rubric) -> None:
    names = "Ada Ben Cyd Dee Eve Flo Gus Hal Ida Jon Kim Lou".split()
    heads = " Is that right? ".join(f"I'll ring the head about {who} on Monday." for who in names)
    cards = page_of(script, rubric, said(text=heads), said(text="I'll see about a lamp.")).list_cards(CardKind.PROMISE)
    assert [card.id for card in cards[-1:]] == ["promise-more"]
    assert own(cards[-1]) == "You promised more in reply 1."
    assert len(cards) == MOST_SHOWN + 1


def test_of_one_promise_more_in_a_reply_that_is_quoted_nothing_is_said(script: Script, rubric: Rubric) -> None:
    names = "Ada Ben Cyd Dee Eve Flo Gus Hal Ida".split()
    heads = " Is that right? ".join(f"I'll ring the head about {who} on Monday." for who in names)
    cards = page_of(script, rubric, said(text=heads), said(text="Yes.")).list_cards(CardKind.PROMISE)
    assert len(cards) == len(names) - 1 == MOST_SHOWN


def test_a_promise_that_is_not_theirs_alone_says_who_decides(script: Script, rubric: Rubric) -> None:
    (card,) = page_of(written(script), rubric, said(text="He's not going back.")).list_cards(CardKind.PROMISE)
    assert own(card) == "Not yours alone. Your manager decides."
    assert [part.text for part in card.parts if isinstance(part, CardSuggestion)] == ["I'll ring you when I know."]


def test_what_was_told_and_no_reply_answers_is_left_for_the_child(script: Script, rubric: Rubric) -> None:
    card = page_of(written(script), rubric, said("asks"), said()).find_card("child-1")
    assert card is not None
    assert own(card) == "No line of yours answers this yet: what was said on the bus."
    assert not any(isinstance(part, CardSuggestion) for part in card.parts)


def test_it_is_not_left_if_any_reply_answers_it(script: Script, rubric: Rubric) -> None:
    page = page_of(written(script), rubric, said("asks"), said(text="I'll write to the bus company."))
    assert page.find_card("child-1") is None


def test_what_was_never_told_is_not_spoken_of(script: Script, rubric: Rubric) -> None:
    assert page_of(written(script), rubric, said(), said()).find_card("child-1") is None


def test_the_childs_own_words_stand_as_they_were_told(script: Script, rubric: Rubric) -> None:
    (card,) = make_child_words_card(facts_of(written(script), rubric, said("asks")))
    assert card.title == "What Sam said and showed, as you have it"
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == ["They said it on the bus. Twice."]


def test_words_of_the_child_that_a_later_reply_answered_are_left_out_unless_the_child_says_them(
    script: Script, rubric: Rubric
) -> None:
    asks_on = (said("asks"), said(text="What did they say on the bus?"))
    other = written(script, child_said=["They said it on the bus."], children=[])
    assert not list(make_child_words_card(facts_of(other, rubric, *asks_on)))
    assert list(make_child_words_card(facts_of(other, rubric, said("asks"), said(text="And the school?"))))
    in_person = written(script, child_said=["They said it on the bus."], children=["pat"])
    assert list(make_child_words_card(facts_of(in_person, rubric, *asks_on)))


def test_words_of_the_child_that_a_reply_only_reads_back_are_not_answered(script: Script, rubric: Rubric) -> None:
    other = written(script, child_said=["They said it on the bus."], children=[])
    for reply, shown in (("'They said it on the bus.' I see.", True), ("They said it on the bus, I see.", False)):
        assert bool(list(make_child_words_card(facts_of(other, rubric, said("asks"), said(text=reply))))) is shown


def test_of_two_children_the_one_who_speaks_stands_in_the_heading(script: Script, rubric: Rubric) -> None:
    for speaks, title in ((["pat", "sam"], "What Pat said and showed"), (["sam"], "What Sam said and showed")):
        two = written(script, child_said=["They said it on the bus."], children=speaks)
        (card,) = make_child_words_card(facts_of(two, rubric, said("asks"), said()))
        assert card.title == f"{title}, as you have it"


def test_words_of_the_child_that_stand_on_the_page_are_not_quoted_again(script: Script, rubric: Rubric) -> None:
    facts = facts_of(written(script, child_said=["They said it on the bus."]), rubric, said("asks"), said())
    (card,) = make_child_words_card(facts)
    assert not list(make_child_words_card(facts, card.parts))
    other = next(line.text for line in facts.exchange(2).lines() if line.text != card.parts[0].text)
    more = facts_of(written(script, child_said=["They said it on the bus.", other]), rubric, said("asks"), said())
    (both,) = make_child_words_card(more)
    (rest,) = make_child_words_card(more, card.parts)
    assert set(rest.parts) == set(both.parts) - set(card.parts)


def test_words_of_the_child_that_weigh_nothing_by_the_book_are_left_out(script: Script, rubric: Rubric) -> None:
    said_of = written(script, child_said=["They said it on the bus."], children=[])
    asks = (said("asks"), said())
    weighs = with_book(said_of, told=["silence:the_words"])
    assert list(make_child_words_card(facts_of(weighs, rubric, *asks)))
    light = with_book(said_of, told=["last"])
    assert not list(make_child_words_card(facts_of(light, rubric, *asks)))
    in_person = with_book(written(script, child_said=["They said it on the bus."], children=["pat"]), told=["last"])
    assert list(make_child_words_card(facts_of(in_person, rubric, *asks)))


def test_a_moment_called_not_so_takes_no_words_of_the_child_off_the_page(script: Script, rubric: Rubric) -> None:
    facts = facts_of(written(script), rubric, said("asks"), said())
    (words,) = make_child_words_card(facts)
    back = DebriefCard(id="back-1", kind=CardKind.BACK, title="Back", brief="Back.", parts=words.parts)
    assert words not in make_plan_cards(facts, (), (back,))
    assert words in make_plan_cards(facts, (), (back,), {"back-1"})


def test_a_matter_called_not_so_takes_no_words_of_the_child_off_the_page(script: Script, rubric: Rubric) -> None:
    book = with_book(written(script), told="last", matters=MATTERS[1:2])
    page = page_of(book, rubric, *TOLD)
    (words,) = make_child_words_card(facts_of(book, rubric, *TOLD))
    above = [card.id for card in page.cards if words.parts[0] in card.parts]
    assert "left-matter_two" in above
    assert page.find_card("child-words") is None
    off = page_of(book, rubric, *TOLD, *(Contradicted(at=START, attempt=1, card=card) for card in above))
    assert {card.id for card in off.taken_off} == set(above)
    assert words in off.cards


def test_of_many_words_of_the_child_the_weightiest_stand_in_the_order_they_were_told(
    script: Script, rubric: Rubric
) -> None:
    words = ["I like the bus driver.", "Sam has stopped singing.", "They said it on the bus."]
    card = page_of(written(script, child_said=words), rubric, said("asks"), said("child")).find_card("child-words")
    assert card is not None
    assert [part.text for part in card.parts] == ["Sam has stopped singing.", "I like the bus driver."]


def test_words_that_say_all_is_well_are_asked_about_while_the_worry_is_open(script: Script, rubric: Rubric) -> None:
    happened = (said(), said(text="Well. I'll put that it all seemed fine."))
    card = page_of(written(script), rubric, *happened).find_card("write-2")
    assert card is not None
    assert own(card) == "What have you seen that says so?"
    assert page_of(written(script, worry_open=False), rubric, *happened).find_card("write-2") is None


@pytest.mark.parametrize(
    "text",
    [
        "It all seemed fine, the cake.",
        "I never put that it all seemed fine.",
        "School wrote that it seemed fine, and I pasted it.",
        "You said 'it all seemed fine' to me.",
        "Shall I put that it all seemed fine?",
        "I'll close it, if it all seemed fine to you.",
    ],
)
def test_words_of_which_nothing_will_be_written_are_not_asked_about(script: Script, rubric: Rubric, text: str) -> None:
    page = page_of(written(script), rubric, said(), said(text=text))
    assert page.find_card("write-2") is None


def test_what_they_accepted_stands_with_their_yes(script: Script, rubric: Rubric) -> None:
    yes = script.turn("the_bus").otherwise[0].model_copy(update={"says": (Line(speaker="pat", text="Yes, please."),)})
    turn = script.turn("the_bus").model_copy(update={"otherwise": (yes, *script.turn("the_bus").otherwise[1:])})
    turns = {**script.dialogue.turns, "the_bus": turn}
    willing = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    offer = said(text="I can ring the school.")
    assert page_of(script, rubric, offer).list_cards(CardKind.PROMISE) == ()
    (card,) = page_of(willing, rubric, offer).list_cards(CardKind.PROMISE)
    assert [part.text for part in card.parts] == ["I can ring the school.", "Yes, please."]
    assert page_of(willing, rubric, said(text="Shall I ring the school?")).list_cards(CardKind.PROMISE) == ()


def test_an_ending_says_for_itself_whether_the_worry_is_open(script: Script, rubric: Rubric) -> None:
    happened = (said("asks"), said("child", text="It all seemed fine."), said("mend"))
    assert page_of(written(script), rubric, *happened).find_card("write-2") is None


def test_the_authors_first_question_that_fits_is_asked(script: Script, rubric: Rubric) -> None:
    (card,) = page_of(written(script), rubric, said(text="I was frightened.")).list_cards(CardKind.QUESTION)
    assert own(card) == "Of what, and of whom?"
    (ended,) = page_of(written(script), rubric, said("asks"), said("child"), said("mend")).list_cards(CardKind.QUESTION)
    assert own(ended) == "What will you write?"


def test_without_one_the_question_belongs_to_a_moment_on_the_page(script: Script, rubric: Rubric) -> None:
    wonder = Feedback(wonder="What were you easing?")
    blunt = rubric.criteria["blunt"].model_copy(update={"feedback": wonder})
    wondering = rubric.model_copy(update={"criteria": {**rubric.criteria, "blunt": blunt}})
    (card,) = page_of(script, wondering, said("blunt"), said()).list_cards(CardKind.QUESTION)
    assert own(card) == "What were you easing?"


def test_without_a_claim_there_is_no_question(script: Script, rubric: Rubric) -> None:
    assert page_of(script, rubric, said("asks"), said("child")).list_cards(CardKind.QUESTION) == ()


def test_a_scenario_that_says_nothing_for_afterwards_has_a_page_all_the_same(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks"), said(text="It all seemed fine."))
    assert {card.kind for card in page.cards} <= {CardKind.SUBJECT, CardKind.KEEP, CardKind.BACK}


# --- Matters

MATTERS = [
    {
        "id": f"matter_{number}",
        "for": kind,
        "told": told,
        "about": [about],
        "left": f"What is left of it: {about}.",
        "words": f"Shall we say how it goes: {about}?",
        "question": f"Who asks about it: {about}?",
    }
    for number, kind, told, about in (
        ("one", "child", "sam_says", "sing"),
        ("two", "child", "silence:the_words", "twice"),
        ("three", "child", "the_bus", "thing"),
        ("four", "plan", "the_bus", "bus"),
        ("five", "plan", "sam_says", "stopped"),
    )
]
TOLD = (said("asks", text="Lovely kitchen."), said(text="Lovely singing."))
TWO_AND_A_PLAN = [*MATTERS[:2], *MATTERS[3:]]


def test_two_matters_for_the_child_stand_beside_one_for_a_plan_with_no_words_to_try(
    script: Script, rubric: Rubric
) -> None:
    page = page_of(with_book(written(script), told="last", matters=TWO_AND_A_PLAN), rubric, *TOLD)
    left = [card for card in page.list_cards(CardKind.CHILD) if card.id.startswith("left-")]
    assert [(card.id, card.title) for card in left] == [
        ("left-matter_one", "What is left for Sam"),
        ("left-matter_two", "What is left for Sam"),
        ("left-matter_four", "What is left to be planned"),
    ]
    assert [part.text for part in left[1].parts] == ["They said it on the bus. Twice.", "What is left of it: twice."]
    three = page_of(with_book(written(script), told="last", matters=MATTERS[:3]), rubric, *TOLD)
    assert [card.id for card in three.list_cards(CardKind.CHILD)][:3] == [
        "left-matter_one",
        "left-matter_two",
        "left-matter_three",
    ]


def test_a_line_that_is_gone_back_to_is_not_said_again_as_left(script: Script, rubric: Rubric) -> None:
    """What came of the reply stands behind it on that card, and what waits is not gone back to."""
    page = page_of(with_book(written(script), told="last", matters=MATTERS[:1]), rubric, *TOLD)
    card = page.find_card("left-matter_one")
    assert card is not None
    line, reply = card.parts[0], SaidLine(speaker=YOU, text="Lovely cups.", reply=2)
    facts = facts_of(with_book(written(script), told="last", matters=MATTERS[:1]), rubric, *TOLD)
    facts = replace(facts, matters=list_open_matters(facts.script, facts.attempt))
    for name, parts, stands in (
        ("back-2", (line, reply), False),
        ("back-2", (reply, line), True),
        ("waiting", (line,), True),
    ):
        above = DebriefCard(id=name, kind=CardKind.BACK, title="Back", brief="Back.", parts=parts)
        assert (card.id in [one.id for one in make_plan_cards(facts, (), (above,))]) is stands


def test_a_page_has_room_for_three_and_one_for_a_plan_is_always_among_them() -> None:
    child = DebriefCard(id="left-a", kind=CardKind.CHILD, title="What is left for Sam", brief="A.", parts=())
    four = tuple(child.model_copy(update={"id": f"left-{name}"}) for name in "abcd")
    plan = child.model_copy(update={"id": "left-plan", "title": LEFT_FOR_PLAN})
    assert keep_gravest(four) == four[:3]
    assert keep_gravest((*four, plan)) == (*four[:2], plan)
    assert keep_gravest((plan,)) == (plan,)


def test_a_trifle_that_is_kept_quiet_in_fun_is_no_promise(script: Script, rubric: Rubric) -> None:
    fun = said(text="A thing on a bus, I shan't tell anyone.")
    kept = with_book(written(script), told="sam_says")
    assert page_of(kept, rubric, fun, said()).list_cards(CardKind.PROMISE) == ()
    word = said(text="I won't say bus, promise.")
    assert page_of(kept, rubric, word, said()).list_cards(CardKind.PROMISE) == ()
    hers = said(text="A bus. Dear me. I won't tell her.")
    assert page_of(kept, rubric, hers, said()).list_cards(CardKind.PROMISE) == ()
    told = with_book(written(script), told=["sam_says", "the_bus"])
    assert len(page_of(told, rubric, fun, said()).list_cards(CardKind.PROMISE)) == 1
    assert len(page_of(told, rubric, word, said()).list_cards(CardKind.PROMISE)) == 1


def test_a_promise_that_its_author_warns_of_is_never_in_fun(script: Script, rubric: Rubric) -> None:
    fun = said(text="A thing on a bus, I shan't tell anyone.")
    warned = {"words": "shan't tell", "because": "It may have to be told.", "could_say": "I'll say who hears it."}
    kept = with_book(written(script, not_yours_alone=[warned]), told="sam_says")
    (card,) = page_of(kept, rubric, fun, said()).list_cards(CardKind.PROMISE)
    assert NOT_YOURS_ALONE in own(card)


def test_only_what_they_said_straight_before_it_is_kept_quiet_in_fun(script: Script, rubric: Rubric) -> None:
    """What was told before is told, whatever they said of it since."""
    fun = said(text="A thing on a bus, I shan't tell anyone.")
    kept = with_book(written(script), told="sam_says")
    assert len(page_of(kept, rubric, said(), fun).list_cards(CardKind.PROMISE)) == 1
    turns = dict(script.dialogue.turns)
    turns["last"] = turns["last"].model_copy(update={"says": (Line(speaker="pat", text="That thing on the bus."),)})
    again = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    for told, promises in (("sam_says", 0), (["sam_says", "the_bus"], 1)):
        page = page_of(with_book(again, told=told), rubric, said("asks"), said(), fun)
        assert len(page.list_cards(CardKind.PROMISE)) == promises


def test_a_day_settles_nothing_that_happened_on_it(script: Script, rubric: Rubric) -> None:
    """A second attempt promised something else by Monday, and the child's matter was gone from its page."""
    matter = {**MATTERS[0], "about": ["sing", "monday"]}
    book = with_book(written(script), told="last", matters=[matter])
    other = (*TOLD, said(text="I'll have the record corrected by Monday."))
    assert page_of(book, rubric, *other).find_card("left-matter_one") is not None
    settled = (*TOLD, said(text="I'll ask about the singing by Monday."))
    assert page_of(book, rubric, *settled).find_card("left-matter_one") is None


def test_what_is_left_without_a_line_that_tells_it_is_not_shown(script: Script, rubric: Rubric) -> None:
    """ "I'm thinking!" was the last line of the telling."""
    turn = script.turn("sam_says").model_copy(update={"says": (Line(speaker="pat", text="I'm thinking!"),)})
    turns = {**written(script).dialogue.turns, "sam_says": turn}
    thinking = replace(script, dialogue=written(script).dialogue.model_copy(update={"turns": turns}))
    matter = {**MATTERS[0], "about": ["bus"], "left": "What is left of it: the bus."}
    page = page_of(with_book(thinking, told="last", matters=[matter]), rubric, TOLD[0], said("child", text="Tea?"))
    # Nor does a card above have it, for which it would be left out.
    assert "I'm thinking!" not in [card.parts[0].text for card in page.list_cards(CardKind.BACK)]
    # Without a line that tells it, what is left would read as a guess.
    assert page.find_card("left-matter_one") is None


def test_no_line_is_quoted_for_two_matters(script: Script, rubric: Rubric) -> None:
    twice = [MATTERS[0], {**MATTERS[0], "id": "again"}]
    page = page_of(with_book(written(script), told="last", matters=twice), rubric, *TOLD)
    assert page.find_card("left-matter_one") is not None
    assert page.find_card("left-again") is None


def test_what_is_left_has_its_line_also_where_that_waits_above(script: Script, rubric: Rubric) -> None:
    page = page_of(with_book(written(script), told="sam_says", matters=MATTERS[:1]), rubric, TOLD[0])
    assert page.find_card("waiting") is not None
    card = page.find_card("left-matter_one")
    assert card is not None
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == ["Sam has stopped singing."]


def test_where_there_are_matters_nothing_unplanned_and_no_line_on_safety_is_shown(
    script: Script, rubric: Rubric
) -> None:
    happened = (*TOLD, said(text="Lovely kitchen."))
    assert page_of(written(script), rubric, *happened).find_card("child-1") is not None
    book = with_book(written(script), told="last", safety="sam_says", matters=MATTERS[3:4])
    ids = {card.id for card in page_of(book, rubric, *happened).cards}
    assert "left-matter_four" in ids
    assert not [key for key in ids if key.startswith(("child-1", "safety-"))]


def test_the_authors_question_goes_before_that_of_what_is_left_and_after_that_of_what_was_begun(
    script: Script, rubric: Rubric
) -> None:
    frightened = (*TOLD, said(text="I was frightened."))
    book = with_book(written(script), told="last", matters=MATTERS)
    (card,) = page_of(book, rubric, *frightened).list_cards(CardKind.QUESTION)
    assert own(card) == "Of what, and of whom?"
    always = [{"question": "Whose phrase is it?"}]
    for matters, asked in ((MATTERS, "Who asks about it: sing?"), (MATTERS[:0], "Whose phrase is it?")):
        book = with_book(written(script, questions=always), told="last", matters=matters)
        (card,) = page_of(book, rubric, *frightened).list_cards(CardKind.QUESTION)
        assert own(card) == asked
    them = {**MATTERS[0], "id": "theirs", "for": "them", "about": ["humming"], "question": "What let you hear?"}
    book = with_book(written(script), told="last", matters=[*MATTERS, them])
    passed_over = (TOLD[0], said(text="Lovely cups."), frightened[-1])
    (card,) = page_of(book, rubric, *passed_over).list_cards(CardKind.QUESTION)
    assert own(card) == "What let you hear?"


def test_a_heading_stands_once_over_cards_of_one_title_and_never_over_nothing(script: Script, rubric: Rubric) -> None:
    page = page_of(with_book(written(script), told="last", matters=TWO_AND_A_PLAN), rubric, *TOLD)
    blocks = list(lay_out_cards(page, CardKind.CHILD))
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings == ["What is left for Sam", "What is left to be planned"]
    assert not any(isinstance(a, Heading) and isinstance(b, Heading) for a, b in pairwise([*blocks, Heading("")]))


# --- Safety


def test_a_line_on_safety_that_no_later_word_answers_is_left_for_the_child(script: Script, rubric: Rubric) -> None:
    book = with_book(written(script, unplanned=[]), safety="sam_says", told="sam_says")
    happened = (said(), said("names", text="Was it racism, then?"), said(text="Lovely kitchen."))
    line = script.turn("sam_says").says[-1].text
    cards = [card for card in page_of(book, rubric, *happened).cards if card.id.startswith("safety-")]
    assert [part.text for card in cards for part in card.parts if isinstance(part, SaidLine)] == [line]
    answered = (*happened[:-1], said(text=f"I'll ring tonight about this: {line}"))
    assert not [card for card in page_of(book, rubric, *answered).cards if card.id.startswith("safety-")]


def test_where_the_worry_is_answered_nothing_on_safety_is_left(script: Script, rubric: Rubric) -> None:
    book = with_book(written(script, unplanned=[], worry_open=False), safety="sam_says", told="sam_says")
    happened = (said(), said("names", text="Was it racism, then?"), said(text="Lovely kitchen."))
    assert not [card for card in page_of(book, rubric, *happened).cards if card.id.startswith("safety-")]


def test_what_nobody_said_here_is_taken_for_known_by_no_card(script: Script, rubric: Rubric) -> None:
    """A matter is told in several ways, and what one of them says may not have come up."""
    unsaid = [{**MATTERS[0], "left": "What Sam sang in March."}, MATTERS[3]]
    page = page_of(with_book(written(script), told="last", matters=unsaid), rubric, *TOLD)
    left = [card.id for card in page.list_cards(CardKind.CHILD) if card.id.startswith("left-")]
    assert left == ["left-matter_four"]


def test_what_is_left_does_not_stand_under_a_line_that_says_the_reverse(script: Script, rubric: Rubric) -> None:
    matter = {**MATTERS[0], "left": "Sam asked about it: sing."}
    book = with_book(written(script), told="last", matters=[matter])
    assert page_of(book, rubric, *TOLD).find_card("left-matter_one") is not None
    turn = script.turn("sam_says").model_copy(
        update={"says": (Line(speaker="pat", text="You don't ask him to sing, you just wait."),)}
    )
    turns = {**book.dialogue.turns, "sam_says": turn}
    reverse = replace(book, dialogue=book.dialogue.model_copy(update={"turns": turns}))
    assert page_of(reverse, rubric, *TOLD).find_card("left-matter_one") is None


@pytest.mark.parametrize(
    ("line", "promised", "named"),
    [
        ("Wednesday, after one. If it's me that's picking.", "I'll bring it here, Thursday, ten.", True),
        ("Thursday. At ten.", "I'll bring it here, Thursday, ten.", False),
        ("Wednesday?", "I'll bring it here, Thursday, ten.", False),
        ("Wednesday was the day they rang.", "I'll bring it here, Thursday, ten.", False),
        ("Wednesday.", "I'll write it down.", False),
    ],
)
def test_another_day_that_they_name_stands_with_the_promise(line: str, promised: str, named: bool) -> None:
    assert names_other_time(line, promised) is named


def test_a_row_points_at_no_promise_that_the_page_leaves_out(script: Script, rubric: Rubric) -> None:
    """It would lead nowhere."""
    facts = facts_of(script, rubric, said())
    left_out = SpokenPromise(5, "I'll correct the log today with my name on it, and it says racism.")
    listed = SpokenPromise(
        12,
        "Today by five: the log, with 'racism' and my name on it. Friday by noon: Skye. Tuesday at nine: you mark it.",
    )
    assert keep_shown(facts, (left_out, listed)) == (listed,)
