"""What is no promise though it sounds like one, and what is one in other words, each both ways."""

import pytest

from coach.debrief.promise_context import brings_word, is_in_jest, will_be_in_record
from coach.debrief.promises import find_promises

YES = {1: ["Yes. Please. I'd want him back in science by Tuesday."]}


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("You won't make it worse I don't think, sorry, I can't promise that.", False),
        ("I'll ring her tomorrow, sorry, I can't promise that.", False),
        ("I'll ring her tomorrow. I can't promise that she'll answer.", True),
        ("It will be put right, I promise you that.", True),
        ("I'll meet the hand with you and I'll bite it.", False),
        ("I'll meet the manager with you and I'll say it.", True),
        ("I didn't write it. Are you eating? You said you read them at lunch.", False),
        ("You read them before anyone signs.", True),
    ],
)
def test_a_doubt_a_joke_and_what_they_said_they_do_are_no_promises(text: str, promised: bool) -> None:
    assert bool(find_promises([(1, text)])) is promised


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("I can ask her which one and text you tomorrow.", True),
        ("I can ask her which one and text you tomorrow, if you like.", False),
        ("I think we can ask her which one and text you tomorrow.", False),
        ("I can ask her which one.", False),
        ("It is not in my folder. It will be.", True),
        ("It is not raining. It will be.", False),
        ("It will be.", False),
        ("im not here about your age tho, ill treat you as 16.", True),
        ("They ill treat you as 16.", False),
        ("I'll treat you as a friend would.", False),
        ("I'll ask about Dr Farrell and come back and tell you a time, even if it's a bad one. Is that ok?", True),
        ("I won't have you miss science for us again.", True),
        ("I won't have you upset.", False),
        ("If someone's getting hurt I'd have to tell Mrs Lomax, today, and I'd tell you first.", True),
        ("If someone's getting hurt I'd have to tell Mrs Lomax, and I'd tell you first.", False),
        ("The report goes to you both at five with a copy of it in.", True),
        ("The report goes to you both at five.", False),
        ("Does the report go to you both at five with a copy in?", False),
    ],
)
def test_what_is_undertaken_in_other_words_is_a_promise(text: str, promised: bool) -> None:
    assert bool(find_promises([(1, text)])) is promised


def test_may_i_with_its_time_counts_where_they_plainly_say_yes() -> None:
    asked = "May I ring the school tomorrow and have that stopped, with you agreeing?"
    (promise,) = find_promises([(1, asked)], answers=YES)
    assert promise.accepted == YES[1][0]
    assert not find_promises([(1, asked)])
    assert not find_promises([(1, asked)], answers={1: ["No. Leave it."]})
    assert not find_promises([(1, "May I ask you something about tomorrow?")], answers=YES)


def test_what_will_be_in_a_record_stands_with_the_sentence_before_it() -> None:
    (promise,) = find_promises([(1, "Dots in the planner. It is not in my folder. It will be.")])
    assert promise.text == "Dots in the planner. It is not in my folder. It will be."
    assert will_be_in_record("It will be.", "That isn't in your notes yet.")
    assert not will_be_in_record("It will be hard.", "That isn't in your notes yet.")
    assert brings_word("i will ask and come back and tell you a time")
    assert not brings_word("i will ask and come back")
    assert is_in_jest("i will bite it")
    assert not is_in_jest("i will write it")
