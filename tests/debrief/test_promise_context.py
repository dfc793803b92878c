"""What a promise answers, and what it is quoted with."""

import pytest

from coach.debrief.promise_context import (
    asks_of_record,
    choose_line_before,
    is_of_record,
    points_elsewhere,
)
from coach.debrief.promises import SpokenPromise, find_promises


def find(text: str, *before: str) -> list[SpokenPromise]:
    return list(find_promises([(1, text)], before={1: before}))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("I'll put that in.", True),
        ("I'm going to put it right.", True),
        ("I'll write both down, sorry.", True),
        ("I'll ring Donna today and say no.", False),
        ("I'm changing the log today, it'll say what it was.", False),
        ("What you tell me is yours, I don't pass it around.", False),
    ],
)
def test_a_promise_of_it_alone_says_nothing_of_what_it_is_about(text: str, points: bool) -> None:
    assert points_elsewhere(text) is points


def test_a_promise_of_it_stands_with_the_sentence_before() -> None:
    (made,) = find("Nobody has written your name down, Tom. I'll put that in.")
    assert made.text == "Nobody has written your name down, Tom. I'll put that in."
    (quoted,) = find("'Not asked.' That's going in the file.")
    assert quoted.text == "'Not asked.' That's going in the file."


def test_a_promise_that_stands_on_the_page_is_not_said_twice() -> None:
    made = find("I will not use him again, and I'll tell the agency. I won't say it was you.")
    assert [one.text for one in made] == [
        "I will not use him again, and I'll tell the agency.",
        "I won't say it was you.",
    ]


def test_at_the_beginning_of_a_reply_it_stands_with_their_line_that_it_answers() -> None:
    (made,) = find("Me. I'll write both down.", "There's a mark.", "Who is writing down both?")
    assert (made.text, made.answers) == ("Me. I'll write both down.", "Who is writing down both?")
    (whom,) = find("I won't tell her.", "My mum's mum. She can't know.")
    assert whom.answers == "My mum's mum. She can't know."
    assert choose_line_before("I'll ring the school today.", ["He was on the bus."]) == ""


def test_how_and_when_it_is_done_say_nothing_of_what() -> None:
    (made,) = find("That went down as aggressive. I'll put that right today, in my own name.")
    assert made.text == "That went down as aggressive. I'll put that right today, in my own name."
    (far,) = find("So you went and they never saw you. That's not right. I'll get that changed.")
    assert far.text == "So you went and they never saw you. That's not right. I'll get that changed."


def test_what_becomes_of_a_paper_is_decided_by_who_says_so() -> None:
    (stopped,) = find("Understood. Then it does not go at five.", "Ask yourself who opens the post.")
    assert stopped.answers == "Ask yourself who opens the post."
    assert [promise.text for promise in find("The report is held, as of now.")] == ["The report is held, as of now."]
    assert find("The report is late.") == []


def test_a_few_words_that_the_next_question_is_about_go_with_no_promise() -> None:
    (made,) = find("I'll ask the school, in writing, today. And the haircut. Did you know they can't ban that?")
    assert made.text == "I'll ask the school, in writing, today."


def test_what_is_done_before_they_go_on_is_no_promise() -> None:
    assert find("I'll ring the school before we go any further.") == []
    assert len(find("I'll ring the school before I leave.")) == 1
    first, second = (
        (1, "I will ring Dr Farrell now and get you a time."),
        (2, "I'm back! I have rung, and it's at three."),
    )
    assert find_promises([first, second]) == ()
    assert len(find_promises([first, (2, "Thank you for the tea.")])) == 1


@pytest.mark.parametrize(
    "promised",
    [
        "I will ring Dr Farrell now, and I will write to the council tomorrow.",
        "Now I know that, I will ring Dr Farrell tomorrow.",
        "I will tell Dr Farrell tomorrow, and I will write to the council now.",
    ],
)
def test_what_was_done_takes_nothing_away_that_is_still_to_be_done(promised: str) -> None:
    (made,) = find_promises([(1, promised), (2, "I have rung, and I have told the desk. It's at three.")])
    assert made.text == promised


def test_two_things_promised_for_now_are_none_once_both_were_done() -> None:
    both = (1, "I will ring Dr Farrell now, and I will tell the school now.")
    assert find_promises([both, (2, "I have rung, and I have told them.")]) == ()
    assert len(find_promises([both, (2, "I have rung.")])) == 1


def test_what_they_would_like_to_do_counts_where_it_is_taken() -> None:
    said = [(1, "I'd like to ring the bus company tomorrow, with you.")]
    assert len(find_promises(said, answers={1: ["You'd do that? I'll come."]})) == 1
    assert find_promises(said, answers={1: ["He sat at the back."]}) == ()


def test_no_before_a_capital_ends_a_sentence_and_is_no_number() -> None:
    (made,) = find("I'll ring Donna today and say no. Do you want to be in the room for it?")
    assert made.text == "I'll ring Donna today and say no."


@pytest.mark.parametrize(
    "street", ["I'll ring house no. twelve today.", "I'll write to the family at No. twelve today."]
)
def test_no_before_a_small_letter_is_a_number_and_cuts_no_promise(street: str) -> None:
    assert [promise.text for promise in find(street)] == [street]


def test_what_was_done_already_is_no_promise() -> None:
    assert find("We have to ring the duty social worker, that's been done.") == []
    assert len(find("We have to ring the duty social worker today.")) == 1


def test_what_is_written_in_a_file_stands_with_the_sentence_that_says_what() -> None:
    said = "Nine seconds. I'm going to write that in the file. I'm sorry."
    assert [promise.text for promise in find(said)] == ["Nine seconds. I'm going to write that in the file."]


def test_asking_to_be_quick_is_no_offer_whatever_they_answer() -> None:
    said = {1: ["I'd sooner start than stamp my feet, so yes."]}
    assert not find_promises([(1, "Can we do that one quickly, I've a panel at half ten.")], answers=said)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("I'll write both, one under the other, and you can read it before it goes anywhere.", True),
        ("I'll put it in the computer myself, and if they get it wrong I'll go down there.", True),
        ("I'll ask for it in the next five minutes.", True),
        ("I shall have another one, and a note made of it.", True),
        ("I'll use your word.", True),
        ("I promise it won't be in my minutes.", True),
        ("It goes on my pad and nowhere else.", True),
        ("I'll get you a proper one before anybody asks.", True),
        ("That's just wrong, I'm going to get that put right today.", True),
        ("That woman was racist, I'm writing that word down.", False),
        ("I'll write that they looked at you and not at Tom.", False),
        ("I'll put it in writing that you got a room.", False),
        ("I'll have that front page changed today.", False),
        ("I'll ask them for something hot.", False),
        ("I'll not make it a Tuesday then.", False),
    ],
)
def test_what_is_done_to_it_points_elsewhere_whatever_comes_behind(text: str, points: bool) -> None:
    assert points_elsewhere(text) is points


@pytest.mark.parametrize(
    "text",
    [
        "Romani, and a woman. I'll write that down and I'll put it in the computer myself.",
        "Trini and Scottish. That's the best answer I've had on any form. I'll write it exactly like that.",
        '"Fed up. Polite about it." I\'ll put it in quotation marks with your name spelled right.',
        "You've a right to rest. I'll ask for it in the next five minutes.",
    ],
)
def test_the_sentences_before_it_stand_with_a_promise_up_to_one_that_says_what(text: str) -> None:
    assert [promise.text for promise in find(text, "Go on.")] == [text]


def test_sentences_that_only_point_back_stand_with_the_line_that_they_point_at() -> None:
    line = "I want October written down, and that haircut out."
    (made,) = find("Those are good things. I'll put them to Mr Haigh in your words.", line)
    assert (made.text, made.answers) == ("Those are good things. I'll put them to Mr Haigh in your words.", line)


def test_a_word_of_theirs_said_again_stands_with_their_line() -> None:
    line = "That's me declining. It takes nine seconds."
    (made,) = find("Nine seconds. I'm going to write that in the file.", line)
    assert (made.text, made.answers) == ("Nine seconds. I'm going to write that in the file.", line)


def test_what_they_asked_for_stands_with_the_line_that_asked() -> None:
    line = "You'd have to ask him nicely and you'd have to give it back."
    (made,) = find("The green ran out. I'll ask him nicely and he'll have it straight back.", line)
    assert (made.text, made.answers) == ("I'll ask him nicely and he'll have it straight back.", line)


def test_what_goes_on_about_a_promise_stands_in_one_with_it() -> None:
    text = (
        "What you tell me stays with me unless somebody is at risk. Then I have to tell Mrs Lomax. "
        "You would hear that from me first."
    )
    assert [promise.text for promise in find(text)] == [text]


def test_of_several_lines_the_one_with_a_word_of_what_points_back_is_chosen() -> None:
    lines = ("Before you came, he asked me whose son I am.", "It is four minutes, and nobody is here.")
    (made,) = find("That was not for him to ask. I'll get that put right.", *lines)
    assert made.answers == lines[0]


@pytest.mark.parametrize(
    ("text", "of_record"),
    [
        ("I'll put that in", True),
        ("I'm taking “in denial” out", True),
        ("I'm taking the dog out", False),
        ("I'll get that word changed", True),
        ("I'll take that line out", True),
        ("I'm crossing that out", True),
        ("I'll write it down as you said it", True),
        ("I'll put the kettle on", False),
        ("I'll take her out on Friday", False),
        ("I'll get Theo changed", False),
        ("I'll change my shirt", False),
    ],
)
def test_a_promise_of_a_record_has_the_record_as_its_object(text: str, of_record: bool) -> None:
    assert is_of_record(text) is of_record


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Cross it so you can still read it, though.", True),
        ("Leave it in, as it was.", True),
        ("Put it in his words.", True),
        ("Leave my mum out of the report.", True),
        ("And would you put the time next to it?", True),
        ("Leave it.", False),
        ("Please leave now.", False),
        ("Leave Theo alone.", False),
        ("Keep out of it.", False),
        ("Put the kettle on.", False),
        ("But leave my mum out of it.", False),
        ("And would you put the kettle on?", False),
    ],
)
def test_who_asks_something_of_a_record_names_it(sentence: str, asks: bool) -> None:
    assert asks_of_record(sentence) is asks


def test_a_thing_that_is_pointed_at_is_in_the_last_of_their_lines() -> None:
    """Or in the last that shares a word with what was said on the way to the promise."""
    october, haircut = "I want October written down.", "And that haircut out."
    (made,) = find("Those are good things. I'll put them to Mr Haigh in your words.", october, haircut)
    assert made.answers == haircut
    (shared,) = find("That's the haircut, then. I'll put it to Mr Haigh.", "The haircut was last.", haircut)
    assert shared.answers == haircut
    held, put_away = "One of them held the tree. Really careful.", "It's in our room now, the tree."
    (most,) = find("That's how they held the tree, so careful. I'll put it to Mr Haigh.", held, put_away)
    assert most.answers == held


def test_behind_many_sentences_that_point_back_a_promise_stands_alone() -> None:
    said = "That's it. That was right. Those are good. These are fine. That's wrong. That was that. I'll put that in."
    (made,) = find(said)
    assert (made.text, made.answers) == ("I'll put that in.", "")


@pytest.mark.parametrize(
    "text",
    [
        "I'll come to the school's email, they've said the hood.",
        "I'll have that on your form if I was writing one, and I'm not.",
    ],
)
def test_the_order_of_the_talk_and_what_would_be_if_are_no_promises(text: str) -> None:
    assert find(text) == []


def test_a_promise_that_was_typed_as_one_sentence_is_quoted_once() -> None:
    text = (
        "I'll tell Tobi myself, at quarter past, if he'll have me: that it's tomorrow at ten, he doesn't have to come "
        "and that I've looked at his map properly."
    )
    assert [one.text for one in find(text)] == [text]
