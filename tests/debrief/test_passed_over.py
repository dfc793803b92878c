"""Racism that the family named and that was passed over: said only where nothing can have taken it up."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardKind, CardText, LearnerAnswers, PictureSubject, SaidLine
from coach.debrief.moments import choose_back
from coach.debrief.page_builder import build_picture, show_passed_over
from coach.debrief.page_facts import PageFacts
from coach.debrief.passed_over import find_passed_over, make_passed_over_card
from coach.debrief.wording import SubjectNamer
from coach.model.events import Event, Skipped
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said, with_book
from tests.debrief.test_evidence_levels import in_other_words
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer

NAMED = "We had the wrong queue, and it was racism, and my mother heard."
BESIDE = "There's a chat, The Waiting Room, with two dads in it."
PAST = "The Waiting Room, that's brilliant. I know those dads!"


def facts_of(script: Script, rubric: Rubric, *happened: Event, named: str = NAMED, marked: bool = True) -> PageFacts:
    """A conversation in which the first answer names racism, as its author marked or did not."""
    row = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",)), "topics": ()})
    worded = rubric.model_copy(update={"answers": {**rubric.answers, "experience": row}})
    book = {"told": "the_bus/asked", "names": {"experience": "the_bus/asked"} if marked else {}}
    told = with_book(with_answer(script, "asked", pat(BESIDE, named)), **book)
    attempt = replay(told, events(said("names"), *happened)).attempt()
    names = SubjectNamer(worded)
    subjects = (PictureSubject(id="experience", name="Racism"),)
    return PageFacts(
        told, worded, attempt, names, build_picture(told, attempt, subjects, names.find), (), LearnerAnswers()
    )


def test_the_line_and_the_next_reply_stand_with_the_fact(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said(text=PAST), said(text="Lovely kitchen."))
    (card,) = choose_back(facts, set())
    assert (card.id, card.replies) == ("passed-2", (2,))
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == [NAMED, PAST]
    assert [part.text for part in card.parts if isinstance(part, CardText)] == [
        "Racism was not spoken of there, nor in reply 3."
    ]
    only = find_passed_over(facts_of(script, rubric, said(text=PAST)))
    assert only is not None
    assert "Racism was not spoken of there." in [part.text for part in make_passed_over_card(facts, only).parts]


@pytest.mark.parametrize(
    "reply",
    [
        "The Waiting Room! And it was racism, you're right.",
        "I'm so sorry, Pat. Two dads!",
        "I believe you. Who are the two dads?",
        "What happened?",
        "Who said it?",
        "That's a hard thing to hear.",
        "Racism. Two dads, and The Waiting Room.",
        "I'll write it in your words.",
        "I should have asked about the queue.",
        "Tell me more.",
    ],
)
def test_a_reply_that_may_take_it_up_in_its_own_words_does(script: Script, rubric: Rubric, reply: str) -> None:
    assert find_passed_over(facts_of(script, rubric, said(text=reply), said(text="Lovely kitchen."))) is None


@pytest.mark.parametrize("reply", [said("asks", text=PAST), said("names", text=PAST), said("mend", text=PAST)])
def test_what_was_read_so_may_have_taken_it_up(script: Script, rubric: Rubric, reply: Event) -> None:
    """A criterion of the subject counts whatever the words, and even where it is only possible."""
    helps = rubric.answers["race"].criteria
    taken = bool({verdict.criterion for verdict in reply.reading.verdicts} & set(helps))  # type: ignore[union-attr]
    assert (find_passed_over(facts_of(script, rubric, reply)) is None) is taken


@pytest.mark.parametrize(
    "later",
    ["I believe you about the queue.", "You said a word just now.", "Going back to what you told me: was it racism?"],
)
def test_what_the_reply_after_the_next_may_come_back_to_was_not_passed_over(
    script: Script, rubric: Rubric, later: str
) -> None:
    assert find_passed_over(facts_of(script, rubric, said(text=PAST), said(text=later))) is None


def test_where_racism_is_named_by_any_later_reply_nothing_is_said(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said(text=PAST), said(text="Lovely kitchen."))
    kitchen = facts.attempt.exchanges[-1]
    for text, passed in (("Lovely cups, too.", True), ("It was racism, what you told me.", False)):
        last = replace(kitchen, event=said(text=text))
        longer = replace(facts.attempt, exchanges=(*facts.attempt.exchanges, last))
        assert (find_passed_over(replace(facts, attempt=longer)) is not None) is passed


@pytest.mark.parametrize("named", ["I hope you're not saying it was racism.", "Was it racism?", "It was the weather."])
def test_what_denies_it_asks_about_it_or_has_no_word_for_it_names_nothing(
    script: Script, rubric: Rubric, named: str
) -> None:
    assert find_passed_over(facts_of(script, rubric, said(text=PAST), named=named)) is None


def test_only_a_line_that_its_author_marked_counts(script: Script, rubric: Rubric) -> None:
    assert find_passed_over(facts_of(script, rubric, said(text=PAST), marked=False)) is None


def test_it_has_a_row_where_another_moment_is_gone_back_to(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said(text=PAST), said(text="Lovely kitchen."))
    (row,) = show_passed_over(facts, (), ())
    assert (row.kind, row.title, row.replies) == (CardKind.SUBJECT, "Racism", (2,))
    back = choose_back(facts, set())
    assert back
    assert show_passed_over(facts, (), back) == ()
    assert show_passed_over(replace(facts, picture=facts.picture.model_copy(update={"subjects": ()})), (), ()) == ()


@pytest.mark.parametrize(
    "reply",
    [
        "Take your time, Pat. I'm listening.",
        "They're bullying him for the colour he is.",
        "Did anybody get up?",
        "Where did they think he was from?",
        "Mm.",
        "You must have been frightened.",
        "Calling a boy such a thing.",
    ],
)
def test_either_reply_may_take_it_up_without_a_word_for_it(script: Script, rubric: Rubric, reply: str) -> None:
    for replies in ((reply, "Lovely kitchen."), (PAST, reply)):
        assert find_passed_over(facts_of(script, rubric, *(said(text=text) for text in replies))) is None


@pytest.mark.parametrize(
    ("before", "passed"),
    [("Who is in this chat?", True), ("Was it racism?", False), ("Is it the colour of his skin?", False)],
)
def test_what_they_told_because_a_reply_asked_was_spoken_of(
    script: Script, rubric: Rubric, before: str, passed: bool
) -> None:
    facts = facts_of(script, rubric, said(text=PAST), said(text="Lovely kitchen."))
    first, second, *rest = facts.attempt.exchanges
    asked = (replace(first, event=said(text=before)), replace(second, said_before=before), *rest)
    found = find_passed_over(replace(facts, attempt=replace(facts.attempt, exchanges=asked)))
    assert (found is not None) is passed


def test_a_reply_behind_a_skipped_line_passed_nothing_over(script: Script, rubric: Rubric) -> None:
    """It answers what they said after that, and what they named was left to the skip."""
    assert find_passed_over(facts_of(script, rubric, Skipped(at=START), said(text=PAST))) is None
    assert find_passed_over(facts_of(script, rubric, said(text=PAST), Skipped(at=START))) is not None


def test_a_row_of_racism_that_was_spoken_of_stays(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said(text=PAST), said(text="Lovely kitchen."))
    passed = find_passed_over(facts)
    assert passed is not None
    made = make_passed_over_card(facts, passed, "Racism")
    other = made.model_copy(update={"id": "subject-experience", "parts": (SaidLine(speaker="You", text="Racism."),)})
    last = other.model_copy(update={"id": "subject-faith", "title": "Faith"})
    assert show_passed_over(facts, (other, last), ()) == (other, made, last)
    same = other.model_copy(update={"parts": made.parts[:1]})
    assert show_passed_over(facts, (same, last), ()) == (last, made)
    named = (replace(facts.attempt.exchanges[0], event=said(text="Was it racism?")), *facts.attempt.exchanges[1:])
    spoken = replace(facts, attempt=replace(facts.attempt, exchanges=named))
    assert show_passed_over(spoken, (other,), ()) == (other,)


@pytest.mark.parametrize(
    ("next_but_one", "passed"),
    [
        (said(text="Lovely kitchen."), True),
        (said("names", text="Lovely kitchen."), False),
        (said(text="Lovely kitchen. Now, my fault, I wrote you down wrong."), False),
    ],
    ids=["neither", "by its reading alone", "by what it owns"],
)
def test_either_of_the_next_two_replies_may_take_it_up(
    script: Script, rubric: Rubric, next_but_one: Event, passed: bool
) -> None:
    facts = facts_of(script, rubric, said(text=PAST), next_but_one)
    assert (find_passed_over(facts) is not None) is passed


# --- What was at hand before is something else


RECORD = "Your record was at the clinic, and we'll have an interpreter on Friday."


def facts_after(script: Script, rubric: Rubric, *replies: str | Event) -> PageFacts:
    """A conversation in which a record was spoken of before the family named racism."""
    facts = facts_of(script, rubric, *(said(text=one) if isinstance(one, str) else one for one in replies))
    first, *rest = facts.attempt.exchanges
    spoken = replace(first, event=said("names", text=RECORD))
    return replace(facts, attempt=replace(facts.attempt, exchanges=(spoken, *rest)))


@pytest.mark.parametrize(
    "reply",
    [
        "What should the record say?",
        "I'll ring the clinic.",
        "I'll have an interpreter here by Friday.",
        "I'll write that you came.",
        "When can we go to the clinic?",
    ],
)
def test_what_was_at_hand_before_takes_nothing_up_by_an_everyday_word(
    script: Script, rubric: Rubric, reply: str
) -> None:
    assert find_passed_over(facts_after(script, rubric, reply, "What should the record say?")) is not None


@pytest.mark.parametrize(
    "reply",
    [
        "What did the clinic say to you?",
        "What can we do about the record?",
        "I'll put that in the record.",
        "I'll put in the record how it was.",
        "What should the record say of those people?",
        "The interpreter should never have been so.",
        "I'll write that you felt unwelcome at the clinic.",
        "I'll write that you came, and that he sent you away.",
        "What should the school say?",
        "What should the record say? I'm sorry.",
        "What should the queue say in the record?",
    ],
)
def test_what_may_point_to_it_beside_what_was_at_hand_takes_it_up(script: Script, rubric: Rubric, reply: str) -> None:
    assert find_passed_over(facts_after(script, rubric, reply, "What should the record say?")) is None


def test_a_record_of_something_else_is_no_taking_up_though_it_is_read_so(script: Script, rubric: Rubric) -> None:
    """The criterion says that something gets written, and not what."""
    criterion = rubric.criteria["names"]
    worded = {**rubric.criteria, "gets_it_written": criterion}
    for text, passed in (("I'll get the clinic record put straight.", True), ("I'll get that into the record.", False)):
        facts = facts_after(script, rubric, in_other_words(said("child", text=text), text))
        *before, last = facts.attempt.exchanges
        assert last.reading is not None
        verdicts = tuple(v.model_copy(update={"criterion": "gets_it_written"}) for v in last.reading.verdicts)
        reading = last.reading.model_copy(update={"verdicts": verdicts})
        read = replace(last, event=said(text=text).model_copy(update={"reading": reading}))
        written = replace(
            facts,
            rubric=facts.rubric.model_copy(update={"criteria": worded}),
            attempt=replace(facts.attempt, exchanges=(*before, read)),
        )
        assert (find_passed_over(written) is not None) is passed


@pytest.mark.parametrize(
    ("reply", "again", "passed"),
    [
        ("Two dads in it. What colour is it?", NAMED, True),
        ("Two dads in it. What colour is it?", "It rains.", False),  # named once, it may have been met in other words
        ("That's a long time, your mother and the queue. Anyway. What's his word for tea?", NAMED, True),
        ("I believe you. Two dads in it.", NAMED, False),
        ("Two dads, and racism in the queue.", NAMED, False),
    ],
)
def test_what_they_name_twice_and_the_practitioner_never_does_was_passed_over(
    script: Script, rubric: Rubric, reply: str, again: str, passed: bool
) -> None:
    facts = facts_of(script, rubric, said(text=reply), said(text="Lovely kitchen."))
    *others, last = facts.attempt.exchanges
    told = replace(last, outputs=others[0].outputs if again == NAMED else last.outputs)
    later = replace(facts, attempt=replace(facts.attempt, exchanges=(*others, told)))
    found = find_passed_over(later)
    assert (found is not None and found.line.text == NAMED) is passed


def test_who_asks_after_the_one_who_said_it_has_taken_it_up(script: Script, rubric: Rubric) -> None:
    told = "They said two dads. It was racism, and Kyle said it loudest."
    asks = said(text="Lovely cups. And Kyle, shall I ring the school?")
    assert find_passed_over(facts_of(script, rubric, asks, said(text="Lovely kitchen."), named=told)) is None
    assert (
        find_passed_over(facts_of(script, rubric, said(text=PAST), said(text="Lovely kitchen."), named=told))
        is not None
    )
