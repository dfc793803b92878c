"""`coach check` of a rubric says in which of its own examples a rule matches and is outvoted."""

from pathlib import Path

from coach.authoring.examples import check_rubric_examples, find_outvoted_examples
from coach.content.yaml_reader import YamlFile
from coach.matching.classifier import Matcher


def test_examples_in_which_a_rule_is_outvoted_are_named_for_the_criteria_asked_for(openness: Matcher) -> None:
    matcher = openness
    assert list(find_outvoted_examples(matcher, frozenset())) == []
    outvoted = "explains_why_and_offers_choice"
    assert list(find_outvoted_examples(matcher, frozenset(matcher.rubric.criteria) - {outvoted})) == []
    found = list(find_outvoted_examples(matcher, frozenset({outvoted, "owns_position"})))
    assert {key for key, _, _ in found} == {outvoted}
    for key, number, sentence in found:
        assert key in sentence
        words = sentence.split("“")[1].split("”")[0]
        assert words in matcher.rubric.criteria[key].counts[number]
    problems = check_rubric_examples(YamlFile(Path("openness.yaml"), {}, {}, ()), matcher, None, frozenset({outvoted}))
    assert {(problem.code, problem.warning) for problem in problems} == {("rule-outvoted", True)}
