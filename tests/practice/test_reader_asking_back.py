"""What a reply is read after: what was said before, and, after "How do you mean?", the reply that it explains."""

from coach.matching.classifier import Matcher
from coach.model.events import Replied
from coach.model.rubric import Rubric
from coach.practice.reader import context, context_of, hear
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import ASKED
from tests.conftest import START, events, said


def test_both_replies_are_read_together_and_each_verdict_quotes_the_one_it_was_said_in(
    script: Script, rubric: Rubric
) -> None:
    matcher = Matcher(rubric)
    first = said(possible=("asks",), text="And was it, you know. I'm sorry about my question.")
    story = replay(script, events(first))
    assert story.attempt().exchanges[-1].branch() == ASKED
    text = "Was it racism, do you think?"
    reading, settled = hear(matcher, script, story, text)
    for verdict in reading.verdicts:
        assert text[verdict.span.start : verdict.span.end] == verdict.span.text
    for verdict in settled:
        assert first.text[verdict.span.start : verdict.span.end] == verdict.span.text
    together = {v.criterion for v in (*reading.verdicts, *settled)}
    assert together == {v.criterion for v in matcher.read(f"{first.text}\n{text}").verdicts}
    event = Replied(at=START, text=text, reading=reading, settled=settled)
    assert replay(script, events(first, event)).attempt().exchanges[-1].branch() != ASKED


def test_a_reply_that_nobody_asked_about_is_read_alone(script: Script, rubric: Rubric) -> None:
    _, settled = hear(Matcher(rubric), script, replay(script, events(said("asks"))), "Right.")
    assert settled == ()


def test_a_reply_is_read_after_what_the_practitioner_said_before_the_cue(script: Script) -> None:
    first, second = said("asks", text="What happened on the bus?"), said("asks", text="And who was with him?")
    assert context(script, replay(script, events())).before == ""
    story = replay(script, events(first, second))
    assert context(script, story).before == second.text
    exchanges = story.attempt().exchanges
    assert [context_of(script, exchange).before for exchange in exchanges] == ["", first.text]


def test_after_asking_back_what_stood_before_is_the_reply_before_both(script: Script) -> None:
    first, unclear = (
        said("asks", text="What happened on the bus?"),
        said(possible=("asks",), text="And was it, you know."),
    )
    story = replay(script, events(first, unclear))
    before = unclear.text if story.attempt().exchanges[-1].branch() != ASKED else first.text
    assert context(script, story).before == before


def test_a_reply_is_read_as_after_a_hurt_until_that_is_mended(script: Script) -> None:
    story = replay(script, events(said("blunt"), said(), said("mend")))
    read_after = [context_of(script, exchange).hurt for exchange in story.attempt().exchanges]
    assert read_after == [False, True, True]
    assert context(script, replay(script, events(said("blunt")))).hurt
    assert not context(script, story).hurt
