"""How a reply is put, with and without its question marks."""

import pytest

from coach.matching.sentences import parse
from coach.matching.speech_acts import find_speech_acts, order_forms

OPEN, CLOSED, REFLECTION, AFFIRMATION, STATEMENT = (
    "open_question",
    "closed_question",
    "reflection",
    "affirmation",
    "statement",
)


@pytest.mark.parametrize(
    ("reply", "forms"),
    [
        ("What's that been like for you?", [OPEN]),
        ("what does he say about the bus", [OPEN]),
        ("Say more", [OPEN]),
        ("Tell me about home, as much or as little as you like.", [OPEN]),
        ("Walk me through a school morning.", [OPEN]),
        ("I'd like to hear how you were told off as a girl.", [OPEN]),
        ("Could you tell me how that was", [OPEN]),
        ("Theo, how do you say it?", [OPEN]),
        ("And you?", [OPEN]),
        ("how come", [OPEN]),
        ("Different how?", [OPEN]),
        ("Like what?", [OPEN]),
        ("What got in the way of coming?", [OPEN]),
        ("What worries you most about it?", [OPEN]),
        ("What brought you here today?", [OPEN]),
        ("What got in the way was the bus.", [STATEMENT]),
        ("Why?", [OPEN]),
        ("Could you tell me your date of birth?", [CLOSED]),
        ("What's her name?", [CLOSED]),
        ("is he in the house now", [CLOSED]),
        ("Romani or Slovak?", [CLOSED]),
        ("What time was that?", [CLOSED]),
        ("who said it?", [CLOSED]),
        ("Has anyone asked her", [CLOSED]),
        ("OK. And were you carrying anything?", [CLOSED]),
        ("Isn't that racism?", [CLOSED]),
        ("what year did you start and how old was he", [CLOSED]),
        ("You keep being told you fit the description.", [REFLECTION]),
        ("Sounds like you've had enough.", [REFLECTION]),
        ("So he goes the long way round.", [REFLECTION]),
        ("No wonder you're wary.", [REFLECTION]),
        ("You've kept her safe through all of that.", [AFFIRMATION]),
        ("That took courage.", [AFFIRMATION]),
        ("I'll ring you by four.", [STATEMENT]),
        ("It's complex, isn't it.", [STATEMENT]),
        ("Don't worry.", [STATEMENT]),
        ("You need to calm down.", [STATEMENT]),
        ("You can say no.", [STATEMENT]),
        ("OK.", [STATEMENT]),
        ("You're a Black lad of fifteen. What's that been like?", [OPEN, REFLECTION]),
        ("I'll change it. what would theo put", [OPEN, STATEMENT]),
    ],
)
def test_a_reply_is_put_as_a_listener_would_say(reply: str, forms: list[str]) -> None:
    assert [form.value for form in order_forms(find_speech_acts(parse(reply)))] == forms


def sentences(text: str) -> list[str]:
    parsed = parse(text)
    return [" ".join(parsed.words[each.first : each.last]) for each in parsed.sentences]


def test_sentences_end_where_punctuation_says() -> None:
    assert sentences("I see Dr. Nair at 3.30. Is that all right? Yes!\nGood") == [
        "i see dr nair at 3 30",
        "is that all right",
        "yes",
        "good",
    ]


def test_spoken_punctuation_is_punctuation() -> None:
    spoken = "that was wrong full stop can I start again question mark"
    assert sentences(spoken) == ["that was wrong", "can i start again"]
    assert parse("is that it question mark").sentences[0].asks


def test_a_pour_of_words_is_cut_where_a_thought_begins() -> None:
    poured = (
        "has any one asked her what shed like to speak id want an interpreter shes picked herself paid for out of this "
        "budget and i want us facing grandma when we talk what would she like to be called"
    )
    cut = sentences(poured)
    assert 3 <= len(cut) <= 6
    assert "what would she like to be called" in cut
    assert " ".join(cut) == " ".join(parse(poured).words)


def test_no_sentence_is_endless() -> None:
    assert max(len(each.split()) for each in sentences("word " * 3000)) <= 70
