"""How a practitioner talked: counts in words, compared with nothing."""

from dataclasses import replace

import pytest

from coach.debrief.speech import count_speech, list_forms, may_receive, name_replies, says_goodbye, spell_number
from coach.model.conditions import Line
from coach.model.events import Skipped
from coach.model.reading import Form
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said


def counts(*replies: str) -> dict[str, str]:
    return {count.name.split(",")[0]: count.said for count in count_speech(replies)}


def test_questions_and_statements_are_counted_sentence_by_sentence() -> None:
    talk = counts("What was that like? Did you tell them?", "I rang the school.")
    assert talk["Open questions"] == "one"
    assert talk["Closed questions"] == "one"
    assert talk["Statements"] == "one"


def test_the_length_is_said_from_the_shortest_to_the_longest() -> None:
    assert counts("Go on.", "I rang the school about it.", "Right, okay then.")["Words in a reply"] == (
        "from 2 to 6, and half of them 3 or fewer"
    )


def test_replies_of_one_length_have_one_number() -> None:
    assert counts("Go on.", "Oh no.")["Words in a reply"] == "2"


def test_where_nothing_was_said_there_is_nothing_to_count() -> None:
    assert count_speech([]) == ()
    assert count_speech(["  "]) == ()


def test_what_was_not_used_is_not_listed() -> None:
    assert "Open questions" not in counts("I rang the school.")


def test_all_counts_are_words_or_all_are_digits() -> None:
    talk = counts("What was that like?", "I rang the school. " * 13)
    assert (talk["Open questions"], talk["Statements"]) == ("1", "13")


def test_small_numbers_are_words() -> None:
    assert (spell_number(3), spell_number(40)) == ("three", "40")


def test_saying_back_is_only_what_takes_up_their_words_and_has_no_hurt_in_it(script: Script, rubric: Rubric) -> None:
    """Else a stereotype that begins with "You people" would read as praise."""

    def forms(text: str, *clear: str, possible: tuple[str, ...] = ()) -> tuple[Form, ...]:
        reply = said(*clear, text=text, possible=possible, forms=(Form.REFLECTION, Form.CLOSED_QUESTION))
        (exchange,) = replay(script, events(reply)).attempt().exchanges
        heard = replace(exchange, cue=(Line(speaker="pat", text="They searched my bag, three times."),))
        return list_forms(heard, rubric)

    assert forms("You had your bags searched?") == (Form.REFLECTION, Form.CLOSED_QUESTION)
    assert forms("You people never answer letters?") == (Form.CLOSED_QUESTION,)
    assert forms("You lot and your bags?", "blunt") == (Form.CLOSED_QUESTION,)
    assert forms("You lot and your bags?", possible=("blunt",)) == (Form.CLOSED_QUESTION,)


def test_what_only_looked_like_saying_back_was_told(script: Script, rubric: Rubric) -> None:
    (exchange,) = (
        replay(script, events(said(text="You must fill in a form.", forms=(Form.REFLECTION,)))).attempt().exchanges
    )
    assert list_forms(exchange, rubric) == (Form.STATEMENT,)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([4], "reply 4"),
        ([4, 5], "replies 4 and 5"),
        ([1, 4, 6], "replies 1, 4 and 6"),
        ([1, 2, 3], "replies 1 to 3"),
        ([2, 7, 8, 9], "replies 2 and 7 to 9"),
        ([1, 2, 4, 5, 6, 9], "replies 1, 2, 4 to 6 and 9"),
    ],
)
def test_replies_are_named_by_their_numbers_three_in_a_row_as_a_run(numbers: list[int], words: str) -> None:
    assert name_replies(numbers) == words


def test_twelve_is_a_word_and_thirteen_is_not() -> None:
    assert (spell_number(0), spell_number(12), spell_number(13)) == ("none", "twelve", "13")
    assert counts("I rang the school. " * 12)["Statements"] == "twelve"


def test_a_line_that_was_skipped_was_put_in_no_form(script: Script, rubric: Rubric) -> None:
    (exchange,) = replay(script, events(Skipped(at=START))).attempt().exchanges
    assert list_forms(exchange, rubric) == ()


def test_a_reply_without_a_reflection_keeps_its_forms_whatever_else_is_in_it(script: Script, rubric: Rubric) -> None:
    reply = said("blunt", text="What was it? It was banter.", forms=(Form.OPEN_QUESTION, Form.STATEMENT))
    (exchange,) = replay(script, events(reply)).attempt().exchanges
    assert list_forms(exchange, rubric) == (Form.OPEN_QUESTION, Form.STATEMENT)


@pytest.mark.parametrize(
    ("reply", "asks"),
    [
        ("What Kyle said is racist, Sam. I'll ring your school.", False),
        ("What did Kyle say, Sam?", True),
        ("Tell me what Kyle said, Sam.", True),
        ("what was it like then", True),
    ],
)
def test_a_statement_that_begins_like_a_question_asked_nothing(
    script: Script, rubric: Rubric, reply: str, asks: bool
) -> None:
    """Where full stops are typed a question has its mark; in haste nobody types either."""
    (exchange,) = replay(script, events(said(text=reply, forms=(Form.OPEN_QUESTION,)))).attempt().exchanges
    assert list_forms(exchange, rubric) == ((Form.OPEN_QUESTION,) if asks else (Form.STATEMENT,))


@pytest.mark.parametrize(
    ("reply", "may"),
    [
        ("Gutted for ya.", True),
        ("Oh, Pat.", True),
        ("...", True),
        ("Right. I hear you.", True),
        ("I can't imagine.", True),
        ("Right, Pat.", False),
        ("I can't do tomorrow.", False),
        ("Lovely kitchen.", False),
        ("Trams, eh?", False),
        ("Well now, there's a form for all that.", False),
    ],
)
def test_a_short_reply_receives_unless_it_ends_shifts_or_has_a_subject(reply: str, may: bool) -> None:
    assert may_receive(reply, frozenset({"tram"}), ["Pat"]) is may


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("Bye for now Zuzana, Milan, bye Adam", True),
        ("Thank you for the cake. Goodbye.", True),
        ("ok thank you very much bye", True),
        ("See you on Thursday, Zuzana.", True),
        ("That's all I have. I'd better be off.", True),
        ("I'll see myself out, Mrs Bennett. Tuesday, then.", True),
        ("Take care, both of you.", True),
        ("Bye, Ffion. Different how, Marcus?", False),
        ("Did you get to say goodbye?", False),
        ("He never got to say goodbye to the dog.", False),
        ("Take care of him.", False),
        ("I see you.", False),
        ("I will go and ring the school.", False),
    ],
)
def test_a_goodbye_is_told_from_words_about_one(reply: str, says: bool) -> None:
    """One that asks something more is none: the talk goes on."""
    assert says_goodbye(reply) is says
