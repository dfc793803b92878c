"""The six rules (`docs/domain-rules.md#six-rules`), with a rubric of a few phrases."""

import pytest

from coach.matching.classifier import Matcher
from coach.matching.framing import Context

RACISM = Context(cue="They said I fit the description.", topic="racism", context="Youth worker to Jan")


@pytest.mark.parametrize(
    "reply",
    [
        "Say more?",
        "What was that like?",
        "Go on.",
        "How do you mean?",
        "what was the description jan",
        "Tell me about it",
        "OK. Could you tell me a bit more?",
        "What happened after that",
        "You fit the description.",
    ],
)
def test_a_bare_invitation_inherits_the_subject_of_its_cue(matcher: Matcher, reply: str) -> None:
    reading = matcher.read(reply, RACISM)
    assert reading.follows_up
    assert [(each.criterion, each.rule, each.span.text) for each in reading.verdicts] == [("asks", "inherited", reply)]


@pytest.mark.parametrize(
    "reply",
    [
        "OK. And were you carrying anything?",
        "What's your date of birth?",
        "Noted.",
        "What time does the bus come?",
        "Say more about your college course?",
        "I hear you.",
        "Could you tell me your address?",
        "How's your mum?",
    ],
)
def test_what_brings_its_own_subject_or_asks_nothing_inherits_nothing(matcher: Matcher, reply: str) -> None:
    assert not matcher.read(reply, RACISM).verdicts


def test_an_invitation_inherits_only_what_its_topic_has(matcher: Matcher) -> None:
    for topic in ("tea", "none", "unheard of"):
        assert not matcher.read("Say more?", Context(cue="Kettle's on.", topic=topic)).verdicts


def test_without_a_cue_there_is_nothing_to_take_up(matcher: Matcher) -> None:
    assert not matcher.read("Say more?", Context(topic="racism")).follows_up


@pytest.mark.parametrize(
    "reply",
    [
        "I'm really sorry that happened, that must have been awful. But I promise nobody on our team is racist.",
        "I'm sorry that happened but it was just banter",
        "No wonder you're upset, though it's only kids being kids.",
        "That must have been hard. However, they didn't mean anything by it.",
    ],
)
def test_a_but_that_denies_cancels_what_was_just_received(matcher: Matcher, reply: str) -> None:
    reading = matcher.read(reply, RACISM)
    assert "believes" not in reading.clear() | reading.possible()
    assert reading.clear() & {"defends", "shrinks"}
    assert "cancelled" in {frame.kind for frame in reading.frames}


@pytest.mark.parametrize(
    "reply",
    [
        "I'm sorry that happened, but I'm glad you told me.",
        "No wonder you're tired. But what would you like to do?",
    ],
)
def test_a_but_that_takes_nothing_back_cancels_nothing(matcher: Matcher, reply: str) -> None:
    assert "believes" in matcher.read(reply).clear()


def test_naming_survives_a_but_that_plays_down(matcher: Matcher) -> None:
    reply = "How has the racism on the bus affected him, though I'm sure it's mostly kids being kids?"
    assert matcher.read(reply).clear() == {"names", "shrinks"}


@pytest.mark.parametrize(
    "reply",
    [
        "I called it banter a minute ago, and that was wrong of me.",
        "Can I stop on 'streetwise'?",
        "They said it was just banter. What would you call it?",
        "Please can we not have streetwise in the minutes.",
        "The report says “mature for his age”, and he's eleven.",
    ],
)
def test_a_harmful_word_quoted_or_taken_back_is_not_the_harm(matcher: Matcher, reply: str) -> None:
    assert not matcher.read(reply).clear() & {"shrinks", "ages"}


@pytest.mark.parametrize(
    "reply",
    [
        "That wasn't just banter.",
        "I don't think it was kids being kids.",
        "She isn't very streetwise, she's twelve.",
        "it was more than banter",
    ],
)
def test_a_harmful_word_that_is_turned_down_is_not_the_harm(matcher: Matcher, reply: str) -> None:
    assert not matcher.read(reply).clear() & {"shrinks", "ages"}


@pytest.mark.parametrize(
    "reply",
    [
        "I don't think it was racist, it was just banter.",
        "Isn't it just banter?",
        "i dont think it was racist its banter",
        "It's not fair on anyone, this is kids being kids.",
    ],
)
def test_turning_down_one_thing_does_not_excuse_the_next(matcher: Matcher, reply: str) -> None:
    assert "shrinks" in matcher.read(reply).clear()


def test_a_harmful_word_that_is_only_repeated_is_the_harm(matcher: Matcher) -> None:
    assert "ages" in matcher.read("Yes, she's very streetwise, isn't she.").clear()


def test_quoting_does_not_unname(matcher: Matcher) -> None:
    assert "names" in matcher.read("You'd told me it was racist and I shrank it.").clear()


@pytest.mark.parametrize(
    "reply",
    [
        "This isn't about race.",
        "It's nothing to do with race",
        "i dont think its a race thing",
        "That wasn't racist.",
        "No, I don't see race.",
        "Nobody at this school is racist.",
        "It's not because of his skin.",
        "It doesn't matter whether he's Black.",
        "I know you'll say it's racism, but let's be honest about why they stopped you.",
    ],
)
def test_a_direct_term_inside_a_denial_names_nothing(matcher: Matcher, reply: str) -> None:
    reading = matcher.read(reply)
    assert "names" not in reading.clear() | reading.possible()
    assert "denial" in {frame.kind for frame in reading.frames}


@pytest.mark.parametrize(
    "reply",
    [
        "I'm not going to tell you it wasn't about race.",
        "It isn't only about race.",
        "Isn't that racism?",
        "I don't know whether it was about race, and I'd like to.",
        "They keep saying it wasn't about race. Was it?",
        "We wouldn't say it about a boy who wasn't Black.",
    ],
)
def test_a_denial_that_is_itself_denied_or_doubted_or_asked_is_none(matcher: Matcher, reply: str) -> None:
    assert "names" in matcher.read(reply).clear()


def test_a_denial_does_not_excuse_the_harm_in_it(matcher: Matcher) -> None:
    assert matcher.read("I'm not racist, you know.").clear() == {"defends"}


@pytest.mark.parametrize(
    "reply",
    [
        "Ethnicity, race, disability?",
        "Race, racism, culture, identity. I'd like to cover all of those.",
        "Have a line each on race, identity, faith and voice of the child, please.",
    ],
)
def test_topics_recited_earn_nothing(matcher: Matcher, reply: str) -> None:
    reading = matcher.read(reply)
    assert not reading.verdicts
    assert "list" in {frame.kind for frame in reading.frames}


def test_commas_in_a_real_question_are_no_list(matcher: Matcher) -> None:
    assert "names" in matcher.read("Did they say it was his skin, his hair, his voice?").clear()


def test_a_criterion_counts_once_with_its_fullest_words(matcher: Matcher) -> None:
    reading = matcher.read("Race. You're one of three Black boys in a year of two hundred. And it's about race.")
    (verdict,) = reading.verdicts
    assert verdict.span.text.startswith("You're one of three Black boys")


def test_doubting_that_it_happened_receives_nothing(matcher: Matcher) -> None:
    assert not matcher.read("If that happened then I'm sorry that happened.").verdicts
