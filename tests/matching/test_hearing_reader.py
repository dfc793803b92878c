"""Short answers are heard in many voices, and what only sounds like one is not."""

import pytest

from coach.matching.hearing_reader import (
    asks_again,
    asks_what_is_known,
    find_aspects,
    find_question_kind,
    find_short_answers,
    quotes,
)
from coach.matching.sentences import parse
from coach.model.reading import Aspect, QuestionKind, ShortAnswer

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


def aspects(text: str) -> set[Aspect]:
    return set(find_aspects(text, parse(text)))


@pytest.mark.parametrize("text", ["...", "…", "-", "(says nothing)", "(waits)", "*silence*"])
def test_a_reply_without_a_word_is_a_silence(text: str) -> None:
    assert aspects(text) == {Aspect.SILENT}


@pytest.mark.parametrize("text", ["Mm.", "Right.", "Okay.", "Right, okay.", "(nods)", "mhm", "I see."])
def test_a_word_of_listening_is_a_nod(text: str) -> None:
    assert aspects(text) == {Aspect.NODS}


@pytest.mark.parametrize("text", ["Right?", "Go on.", "Right, who told you that.", "Okay I'll ring them.", "No."])
def test_what_asks_or_says_more_is_no_nod(text: str) -> None:
    assert Aspect.NODS not in aspects(text)


@pytest.mark.parametrize(
    "text",
    [
        "No, love, I don't. I didn't write that and I wouldn't have.",
        "No no. I don't know you, how can I think this?",
        "You asked me do I think you hurt him. I said no, and I'll say it again.",
        "God, no, that's not what I think at all.",
    ],
)
def test_a_clear_no_is_heard_whatever_follows(text: str) -> None:
    assert Aspect.PLAIN_NO in aspects(text)


@pytest.mark.parametrize(
    "text", ["No worries.", "No? Why not?", "I don't think it's the shoes.", "Not really my area."]
)
def test_what_only_sounds_like_a_no_is_none(text: str) -> None:
    assert Aspect.PLAIN_NO not in aspects(text)


@pytest.mark.parametrize(
    "text",
    [
        "Has somebody hit Meera, Sunita? Was it you?",
        "Has she hurt herself, or said she doesn't want to be here?",
        "Did you smack him?",
        "Was she hurt?",
        "is he safe at home",
        "Who hit her?",
    ],
)
def test_a_straight_question_about_safety_is_heard(text: str) -> None:
    assert Aspect.ASKS_SAFETY in aspects(text)


@pytest.mark.parametrize(
    "text",
    [
        "Did it hurt?",
        "Were you hurt by that?",
        "Nobody hit her.",
        "Where's the safe place to park?",
        "Did that hurt you?",
    ],
)
def test_what_hurts_otherwise_is_no_question_about_safety(text: str) -> None:
    assert Aspect.ASKS_SAFETY not in aspects(text)


@pytest.mark.parametrize(
    "text",
    [
        "But there's a lady, domestic abuse advocate, sees people on their own. Want her number?",
        "Another interpreter can be here in minutes. Do you want one?",
        "Shall I get you a solicitor?",
        "I can ring now, it's only minutes. Shall I?",
    ],
)
def test_an_offer_of_weight_is_heard(text: str) -> None:
    assert Aspect.OFFERS in aspects(text)


@pytest.mark.parametrize("text", ["D'you want my scarf?", "Was the interpreter nice?", "Did he ring you today?"])
def test_a_small_offer_or_a_question_is_none_of_weight(text: str) -> None:
    assert Aspect.OFFERS not in aspects(text)


@pytest.mark.parametrize(
    "text",
    [
        'It says "Aggressive."',
        "It said, may be cultural.",
        "Aggressive attitude. And a fade haircut. Thats the lot",
        "'Father rang. Aggressive.' That's all there is.",
    ],
)
def test_what_is_read_out_is_heard_as_read_out(text: str) -> None:
    assert quotes(text, parse(text), "The letter says 'aggressive attitude and a fade haircut'.")


@pytest.mark.parametrize(
    "text", ["What does it say?", "Is it aggressive?", "I'm aggressive too.", "Don't you mind it?"]
)
def test_what_is_not_read_out_is_no_quotation(text: str) -> None:
    assert not quotes(text, parse(text), "The letter says 'aggressive attitude and a fade haircut'.")


def test_a_question_that_was_put_off_is_known_again() -> None:
    earlier = ["What happened to your knees?"]
    assert asks_again("What was it that happened to the knees, then?", earlier)
    assert asks_again("I asked about something.", earlier)
    assert not asks_again("Where did you get the biscuits?", earlier)
    assert not asks_again("I asked about something.", [])


def test_what_they_must_know_is_told_from_what_they_may_not() -> None:
    known = [("Where do you work?", ""), ("Who's Fiona?", "Fiona typed it."), ("When was that?", "")]
    assert all(asks_what_is_known(parse(text), cue) for text, cue in known)
    assert not asks_what_is_known(parse("When does the office open?"), "Mind the dog.")


def test_a_short_question_without_a_sign_asks() -> None:
    assert find_question_kind(parse("Told them what")) is QuestionKind.WHAT
