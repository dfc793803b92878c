"""What an author is told of an answer, by the names in the files; and what a practitioner is told of the same."""

from dataclasses import replace

import pytest

from coach.model.events import Replied, Skipped
from coach.model.reading import Form, Frame, Pick, Span, Sureness, Trace
from coach.model.rubric import Rubric
from coach.rehearsal.explain import describe_form, explain_to_author, explain_to_practitioner, list_hint_spans
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import (
    AskBackOutput,
    EntryOutput,
    Exchange,
    HonestOutput,
    Output,
    RepairOutput,
    ScaleOutput,
    SilenceOutput,
    TrialOutput,
)
from tests.conftest import START, events, said

WELL = Span(start=0, end=4, text="Well")


def exchange_of(script: Script, *replies: Replied) -> Exchange:
    return replay(script, events(*replies)).attempt().exchanges[-1]


def with_verdict(reply: Replied, **more: object) -> Replied:
    """The reply with the same verdicts, otherwise in one thing."""
    verdicts = tuple(verdict.model_copy(update=more) for verdict in reply.reading.verdicts)
    return reply.model_copy(update={"reading": reply.reading.model_copy(update={"verdicts": verdicts})})


# --- What was read


@pytest.mark.parametrize(
    ("rule", "layer"),
    [
        ("meaning", "by meaning"),
        ("inherited", "takes up the cue"),
        ("near_example", "like an example"),
        ("asked", "rule asked"),
    ],
)
def test_each_verdict_is_told_with_its_words_and_with_what_found_it(script: Script, rule: str, layer: str) -> None:
    lines = explain_to_author(exchange_of(script, with_verdict(said("asks", possible=("child",)), rule=rule)))
    assert lines[:2] == (f"Clear: asks, from “Well” ({layer}).", f"Possible: child, from “Well” ({layer}).")


def test_the_nearest_example_and_what_sounds_like_it_stand_under_their_verdict(script: Script) -> None:
    near = with_verdict(said("asks"), example="What happened?", near_miss="Is it raining?")
    assert explain_to_author(exchange_of(script, near))[1:3] == (
        "  Nearest example: “What happened?”",
        "  Sounds like it and is not: “Is it raining?”",
    )
    assert not any(line.startswith("  ") for line in explain_to_author(exchange_of(script, said("asks"))))


def test_what_meets_no_criterion_is_told_too(script: Script) -> None:
    reply = said(forms=(Form.OPEN_QUESTION, Form.REFLECTION), follows_up=True)
    signs = {
        "traces": (Trace(id="listed", span=WELL),),
        "frames": (Frame(kind="quotation", span=WELL),),
    }
    lines = explain_to_author(
        exchange_of(script, reply.model_copy(update={"reading": reply.reading.model_copy(update=signs)}))
    )
    assert lines[:5] == (
        "No criterion was met.",
        "Form: open question, reflection.",
        "It takes up the cue: an open invitation with no subject of its own.",
        "Trace: listed, from “Well”.",
        "Read as quotation: “Well”.",
    )


def test_a_line_that_was_skipped_was_not_read(script: Script, rubric: Rubric) -> None:
    (skipped,) = replay(script, events(Skipped(at=START))).attempt().exchanges
    for lines in (explain_to_author(skipped), explain_to_practitioner(skipped, rubric)):
        assert lines[0] == "You skipped this line. Nothing was read."
    assert list_hint_spans(script, rubric, skipped) == ()


# --- Which entry was chosen


def test_the_entry_that_was_chosen_is_told_with_its_words_and_what_came_second(script: Script) -> None:
    pick = Pick(
        entry="knows:puppies", likely=0.71, second="knows:seats", second_likely=0.2, span=WELL, sureness=Sureness.FAIR,
        also="acts:greeting", also_likely=0.64, also_span=WELL,
    )  # fmt: skip
    lines = explain_to_author(exchange_of(script, said().model_copy(update={"pick": pick})))
    assert "Chosen: knows:puppies, 0.71 (fair), for “Well”. Second: knows:seats, 0.20." in lines
    assert "Chosen too: acts:greeting, 0.64, for “Well”." in lines
    alone = Pick(entry="knows:puppies", likely=0.71, sureness=Sureness.FAIR)
    lines = explain_to_author(exchange_of(script, said().model_copy(update={"pick": alone})))
    assert "Chosen: knows:puppies, 0.71 (fair)." in lines
    assert not any("too" in line for line in lines)
    assert not any("Chosen" in line for line in explain_to_author(exchange_of(script, said())))


# --- What the family did


@pytest.mark.parametrize(
    ("output", "author", "practitioner"),
    [
        (RepairOutput("repaired"), "It mended the hurt.", "It mended the hurt."),
        (RepairOutput("eased"), "Two helpful replies eased the hurt.", "Two helpful replies eased the hurt."),
        (TrialOutput("told", ()), "told: fits.", ""),
        (TrialOutput("told", ("met: asks", "trust: is 1")), "told: no. met: asks; trust: is 1.", ""),
        (
            AskBackOutput("otherwise", "brushed_off", ("blunt",)),
            "The reading was unsure: otherwise, or brushed_off if it was blunt. The family asked.",
            "It could have been this, or not: Brushes it off. So they asked what you meant.",
        ),
        (
            AskBackOutput("otherwise", "otherwise", ()),
            "The reading was unsure: no word known. The family asked.",
            "They could not follow it. So they asked what you meant.",
        ),
        (
            EntryOutput("knows:puppies", "asked", besides=True),
            "Said: knows:puppies, with asked.",
            "They answered what you said, and more than one thing in it.",
        ),
        (
            EntryOutput("knows:puppies", "asked", besides=False, also="acts:greeting"),
            "Said: knows:puppies, instead of asked. Said with it: acts:greeting.",
            "They answered what you said.",
        ),
        (
            HonestOutput("receives"),
            "Nothing fitted, so they said a line of `receives` first.",
            "Nothing they had to say fitted it, so they let it stand and went on.",
        ),
        (
            SilenceOutput("the_words"),
            "Told: the_words.",
            "They told you something that they might have kept to themselves.",
        ),
        (ScaleOutput("trust", 1, 2), "Trust went from 1 to 2.", "They trust you more now."),
        (ScaleOutput("trust", 2, 1), "Trust went from 2 to 1.", "They trust you less now."),
        (ScaleOutput("guarded", 2, 3), "Guarded went from 2 to 3.", "They are more guarded now."),
    ],
)
def test_each_thing_that_happened_is_told_to_the_author_and_in_plain_words_to_the_practitioner(
    script: Script, rubric: Rubric, output: Output, author: str, practitioner: str
) -> None:
    exchange = replace(exchange_of(script, said()), outputs=(output, *exchange_of(script, said()).outputs))
    assert author in explain_to_author(exchange)
    plain = explain_to_practitioner(exchange, rubric)
    assert practitioner in plain if practitioner else plain[0] == "The coach read nothing into it."


def test_the_author_is_told_which_branch_answered_and_where(script: Script) -> None:
    assert "Answered by told in the_bus." in explain_to_author(exchange_of(script, said("asks")))


def test_of_a_reply_that_tells_and_asks_it_is_said_which_of_the_two_was_answered(
    script: Script, rubric: Rubric
) -> None:
    text = "I came by bus. Which one goes to school?"
    answered = EntryOutput("knows:puppies", "otherwise", besides=False)

    def explain(words: str, text: str = text) -> str:
        start = text.index(words)
        span = Span(start=start, end=start + len(words), text=words)
        pick = Pick(entry="knows:puppies", likely=0.7, span=span, sureness=Sureness.FAIR)
        reply = said(text=text, forms=(Form.CLOSED_QUESTION,)).model_copy(update={"pick": pick})
        return explain_to_practitioner(replace(exchange_of(script, reply), outputs=(answered,)), rubric)[-1]

    assert explain("I came by bus.") == "They answered what you said."
    assert explain("Which one goes to school") == "They answered what you asked."
    assert explain("which one", "I wonder which one") == "They answered what you asked.", "nobody typed a question mark"


def test_both_answers_to_a_question_are_said_to_be_both(script: Script, rubric: Rubric) -> None:
    reply = said(forms=(Form.OPEN_QUESTION,))
    both = replace(exchange_of(script, reply), outputs=(EntryOutput("knows:puppies", "asked", besides=True),))
    assert explain_to_practitioner(both, rubric)[-1] == "They answered what you asked and what you said besides."


# --- How it was put


def test_the_form_of_a_reply_is_said_in_a_sentence_and_that_it_told_something_is_not() -> None:
    forms = (Form.STATEMENT, Form.OPEN_QUESTION, Form.REFLECTION)
    assert describe_form(forms) == "You asked an open question, and said something of theirs back."
    assert describe_form((Form.STATEMENT,)) == ""


def test_a_practitioner_reads_how_words_were_taken_that_were_not_theirs_to_mean(script: Script, rubric: Rubric) -> None:
    reply = said(follows_up=True)
    frames = (Frame(kind="denial", span=WELL), Frame(kind="aside", span=WELL))
    framed = reply.model_copy(update={"reading": reply.reading.model_copy(update={"frames": frames})})
    lines = explain_to_practitioner(exchange_of(script, framed), rubric)
    assert "Read as saying that it is not so: “Well”" in lines
    assert "It takes up what they had just said, with no subject of its own." in lines
    assert not any("aside" in line for line in lines), "what has no plain words is left out"


def test_a_practitioner_is_shown_what_their_words_were_close_to_by_any_of_its_examples(
    script: Script, rubric: Rubric
) -> None:
    """And never that they were close to what they are: that is said already."""
    for near_miss in rubric.criteria["names"].counts:
        lines = explain_to_practitioner(exchange_of(script, with_verdict(said("asks"), near_miss=near_miss)), rubric)
        assert f"  Close to it, but that would be Names it: “{near_miss}”" in lines
    own = with_verdict(said("names"), near_miss=rubric.criteria["names"].counts[0])
    assert not any("Close to it" in line for line in explain_to_practitioner(exchange_of(script, own), rubric))


def test_a_hint_marks_the_words_that_it_is_about_two_at_most(script: Script, rubric: Rubric) -> None:
    three = exchange_of(script, said("asks", "names", "child"))
    assert list_hint_spans(script, rubric, three) == (WELL, WELL)
    assert list_hint_spans(script, rubric, exchange_of(script, said("blunt", "asks"))) == (WELL,)
    assert list_hint_spans(script, rubric, exchange_of(script, said())) == ()
