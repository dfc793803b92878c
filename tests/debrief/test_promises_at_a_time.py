"""What is promised by its time, what others settle, and what only sounds like a promise."""

import pytest

from coach.debrief.promise_choice import choose_promises
from coach.debrief.promises import SpokenPromise, find_promises


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("At six o'clock I'm with Mr Collins at that desk and you may sit beside me.", True),
        ("I'm back at the house on Wednesday.", True),
        ("I'm back from my holidays on Monday.", False),
        ("When I'm with my manager on Fridays we talk.", False),
        # What is done when, in the present; a habit is none, and neither is what is asked of them.
        ("Friday morning, ten o'clock, I come here with her.", True),
        ("I come here every Friday at ten.", False),
        ("Send me that by six.", False),
        # What others settle holds nothing up; what the family settles does.
        ("If the agency has nobody, I ring you Thursday before five and I say it.", True),
        ("I'll ring them on Thursday, if you like.", False),
        # The reason of a promise rules nothing out.
        ("I'm going to write \"racist\" for the chat, because that's what you called it.", True),
        # A question about another act leaves the promise before it standing; one about the same act does not.
        ("I'm going to write it as that and not friendship issues, shall we cross that slip out between us?", True),
        ("I'll cross that slip out, shall we?", False),
    ],
)
def test_a_time_a_reason_and_what_others_settle(text: str, promised: bool) -> None:
    assert bool(find_promises([(1, text)])) is promised


@pytest.mark.parametrize(
    "text",
    [
        "I'll hold it then and not add to it.",
        "That's a clear answer and I'll take it as one.",
        "I'll note that's what you say.",
        "I'll write it on this file in your words, or I'll not, your choice.",
        "And it doesn't have to be you who takes it to her manager.",
        "I'm going out now.",
    ],
)
def test_manners_and_a_choice_left_open_are_no_promises(text: str) -> None:
    assert find_promises([(1, text)]) == ()


@pytest.mark.parametrize("text", ["I'll hold the report back till Friday.", "I'll take it to the panel on Monday."])
def test_holding_back_a_report_is_no_manners(text: str) -> None:
    assert [promise.text for promise in find_promises([(1, text)])] == [text]


@pytest.mark.parametrize(
    ("answer", "promised"), [("Take it. Use my words.", True), ("No. Leave it.", False), ("I don't know.", False)]
)
def test_what_waits_for_their_leave_is_promised_once_they_give_it(answer: str, promised: bool) -> None:
    text = "I'll tell my supervisor what was said there, if you say I can. Can I?"
    made = find_promises([(1, text)], answers={1: [answer]})
    assert [promise.accepted for promise in made] == ([answer] if promised else [])


@pytest.mark.parametrize(
    ("later", "stands"),
    [("I shan't ask to look.", True), ("I won't ask the head.", False), ("Actually I won't ask.", False)],
)
def test_not_asking_for_another_thing_takes_no_asking_back(later: str, stands: bool) -> None:
    made = find_promises([(1, "I'll ask the head tomorrow to change it."), (2, later)])
    assert any(promise.reply == 1 for promise in made) is stands


@pytest.mark.parametrize(
    ("text", "shown"), [("I'll ask.", False), ("I'll do that.", False), ("I'll ask the ward.", True)]
)
def test_what_says_not_what_is_not_shown(text: str, shown: bool) -> None:
    beside = SpokenPromise(2, "I'll ring the head tomorrow about the bus.")
    assert (text in [one.text for one in choose_promises((SpokenPromise(1, text), beside))]) is shown


LIST = "Today by five: the log, with 'racism' and my name on it. Friday by noon: Skye. Tuesday at nine: you mark it."
"""What is promised again at the end, in the words of a list."""


@pytest.mark.parametrize(
    ("first", "on_list"),
    [
        ("I'll correct the log today with my name on it, and it says racism.", True),
        ("I'll read the log of that month again, and every one of the letters.", False),
        ("I'll ring Donna at three, and correct the log with my name and racism on it.", False),  # who is not on it
        ("I won't put my name in the log, nor racism, before you say.", False),  # it is not to do something
    ],
    ids=["on it", "hardly", "somebody else", "a vow"],
)
def test_what_stands_on_a_later_list_is_not_quoted_before_it(first: str, on_list: bool) -> None:
    made = (SpokenPromise(5, first), SpokenPromise(12, LIST))
    shown = choose_promises(made)
    assert (len(shown) == 1) is on_list
    assert not on_list or shown[0].again == (5,)


def test_what_is_told_in_one_that_is_told_in_another_stands_there_too() -> None:
    first = "I'll get the log today, and put my name on it with racism."
    again = "I'll correct the log today with my name on it, and it says racism and when."
    (shown,) = choose_promises((SpokenPromise(4, first), SpokenPromise(5, again), SpokenPromise(12, LIST)))
    assert shown.again == (4, 5)


@pytest.mark.parametrize(
    ("first", "second", "folded"),
    [
        ("I'll ask her for the notes to come down.", "I'll ask for the notes to come down this week.", True),
        ("'One of the men.' I'll correct it tonight.", "I'll ring the sheet off 'one of the men' before I go.", True),
        # Who is told of two things is told twice, and what names racism is no double of what does not.
        ("I must tell the duty social worker about the seat.", "I'll ring the duty social worker now for Tom.", False),
        ("I'll write that it was racist in the log.", "I'll write in the log on Monday that it was said.", False),
    ],
)
def test_one_act_in_other_words_is_shown_once(first: str, second: str, folded: bool) -> None:
    made = (SpokenPromise(3, first), SpokenPromise(7, second))
    assert (len(choose_promises(made)) == 1) is folded
