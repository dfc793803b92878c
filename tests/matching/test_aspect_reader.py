"""Silences, nods, offers, straight questions and quotations are told from what sounds alike."""

import pytest

from coach.matching.aspect_reader import asks_again, asks_what_is_known, begins_with_yes, find_aspects, quotes
from coach.matching.sentences import parse
from coach.model.reading import Aspect


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


@pytest.mark.parametrize(
    "text",
    ["Dzień dobry pani, jak się pani dzisiaj czuje?", "Bonjour madame, comment allez-vous", "كيف حالك اليوم يا سيدتي"],
)
def test_another_language_is_told_by_its_words(text: str) -> None:
    assert Aspect.FOREIGN in find_aspects(text, parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Aw, bless.",
        "Nae bother hen.",
        "Assalamu alaikum",
        "Sixty-three! Blimey, that's loads.",
        "Fair enough. Nice box.",
        "ok",
        "...",
    ],
)
def test_a_dialect_a_greeting_and_a_word_are_no_other_language(text: str) -> None:
    assert Aspect.FOREIGN not in find_aspects(text, parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Yes please, Jo, milk and no sugar. Which chair may I have?",
        "Aye go on, white, no sugar. What's up with the bike then?",
        "Hiya Mo, yeah this is duty, I'm Cal.",
        "hi yeah its Donna sorry im the new one",
        "Tea, aye, two sugars. Who's that?",
        "Oh. Um, yeah, I hadn't noticed that. I could turn it off.",
        "Of course I will.",
    ],
)
def test_a_clear_yes_is_heard_whatever_follows(text: str) -> None:
    assert begins_with_yes(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Yeah, no, I don't.",
        "Yes?",
        "Yes and no.",
        "You said yes to him.",
        "Is that a yes?",
        "Thanks. So how is he?",
        "",
    ],
)
def test_what_only_sounds_like_a_yes_is_none(text: str) -> None:
    assert not begins_with_yes(parse(text))
