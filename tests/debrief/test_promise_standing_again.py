"""What is promised twice stands once on the page, where it is fuller or later."""

from functools import partial

import pytest

from coach.debrief.promise_anchors import TalkTime
from coach.debrief.promise_choice import choose_promises, list_more
from coach.debrief.promise_standing import drop_said_again, is_limit_met, is_told_in, is_undone, keep_owed, keep_untold
from coach.debrief.promises import SpokenPromise

PLAN = (
    "Today: the letter taken back without the haircut, or I take it to the governors. Two o'clock: dyslexia, I sit on "
    "the phone till a name answers."
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The letter comes back with no haircut in it, or the governors have it from me, today.", True),
        ("And I'll chase the dyslexia assessment, I'll ring them at two.", True),
        # Another day, hour, person or office, more that is its own, and what will not be done: each is another act.
        ("The letter comes back with no haircut in it, or the governors have it from me, on Friday.", False),
        ("And I'll chase the dyslexia assessment, I'll ring them at four.", False),
        ("The letter goes to Bev with no haircut in it, today.", False),
        ("I'll tell the nurse about the dyslexia at two.", False),
        ("The letter comes back with the names, dates and the planner in it, today.", False),
        ("The letter will never have the haircut in it, today.", False),
        ("The letter comes back without the haircut and it says racism, today.", False),
        ("I'll ring you at two.", False),
    ],
)
def test_a_sentence_is_told_by_one_of_the_same_things_at_the_same_time(sentence: str, told: bool) -> None:
    assert is_told_in(sentence, PLAN) is told


def test_what_is_only_for_a_case_tells_nothing_of_what_will_be_done() -> None:
    assert is_told_in("I'll ring the surgery about the cough.", "I'll ring the surgery about the cough on Monday.")
    assert not is_told_in(
        "I'll ring the surgery about the cough.", "If it's worse I'll ring the surgery about the cough."
    )


def test_tomorrow_is_the_next_day_where_the_day_of_the_talk_is_known() -> None:
    first, second = "I'll send the governors a blank tomorrow.", "Friday: the governors get a blank from me."
    assert is_told_in(first, second, TalkTime(3))
    assert not is_told_in(first, second, TalkTime(4))
    assert not is_told_in(first, second)


def test_the_earlier_gives_way_and_keeps_what_is_its_own() -> None:
    early = SpokenPromise(10, "I'll ask the ward who drew the page. I'll chase the dyslexia assessment at two.")
    late = SpokenPromise(12, PLAN)
    first, second = drop_said_again([early, late])
    assert (first.text, first.reply) == ("I'll ask the ward who drew the page.", 10)
    assert second == late
    assert drop_said_again([SpokenPromise(10, "I'll chase the dyslexia assessment at two."), late]) == [late]


def test_a_last_list_is_read_whole_though_an_earlier_promise_tells_part_of_it() -> None:
    early = SpokenPromise(9, "I'll chase the dyslexia assessment, fourteen months, I'll ring the clinic at two today.")
    late = SpokenPromise(12, "Two o'clock: dyslexia. Friday at four, the planner goes to the governors.")
    assert late in drop_said_again([early, late])


def test_what_answers_them_stays_and_so_do_two_of_one_reply() -> None:
    asked = SpokenPromise(10, "I'll chase the dyslexia assessment at two.", answers="Who'll chase it?")
    assert asked in drop_said_again([asked, SpokenPromise(12, PLAN)])
    plain = SpokenPromise(12, "I'll chase the dyslexia assessment at two.")
    assert plain in drop_said_again([plain, SpokenPromise(12, PLAN)])


def test_what_is_kept_never_begins_with_a_word_that_points_back() -> None:
    text = "I'll chase the dyslexia assessment at two. It goes to the ward in ink."
    assert keep_untold(text, [PLAN], [PLAN]) == text
    assert keep_untold(text.replace("It", "The drawing"), [PLAN], [PLAN]) == "The drawing goes to the ward in ink."


def test_what_promises_nothing_goes_with_what_is_told() -> None:
    text = "I'll ask the ward who drew the page. It's a disgrace. I'll chase the dyslexia assessment at two."
    assert keep_untold(text, [PLAN], [PLAN]) == "I'll ask the ward who drew the page."


def test_a_limit_is_met_once_they_are_told_and_not_before() -> None:
    limit = "It's yours, but if somebody was at risk I'd have to tell Mrs Lomax, and I'd tell you first."
    assert is_limit_met(limit, "I've got to take this one to Mrs Lomax today.")
    assert not is_limit_met(limit, "If it's worse I take it to Mrs Lomax.")
    assert not is_limit_met(limit, "I'll ring Mr Haigh today.")
    assert not is_limit_met("I'll tell Mrs Lomax today.", "I've got to take this one to Mrs Lomax today.")
    early, late = SpokenPromise(2, limit), SpokenPromise(12, "I've got to take this one to Mrs Lomax today.")
    assert drop_said_again([early, late]) == [late]
    assert drop_said_again([SpokenPromise(11, late.text), SpokenPromise(12, limit)])[-1].text == limit


def test_what_goes_into_a_paper_and_then_does_not_is_undone() -> None:
    goes = "I have one, and it goes in with the report at five, to both of you."
    assert is_undone(goes, "I'm taking the map out of the report before five.")
    assert is_undone(goes, "The map stays out.")
    assert not is_undone(goes, "I'll ring the advocate before five.")
    assert not is_undone("I'll put it in the report.", "The map stays out.")


def test_what_stands_elsewhere_on_the_page_is_not_more() -> None:
    whom, what = (
        "ward nurse head panel clinic school council nursery".split(),
        "bus hat map tooth coat cough key".split(),
    )
    made = tuple(
        SpokenPromise(n, f"I'll ring the {who} on Monday about the {matter}.", likely=0.99)
        for n, (who, matter) in enumerate(zip(whom, [*what, "gate"], strict=True), 1)
    )
    for last, more in (("I'll ring the head about the map.", 0), ("I'll send the drawing of the bridge.", 1)):
        promises = (*made, SpokenPromise(9, last, likely=0.99))
        keep = partial(keep_owed, replies=12)
        assert len(list_more(promises, choose_promises(promises, keep=keep), keep=keep)) == more
