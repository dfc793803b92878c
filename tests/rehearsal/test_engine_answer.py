"""How the family answers: the order of branches, hurts, repairs and silences."""

from dataclasses import replace

import pytest

from coach.errors import NotNow
from coach.model.conditions import Line, Range
from coach.model.events import Ended, Paused, Replied, SaidAgain, Skipped, TookBack
from coach.model.reading import Form, Reading, Span, Trace
from coach.model.rubric import Rubric
from coach.model.scenario import Arrival
from coach.rehearsal.engine import fold, start
from coach.rehearsal.explain import WENT_ON, explain_to_author, explain_to_practitioner
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script, choose_arrival
from coach.rehearsal.state import EndingOutput, EntryOutput, HarmOutput, HonestOutput, Output, TurnOutput
from tests.conftest import START, began, events, explained, said

WELL = Span(start=0, end=4, text="Well")


def test_the_first_branch_that_fits_answers(script: Script) -> None:
    story = replay(script, events(said("asks", "names")))
    exchange = story.attempt().exchanges[0]
    assert exchange.branch() == "told"
    assert exchange.told_silences == ("the_words",)
    assert exchange.after.turn == "sam_says"


def test_a_hurt_is_looked_at_before_anything_good_in_the_same_reply(script: Script) -> None:
    exchange = replay(script, events(said("asks", "blunt"))).attempt().exchanges[0]
    assert exchange.branch() == "brushed_off"
    assert exchange.after.hurt
    assert not exchange.told_silences


def test_no_silence_is_told_while_a_hurt_stands(script: Script) -> None:
    story = replay(script, events(said("blunt"), said("asks")))
    assert story.attempt().exchanges[1].branch() == "asked"
    assert story.attempt().told_silences == frozenset()


def test_a_repair_reopens_what_a_hurt_closed(script: Script) -> None:
    story = replay(script, events(said("blunt"), said("mend", "asks")))
    last = story.attempt().exchanges[1]
    assert last.repair == "repaired"
    assert last.told_silences == ("the_words",)


def test_two_helpful_replies_in_a_row_ease_a_hurt(script: Script) -> None:
    story = replay(script, events(said("blunt"), said("asks"), said("child")))
    assert story.attempt().exchanges[2].repair == "eased"
    assert not story.state.position.hurt


def test_one_helpful_reply_alone_does_not_ease_a_hurt(script: Script) -> None:
    assert replay(script, events(said("blunt"), said("asks"), said())).state.position.hurt


def test_a_possible_verdict_never_moves_the_family(script: Script) -> None:
    plain = replay(script, events(said())).state.position
    unsure = replay(script, events(said(possible=("asks", "blunt")))).state.position
    assert unsure == replace(replay(script, events()).state.position, asked=True, askings=1)
    after = replay(script, events(said(possible=("asks", "blunt")), explained(still=("asks", "blunt")))).state.position
    assert after == replace(plain, askings=1)


def test_a_family_without_an_answer_to_a_hurt_uses_its_own_words(script: Script) -> None:
    story = replay(script, events(said("asks"), said("blunt")))
    exchange = story.attempt().exchanges[1]
    assert exchange.branch() == "hurt"
    assert exchange.lines()[0].text == "Right."


def test_a_branch_is_taken_once_a_visit(script: Script) -> None:
    story = replay(script, events(said("vague"), said("vague")))
    assert [e.branch() for e in story.attempt().exchanges] == ["stand_in", "otherwise"]


def test_a_skipped_line_moves_on_and_counts_as_no_reply(script: Script) -> None:
    story = replay(script, events(Skipped(at=START)))
    assert story.state.position.turn == "sam_says"
    assert story.attempt().replies() == ()


def test_taking_back_restores_what_stood_before(script: Script) -> None:
    before = fold(script, events(said("blunt")))
    after = fold(script, events(said("blunt"), said("asks", "mend"), TookBack(at=START)))
    assert after == before


def test_saying_it_again_keeps_the_attempt_it_leaves(script: Script) -> None:
    story = replay(script, events(said("blunt"), said(), SaidAgain(at=START, reply=1), said("asks")))
    first, second = story.attempts
    assert [e.branch() for e in first.exchanges] == ["brushed_off", "otherwise"]
    assert [e.branch() for e in second.exchanges] == ["told"]
    assert second.parted == 1


def test_after_the_end_nothing_more_can_be_said(script: Script) -> None:
    with pytest.raises(NotNow):
        fold(script, events(Ended(at=START, how="finished"), said()))


def test_there_is_nothing_to_take_back_at_the_start(script: Script) -> None:
    with pytest.raises(NotNow):
        fold(script, [began(), TookBack(at=START)])


def test_speaking_again_ends_a_pause(script: Script) -> None:
    assert fold(script, events(said(), Paused(at=START))).paused
    assert not fold(script, events(Paused(at=START), said())).paused


def test_what_is_ended_in_a_pause_is_paused_no_more(script: Script) -> None:
    ended = fold(script, events(said(), Paused(at=START), Ended(at=START, how="finished")))
    assert (ended.ended, ended.paused) == ("finished", False)


def test_what_mended_a_hurt_and_what_eased_it_are_said_apart(script: Script, rubric: Rubric) -> None:
    mended = replay(script, events(said("blunt"), said("mend", "asks"))).attempt().exchanges[1]
    assert "It mended the hurt." in explain_to_practitioner(mended, rubric)
    eased = replay(script, events(said("blunt"), said("asks"), said("child"))).attempt().exchanges[2]
    assert "Two helpful replies eased the hurt." in explain_to_practitioner(eased, rubric)


def test_the_ending_is_the_first_whose_conditions_hold(script: Script) -> None:
    warm = replay(script, events(said("asks"), said("child"), said()))
    cold = replay(script, events(said("blunt"), said(), said(), said(), said()))
    assert warm.attempt().ending == "open"
    assert cold.attempt().ending == "shut"


def test_why_names_every_branch_tried_and_what_failed(script: Script) -> None:
    lines = explain_to_author(replay(script, events(said("vague"))).attempt().exchanges[0])
    assert "told: no. met: asks was not clear." in lines
    assert "stand_in: fits." in lines


def test_why_in_words_has_no_name_that_only_an_author_knows(script: Script, rubric: Rubric) -> None:
    """Neither a criterion's nor a branch's; and what the coach was unsure of, it says so."""
    story = replay(
        script, events(said("child", possible=("asks",), forms=(Form.STATEMENT,)), said(possible=("blunt",)))
    )
    words = [line for each in story.attempt().exchanges for line in explain_to_practitioner(each, rubric)]
    assert f"{rubric.criteria['child'].name}: “Well”" in words
    assert f"{rubric.criteria['blunt'].name}? The coach wasn't sure: “Well”" in words
    names = {*script.dialogue.turns, "met:", "fits", "rule"}
    assert not any(name in line for name in names for line in words)


def test_where_nothing_fitted_it_is_said_that_they_went_on(script: Script, rubric: Rubric) -> None:
    (exchange,) = replay(script, events(said())).attempt().exchanges
    assert explain_to_practitioner(exchange, rubric)[-1] == WENT_ON


@pytest.mark.parametrize(
    ("reply", "is_bare"),
    [
        ("Sorry.", True),
        ("Oh, I'm so sorry.", True),
        ("I apologise.", True),
        ("Sorry, sorry.", True),
        ("Sorry about the letters.", False),
        ("Sorry, what?", False),
        ("Right.", False),
    ],
)
def test_a_sorry_alone_is_seen_and_said_not_to_say_what_for(
    script: Script, rubric: Rubric, reply: str, is_bare: bool
) -> None:
    """After a hurt or without one; what it did is said beside it, as of every reply."""
    for before in ((), (said("blunt"),)):
        exchange = replay(script, events(*before, said(text=reply))).attempt().exchanges[-1]
        first = explain_to_practitioner(exchange, rubric)[0]
        assert first == ("It says sorry, and not what for." if is_bare else "The coach read nothing into it.")


def test_words_of_help_are_laid_beside_no_hurt_and_no_slip_of_the_pen_is_an_example(
    script: Script, rubric: Rubric
) -> None:
    def explain(criterion: str, **more: str) -> str:
        reply = said(criterion)
        (verdict,) = reply.reading.verdicts
        reading = reply.reading.model_copy(update={"verdicts": (verdict.model_copy(update=more),)})
        happened = events(reply.model_copy(update={"reading": reading}))
        return "\n".join(explain_to_practitioner(replay(script, happened).attempt().exchanges[0], rubric))

    hurt, help_ = rubric.criteria["blunt"].counts[0], rubric.criteria["child"].counts[0]
    assert "Close to it" not in explain("asks", near_miss=hurt)
    assert "Close to it" in explain("asks", near_miss=help_)
    assert "An example" in explain("asks", example="Has it touched him?")
    assert "An example" not in explain("asks", example="aye well hes the only wean in it")


def test_words_that_may_have_hurt_are_no_sure_help_and_open_nothing(script: Script, rubric: Rubric) -> None:
    """Contempt names its subject too; the family asks, and is told nothing more by it. Whoever mends is heard."""
    story = replay(script, events(said("asks", possible=("blunt",))))
    exchange = story.attempt().exchanges[0]
    assert exchange.asked_back()
    assert not exchange.told_silences
    assert f"{rubric.criteria['asks'].name}? The coach wasn't sure: “Well”" in explain_to_practitioner(exchange, rubric)
    mending = replay(script, events(said("blunt"), said("mend", possible=("blunt",)))).attempt().exchanges[1]
    assert f"{rubric.criteria['mend'].name}: “Well”" in explain_to_practitioner(mending, rubric)


def test_why_never_says_that_nothing_was_read_and_then_what_was(script: Script, rubric: Rubric) -> None:
    (exchange,) = replay(script, events(said(forms=(Form.OPEN_QUESTION,)))).attempt().exchanges
    lines = explain_to_practitioner(exchange, rubric)
    assert "You asked an open question." in lines
    assert "The coach read nothing into it." not in lines


def test_why_says_what_else_the_family_did_than_answer_a_hurt(script: Script, rubric: Rubric) -> None:
    """Where they went on to tell more, or closed, it does not say that they did nothing else."""
    (exchange,) = replay(script, events(said("blunt"))).attempt().exchanges

    def explain(*outputs: Output) -> str:
        hurt = HarmOutput(("blunt",))
        lines = explain_to_practitioner(replace(exchange, outputs=(hurt, *outputs)), rubric)
        return next(line for line in lines if line.startswith("It may have hurt")).partition("they ")[2]

    assert explain() == "answered the hurt and nothing else."
    assert explain(TurnOutput("sam_says")) == "answered the hurt, and then went on to something else."
    assert explain(TurnOutput("sam_says"), EndingOutput("shut")) == "answered the hurt, and the conversation ended."
    assert explain(EntryOutput("they", "other", besides=False)) == "answered the hurt first."


def test_why_says_answered_what_you_asked_only_where_something_was_asked(script: Script, rubric: Rubric) -> None:
    def effects(*forms: Form) -> tuple[str, ...]:
        (exchange,) = replay(script, events(said(forms=forms))).attempt().exchanges
        picked = replace(exchange, outputs=(EntryOutput("they", "other", besides=False), HonestOutput("defers")))
        return explain_to_practitioner(picked, rubric)[-2:]

    asked, put_off = effects(Form.CLOSED_QUESTION)
    assert asked == "They answered what you asked."
    assert put_off == "They had no answer to what you asked, so they put it off."
    told, let_stand = effects(Form.STATEMENT)
    assert told == "They answered what you said."
    assert let_stand == "They had no answer to what you said, so they put it off."


def test_an_example_that_is_the_learners_own_words_is_none(script: Script, rubric: Rubric) -> None:
    def explain(text: str) -> str:
        reply = said("asks", text=text)
        (verdict,) = reply.reading.verdicts
        shown = verdict.model_copy(update={"example": "Well, I believe you."})
        reading = reply.reading.model_copy(update={"verdicts": (shown,)})
        (exchange,) = replay(script, events(reply.model_copy(update={"reading": reading}))).attempt().exchanges
        return "\n".join(explain_to_practitioner(exchange, rubric))

    assert "An example of it" not in explain("Well I believe you")
    assert "An example of it: “Well, I believe you.”" in explain("Well, that is so.")


def test_what_is_close_to_it_is_shown_with_what_it_is_instead(script: Script, rubric: Rubric) -> None:
    """Where the rubric does not say what it is, it is left out."""
    mend = rubric.criteria["mend"]

    def explain(near_miss: str) -> str:
        reply = said("asks")
        (verdict,) = reply.reading.verdicts
        shown = verdict.model_copy(update={"near_miss": near_miss})
        reading = reply.reading.model_copy(update={"verdicts": (shown,)})
        (exchange,) = replay(script, events(reply.model_copy(update={"reading": reading}))).attempt().exchanges
        return "\n".join(explain_to_practitioner(exchange, rubric))

    assert f"Close to it, but that would be {mend.name}: “{mend.counts[0]}”" in explain(mend.counts[0])
    assert "Close to it" not in explain("Lovely weather on the bus.")


def test_what_a_family_hears_in_a_trace_opens_what_the_worry_itself_would(script: Script, rubric: Rubric) -> None:
    """Somebody who asks straight out whether a child is hurt is answered, and that is said in `why`."""
    asked = said("asks", text="Is Sam hurt?")
    straight = asked.reading.model_copy(update={"verdicts": (), "traces": (Trace(id="straight", span=WELL),)})
    story = replay(script, events(asked, asked.model_copy(update={"reading": straight})))
    exchange = story.attempt().exchanges[1]
    assert exchange.branch() == "asked_sam"
    assert f"They may have heard this in it: {rubric.criteria['child'].name}: “Well”" in explain_to_practitioner(
        exchange, rubric
    )
    assert "Trace: straight, from “Well”." in explain_to_author(exchange)


def test_a_replay_on_changed_content_stops_where_it_parts_and_says_so(script: Script) -> None:
    reply = said("asks").model_copy(update={"answered": "the_bus/another"})
    assert isinstance(reply, Replied)
    story = replay(script, events(reply, said("child")))
    assert story.attempt().exchanges == ()
    assert story.diverges_at == "reply 1", "no name that only an author knows"


def test_what_is_said_on_arriving_can_rest_on_how_things_stand(script: Script) -> None:
    there = script.turn("sam_says")
    other = Arrival(trust=Range(low=2), says=({"pat": "You know about Sam."},))
    turns = {**script.dialogue.turns, "sam_says": there.model_copy(update={"says_if": (other,)})}
    other_words = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    position = start(script).position
    for trust, line in ((1, there.says[-1].text), (2, "You know about Sam.")):
        lines = choose_arrival(other_words, replace(position, trust=trust), "sam_says")
        assert lines[-1].text == line


def test_nobody_talks_past_a_straight_question_that_a_turn_has_no_answer_to(script: Script) -> None:
    """Whoever spoke last says that they heard it, then what they would have said; another's words are not theirs."""
    theirs = [Line(speaker="pat", text="You've asked me that straight."), Line(speaker="pat", text="Not here.")]
    asked = replace(script, asked_straight=((Line(speaker="sam", text="Yes."),), *((each,) for each in theirs)))
    straight = said().model_copy(update={"reading": Reading(traces=(Trace(id="straight", span=WELL),), matcher="m")})
    exchange = replay(asked, events(straight)).attempt().exchanges[0]
    assert exchange.branch() == "otherwise"
    assert exchange.lines()[0] in theirs
    assert exchange.lines()[1].text == "Anyway."
    plain = replay(asked, events(said())).attempt().exchanges[0]
    assert [line.text for line in plain.lines()] == ["Anyway."]
    also = straight.reading.model_copy(update={"verdicts": said("names").reading.verdicts})
    other = replay(asked, events(straight.model_copy(update={"reading": also}))).attempt().exchanges[0]
    assert other.branch() == "asked"
    assert other.lines()[0] in theirs, "an answer to something else talks past it too"
