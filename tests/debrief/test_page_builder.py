"""The page of a debrief: what it opens with, the picture, and the practitioner's "not so" on a card."""

from coach.debrief.first_page import (
    CardKind,
    CardSuggestion,
    CardText,
    DebriefCard,
    DebriefPage,
    LearnerAnswers,
    MarkKind,
    SaidLine,
)
from coach.debrief.page_builder import build_page, quote_twice_at_most, read_answers, shorten_cards
from coach.debrief.render import Quote, lay_out_cards, render_plain
from coach.debrief.report import LESS_WELL, LIMITS
from coach.model.events import Contradicted, Disputed, Event, Reflected, Stance
from coach.model.reading import BY_WORDING
from coach.model.rubric import Level, Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said


def page_of(script: Script, rubric: Rubric, *happened: Event) -> DebriefPage:
    return build_page(script, rubric, replay(script, events(*happened)))


def kinds(page: DebriefPage) -> list[MarkKind]:
    return [mark.kind for mark in page.picture.marks]


def test_each_reply_has_one_mark_in_order(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks"), said("blunt"), said("mend"))
    assert [mark.reply for mark in page.picture.marks] == [1, 2, 3]
    assert kinds(page)[1:] == [MarkKind.DREW_BACK, MarkKind.PUT_RIGHT]


def test_a_mark_quotes_the_reply_whole_and_what_came_straight_after(script: Script, rubric: Rubric) -> None:
    (mark,) = page_of(script, rubric, said("asks", text="Well, what did they say on the bus?")).picture.marks
    assert mark.said.text == "Well, what did they say on the bus?"
    assert mark.after
    assert not any(line.scene for line in mark.after)


def test_a_card_called_not_so_is_taken_off_and_kept(script: Script, rubric: Rubric) -> None:
    (kept,) = page_of(script, rubric, said("asks"), said("child")).list_cards(CardKind.KEEP)
    off = Contradicted(at=START, attempt=1, card=kept.id, said="what it said")
    page = page_of(script, rubric, said("asks"), said("child"), off)
    assert kept.id not in [card.id for card in page.cards]
    assert [card.id for card in page.taken_off] == [kept.id]


def test_a_card_that_was_called_not_so_can_be_put_back(script: Script, rubric: Rubric) -> None:
    (kept,) = page_of(script, rubric, said("asks"), said("child")).list_cards(CardKind.KEEP)
    off = Contradicted(at=START, attempt=1, card=kept.id)
    back = off.model_copy(update={"withdrawn": True})
    page = page_of(script, rubric, said("asks"), said("child"), off, back)
    assert kept.id in [card.id for card in page.cards]


def test_the_two_answers_before_the_page_are_read_from_what_was_stored(script: Script, rubric: Rubric) -> None:
    kept = [
        Reflected(at=START, on="would_say_again", words="the first"),
        Reflected(at=START, on="would_take_back", words="2"),
        Reflected(at=START, on="would_say_again", words="1"),
    ]
    history = replay(script, events(said("asks"), *kept))
    assert read_answers(history, 1) == LearnerAnswers(again="1", back="2")
    assert read_answers(history, 2) == LearnerAnswers()


def test_a_card_names_the_practitioner_where_others_read_it_too(script: Script, rubric: Rubric) -> None:
    page = page_of(script, rubric, said("asks", text="Well, what happened?"), said("child"))
    theirs = list(lay_out_cards(page, CardKind.KEEP, "Ann"))
    assert next(block for block in theirs if isinstance(block, Quote)).speaker.startswith("Ann, reply ")
    assert "You, reply " not in render_plain(theirs)
    assert "You, reply " in render_plain(lay_out_cards(page, CardKind.KEEP))
    assert list(lay_out_cards(page, CardKind.CHOSEN, "Ann")) == []


def test_a_page_says_so_where_replies_were_read_without_weights(script: Script, rubric: Rubric) -> None:
    fitted = said("asks")
    worded = fitted.model_copy(update={"reading": fitted.reading.model_copy(update={"matcher": BY_WORDING})})
    assert page_of(script, rubric, fitted).limits == LIMITS
    assert page_of(script, rubric, worded).limits == f"{LIMITS} {LESS_WELL}"


def test_a_page_that_is_too_long_loses_second_ways_before_first_ones() -> None:
    ways = tuple(CardSuggestion(text=f"{name} " * 20) for name in ("one", "two"))
    cards = [
        DebriefCard(id=f"back-{n}", kind=CardKind.BACK, title="Back", brief="", parts=(CardText(text="Fact."), *ways))
        for n in range(3)
    ]
    assert shorten_cards(cards, 200) == cards
    fewer = shorten_cards(cards, 100)
    assert [len(card.parts) for card in fewer] == [3, 2, 2]
    assert all(isinstance(card.parts[0], CardText) for card in shorten_cards(cards, 0))


def test_a_line_of_theirs_stands_on_a_page_twice_at_most() -> None:
    said_twice, another = SaidLine(speaker="Pat", text="Twice."), SaidLine(speaker="Pat", text="Once.")

    def card(key: str, kind: CardKind, *parts: SaidLine | CardText) -> DebriefCard:
        return DebriefCard(id=key, kind=kind, title=key, brief="", parts=parts)

    above = (card("row", CardKind.SUBJECT, said_twice), card("keep", CardKind.KEEP, said_twice))
    left = card("left", CardKind.CHILD, said_twice, CardText(text="What is left."))
    words = card("child-words", CardKind.CHILD, said_twice)
    shown = list(quote_twice_at_most((*above, left, words)))
    assert [one.id for one in shown] == ["row", "keep", "left"]
    assert shown[-1].parts == (CardText(text="What is left."),)
    both = card("child-words", CardKind.CHILD, said_twice, another)
    assert list(quote_twice_at_most((*above, both)))[-1].parts == (another,)
    assert list(quote_twice_at_most((above[0], left))) == [above[0], left]
    # What was called not so does not stand on the page.
    assert list(quote_twice_at_most((*above, words), {"row"})) == [*above, words]


def test_the_picture_names_what_a_sure_note_names(script: Script, rubric: Rubric) -> None:
    """Where the rubric has words for a subject, too; what is only possible, or was not meant, is not said."""
    words = SubjectWords(says=("skin colour",))
    worded = {key: row.model_copy(update={"named_by": words}) for key, row in rubric.answers.items()}
    named = rubric.model_copy(update={"answers": worded})
    not_meant = Disputed(at=START, attempt=1, reply=3, criterion="names", stance=Stance.NOT_MEANT)
    replies = (said("names", text="As Roma?"), said(possible=("names",)), said("names", text="For you as Roma?"))
    page = page_of(script, named, *replies, not_meant)
    assert [mark.yours for mark in page.picture.marks] == [("race",), (), ()]


def test_the_picture_is_drawn_of_a_subject_whose_author_says_nothing_of_exploring_it(
    script: Script, rubric: Rubric
) -> None:
    without = {
        key: row.model_copy(update={"levels": {k: v for k, v in row.levels.items() if k is not Level.EXPLORING}})
        for key, row in rubric.answers.items()
    }
    page = page_of(script, rubric.model_copy(update={"answers": without}), said("names", text="As Roma?"))
    assert [mark.reply for mark in page.picture.marks] == [1]


def test_the_picture_names_no_subject_that_was_only_taken_up(script: Script, rubric: Rubric) -> None:
    """What is said of such a reply is that it has no subject of its own."""
    named, taken_up = (
        build_page(script, rubric, replay(script, events(said("names", text="What was it like?", follows_up=follows))))
        for follows in (False, True)
    )
    assert named.picture.marks[0].yours
    assert not taken_up.picture.marks[0].yours
