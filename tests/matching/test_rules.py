"""What each part of a rule asks for."""

from collections.abc import Callable

import pytest

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.model.rubric import Rubric
from tests.matching.conftest import rubric_with

Make = Callable[..., Matcher]


NO_CUE = Context()


def met(matcher: Matcher, reply: str, context: Context = NO_CUE) -> bool:
    return "met" in matcher.read(reply, context).clear()


def test_with_asks_for_both_in_one_sentence(make: Make) -> None:
    matcher = make({"says": "worried", "with": ["bruise", "mark"]})
    assert met(matcher, "I'm worried about that bruise.")
    assert not met(matcher, "I'm worried. There's a bruise.")


def test_near_asks_for_the_other_anywhere(make: Make) -> None:
    assert met(make({"says": "worried", "near": "bruise"}), "I'm worried. There's a bruise.")


def test_without_and_nowhere_rule_out(make: Make) -> None:
    assert not met(make({"says": "worried", "without": "not"}), "I'm not worried.")
    assert met(make({"says": "worried", "without": "not"}), "I'm worried. It's not right.")
    assert not met(make({"says": "worried", "nowhere": "not"}), "I'm worried. It's not right.")


def test_after_and_topic_look_at_the_cue(make: Make) -> None:
    matcher = make({"says": "tell me", "after": "[a] word", "topic": "racism"})
    assert met(matcher, "Tell me.", Context(cue="He called him a word.", topic="racism"))
    assert not met(matcher, "Tell me.", Context(cue="He called him a word.", topic="tea"))
    assert not met(matcher, "Tell me.", Context(cue="He went home.", topic="racism"))


def test_after_hurt_looks_at_whether_a_hurt_stands(make: Make) -> None:
    matcher = make({"says": "that was clumsy", "after_hurt": True})
    assert met(matcher, "That was clumsy.", Context(hurt=True))
    assert not met(matcher, "That was clumsy.")


def test_form_asks_how_that_very_sentence_is_put(make: Make) -> None:
    matcher = make({"says": "hair", "form": "open_question"})
    assert met(matcher, "what does he say about his hair")
    assert not met(matcher, "His hair is nice. What now?")


def test_a_rule_may_wait_for_a_bare_follow_up(make: Make) -> None:
    matcher = make({"follows_up": True, "topic": "racism"})
    assert met(matcher, "Go on.", Context(cue="They called him something.", topic="racism"))
    assert not met(matcher, "Right then.", Context(cue="They called him something.", topic="racism"))


def test_stacked_closed_questions_are_counted(make: Make) -> None:
    matcher = make({"closed_questions": 3}, "harmful")
    assert met(matcher, "Who said it, what were the exact words, did a teacher hear, and did you report it?")
    assert not met(matcher, "Did he say that? How was it for you?")


def test_unless_met_gives_way_to_what_was_said_plainly(matcher: Matcher) -> None:
    context = Context(topic="racism")
    assert matcher.read("Is it your background?", context).clear() == {"stand_in"}
    assert matcher.read("Is it your background, being Black?", context).clear() == {"names"}


def test_where_the_plain_word_is_only_possible_the_stand_in_is_only_asked(make: Make) -> None:
    rubric = make({"says": "background", "unless_met": "other"}, "avoidant").rubric.model_dump(by_alias=True)
    rubric["criteria"]["other"]["wording"]["it"]["certainty"] = "possible"
    reading = Matcher(Rubric.model_validate(rubric)).read("The other thing, and your background.")
    assert reading.possible() == {"other", "met"}


def test_a_rule_that_speaks_through_a_frame_is_not_silenced_by_it(make: Make) -> None:
    assert not met(make({"says": "race"}), "It's not about race.")
    assert met(make({"says": "race", "through_frames": "denial"}), "It's not about race.")


def test_a_rule_may_only_wonder(make: Make) -> None:
    assert make({"says": "race", "certainty": "possible"}).read("It's about race.").possible() == {"met"}


def test_the_span_is_the_clause_and_not_the_whole_ramble(make: Make) -> None:
    reply = "I went to the shop, and I saw a bruise on his arm, but you know how it is, we all get busy."
    (verdict,) = make({"says": "bruise"}).read(reply).verdicts
    assert verdict.span.text == "and I saw a bruise on his arm"


def test_a_verdict_shows_the_example_nearest_to_its_words(matcher: Matcher) -> None:
    (verdict,) = matcher.read("No wonder you're wary.").verdicts
    assert verdict.example == "No wonder you're wary of me."


def test_a_recited_list_leaves_a_trace() -> None:
    traces = {"recited": {"domain": "naming", "name": "Recited", "wording": {"it": {"says": "<direct>"}}}}
    reading = Matcher(rubric_with(traces=traces)).read("Race, faith, disability?")
    assert [(each.id, each.span.text) for each in reading.traces] == [("recited", "Race, faith, disability?")]
    assert not reading.verdicts


def test_a_phrase_that_cannot_be_read_says_whose_it_is(make: Make) -> None:
    with pytest.raises(ValueError, match="met, rule rule: the phrase '\\(a' opens a bracket"):
        make({"says": "(a"})


@pytest.mark.parametrize(
    ("reply", "straight"),
    [
        ("Are you hurting yourself?", True),
        ("Is Ffion being hurt?", True),
        ("did anyone hurt you or touch you", True),
        ("Has somebody hit Meera?", True),
        ("Did the spoon touch Meera?", True),
        ("Did it hurt when they said that?", False),
        ("Are you safe at home, you and Tobi?", True),
        ("Have you thought about ending your life?", True),
        ("Is Hafsa being made to get married?", True),
        ("Is it safe to park here?", False),
        ("Are you frightened we'd run late?", False),
        ("How did you hurt your knee?", False),
        ("What does she say about it?", False),
    ],
)
def test_asking_straight_out_whether_somebody_is_hurt_or_safe_is_heard(
    openness: Matcher, reply: str, straight: bool
) -> None:
    """It meets no criterion, and a family must be able to answer it."""
    reading = openness.read_wording(reply)
    assert ("asked_straight" in {trace.id for trace in reading.traces}) is straight


@pytest.mark.parametrize(
    ("reply", "after_hurt", "anywhere"),
    [
        ("I'm sorry. That was racist of me.", True, True),
        ("What I said just now was racist. I'm sorry.", True, True),
        ("I was being racist to you. I'm sorry.", True, True),
        ("You're right, Milan. That was racist, and I'm sorry.", True, False),
        ("Sorry, that was racist.", True, False),
        ("That was a racist thing to say. I'm sorry.", True, False),
        ("That was racist, Zuzana, and I believe you.", False, False),
        ("That was racist, what he did, and I'm sorry.", False, False),
        ("That was racist, and I'm sorry it happened to you.", False, False),
        ("That was racist, and I'm sorry you had to hear that from him.", False, False),
        ("That was racist, and I believe you. I'm sorry.", False, False),
        ("I'm sorry. What he said to you was racist.", False, False),
        ("That was racist of him. I'm sorry.", False, False),
        ("Was that racist of me?", False, False),
        ("I'm sorry if that was racist of me.", False, False),
        ("I'm sorry, that was racist, but you have to understand, I'm new.", False, False),
    ],
)
def test_ones_own_words_called_racist_put_a_hurt_right_and_anothers_do_not(
    openness: Matcher, reply: str, after_hurt: bool, anywhere: bool
) -> None:
    """Words that fit both are one's own while one's own hurt stands, and another's where none does."""
    told = "He shouted gypsy at her on the bus, and the driver laughed."
    for cue, hurt, own in (("It's all right, miss.", True, after_hurt), (told, False, anywhere)):
        heard = openness.read(reply, Context(cue=cue, topic="inter_rec", hurt=hurt)).clear()
        assert ("repairs_rupture" in heard) is own


def test_what_another_did_and_is_called_racist_stays_named_while_a_hurt_stands(openness: Matcher) -> None:
    for hurt in (True, False):
        heard = openness.read("That was racist, Zuzana, and I believe you.", Context(topic="inter_rec", hurt=hurt))
        assert {"names_race_directly", "acknowledges_racism_impact"} <= heard.clear()
