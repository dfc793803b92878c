"""A rule that spoke and was outvoted is said so: which rule, which words, what decided, and how."""

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.rules import Decider, OutvotedRule, describe_outvoted
from coach.model.reading import Certainty


def test_weights_that_outvote_a_rule_are_named_with_what_they_give_it(openness: Matcher) -> None:
    matcher = openness
    reply = "Everyone's the same before their first coffee."
    (rule,) = matcher.find_outvoted(reply)
    assert (rule.criterion, rule.rule, rule.decider) == ("colour_blind", "all_the_same", Decider.WEIGHTS)
    assert rule.words in reply
    assert rule.heard is None
    assert rule.likely is not None
    assert rule.needed is not None
    assert rule.likely < rule.needed
    said = describe_outvoted(rule)
    assert "outvoted by the fitted weights" in said
    assert f"{rule.likely:.2f}" in said


def test_a_rule_that_got_its_way_is_not_outvoted(openness: Matcher) -> None:
    matcher = openness
    reply = "That's racism, Jan, and no wonder he's gone quiet. I'll ring the bus company before five today."
    cue = Context("There was a silly thing on the bus.", "inter_rec")
    reading = matcher.read(reply, cue)
    assert reading.clear().isdisjoint(rule.criterion for rule in matcher.find_outvoted(reply, cue, reading))
    assert matcher.find_outvoted("") == ()


def test_a_stand_in_that_gives_way_names_what_it_gave_way_to(matcher: Matcher) -> None:
    reply = "Has racism been part of this? Is that to do with your background?"
    outvoted = matcher.find_outvoted(f"I'd like to talk about race. {reply}", Context(topic="racism"))
    by_rule = {rule.rule: rule for rule in outvoted}
    assert by_rule["stands_in"].decider is Decider.CRITERION
    assert by_rule["stands_in"].others == ("names",)
    assert "gives way to names (unless_met)" in describe_outvoted(by_rule["stands_in"])


def test_what_a_but_takes_back_is_said_so(matcher: Matcher) -> None:
    outvoted = matcher.find_outvoted("I'm sorry that happened, but nobody here is racist.")
    assert [(rule.criterion, rule.decider) for rule in outvoted] == [("believes", Decider.TAKEN_BACK)]
    assert "takes it back" in describe_outvoted(outvoted[0])


def test_a_criterion_that_is_never_clear_says_that_nothing_is_enough() -> None:
    never = OutvotedRule("x", "y", "words", Certainty.CLEAR, None, Decider.WEIGHTS, likely=0.2, needed=1.0)
    assert "nothing is enough" in describe_outvoted(never)
