"""The picture of a conversation: what each mark means, and that it comes from what the family said or its branch."""

from dataclasses import replace

import pytest

from coach.debrief.document_formats import render_html
from coach.debrief.first_page import SIGNS, ConversationPicture, MarkKind, PictureSubject
from coach.debrief.page_builder import build_picture
from coach.debrief.picture import answers_after_all, draws_back, find_named, tells_behind
from coach.debrief.picture_svg import draw_svg
from coach.debrief.render import (
    MORE_NAMED,
    PICTURE_IS,
    Heading,
    Paragraph,
    PictureBlock,
    describe_apart,
    describe_naming,
    describe_picture,
    draw_picture,
    render_markdown,
    render_plain,
    word_picture,
)
from coach.model.conditions import Line
from coach.model.events import Event, Skipped
from coach.model.reading import Pick
from coach.model.scenario import Changes
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said, with_book

RACE = (PictureSubject(id="race", name="Race"),)


def draw(script: Script, *happened: Event, left: tuple[int, ...] = ()) -> ConversationPicture:
    attempt = replay(script, events(*happened)).attempt()
    return build_picture(script, attempt, RACE, lambda text: ["race"] if "racism" in text else [], left)


def lines(text: str) -> tuple[Line, ...]:
    return (Line(speaker="sam", text=text.strip()),)


DRIVER = "It was the driver, the tall one, with his radio on, and he looked at nobody."
AND_SAM = "Sam was sat behind him."


def telling(*texts: str) -> tuple[Line, ...]:
    """A telling that takes two lines, unless it is given."""
    return tuple(line for text in texts or (DRIVER, AND_SAM) for line in lines(text))


def kinds(picture: ConversationPicture) -> list[MarkKind]:
    return [mark.kind for mark in picture.marks]


def test_something_told_that_was_kept_is_told_more(script: Script) -> None:
    assert kinds(draw(script, said("asks"))) == [MarkKind.TOLD_MORE]


def test_a_reply_that_nothing_waits_for_is_talked_on(script: Script) -> None:
    assert kinds(draw(script, said())) == [MarkKind.TALKED_ON]


def test_a_reply_that_the_family_was_hurt_by_is_drew_back(script: Script) -> None:
    assert kinds(draw(script, said("blunt"))) == [MarkKind.DREW_BACK]


def test_a_stand_in_word_that_is_answered_is_no_telling(script: Script) -> None:
    assert kinds(draw(script, said("vague"))) == [MarkKind.TALKED_ON]


def test_a_hurt_put_right_in_words_is_put_right(script: Script) -> None:
    assert kinds(draw(script, said("blunt"), said("mend"))) == [MarkKind.DREW_BACK, MarkKind.PUT_RIGHT]


def test_what_was_begun_and_left_stands_over_talking_on(script: Script) -> None:
    assert kinds(draw(script, said(), said(), left=(1,))) == [MarkKind.NOT_TAKEN_UP, MarkKind.TALKED_ON]


def test_a_hurt_stands_over_what_was_begun_and_left(script: Script) -> None:
    assert kinds(draw(script, said("blunt"), left=(1,))) == [MarkKind.DREW_BACK]


def test_a_skipped_line_has_no_mark(script: Script) -> None:
    assert [mark.reply for mark in draw(script, Skipped(at=START), said("child")).marks] == [1]


def test_the_rubric_alone_moves_no_mark(script: Script) -> None:
    """`names` is helpful, but no branch of this turn waits for it."""
    picture = draw(script, said("asks"), said("child"), said("names"))
    assert kinds(picture)[-1] is MarkKind.TALKED_ON


def test_subjects_stand_under_the_reply_that_named_them(script: Script) -> None:
    (mark,) = draw(script, said("names", text="Well, was it racism?")).marks
    assert mark.by_you == ("race",)
    assert mark.by_them == ()


def test_words_that_hurt_stand_for_no_subject(script: Script) -> None:
    (mark,) = draw(script, said("blunt", text="Well, it was not racism.")).marks
    assert mark.by_you == ()


def test_a_next_step_that_is_agreed_tells_nothing(script: Script) -> None:
    """The branch that waits for `child` alone, where that is the criterion of a plan."""
    attempt = replay(script, events(said("asks"), said("child"))).attempt()
    assert kinds(build_picture(script, attempt))[-1] is MarkKind.TALKED_ON, "too few words to have told anything"
    longer = script.turn("sam_says").replies["asked_sam"].model_copy(update={"says": lines("I like the driver. " * 4)})
    replies = {**script.turn("sam_says").replies, "asked_sam": longer}
    turns = {**script.dialogue.turns, "sam_says": script.turn("sam_says").model_copy(update={"replies": replies})}
    told = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    attempt = replay(told, events(said("asks"), said("child"))).attempt()
    assert kinds(build_picture(told, attempt))[-1] is MarkKind.TOLD_MORE
    assert kinds(build_picture(told, attempt, plans="child"))[-1] is MarkKind.TALKED_ON


# --- Marks by the line book


def test_a_line_that_the_book_says_tells_something_is_told_more(script: Script) -> None:
    told = with_book(with_answer(script, "asked", telling()), told="the_bus/asked")
    assert kinds(draw(told, said("names"), said())) == [MarkKind.TOLD_MORE, MarkKind.TALKED_ON]


@pytest.mark.parametrize(
    ("says", "book", "kind"),
    [
        ((DRIVER,), {}, MarkKind.TALKED_ON),
        ((DRIVER,), {"safety": "the_bus/asked"}, MarkKind.TOLD_MORE),
        ((DRIVER,), {"names": {"race": "the_bus/asked"}}, MarkKind.TOLD_MORE),
        ((DRIVER, AND_SAM), {}, MarkKind.TOLD_MORE),
        (("Yes. We're three, now, with one worry.",), {"safety": "the_bus/asked"}, MarkKind.TALKED_ON),
    ],
)
def test_a_telling_is_of_weight_or_takes_two_lines(
    script: Script, says: tuple[str, ...], book: dict[str, object], kind: MarkKind
) -> None:
    """One line of small things, and a sentence of agreeing, are talk: a list of them would tell nothing apart."""
    told = with_book(with_answer(script, "asked", telling(*says)), told="the_bus/asked", **book)
    assert kinds(draw(told, said("names"))) == [kind]


@pytest.mark.parametrize("first", ["Can I do it in a bit?", "Hang on to that one for me.", "No. Not today."])
def test_what_comes_behind_a_question_put_off_did_not_come_of_it(script: Script, first: str) -> None:
    told = with_book(with_answer(script, "asked", telling(first, DRIVER, AND_SAM)), told="the_bus/asked")
    assert kinds(draw(told, said("names"))) == [MarkKind.TALKED_ON]


def test_what_may_answer_something_else_is_no_telling(script: Script) -> None:
    """Who was asked how Craig was raised, and heard how they were raised themselves."""
    told = with_book(with_answer(script, "asked", telling(DRIVER)), told="the_bus/asked", safety="the_bus/asked")
    twice = with_book(with_answer(script, "asked", telling()), told="the_bus/asked")
    unlikely = said("names").model_copy(update={"pick": Pick(entry="asked:the_driver", likely=0.2)})
    likely = said("names").model_copy(update={"pick": Pick(entry="asked:the_driver", likely=0.6)})
    assert kinds(draw(told, unlikely)) == [MarkKind.TALKED_ON]
    assert kinds(draw(told, likely)) == [MarkKind.TOLD_MORE]
    assert kinds(draw(twice, unlikely)) == [MarkKind.TOLD_MORE], "a branch for what was said, in two lines"
    named = with_answer(script, "asked", telling("It was racism, and he'd his radio on, and he looked at nobody."))
    both = unlikely.model_copy(update={"text": "Was it racism?"})
    assert kinds(draw(with_book(named, told="the_bus/asked"), both)) == [MarkKind.TOLD_MORE], "of one subject"


def test_what_is_told_in_spite_of_a_reply_did_not_come_of_it(script: Script) -> None:
    """A brush-off, and words that the next reply takes back: the family told it all the same."""
    told = with_book(with_answer(script, "asked", telling()), told="the_bus/asked")
    assert kinds(draw(told, said("names", text="They all do that at that age."))) == [MarkKind.TALKED_ON]
    taken_back = said(text="Sorry, I put that to you badly.")
    assert kinds(draw(told, said("names"), taken_back))[0] is MarkKind.TALKED_ON


def test_what_they_would_have_said_in_any_case_is_not_told_because_of_the_reply(script: Script) -> None:
    told = with_book(script, told="the_bus/otherwise1")
    assert kinds(draw(told, said())) == [MarkKind.TALKED_ON]


def test_what_a_turn_begins_with_is_told_where_the_reply_opened_the_way(script: Script) -> None:
    """Where the family only went on, it would have come in any case."""
    book = with_book(script, told="sam_says")
    assert kinds(draw(book, said(), said())) == [MarkKind.TALKED_ON, MarkKind.TALKED_ON]
    assert kinds(draw(book, said("asks"))) == [MarkKind.TOLD_MORE]


def test_a_branch_that_trusts_more_tells_nothing_if_the_book_does_not_say_so(script: Script) -> None:
    longer = with_answer(script, "asked", lines("I might, and then again I might not, and that is that."))
    assert kinds(draw(longer, said("names"))) == [MarkKind.TOLD_MORE], "by the branch"
    assert kinds(draw(with_book(longer, told="last"), said("names"))) == [MarkKind.TALKED_ON]


def test_a_line_that_the_book_says_draws_back_is_drew_back(script: Script) -> None:
    book = with_book(script, drew_back="the_bus/stand_in")
    assert kinds(draw(book, said("vague"))) == [MarkKind.DREW_BACK]


def test_where_they_flinch_and_tell_neither_is_said(script: Script) -> None:
    """ "I put it down to kids", and then "It was, and I knew it was": half of it would be a wrong claim."""
    branch, next_turn = "the_bus/asked", "sam_says"
    assert kinds(draw(with_book(script, drew_back=branch, told=next_turn), said("names"))) == [MarkKind.TALKED_ON]
    assert kinds(draw(with_book(script, drew_back=next_turn, told=branch), said("names"))) == [MarkKind.TALKED_ON]
    assert kinds(draw(with_book(script, drew_back=next_turn, told="last"), said("names"))) == [MarkKind.DREW_BACK]


def test_who_flinches_and_then_speaks_of_what_was_asked_has_not_drawn_back(script: Script) -> None:
    """ "That's us, is it?", and then the very page that the reply had asked about."""
    branch, next_turn = "the_bus/asked", "sam_says"
    flinched = with_answer(script, "asked", lines("That's us, is it?"))
    book = with_book(flinched, drew_back=branch, told=next_turn)
    (exchange,) = replay(book, events(said("names", text="Does Sam sing?"))).attempt().replies()
    assert answers_after_all(book, exchange)
    (other,) = replay(book, events(said("names", text="Who has the page?"))).attempt().replies()
    assert not answers_after_all(book, other)
    (closed,) = (
        replay(
            with_book(flinched, drew_back=[branch, next_turn], told="last"),
            events(said("names", text="Does Sam sing?")),
        )
        .attempt()
        .replies()
    )
    assert not answers_after_all(with_book(flinched, drew_back=[branch, next_turn], told="last"), closed)


def test_who_draws_back_and_tells_straight_behind_has_not_drawn_back(script: Script) -> None:
    """ "Do look at what it is a map of.", and then the map: where it was asked, and nobody else comes in."""

    def closes(speaker: str, typed: str = "Is there more?") -> bool:
        closing = (Line(speaker=speaker, text="It is the copy that I have in mind."),)
        answering = with_answer(script, "asked", closing)
        book = with_book(answering, drew_back="the_bus/asked", told="sam_says")
        (exchange,) = replay(book, events(said("names", text=typed))).attempt().replies()
        return not tells_behind(book, exchange)

    assert not closes("pat")
    assert closes("sam")
    assert closes("pat", "Okay.")


def test_who_closes_a_door_last_has_drawn_back_whatever_was_told_before(script: Script) -> None:
    """ "Sorry. That's us.", and behind it "You would not understand."."""
    closing = with_answer(script, "asked", (Line(speaker="pat", text="Anyway. That's us."),))
    book = with_book(closing, drew_back=["the_bus/asked", "sam_says"], told="sam_says")
    (exchange,) = replay(book, events(said("names", text="Is there more?"))).attempt().replies()
    assert not tells_behind(book, exchange)
    assert draws_back(book, exchange)


def test_a_scale_that_falls_draws_nobody_back_if_the_book_does_not_say_so(script: Script) -> None:
    wary = with_answer(script, "stand_in", lines("It was the number nine."), changes=Changes(trust=-1))
    assert kinds(draw(wary, said("vague"))) == [MarkKind.DREW_BACK], "by the scale"
    assert kinds(draw(with_book(wary, told="last"), said("vague"))) == [MarkKind.TALKED_ON]


def test_a_silence_that_is_told_is_told_more_whatever_the_book_says(script: Script) -> None:
    assert kinds(draw(with_book(script, told="last"), said("asks"))) == [MarkKind.TOLD_MORE]


def test_a_silence_is_not_told_more_where_they_drew_back_first(script: Script) -> None:
    assert kinds(draw(with_book(script, drew_back="the_bus/told"), said("asks"))) == [MarkKind.DREW_BACK]


def test_a_hurt_is_drew_back_unless_the_book_says_that_they_told_something(script: Script) -> None:
    assert kinds(draw(with_book(script, told="last"), said("blunt"))) == [MarkKind.DREW_BACK]
    as_before = with_answer(script, "brushed_off", lines(DRIVER), changes=Changes())
    assert kinds(draw(with_book(as_before, told="the_bus/brushed_off"), said("blunt"))) == [MarkKind.TALKED_ON]


def test_who_answers_a_hurt_alone_and_trusts_less_drew_back_whatever_the_book_says(script: Script) -> None:
    """ "It's all right, miss. They're, like, used to it." tells something, and *why* says that it hurt."""
    less = with_answer(script, "brushed_off", lines(DRIVER), changes=Changes(trust=-1))
    assert kinds(draw(with_book(less, told="the_bus/brushed_off"), said("blunt"))) == [MarkKind.DREW_BACK]


def test_who_trusts_more_by_a_mending_has_not_drawn_back(script: Script) -> None:
    """ "I know what it says. Attended is when you're there, no?" closes a door elsewhere; here it answers a sorry."""
    book = with_book(script, drew_back="the_bus/stand_in")
    wary = with_answer(book, "stand_in", lines("I know what it says."), changes=Changes(trust=1))
    assert kinds(draw(wary, said("vague", "mend"))) == [MarkKind.TALKED_ON]
    assert kinds(draw(wary, said("vague"))) == [MarkKind.DREW_BACK], "nothing in it mends"


# --- What was put right, with a line book


def test_a_hurt_is_put_right_where_the_reply_owns_it(script: Script) -> None:
    book = with_book(script, told="last")
    sorry = said("mend", text="I'm sorry, that was wrong of me.")
    assert kinds(draw(book, said("blunt"), sorry)) == [MarkKind.DREW_BACK, MarkKind.PUT_RIGHT]
    assert kinds(draw(book, said("blunt"), said("mend", text="Well, and the bus?")))[1] is MarkKind.TALKED_ON


def test_to_deny_what_nobody_had_said_puts_nothing_right(script: Script) -> None:
    book = with_book(script, told="last")
    denial = said("mend", text="It came out wrong, I'm sorry. I didn't mean you were second best.")
    assert kinds(draw(book, said("blunt"), denial))[1] is not MarkKind.PUT_RIGHT


def test_a_denial_beside_what_is_owned_in_particular_undoes_nothing(script: Script) -> None:
    book = with_book(script, told="last")
    owned = said("mend", text="That was wrong of me and I'm sorry. I didn't mean you were lying. Was it racism?")
    assert kinds(draw(book, said("blunt"), owned))[1] is MarkKind.PUT_RIGHT


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, that's three questions, I always do that.",
        "Shall you say something like, I made a joke and I'm sorry?",
        "Sorry I'm late, and sorry for the wait.",
    ],
)
def test_a_sorry_for_questions_for_the_wait_or_lent_to_somebody_puts_nothing_right(script: Script, text: str) -> None:
    book = with_book(script, told="last")
    assert kinds(draw(book, said("blunt"), said("mend", text=text)))[1] is not MarkKind.PUT_RIGHT


def test_what_they_turn_down_is_not_put_right(script: Script) -> None:
    sorry = said(text="Sorry, I rushed you there.")
    taking = with_first_answer(script, "That's all right.")
    assert kinds(draw(with_book(taking, told="last"), said("blunt"), sorry))[1] is MarkKind.PUT_RIGHT
    refusing = with_first_answer(script, "I'd rather not do that one.")
    assert kinds(draw(with_book(refusing, told="last"), said("blunt"), sorry))[1] is MarkKind.TALKED_ON


@pytest.mark.parametrize("answer", ["It's two buses.", "I'm all right. I've been all right since Tuesday."])
def test_what_nobody_took_as_put_right_is_not_said_to_be(script: Script, answer: str) -> None:
    other = with_first_answer(script, answer)
    sorry = said(text="Sorry, I rushed you there.")
    assert kinds(draw(with_book(other, told="last"), said("blunt"), sorry))[1] is MarkKind.TALKED_ON


def test_who_is_let_be_straight_after_a_door_closed_has_been_met(script: Script) -> None:
    taking = with_book(with_first_answer(script, "That's fair."), told="last", drew_back="the_bus/stand_in")
    let_be = said(text="You don't owe me that. I'll leave it there.")
    assert kinds(draw(taking, said("vague"), let_be)) == [MarkKind.DREW_BACK, MarkKind.PUT_RIGHT]
    assert kinds(draw(taking, said(), let_be))[1] is MarkKind.TALKED_ON, "where no door had closed"


def test_straight_after_they_drew_back_they_take_a_sorry_by_telling_what_they_are_asked(script: Script) -> None:
    sorry = said("names", text="Course we can, I do rattle on. Sorry. Was it racism?")
    told = with_book(with_answer(script, "asked", telling()), told="the_bus/asked")
    assert kinds(draw(told, said("blunt"), sorry))[1] is MarkKind.PUT_RIGHT
    assert kinds(draw(told, said(), sorry))[1] is not MarkKind.PUT_RIGHT, "where nobody had drawn back"


OWNED = "You came twice and we wrote that you didn't. That's wrong, and I'm sorry."


def test_what_the_service_did_is_put_right_only_where_something_hurt_before(script: Script) -> None:
    """What was done before the talk is owned; nothing in the talk had to be put right."""
    taking = with_first_answer(script, "Thank you. That's good of you.")
    assert kinds(draw(with_book(taking, told="last"), said(text=OWNED))) == [MarkKind.TALKED_ON]
    assert kinds(draw(with_book(taking, told="last"), said("blunt"), said(text=OWNED)))[1] is MarkKind.PUT_RIGHT


def test_who_says_that_something_hurt_has_it_put_right_though_no_reading_saw_it(script: Script) -> None:
    stung = with_answer(with_first_answer(script, "Thank you. That's good of you."), "asked", lines("That stung."))
    replies = {"asked": stung.turn("the_bus").replies["asked"].model_copy(update={"goto": None})}
    replies = {**stung.turn("the_bus").replies, **replies}
    turns = {**stung.dialogue.turns, "the_bus": stung.turn("the_bus").model_copy(update={"replies": replies})}
    book = with_book(replace(stung, dialogue=stung.dialogue.model_copy(update={"turns": turns})), told="last")
    assert kinds(draw(book, said("names"), said(text=OWNED)))[1] is MarkKind.PUT_RIGHT


@pytest.mark.parametrize(
    "answer", ["Thank you. I've had a lot of sorry this week. So what are you going to do?", "I do not forgive it."]
)
def test_what_they_push_back_at_is_not_put_right(script: Script, answer: str) -> None:
    other = with_first_answer(script, answer)
    assert kinds(draw(with_book(other, told="last"), said(text=OWNED))) == [MarkKind.TALKED_ON]


def test_a_sorry_for_what_others_said_puts_nothing_right(script: Script) -> None:
    sorry = said("mend", text="I'm sorry, that was a stupid thing to be told.")
    assert kinds(draw(with_book(script, told="last"), said("blunt"), said(), sorry))[2] is not MarkKind.PUT_RIGHT


def test_where_nothing_had_hurt_nothing_is_put_right(script: Script) -> None:
    book = with_book(script, told="last")
    assert kinds(draw(book, said(text=OWNED))) == [MarkKind.TALKED_ON]
    book = with_book(with_first_answer(script, "Thank you."), told="last")
    assert kinds(draw(book, said("blunt"), said(text=OWNED)))[1] is MarkKind.PUT_RIGHT


def test_going_back_to_ones_own_words_puts_right_what_nobody_took_amiss(script: Script) -> None:
    book = with_book(with_first_answer(script, "That's all right."), told="last")
    taken_back = said(text="Sorry, I shouldn't have asked about the caravan.")
    assert kinds(draw(book, said(text="Was it a caravan?"), taken_back))[1] is MarkKind.PUT_RIGHT


def test_a_door_that_closes_on_words_taken_back_closes_on_the_words_before(script: Script) -> None:
    book = with_book(script, drew_back="the_bus/stand_in")
    assert kinds(draw(book, said(), said("vague", text="And the caravan?")))[1] is MarkKind.DREW_BACK
    taken_back = said("vague", text="I shouldn't have asked about the caravan.")
    assert kinds(draw(book, said(text="Was it a caravan?"), taken_back))[1] is MarkKind.TALKED_ON


def test_what_was_begun_and_left_stands_over_nothing_that_the_book_says(script: Script) -> None:
    book = with_book(with_answer(script, "asked", telling()), told="the_bus/asked")
    assert kinds(draw(book, said("names"), said(), left=(1, 2))) == [MarkKind.TOLD_MORE, MarkKind.NOT_TAKEN_UP]


def with_first_answer(script: Script, text: str) -> Script:
    """The scenario where the family answers so in its first turn, where nothing fits."""
    turn = script.turn("the_bus")
    otherwise = tuple(one.model_copy(update={"says": lines(text)}) for one in turn.otherwise)
    turns = {**script.dialogue.turns, "the_bus": turn.model_copy(update={"otherwise": otherwise})}
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def with_answer(script: Script, key: str, says: tuple[Line, ...], **more: object) -> Script:
    """The scenario where a branch of its first turn answers otherwise."""
    turn = script.turn("the_bus")
    branch = turn.replies[key].model_copy(update={"says": says, **more})
    turns = {
        **script.dialogue.turns,
        "the_bus": turn.model_copy(update={"replies": {**turn.replies, key: branch}}),
    }
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


@pytest.mark.parametrize(
    ("replies", "signs", "left"),
    [
        (("", "", ""), "···", "○○·"),
        (("asks", "child", ""), "●··", "●○·"),
        (("names", "names", "child", "mend"), "·●·◆", "○●·◆"),
        (("blunt", "mend", "asks", "child"), "▽◆●·", "▽◆●·"),
        (("vague", "vague", "blunt", "", "mend"), "··▽·◆", "○○▽·◆"),
        (("asks", "names", "blunt", "mend"), "●●▽◆", "●●▽◆"),
        (("blunt", "blunt", "", ""), "▽▽··", "▽▽··"),
        (("names asks", "child names", "mend"), "●·◆", "●○◆"),
    ],
)
def test_without_a_book_the_marks_are_those_from_before_there_were_any(
    script: Script, replies: tuple[str, ...], signs: str, left: str
) -> None:
    happened = [said(*criteria.split()) for criteria in replies]
    assert "".join(SIGNS[kind] for kind in kinds(draw(script, *happened))) == signs
    assert "".join(SIGNS[kind] for kind in kinds(draw(script, *happened, left=(1, 2)))) == left


# --- Who named a subject


def test_the_family_names_a_subject_where_the_book_says_so_and_by_no_word(script: Script) -> None:
    answered = with_answer(script, "stand_in", lines("Well, was it racism?"))
    assert [mark.by_them for mark in draw(answered, said("vague")).marks] == [("race",)], "by the rubric's words"
    silent = with_book(answered, told="last")
    assert [mark.by_them for mark in draw(silent, said("vague")).marks] == [()]
    named = with_book(answered, told="last", names={"race": "the_bus/otherwise1"})
    assert [mark.by_them for mark in draw(named, said(), said("vague")).marks] == [("race",), ()]


def test_a_practitioner_names_a_subject_by_their_words_with_a_book_too(script: Script) -> None:
    (mark,) = draw(with_book(script, told="last"), said(text="Well, was it racism?")).marks
    assert mark.by_you == ("race",)


def test_of_a_block_that_names_a_subject_the_line_with_its_words_is_shown(script: Script) -> None:
    three = (*lines("You asked."), *lines("It was racism."), *lines("Racism, I said."))
    book = with_book(with_answer(script, "asked", three), told="last", names={"race": "the_bus/asked"})
    assert find_named(book, three, lambda text: ["race"] if "racism" in text else [])["race"].text == "It was racism."
    assert find_named(book, three, lambda _: [])["race"].text == "Racism, I said.", "else its last"


def test_what_is_seen_rather_than_said_names_nothing(script: Script) -> None:
    seen = (Line(speaker="scene", text="Somebody shouts racism."),)
    for one in (script, with_book(script, told="last", names={"race": "the_bus"})):
        assert find_named(one, seen, lambda _: ["race"]) == {}


# --- The picture in words, signs and drawings


def test_in_words_each_reply_is_named_once(script: Script) -> None:
    picture = draw(script, said("asks"), said("blunt"), said("mend"))
    words = describe_picture(picture)
    assert words.count(".") == len(set(kinds(picture)))
    assert "After reply 2 at least, they drew back." in words
    assert "In reply 3, you put something right." in words


def test_replies_alike_are_named_together(script: Script) -> None:
    assert describe_picture(draw(script, said(), said())) == "After every reply, they talked on."


def test_the_picture_in_words_says_all_of_it_and_a_printed_page_the_short(script: Script) -> None:
    picture = draw(script, said("asks", text="Well, was it racism?"), said("blunt"), said("mend"))
    short = "After reply 2 at least, they drew back. In reply 3, you put something right."
    assert word_picture(picture) == (
        f"After reply 1 at least, they told more straight after. {short}",
        "Race: you named it in reply 1.",
        MORE_NAMED,
    )
    assert describe_apart(picture) == short
    assert render_plain([Heading("Reply by reply"), PictureBlock(picture)]).splitlines() == ["Reply by reply:", short]


def test_in_plain_lines_only_what_hurt_and_what_was_put_right_is_told(script: Script) -> None:
    """That they told more says neither what nor why; the drawing, and its words for who can't see it, have it."""
    told = draw(script, said("asks"), said(), said())
    assert describe_apart(told) == ""
    assert "After reply 1 at least, they told more" in describe_picture(told)
    page = render_plain([Heading("Reply by reply"), PictureBlock(told), Paragraph(PICTURE_IS), Paragraph("Close.")])
    assert page == "Close.\n"
    hurt = draw(script, said("asks"), said("blunt"), said("mend"))
    assert describe_apart(hurt) == ("After reply 2 at least, they drew back. In reply 3, you put something right.")
    assert PICTURE_IS in render_plain([Heading("Reply by reply"), PictureBlock(hurt), Paragraph(PICTURE_IS)])


def test_who_named_a_subject_stands_in_no_printed_page(script: Script) -> None:
    """A list would read as the whole of it, and the coach finds some of the words."""
    block = PictureBlock(draw(script, said(text="Well, was it racism?")))
    for printed in (render_plain([block]), render_markdown([block]), render_html([block], "Page")):
        assert "Race" not in printed


def test_how_a_goodbye_was_answered_is_no_drawing_back(script: Script) -> None:
    parted = draw(script, said("asks"), said("blunt", text="Right, goodbye then."))
    assert describe_apart(parted) == ""
    early = draw(script, said("blunt", text="I nearly said goodbye."), said(), said())
    assert describe_apart(early) == "After reply 1 at least, they drew back."


def test_where_nobody_named_a_subject_nothing_more_is_said_of_it(script: Script) -> None:
    assert word_picture(draw(script, said(), said())) == ("After every reply, they talked on.",)
    assert word_picture(ConversationPicture()) == ()


def test_who_named_a_subject_is_said_in_words(script: Script) -> None:
    picture = draw(script, said(text="Well."), said(text="Well, was it racism?"))
    assert list(describe_naming(picture)) == ["Race: you named it in reply 2."]


def test_the_numbers_and_the_marks_stand_under_one_another(script: Script) -> None:
    numbers, signs = draw_picture(draw(script, *[said() for _ in range(3)]))
    assert len(numbers) == len(signs)


def test_plain_lines_have_words_and_no_signs(script: Script) -> None:
    block = PictureBlock(draw(script, said("asks"), said("blunt")))
    assert not set("●·▽◆○") & set(render_plain([block]))
    assert "●" in render_markdown([block])


def test_the_drawing_says_the_same_in_words_and_holds_no_line_of_the_conversation(script: Script) -> None:
    picture = draw(script, said("asks", text="Well, was it <racism> & nothing else?"))
    drawn = draw_svg(picture)
    assert " ".join(word_picture(picture)) in drawn
    assert "nothing else" not in drawn
    assert drawn.count("<svg") == drawn.count("</svg>") == 1


def test_a_long_conversation_is_drawn_in_rows(script: Script) -> None:
    marks = draw(script, said("asks")).marks * 30
    picture = ConversationPicture(marks=tuple(m.model_copy(update={"reply": n}) for n, m in enumerate(marks, 1)))
    assert draw_svg(picture).count("<g ") == 2


# --- What is no telling, whatever the book says of its line


def test_a_line_that_is_said_again_tells_nothing_more(script: Script) -> None:
    driver = lines("It was the driver, the tall one, and he'd got his radio on.")
    told = ["the_bus", "the_bus/asked"]
    book = with_book(with_answer(script, "asked", driver), told=told, safety="the_bus/asked")
    attempt = replay(book, events(said("names"), said())).attempt()
    again = replace(attempt, arrival=(*attempt.arrival, *attempt.replies()[0].lines()))
    assert kinds(build_picture(book, attempt))[0] is MarkKind.TOLD_MORE
    assert kinds(build_picture(book, again))[0] is MarkKind.TALKED_ON
    in_other_words = Line(speaker="pat", text="There's a driver with a radio. He's tall.")
    again = replace(attempt, arrival=(*attempt.arrival, in_other_words))
    assert kinds(build_picture(book, again))[0] is MarkKind.TALKED_ON


@pytest.mark.parametrize("first", ["Don't.", "Please stop.", "I'm not doing that bit."])
def test_what_follows_a_flinch_was_not_opened_by_the_reply(script: Script, first: str) -> None:
    book = with_book(with_answer(script, "asked", (*lines(first), *lines("It was the driver."))), told="the_bus/asked")
    assert kinds(draw(book, said("names"))) == [MarkKind.TALKED_ON]


def test_a_line_that_holds_off_tells_nothing_though_the_book_says_so(script: Script) -> None:
    for texts, kind in ((("I don't know you, love.", DRIVER), MarkKind.TALKED_ON), ((), MarkKind.TOLD_MORE)):
        book = with_book(with_answer(script, "asked", telling(*texts)), told="the_bus/asked")
        assert kinds(draw(book, said("names"))) == [kind]


def test_where_the_next_reply_has_to_ask_anew_they_went_past_the_question(script: Script) -> None:
    told = with_book(with_answer(script, "asked", telling()), told="the_bus/asked")
    asked = said("names")
    for anew in (
        "I meant the leaflet.",
        "Sorry, Pat. I meant the other driver.",
        "I think I muddled you.",
        "That's a lot of stops. I was asking about the leaflet.",
    ):
        assert kinds(draw(told, asked, said(text=anew)))[0] is MarkKind.TALKED_ON
    assert kinds(draw(told, asked, said(text="I meant it.")))[0] is MarkKind.TOLD_MORE


# --- The same as the coach's notes say


def test_a_note_that_a_subject_was_named_stands_under_the_reply(script: Script) -> None:
    """Whatever the words are; the page goes by a subject's own words still, and words that hurt stand for none."""
    attempt = replay(script, events(said("names"), said("blunt"))).attempt()
    noted = {1: {"race"}, 2: {"race"}}
    picture = build_picture(script, attempt, RACE, noted=noted)
    assert [(mark.by_you, mark.noted, mark.yours) for mark in picture.marks] == [
        ((), ("race",), ("race",)),
        ((), (), ()),
    ]
    assert list(describe_naming(picture)) == ["Race: you named it in reply 1."]


def test_a_mending_two_replies_later_is_put_right_though_no_word_takes_it(script: Script) -> None:
    """As *why* says of it: the hurt was still there, and they answer by the branch for a mending."""
    book = with_book(replace(script, mended_lines=((Line(speaker="pat", text="Now we begin."),),)), told="last")
    sorry = said("mend", text="I am sorry I said that, it was wrong of me.")
    at_last = draw(book, said("blunt"), said(text="Sorry."), sorry)
    assert kinds(at_last) == [MarkKind.DREW_BACK, MarkKind.TALKED_ON, MarkKind.PUT_RIGHT]
