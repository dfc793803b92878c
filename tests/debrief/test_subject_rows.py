"""The rows of the page: where a subject is on the table, in whole lines; no line, no row."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardKind, CardText, DebriefCard, LearnerAnswers, PictureSubject, SaidLine
from coach.debrief.page_builder import build_page, build_picture, describe_rows
from coach.debrief.page_facts import PageFacts
from coach.debrief.promises import find_promises
from coach.debrief.subject_rows import CARRIED_ON, choose_places, make_subject_cards
from coach.debrief.wording import SubjectNamer
from coach.model.conditions import Line
from coach.model.events import Event
from coach.model.reading import Form
from coach.model.rubric import Level, Rubric, SubjectWords
from coach.model.scenario import Answer, Changes
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange
from tests.conftest import events, said, with_book

OPEN = (Form.OPEN_QUESTION,)


@pytest.fixture
def worded(rubric: Rubric) -> Rubric:
    """The small rubric with the words by which a line names race."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism", "the bus"))})
    return rubric.model_copy(update={"answers": {"race": race}})


def rows(script: Script, rubric: Rubric, *happened: Event, level: Level | None = None) -> tuple[DebriefCard, ...]:
    """The rows as they are where no other card shows their lines; at a given level, if one is given."""
    history = replay(script, events(*happened))
    attempt, names = history.attempt(), SubjectNamer(rubric)
    subjects = tuple(PictureSubject(id=key, name=row.name) for key, row in rubric.list_rows().items())

    def list_read(exchange: Exchange) -> tuple[str, ...]:
        read = exchange.reading
        return ("race",) if read and not names.knows("race") and "asks" in read.clear() else ()

    picture = build_picture(script, attempt, subjects, names.find, reads=list_read)
    facts = PageFacts(script, rubric, attempt, names, picture, (), LearnerAnswers())
    promises = find_promises((e.number, e.text) for e in attempt.replies())
    outcomes = describe_rows(script, rubric, history, attempt)
    if level:
        outcomes = {key: outcome.model_copy(update={"level": level}) for key, outcome in outcomes.items()}
    return tuple(make_subject_cards(facts, choose_places(facts), outcomes, promises))


def own(card: DebriefCard) -> str:
    return " ".join(part.text for part in card.parts if isinstance(part, CardText))


def test_a_subject_that_nobody_put_into_words_has_no_row(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    quiet = rubric.model_copy(update={"answers": {"race": race}})
    assert rows(script, quiet, said("asks"), said("names"), said()) == ()


def lines(card: DebriefCard) -> list[str]:
    return [part.text for part in card.parts if isinstance(part, SaidLine)]


TOLD = ["You asked.", "They said it on the bus. Twice."]
"""What Pat answers to a reply that asks what happened; the next turn begins with another line."""


def test_a_row_shows_their_line_yours_and_what_came_straight_after(script: Script, worded: Rubric) -> None:
    (row,) = rows(script, worded, said("asks", text="Was it racism?"), said())
    assert lines(row) == ["There was a thing on the bus.", "Was it racism?", *TOLD]
    assert own(row) == "Pat told you more straight after."
    assert row.replies == (1,)


def test_a_row_says_nothing_of_who_was_first_or_of_other_replies(script: Script, worded: Rubric) -> None:
    happened = (said("asks", text="Was it racism?"), said("child", text="Racism, then."), said(text="Racism."))
    (row,) = rows(script, worded, *happened)
    assert not {"first", "found", "more of yours", "replies"} & set(own(row).casefold().split())


def test_a_reply_that_does_not_name_it_is_shown_to_their_last_line_or_has_a_word_of_the_one_before(
    script: Script, worded: Rubric
) -> None:
    (row,) = rows(script, worded, said(text="Which bus was it?"), said())
    assert lines(row)[:2] == ["There was a thing on the bus.", "Which bus was it?"]
    turn = script.turn("the_bus")
    longer = turn.model_copy(update={"says": (*turn.says, Line(speaker="pat", text="Sit down."))})
    turns = {**script.dialogue.turns, "the_bus": longer}
    other = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    (row,) = rows(other, worded, said(text="Which bus was it?"), said())
    assert lines(row)[:3] == ["There was a thing on the bus.", "Sit down.", "Which bus was it?"]
    assert rows(other, worded, said(text="How old is he?"), said()) == ()


def test_a_reply_that_goes_past_their_line_is_in_no_row(script: Script, worded: Rubric) -> None:
    assert rows(script, worded, said(text="Lovely kitchen."), said()) == ()


def test_a_row_without_their_line_points_below_only_to_a_reply_that_names_racism(
    script: Script, worded: Rubric
) -> None:
    """To point at another card shows nothing else."""
    race = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism", "treated differently"))})
    only = worded.model_copy(update={"answers": {"race": race}})
    for text, pointed in (("Was it racism on the bus?", True), ("Was he treated differently on the bus?", False)):
        history = replay(script, events(said(), said("asks", "names", text=text), said()))
        page = build_page(script, only, history, answers=LearnerAnswers())
        assert [card.replies for card in page.list_cards(CardKind.KEEP)] == [(2,)]
        rows_there = [own(row) for row in page.list_cards(CardKind.SUBJECT)]
        assert (rows_there == ["In reply 2, which stands below."]) is pointed


def test_what_a_reply_names_of_its_speaker_alone_is_in_no_row(script: Script, worded: Rubric) -> None:
    race = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    only = worded.model_copy(update={"answers": {"race": race}})
    assert rows(script, only, said("asks", text="I was at a talk on racism once."), said()) == ()
    (row,) = rows(script, only, said("asks", text="I was at a talk once. Was it racism?"), said())
    assert row.replies == (1,)


def test_without_a_word_of_it_in_a_line_of_theirs_nothing_is_said_of_their_answer(
    script: Script, worded: Rubric
) -> None:
    """It stands with the reply all the same: a reply alone shows nothing."""
    race = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    only = worded.model_copy(update={"answers": {"race": race}})
    (row,) = rows(script, only, said("asks", text="Was it racism?"), said())
    assert lines(row) == ["Was it racism?", *TOLD]
    assert own(row) == ""


def test_a_sentence_that_is_lent_to_somebody_names_nothing(script: Script, worded: Rubric) -> None:
    race = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racist",))})
    only = worded.model_copy(update={"answers": {"race": race}})
    lent = said("asks", text='You could say: "Has anybody been racist to you here?" Now you.')
    assert rows(script, only, lent, said()) == ()
    (row,) = rows(script, only, said("asks", text='You said "racist", Pat. I heard it.'), said())
    assert row.replies == (1,)


def test_their_answer_stands_for_it_where_it_has_a_word_of_it(script: Script, worded: Rubric) -> None:
    race = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism", "twice"))})
    only = worded.model_copy(update={"answers": {"race": race}})
    (row,) = rows(script, only, said("asks", text="Was it racism?"), said())
    assert lines(row) == ["Was it racism?", *TOLD]


def test_a_reply_that_denies_it_is_in_no_row(script: Script, worded: Rubric) -> None:
    assert rows(script, worded, said(text="I'm not saying racism, it is a rule."), said()) == ()
    (row,) = rows(script, worded, said(text="That's no nickname, that's racism."), said())
    assert row.replies == (1,)


def test_a_line_they_drew_back_from_is_in_no_row(script: Script, worded: Rubric) -> None:
    assert rows(script, worded, said("blunt", text="It was racism, or only banter."), said()) == ()


def test_what_stands_above_or_below_already_is_only_named_with_their_line_if_that_is_nowhere(
    script: Script, worded: Rubric
) -> None:
    history = replay(script, events(said("asks", text="Was it racism?"), said()))
    page = build_page(script, worded, history, answers=LearnerAnswers(again="1"))
    (row,) = page.list_cards(CardKind.SUBJECT)
    assert own(row) == "In reply 1, which stands above."
    assert lines(row) == ["There was a thing on the bus."]
    taken_back = build_page(script, worded, history, answers=LearnerAnswers(back="1"))
    assert "There was a thing on the bus." in lines(taken_back.list_cards(CardKind.CHOSEN)[0])
    assert taken_back.list_cards(CardKind.SUBJECT) == ()
    page = build_page(script, worded, replay(script, events(said("names", "asks", text="Was it racism?"), said())))
    assert [card.kind for card in page.cards][:2] == [CardKind.SUBJECT, CardKind.KEEP]
    assert own(page.list_cards(CardKind.SUBJECT)[0]) == "In reply 1, which stands below."


WOVEN = Level.WOVEN_THROUGH
TWICE = (
    said("names", "asks", forms=OPEN, text="Was it racism?"),
    said("child", text="What does Sam say of the racism? I'll write to the head that there was racism, twice."),
)


def test_what_was_carried_on_into_a_promise_is_said(script: Script, worded: Rubric) -> None:
    (row,) = rows(with_longer_answer(script), worded, *TWICE, said(text="Who sits with him there?"), level=WOVEN)
    assert CARRIED_ON in own(row)


def test_nothing_is_said_to_be_carried_on_without_a_promise(script: Script, worded: Rubric) -> None:
    asked = (TWICE[0], said("child", text="What does Sam say of the racism?"))
    (row,) = rows(with_longer_answer(script), worded, *asked, said(text="Who sits with him there?"), level=WOVEN)
    assert CARRIED_ON not in own(row)
    assert "promised" not in own(row)


def test_no_row_says_that_something_was_asked_openly_and_followed(script: Script, worded: Rubric) -> None:
    """Readers of pages found that wrong more often than not, so the lines speak for themselves."""
    (row,) = rows(
        with_longer_answer(script), worded, *TWICE, said(text="Who sits with him there?"), level=Level.EXPLORING
    )
    assert not {"openly", "followed"} & set(own(row).split())


def test_carrying_on_needs_two_lines_of_its_own(script: Script, worded: Rubric) -> None:
    once = (said("names", "asks", forms=OPEN, text="Was it racism?"), said("child"), said())
    (row,) = rows(script, worded, *once, level=WOVEN)
    assert CARRIED_ON not in own(row)


def test_nothing_is_said_to_be_carried_on_where_one_of_the_lines_told_nothing(script: Script, worded: Rubric) -> None:
    (row,) = rows(script, worded, *TWICE, said(text="Who drives the bus?"), level=WOVEN)
    assert CARRIED_ON not in own(row)


def test_nothing_is_said_to_be_carried_on_where_the_next_reply_went_past_it(script: Script, worded: Rubric) -> None:
    twice = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism", "the bus", "singing"))})
    both = worded.model_copy(update={"answers": {"race": twice}})
    (row,) = rows(with_longer_answer(script), both, *TWICE, said(text="Lovely cups."), level=WOVEN)
    assert CARRIED_ON not in own(row)


def with_longer_answer(script: Script) -> Script:
    """The scenario where Sam tells more, so that two replies were told more after."""
    says = (Line(speaker="sam", text="I like the bus driver, and I sit with him, and nobody says it then."),)
    turn = script.turn("sam_says")
    longer = turn.replies["asked_sam"].model_copy(update={"says": says, "changes": Changes(trust=1)})
    turns = {
        **script.dialogue.turns,
        "sam_says": turn.model_copy(update={"replies": {**turn.replies, "asked_sam": longer}}),
    }
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def test_no_row_says_that_something_was_not_followed_or_left_silent(script: Script, worded: Rubric) -> None:
    (row,) = rows(script, worded, said("names", text="Was it racism?"), said(), said())
    assert not {"not yet", "silent", "missed", "touched"} & set(own(row).casefold().split())


def test_a_promise_with_a_word_of_the_subject_is_said_to_be_about_it(script: Script, worded: Rubric) -> None:
    named = said("names", text="That was racism, from the driver.")
    promised = said(text="I'll write to the head about the driver's racism.")
    (row,) = rows(script, worded, named, promised)
    assert "What you promised in reply 2 is about it." in own(row)
    # In the very reply that is quoted, the promise is seen.
    (row,) = rows(script, worded, said("names", text="I'll write to the head about the racism."), said())
    assert own(row) == ""


def test_another_promise_with_a_word_of_the_subject_is_not_said_to_be_about_what_is_shown(
    script: Script, worded: Rubric
) -> None:
    asked = said("names", text="Was it racism, from the driver?")
    (row,) = rows(script, worded, asked, said(text="I'll book a course on racism on Friday."))
    assert "promised" not in own(row)
    (row,) = rows(script, worded, asked, said(text="I'll report the driver's racism on Friday."))
    assert "What you promised in reply 2 is about it." in own(row)


def test_a_rubric_without_words_goes_by_what_was_clearly_read(script: Script, rubric: Rubric) -> None:
    (row,) = rows(script, rubric, said("asks"), said())
    assert row.replies == (1,)
    assert rows(script, rubric, said(possible=("asks",), rules=4), said()) == ()


@pytest.fixture
def treated(rubric: Rubric) -> Rubric:
    """The small rubric with a faith that gives way to how somebody is treated for it."""
    faith = rubric.answers["race"].model_copy(
        update={"named_by": SubjectWords(says=("the bus", "scarf"), yields_to=("treated",))}
    )
    how = faith.model_copy(update={"name": "How they are treated", "named_by": SubjectWords(says=("racism", "pulled"))})
    return rubric.model_copy(update={"answers": {"race": faith, "treated": how}})


def test_how_somebody_is_treated_for_a_faith_stands_in_the_row_of_that_alone(script: Script, treated: Rubric) -> None:
    (row,) = rows(script, treated, said("asks", text="Who pulled her scarf, and was it racism?"), said())
    assert row.id == "subject-treated"
    (faith,) = rows(script, treated, said("asks", text="What does the scarf mean to her?"), said())
    assert faith.id == "subject-race"


def test_a_line_of_theirs_that_the_book_finds_in_either_is_how_they_are_treated(
    script: Script, treated: Rubric
) -> None:
    happened = (said("asks", text="Tell me of the racism, please."), said())
    for tag in ("race", "treated"):
        turn = script.turn("the_bus")
        says = (Line(speaker="pat", text="They pulled it off on the bus."),)
        turns = {**script.dialogue.turns, "the_bus": turn.model_copy(update={"says": says})}
        other = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
        (row,) = rows(with_book(other, told="last", names={tag: "the_bus"}), treated, *happened)
        assert row.id == "subject-treated"
        assert lines(row)[0] == "They pulled it off on the bus."


# --- With a line book


def test_with_a_book_a_line_stands_for_a_subject_by_its_word_and_its_tag(script: Script, worded: Rubric) -> None:
    """By its words alone the first line of all would stand for it: "There was a thing on the bus."."""
    happened = (said("asks", text="Was it racism?"), said())
    (row,) = rows(with_book(script, told="last", names={"race": "the_bus"}), worded, *happened)
    assert lines(row)[0] == "There was a thing on the bus."
    (alone,) = rows(with_book(script, told="last", names={"race": "sam_says"}), worded, *happened)
    assert lines(alone) == ["Was it racism?", *TOLD]
    assert own(alone) == ""


def test_with_a_book_that_they_told_more_is_said_only_of_a_line_that_is_shown(script: Script, worded: Rubric) -> None:
    """What the family says as the next turn begins is no answer to the reply."""
    book = with_book(script, told="sam_says", names={"race": "the_bus"})
    (row,) = rows(book, worded, said("names", text="Was it racism?"), said())
    assert lines(row) == ["There was a thing on the bus.", "Was it racism?", "Maybe."]
    assert own(row) == ""


def test_with_a_book_what_answers_another_question_of_the_reply_is_no_telling_of_the_subject(
    script: Script, worded: Rubric
) -> None:
    """The reply asks of racism, and what opened the answer was a question about Sam."""
    turn = script.turn("the_bus")
    says = (Line(speaker="pat", text="Sam sits at the back now, and he used to sit by me."),)
    other = turn.replies["asked"].model_copy(update={"says": says, "met": ("child",), "any_met": (), "tells": None})
    turns = {**script.dialogue.turns, "the_bus": turn.model_copy(update={"replies": {"asked": other}})}
    elsewhere = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    book = with_book(elsewhere, told="the_bus/asked", names={"race": "the_bus"})
    (row,) = rows(book, worded, said("child", text="Where does Sam sit, and was it racism on the bus?"), said())
    assert says[0].text in lines(row)
    assert own(row) == ""


@pytest.mark.parametrize(("answers", "offered"), [((0,), False), ((0, 1), True)])
def test_what_they_name_once_puts_nothing_forward_and_what_they_name_twice_does(
    script: Script, worded: Rubric, answers: tuple[int, ...], offered: bool
) -> None:
    """In answers, where no opening is on it: the church that somebody walks past is no subject."""
    names_it, other = (Line(speaker="pat", text=text) for text in ("It was racism.", "Hm, the bus driver."))
    otherwise = tuple(
        Answer(says=(names_it if place in answers else other,), goto="end" if place == 3 else None)
        for place in range(4)
    )
    turn = script.turn("last").model_copy(update={"otherwise": otherwise, "replies": {}})
    dialogue = script.dialogue.model_copy(update={"turns": {"last": turn}, "begins": "last"})
    race = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    only = worded.model_copy(update={"answers": {"race": race}})
    happened = (said(text="Lovely kitchen."), said(text="What was it like?"), said(text="What did they say?"), said())
    assert bool(rows(replace(script, dialogue=dialogue), only, *happened)) is offered


def test_what_a_reply_names_only_of_letters_and_forms_is_in_no_row(script: Script, worded: Rubric) -> None:
    (row,) = rows(script, worded, said(), said(text="Was the bus like that?"), said())
    assert row.replies == (2,)
    papers = said(text="Did the letters come by the bus? And what is he like?")
    assert rows(script, worded, said(), papers, said()) == ()


def test_what_the_service_does_has_a_row_only_where_it_is_owned_or_promised(script: Script, worded: Rubric) -> None:
    acting = worded.answers["race"].model_copy(update={"named_by": SubjectWords(says=("report",))})
    acts = worded.model_copy(update={"answers": {"acting": acting}})
    assert rows(script, acts, said("asks", text="What else is in the report?"), said()) == ()
    (row,) = rows(script, acts, said("asks", text="We put that in the report, and that was wrong of us."), said())
    assert row.replies == (1,)
