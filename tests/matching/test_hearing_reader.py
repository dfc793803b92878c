"""Short answers are heard in many voices, and what only sounds like one is not."""

import pytest

from coach.matching.hearing_reader import find_question_kind, find_short_answers
from coach.matching.sentences import parse
from coach.model.reading import QuestionKind, ShortAnswer

YES, NO, DONT_KNOW = ShortAnswer.YES, ShortAnswer.NO, ShortAnswer.DONT_KNOW
DONE, FACT, TOLD = ShortAnswer.DONE, ShortAnswer.FACT, ShortAnswer.TOLD


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes.", YES),
        ("Yeah, go on.", YES),
        ("aye", YES),
        ("Of course you can.", YES),
        ("I do, yes.", YES),
        ("No, yeah, you're right.", YES),
        ("Yes please, milk no sugar", YES),
        ("Oh, absolutely.", YES),
        ("It is, I'm afraid.", YES),
        ("No.", NO),
        ("Nope", NO),
        ("naw", NO),
        ("Yeah, no.", NO),
        ("Not yet, I'm sorry.", NO),
        ("Well, no, not really.", NO),
        ("I haven't, no.", NO),
        ("No thank you, I've just had one.", NO),
        ("I don't think so.", NO),
        ("I don't know.", DONT_KNOW),
        ("I don't know. I wasn't there.", DONT_KNOW),
        ("Honestly? No idea.", DONT_KNOW),
        ("I couldn't tell you, love", DONT_KNOW),
        ("dunno", DONT_KNOW),
        ("I'd have to check.", DONT_KNOW),
        ("No, I'm not sure, I'd need to ask.", DONT_KNOW),
        ("dinnae ken", DONT_KNOW),
        ("I wish I knew.", DONT_KNOW),
        ("I don't know what they told you, I'm afraid.", DONT_KNOW),
        ("Oh gosh no, please don't trouble.", NO),
        ("OK.", YES),
        ("Please.", YES),
        ("Done.", DONE),
        ("There, it's away.", DONE),
        ("I've moved it. Better?", DONE),
        ("I'll put it away now.", DONE),
        ("(closes the laptop)", DONE),
        ("I'm crossing that line out.", DONE),
        ("Tuesday.", FACT),
        ("At half past three, I think.", FACT),
        ("My name's Helen.", FACT),
        ("It was the school, Mrs Lomax.", FACT),
        ("There were 3 of them", FACT),
    ],
)
def test_the_first_thing_that_a_short_answer_says_is_heard(text: str, answer: ShortAnswer) -> None:
    answers, _ = find_short_answers(parse(text))
    assert answers[0] is answer or (answer in (FACT,) and answer in answers)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("No worries.", NO),
        ("No wonder you're tired.", NO),
        ("No one told me that.", NO),
        ("You don't know him.", DONT_KNOW),
        ("They don't know what they want.", DONT_KNOW),
        ("You're not sure, are you.", DONT_KNOW),
        ("I am from the school.", YES),
        ("I'm sure he was lovely.", YES),
        ("OK. I don't need the word.", YES),
        ("Please don't shift for me.", YES),
        ("I'll look at my phone.", YES),
        ("I don't need the number.", NO),
        ("You don't have to give me a name.", NO),
        ("Nothing after March, I see.", NO),
        ("I'm not sure it's even your language.", DONT_KNOW),
        ("Did you see them?", YES),
        ("What time is it?", FACT),
        ("I have a note here.", DONE),
        ("I've got till three.", DONE),
        ("It's gone half past.", DONE),
        ("What have they said to you?", TOLD),
    ],
)
def test_what_only_sounds_like_an_answer_is_none(text: str, answer: ShortAnswer) -> None:
    answers, _ = find_short_answers(parse(text))
    assert answer not in answers


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("No.", True),
        ("Yes, please.", True),
        ("I honestly don't know.", True),
        ("No. What did you say to them afterwards?", False),
        ("Yes, I read it last night and it says nothing of what you told the school in May.", False),
        ("", False),
    ],
)
def test_a_reply_that_is_an_answer_and_nothing_else_is_told_from_one_that_goes_on(text: str, alone: bool) -> None:
    assert find_short_answers(parse(text))[1] is alone


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who's that?", QuestionKind.WHO),
        ("and whose is the bike", QuestionKind.WHO),
        ("Do you know who said it?", QuestionKind.WHO),
        ("When did it start?", QuestionKind.WHEN),
        ("What time does she get in?", QuestionKind.WHEN),
        ("Where do you sit?", QuestionKind.WHERE),
        ("Why Thursday?", QuestionKind.WHY),
        ("How come?", QuestionKind.WHY),
        ("The long way to the library - how come", QuestionKind.WHY),
        ("Then I ask you about the bus.", QuestionKind.YES_OR_NO),
        ("What's it for?", QuestionKind.WHY),
        ("How many are there?", QuestionKind.HOW_MANY),
        ("How old is he now?", QuestionKind.HOW_MANY),
        ("Did he cry when he left?", QuestionKind.YES_OR_NO),
        ("Can I sit here?", QuestionKind.YES_OR_NO),
        ("It's cold, isn't it?", QuestionKind.YES_OR_NO),
        ("What happened?", QuestionKind.WHAT),
        ("Which bus is it?", QuestionKind.WHAT),
        ("how was it", QuestionKind.WHAT),
        ("I see. Thanks for the tea. What's on Sunday?", QuestionKind.WHAT),
        ("I like the kitchen.", None),
        ("I'd like to hear about the bus.", None),
        ("…", None),
    ],
)
def test_a_question_is_known_by_what_would_answer_it(text: str, kind: QuestionKind | None) -> None:
    assert find_question_kind(parse(text)) is kind


def test_a_short_question_without_a_sign_asks() -> None:
    assert find_question_kind(parse("Told them what")) is QuestionKind.WHAT
