"""A history is what happened, in order: what stands on a reply, what goes with an attempt, and where it stops."""

import pytest

from coach.errors import NotNow
from coach.model.events import (
    BroughtAlong,
    CameBack,
    Contradicted,
    Disputed,
    Ended,
    Event,
    Kept,
    Lost,
    Paused,
    Reflected,
    SaidAgain,
    Skipped,
    Stance,
    TookBack,
)
from coach.model.submission import Review, Submission, SubmissionScope
from coach.rehearsal.history import (
    hangs_on_what_was_said,
    list_criteria,
    list_events_of_last,
    replay,
    require_followed,
    require_going,
)
from coach.rehearsal.script import Script
from coach.rehearsal.state import History
from tests.conftest import START, events, explained, said

AGAIN = SaidAgain(at=START, reply=1)
LOST = Lost(at=START)


def card(key: str, *, attempt: int = 1, withdrawn: bool = False) -> Contradicted:
    return Contradicted(at=START, attempt=attempt, card=key, withdrawn=withdrawn)


def story_of(script: Script, *happened: Event) -> History:
    return replay(script, events(*happened))


# --- What a practitioner can say of a reply


def test_a_practitioner_can_object_to_what_was_read_in_that_reply_alone(script: Script) -> None:
    story = story_of(script, said("asks", possible=("child",)), said("names"), said())
    assert [list_criteria(story, reply, 1) for reply in (1, 2, 3)] == [{"asks", "child"}, {"names"}, set()]
    assert list_criteria(story, 0, 1) == set()
    assert list_criteria(story, 4, 1) == set()


def test_what_the_next_reply_settled_is_a_verdict_on_the_reply_before_it(script: Script) -> None:
    story = story_of(script, said(possible=("asks",)), explained("asks", "names"))
    assert list_criteria(story, 1, 1) == {"asks", "names"}
    assert list_criteria(story, 2, 1) == set()


def test_a_card_that_was_put_back_is_not_called_not_so_and_others_are(script: Script) -> None:
    story = story_of(script, said(), card("keep-1"), card("back-1"), card("keep-1", withdrawn=True))
    assert [one.card for one in story.contradicted] == ["back-1"]
    twice = story_of(script, said(), card("keep-1"), card("keep-1"))
    assert len(twice.contradicted) == 1
    other_attempt = story_of(script, said(), AGAIN, said(), card("keep-1"), card("keep-1", attempt=2, withdrawn=True))
    assert [one.attempt for one in other_attempt.contradicted] == [1]


def test_what_was_handed_over_is_listed_until_it_is_withdrawn_and_what_came_back_stays(script: Script) -> None:
    def handed(key: str, *, withdrawn: bool = False) -> BroughtAlong:
        brought = Submission(id=key, what=SubmissionScope.QUESTION, day=START.date())
        return BroughtAlong(at=START, brought=brought, withdrawn=withdrawn)

    came = CameBack(at=START, response=Review(brought="one", at=START))
    story = story_of(script, said(), handed("one"), handed("other"), handed("one"), came)
    assert [each.brought.id for each in story.brought] == ["other", "one"]
    assert story.came_back == (came,)
    taken = story_of(script, said(), handed("one"), handed("other"), came, handed("one", withdrawn=True))
    assert [each.brought.id for each in taken.brought] == ["other"]
    assert taken.came_back == (came,)


def test_a_rehearsal_is_kept_until_it_is_let_go(script: Script) -> None:
    assert not story_of(script, said()).kept
    assert story_of(script, said(), Kept(at=START, keep=True)).kept
    assert not story_of(script, said(), Kept(at=START, keep=True), Kept(at=START, keep=False)).kept


# --- Numbers


def test_a_skipped_line_has_no_number_and_the_next_reply_goes_on_counting(script: Script) -> None:
    story = story_of(script, said(), Skipped(at=START), said())
    assert [exchange.number for exchange in story.attempt().exchanges] == [1, 0, 2]
    assert [exchange.number for exchange in story.attempt().replies()] == [1, 2]


def test_an_answer_to_how_do_you_mean_is_read_with_the_reply_before_it(script: Script) -> None:
    story = story_of(script, said(), said(possible=("asks",)), explained("asks"), said())
    assert [exchange.joins for exchange in story.attempt().exchanges] == [0, 0, 2, 0]


def test_what_the_practitioner_said_before_a_cue_is_kept_with_the_reply_to_it(script: Script) -> None:
    story = story_of(script, said(text="One."), Skipped(at=START), said(text="Two."))
    assert [exchange.said_before for exchange in story.attempt().exchanges] == ["", "One.", "One."]


# --- Attempts


def test_taking_back_an_ending_opens_the_conversation_again(script: Script) -> None:
    ended = story_of(script, said(), Ended(at=START, how="finished"))
    assert ended.attempt().ended == "finished"
    opened = story_of(script, said(), Ended(at=START, how="finished"), TookBack(at=START))
    assert (opened.attempt().ended, opened.attempt().exchanges) == (None, ())


def test_any_line_of_any_attempt_can_be_said_again_and_what_came_before_it_stays(script: Script) -> None:
    """The third way begins in the first, behind its first reply, whatever was said in the second."""
    first = (said(text="One."), said(text="Two."))
    second = (SaidAgain(at=START, reply=1, attempt=1), said(text="Otherwise."))
    third = (SaidAgain(at=START, reply=2, attempt=1), said(text="And so."))
    story = story_of(script, *first, *second, *third)
    assert [[each.text for each in attempt.replies()] for attempt in story.attempts] == [
        ["One.", "Two."],
        ["Otherwise."],
        ["One.", "And so."],
    ]
    assert [attempt.number for attempt in story.attempts] == [1, 2, 3]
    assert [attempt.parted for attempt in story.attempts] == [0, 1, 2]
    assert [story.attempt(number).number for number in (0, 1, 2, 3)] == [3, 1, 2, 3]
    assert story.find_last_spoken() == 3


def test_an_attempt_in_which_nothing_was_said_is_not_the_last_spoken(script: Script) -> None:
    assert story_of(script).find_last_spoken() == 0
    nothing = replay(script, [])
    assert (nothing.began, nothing.attempt().number, nothing.attempt().replies()) == (None, 1, ())
    assert story_of(script, said(), AGAIN).find_last_spoken() == 1


@pytest.mark.parametrize("again", [SaidAgain(at=START, reply=2), SaidAgain(at=START, reply=1, attempt=2)])
def test_a_line_that_was_never_said_cannot_be_said_again(script: Script, again: SaidAgain) -> None:
    with pytest.raises(NotNow, match="There is no"):
        story_of(script, said(), again)


# --- What goes when an attempt is left


def test_with_an_attempt_goes_what_was_said_in_it_and_of_it_and_nothing_else(script: Script) -> None:
    """What was kept, handed over or lost is of the whole rehearsal; what was thought of an earlier attempt stays."""
    happened = events(
        said(),
        Reflected(at=START, on="would_say_again", words="1"),
        card("keep-1"),
        AGAIN,
        said(),
        Paused(at=START),
        Disputed(at=START, attempt=1, reply=1, criterion="asks", stance=Stance.FAIR),
        Disputed(at=START, attempt=2, reply=1, criterion="asks", stance=Stance.FAIR),
        card("keep-1"),
        card("keep-1", attempt=2),
        Reflected(at=START, on="would_say_again", words="2"),
        Reflected(at=START, on="would_say_again_2", words="1"),
        Kept(at=START, keep=True),
        LOST,
        Ended(at=START, how="finished"),
    )
    gone = list_events_of_last(tuple(happened), 2, ("would_say_again_2",))
    assert [happened[number - 1] for number in gone] == [
        happened[4],
        happened[5],
        happened[6],
        happened[8],
        happened[10],
        happened[12],
        happened[15],
    ]


def test_what_hangs_on_the_words_before_it_is_a_move_of_the_talk_or_a_stop(script: Script) -> None:
    """Whoever looks back in another window disturbs nobody; whoever speaks there does."""
    moves = (said(), Skipped(at=START), TookBack(at=START), AGAIN, Ended(at=START, how="stopped"))
    assert all(hangs_on_what_was_said(event) for event in moves)
    rest = (Ended(at=START, how="finished"), Kept(at=START, keep=True), Paused(at=START), card("keep-1"))
    assert not any(hangs_on_what_was_said(event) for event in rest)


# --- Where it stops


def test_where_the_content_has_changed_later_replies_are_listed_and_not_answered(script: Script) -> None:
    changed = said(text="Two.").model_copy(update={"answered": "the_bus/another"})
    story = story_of(script, said(text="One."), changed, said(text="Three."), Ended(at=START, how="finished"))
    assert story.diverges_at == "reply 2"
    assert [reply.text for reply in story.unplaced] == ["Two.", "Three."]
    assert [exchange.text for exchange in story.attempt().exchanges] == ["One."]
    assert story.attempt().ended is None
    assert "the scenario has changed since" in story.stops()
    with pytest.raises(NotNow, match="From reply 2 on"):
        require_going(story)


def test_what_was_thought_of_a_rehearsal_is_read_where_its_words_cannot_be_followed(script: Script) -> None:
    changed = said().model_copy(update={"answered": "the_bus/another"})
    story = story_of(script, changed, Reflected(at=START, on="intention", words="Yes"), Kept(at=START, keep=True))
    assert [each.words for each in story.reflected] == ["Yes"]
    assert story.kept


def test_a_rehearsal_that_lost_a_part_stops_there_and_says_so(script: Script) -> None:
    """What was lost led to what follows, which cannot happen any more."""
    over = (said(), said(), said(), said())
    with pytest.raises(NotNow):
        story_of(script, *over, said(text="After the end."))
    story = story_of(script, *over, LOST, said(text="After the end."), said(text="And more."))
    assert story.diverges_at == "reply 5"
    assert [reply.text for reply in story.unplaced] == ["After the end.", "And more."]
    assert story.stops() == "A part of this rehearsal was lost when its file was damaged"
    with pytest.raises(NotNow, match="was lost when its file was damaged"):
        require_followed(story)


def test_a_conversation_can_go_on_until_it_has_ended(script: Script) -> None:
    require_going(story_of(script, said()))
    for ended in (story_of(script, said(), Ended(at=START, how="stopped")), story_of(script, *[said()] * 4)):
        require_followed(ended)
        with pytest.raises(NotNow, match="This conversation has ended"):
            require_going(ended)
