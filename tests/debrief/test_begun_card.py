"""What they began: the weightiest of all their lines, only where nothing that was said after it may take it up."""

import pytest

from coach.debrief.begun_card import (
    answers_fully,
    holds_something,
    list_begun_lines,
    make_begun_card,
    says_nobody_asked,
    speaks_of_same_person,
    stays_with_question,
)
from coach.debrief.first_page import CardKind, CardSuggestion, CardText, LearnerAnswers, SaidLine
from coach.debrief.moments import choose_back
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import RACISM, PageFacts
from coach.debrief.picture import quote_line
from coach.debrief.wording import SubjectNamer
from coach.model.events import Event, Skipped
from coach.model.line_book import Matter
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said, with_book
from tests.debrief.test_openings import begin_with
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer
from tests.rehearsal.banked import with_turns

HELD = "I counted lamp posts on the way to the hospital, and nobody asked me why."
PAST = "Singing! What singing was it?"
"""A reply to the line with which the next turn begins."""
NEXT = "Was the singing any good?"
BOOK = {"told": "the_bus/asked"}


def facts_of(
    script: Script, rubric: Rubric, *happened: Event, lines: tuple[str, ...] = (HELD,), **book: object
) -> PageFacts:
    """A conversation in which the first answer is some lines, as its author marked them."""
    told = with_book(with_answer(script, "asked", pat(*lines)), **{**BOOK, **book})
    attempt = replay(told, events(said("names"), *happened)).attempt()
    picture = build_picture(told, attempt)
    return PageFacts(told, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())


def begun_in(facts: PageFacts) -> list[tuple[str, int]]:
    """The lines that were begun, each with the reply straight after it."""
    return [(begun.line.text, begun.reply) for begun in list_begun_lines(facts)]


def test_a_line_before_the_last_is_found_with_the_reply_that_went_past_it(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("vague", text=PAST), said("vague", text=NEXT))
    assert begun_in(facts) == [(HELD, 2)]
    card = make_begun_card(facts, list_begun_lines(facts)[0])
    assert (card.kind, card.replies) == (CardKind.BACK, (2,))
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == [HELD, PAST]
    assert [part.text for part in card.parts if isinstance(part, CardText)] == [
        "Pat began this, and it is still there to be picked up."
    ]


ANSWERED = "I counted lamp posts on the way to the hospital, and then the beds."


@pytest.mark.parametrize(
    ("asked", "line", "begun"),
    [
        ("Which lamp posts did you count?", ANSWERED, False),
        ("Which lamp posts did you count?", HELD, True),
        ("Lovely kitchen.", ANSWERED, True),
        ("Is the kettle new?", ANSWERED, True),
    ],
)
def test_a_whole_answer_to_a_question_begins_nothing(
    script: Script, rubric: Rubric, asked: str, line: str, begun: bool
) -> None:
    told = with_book(with_answer(script, "asked", pat(line)), told="the_bus/asked", safety=[])
    attempt = replay(told, events(said("names", text=asked), said("vague", text=PAST))).attempt()
    facts = PageFacts(told, rubric, attempt, SubjectNamer(rubric), build_picture(told, attempt), (), LearnerAnswers())
    assert answers_fully(facts, facts.exchange(2), pat(line)[0], ()) is (not begun)


@pytest.mark.parametrize(
    ("line", "reply", "same"),
    [
        ("My dad counted lamp posts.", "And your father, is he about?", True),
        ("My dad counted lamp posts.", "And your grandad, is he about?", True),
        ("My sister counted lamp posts.", "And your gran, is she about?", False),
        ("My sister counted lamp posts.", "What would Rukhsana need?", True),
        ("Rukhsana counted lamp posts.", "What would your sister need?", True),
        ("My sister counted lamp posts on Thursday.", "What would Thursday need?", False),
        ("The bus was full, and late.", "What would Rukhsana need?", False),
    ],
)
def test_a_word_for_kin_and_a_name_may_be_one_person(
    script: Script, rubric: Rubric, line: str, reply: str, same: bool
) -> None:
    facts = facts_of(script, rubric, said(), lines=("I saw Rukhsana, and so did we all on Thursday.",))
    assert speaks_of_same_person(facts, pat(line)[0], reply) is same


def test_who_asks_for_another_person_has_taken_up_what_was_said_of_one(script: Script, rubric: Rubric) -> None:
    asks = "He counted lamp posts on the way to the hospital, and nobody asked me why."
    for reply, found in (("I'll ask for another one. Singing!", []), (PAST, [(asks, 2)])):
        assert begun_in(facts_of(script, rubric, said("vague", text=reply), lines=(asks,))) == found


@pytest.mark.parametrize(
    "reply",
    [
        "Which hospital was it?",
        "Singing! I'm so sorry, Pat.",
        "Singing, bless him.",
        "Take your time. Was it singing?",
        "Go on. And the singing?",
        "What happened?",
        "That sounds so hard.",
        "I would never have thought of doing anything like it. Singing!",
        "Why did nobody ask you? And the singing?",
        "I can't imagine how it must have been for you. What singing was it?",
    ],
)
def test_a_reply_that_may_take_it_up_in_its_own_words_does(script: Script, rubric: Rubric, reply: str) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=reply), said("vague", text=NEXT))) == []


@pytest.mark.parametrize(
    "later", ["How far was the hospital?", "You told me before. What was it?", "Shall we go back to the rest?"]
)
def test_a_later_reply_that_may_come_back_to_it_does(script: Script, rubric: Rubric, later: str) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), said("vague", text=later))) == []


@pytest.mark.parametrize(
    "reply",
    [
        "Keep going.",
        "Tell me.",
        "Tell us, then",
        "On you go.",
        "Say.",
        "I'm with you.",
        "You were frightened.",
        "Oh no.",
        "Oh, Pat.",
        "Gutted for ya.",
        "Nae wonder.",
        "Ach, hen.",
        "Whisht, tell us.",
        "...",
        "(I wait)",
        "Mm.",
        "I hear you.",
        "Right. I hear you.",
    ],
)
def test_a_short_reply_without_a_subject_of_its_own_may_receive_it(script: Script, rubric: Rubric, reply: str) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=reply), said("vague", text=NEXT))) == []


def test_who_says_i_hear_you_receives_it_though_they_spoke_of_hearing(script: Script, rubric: Rubric) -> None:
    spoke = begin_with(script, "He could hear the telly.", "He told us.")
    for reply, begun in (("I hear you.", []), ("I hear the telly.", [(HELD, 2)])):
        facts = facts_of(spoke, rubric, said("vague", text=reply), said("vague", text=NEXT))
        assert begun_in(facts) == begun


@pytest.mark.parametrize(
    "reply",
    [
        "Okay.",
        "Right.",
        "Fine.",
        "Anyway.",
        "Bye.",
        "Right then, bye.",
        "Okay, Pat.",
        "Right, next one.",
        "Fine. Tea.",
        "I can't do tomorrow.",
    ],
)
def test_a_short_reply_that_ends_it_or_turns_away_receives_nothing(script: Script, rubric: Rubric, reply: str) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=reply), said("vague", text=NEXT))) == [(HELD, 2)]


def test_a_sorry_for_how_something_is_asked_receives_nothing(script: Script, rubric: Rubric) -> None:
    asks = said("vague", text="Sorry, the singing what? Sorry, I'm being slow.")
    assert begun_in(facts_of(script, rubric, asks)) == [(HELD, 2)]


def test_a_line_that_was_skipped_may_have_been_about_anything(script: Script, rubric: Rubric) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), Skipped(at=START))) == []


def test_what_goes_on_from_a_line_is_one_breath_with_it(script: Script, rubric: Rubric) -> None:
    goes_on = "And the night porter went off singing."
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), lines=(HELD, goes_on))) == []


def test_a_line_that_points_back_stands_with_the_one_before_it(script: Script, rubric: Rubric) -> None:
    points = "It was dark, and I was frightened, and nobody asked me anything."
    walked = "Every lamp post in Sheffield, I walked past it that night."
    facts = facts_of(script, rubric, said("vague", text=PAST), lines=(walked, points))
    assert [line.text for line in list_begun_lines(facts)[0].shown] == [walked, points]


@pytest.mark.parametrize(
    "line",
    [
        "Thank you, nobody asked me that on the way to hospital.",
        "Has nobody asked you why we went to the hospital then?",
        "The bus was late on the way to hospital.",
        "Nobody asked.",
        "There's something I ought to say of that hospital, and nobody asked.",
    ],
    ids=["closes", "asks", "weighs too little", "says too little", "is told behind it"],
)
def test_a_line_that_begins_nothing_is_none(script: Script, rubric: Rubric, line: str) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), lines=(line,))) == []


def test_what_draws_back_or_stands_on_the_page_already_is_none(script: Script, rubric: Rubric) -> None:
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), drew_back="the_bus/asked")) == []
    facts = facts_of(script, rubric, said("vague", text=PAST))
    shown = [quote_line(facts.script, line) for line in facts.exchange(1).lines()]
    assert list_begun_lines(facts, shown=shown) == []
    assert list_begun_lines(facts, {2}) == []


def test_a_matter_weighs_more_and_brings_its_words(script: Script, rubric: Rubric) -> None:
    matter = Matter.model_validate(
        {
            "id": "lamp_posts",
            "for": "child",
            "told": ["the_bus/asked"],
            "about": ["lamp"],
            "left": "The lamp posts, and the way to the hospital.",
            "words": "The hospital, and nobody asked. What was it like?",
            "question": "Who asks?",
        }
    )
    plain = facts_of(script, rubric, said("vague", text=PAST))
    facts = facts_of(script, rubric, said("vague", text="Singing! I can see that."), matters=(matter,))
    assert list_begun_lines(facts)[0].weight == list_begun_lines(plain)[0].weight + 2
    begun = list_begun_lines(facts)[0]
    parts = make_begun_card(facts, begun, missed=True).parts
    assert [part.text for part in parts if isinstance(part, CardSuggestion)] == [matter.words]
    others = make_begun_card(facts, begun).parts
    assert not [part for part in others if isinstance(part, CardSuggestion)], "only beside what missed it"
    taken = said("vague", text="Singing! I'd have lit every lamp.")
    assert begun_in(facts_of(script, rubric, taken, matters=(matter,))) == []


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("I'll get you there.", True),
        ("Mine takes longer.", True),
        ("Nobody's asked me one question.", True),
        ("They never ring me.", True),
        ("What I listen for is not for this telephone.", True),
        ("And one I'd want to take on its own.", True),
        ("I asked nobody to the party.", False),
        ("She never rings the bell.", False),
    ],
)
def test_what_is_held_back_is_said_in_so_many_words(line: str, holds: bool) -> None:
    assert holds_something(line) is holds


def test_a_hurt_and_what_was_begun_are_both_gone_back_to(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("vague", text=PAST), said("blunt"), drew_back="last")
    assert [card.id for card in choose_back(facts, set())] == ["back-3", "begun-2"]
    assert [card.id for card in choose_back(facts, {3})] == ["begun-2"]


def test_a_question_answers_who_says_that_nobody_asked_one_and_a_put_off_begins_nothing(
    script: Script, rubric: Rubric
) -> None:
    line = "Nobody's asked me one question about the lamp posts, and I was there all night."
    assert says_nobody_asked(line)
    assert not says_nobody_asked("I counted lamp posts all night, and nobody asked me why.")
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), lines=(line,))) == []
    put_off = "I did hear that, it's in there, it's just behind everything else I've not said yet."
    assert begun_in(facts_of(script, rubric, said("vague", text=PAST), lines=(put_off,))) == []


def test_what_came_of_a_skipped_line_is_begun_by_nobody(script: Script, rubric: Rubric) -> None:
    told = with_book(with_turns(script, last={"says": pat(HELD)}), told="last")
    for between, begun in ((said("vague", text=PAST), [(HELD, 3)]), (Skipped(at=START), [])):
        attempt = replay(told, events(said("names"), between, said("vague", text=NEXT))).attempt()
        picture = build_picture(told, attempt)
        facts = PageFacts(told, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())
        assert begun_in(facts) == begun


def test_who_takes_up_the_line_that_one_points_back_to_takes_up_both(script: Script, rubric: Rubric) -> None:
    walked = "Every lamp post in Sheffield, I walked past it that night."
    points = "It was dark, and I was frightened, and nobody asked me anything."
    begins = with_turns(script, sam_says={"says": pat(points)})
    for reply, begun in (("Which bus was it?", [(points, 2)]), ("A lamp is a tall thing. Which bus was it?", [])):
        told = ["the_bus/asked", "sam_says"]
        facts = facts_of(begins, rubric, said("vague", text=reply), lines=(walked,), told=told)
        assert begun_in(facts) == begun


@pytest.mark.parametrize(
    ("line", "begun"),
    [
        ("It was a slur on the late bus to Leeds, and nobody asked me anything.", False),
        ("It was a slur on the late bus to Leeds with Kyle, and nobody asked me anything.", True),
    ],
    ids=["four words", "five"],
)
def test_a_line_that_says_little_beside_a_word_for_racism_is_taken_up_by_any_word_for_it(
    script: Script, rubric: Rubric, line: str, begun: bool
) -> None:
    named = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("slur", "racism"))})
    worded = rubric.model_copy(update={"answers": {RACISM: named}})
    later = said("vague", text="Was the singing racism?")
    facts = facts_of(script, worded, said("vague", text=PAST), later, lines=(line,), names={RACISM: "the_bus/asked"})
    assert begun_in(facts) == ([(line, 2)] if begun else [])


POSTS = "Twenty lamp posts on the way to hospital, and nobody ever asked me why."


@pytest.mark.parametrize(
    ("line", "reply", "begun"),
    [
        (
            "Twenty lamp posts on the way to hospital, and nobody ever asked me why.",
            "20, no less. Which bus was it?",
            False,
        ),
        (POSTS, "Which bus was it?", True),
        (HELD, "20, no less. Which bus was it?", True),
    ],
)
def test_a_number_in_figures_takes_up_one_in_words(
    script: Script, rubric: Rubric, line: str, reply: str, begun: bool
) -> None:
    facts = facts_of(script, rubric, said("vague", text=reply), lines=(line,))
    assert begun_in(facts) == ([(line, 2)] if begun else [])


@pytest.mark.parametrize(
    ("asked", "following", "begun"),
    [
        ("What did you do on the way to the ward?", "Singing! And the ward, was it far?", False),
        ("What did you do on the way to the ward?", PAST, True),
        ("You went to the ward, I heard.", "Singing! And the ward, was it far?", True),
    ],
)
def test_who_stays_with_their_own_question_has_dropped_no_answer_to_it(
    script: Script, rubric: Rubric, asked: str, following: str, begun: bool
) -> None:
    told = with_book(with_answer(script, "asked", pat(HELD)), **BOOK)
    attempt = replay(told, events(said("names", text=asked), said("vague", text=following))).attempt()
    picture = build_picture(told, attempt)
    facts = PageFacts(told, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())
    assert stays_with_question(facts, facts.exchange(2), pat(HELD)[0]) is (not begun)

    assert stays_with_question(facts, facts.exchange(2), pat(HELD)[0]) is not begun


THREE = "There are three of us that have him, and nobody asked me for whom I would vouch."


@pytest.mark.parametrize(
    ("line", "reply", "begun"),
    [
        (THREE, "Singing! Who is the third?", []),
        (THREE, "Singing! The third verse, I suppose.", "same"),
        ("I will dig it out for you from that bag, nobody asked me all day.", PAST, []),
        ("Nobody asked me all day about that old bag by the hospital bed, not once.", PAST, "same"),
        (HELD, "Singing! Tell me what you were counting, only that.", []),
        (HELD, "Singing! Tell me another.", "same"),
        (HELD, "Singing! So you were on your own with it.", []),
        (HELD, "Singing! So is the bus.", "same"),
    ],
)
def test_what_is_asked_for_fetched_or_said_back_is_not_left(
    script: Script, rubric: Rubric, line: str, reply: str, begun: list[tuple[str, int]] | str
) -> None:
    facts = facts_of(script, rubric, said("vague", text=reply), said("vague", text=NEXT), lines=(line,))
    assert begun_in(facts) == ([(line, 2)] if begun == "same" else begun)


@pytest.mark.parametrize(("first", "found"), [("Was that racism?", False), ("Was it busy?", True)])
def test_a_nod_at_what_was_just_called_racism_begins_nothing(
    script: Script, rubric: Rubric, first: str, found: bool
) -> None:
    nod = "It was racism, and the whole of that bus had counted lamp posts."
    named = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    worded = rubric.model_copy(update={"answers": {RACISM: named}})
    told = with_book(with_answer(script, "asked", pat(nod)), **BOOK, names={RACISM: "the_bus/asked"})
    history = replay(told, events(said("names", text=first), said("vague", text=PAST), said("vague", text=NEXT)))
    picture = build_picture(told, history.attempt())
    facts = PageFacts(told, worded, history.attempt(), SubjectNamer(worded), picture, (), LearnerAnswers())
    assert begun_in(facts) == ([(nod, 2)] if found else [])


@pytest.mark.parametrize(
    ("reply", "found"),
    [("Singing! Then I'm straight to my manager.", []), ("Singing! My manager sings.", [(HELD, 2)])],
)
def test_what_goes_to_a_manager_for_safety_was_taken_up(
    script: Script, rubric: Rubric, reply: str, found: list[tuple[str, int]]
) -> None:
    facts = facts_of(script, rubric, said("vague", text=reply), said("vague", text=NEXT), safety="the_bus/asked")
    assert begun_in(facts) == found


def test_thanks_for_telling_receive_all_that_was_told_together(script: Script, rubric: Rubric) -> None:
    thanks = said("vague", text="Two letters. Thank you for telling me, and it goes no further.")
    assert begun_in(facts_of(script, rubric, thanks, said("vague", text=NEXT))) == []


def test_who_begins_with_what_they_had_called_somebody_has_taken_it_up(script: Script, rubric: Rubric) -> None:
    called = said("vague", text="I called you composed. I expect that's on the list.")
    assert begun_in(facts_of(script, rubric, called, said("vague", text=NEXT))) == []
