"""An answer bank's faults are said in their place: askings twice, too much, secrets, and numbers that differ."""

from pathlib import Path

import pytest

from coach.authoring.entry_checks import check_meanings
from coach.authoring.style import check_craft
from coach.content.references import check_dialogue, check_family
from coach.content.validation import bind, load_acts
from coach.content.yaml_reader import Problem, ProblemList, parse_yaml
from coach.matching.entry_picker import open_picker
from coach.model.rubric import Rubric
from coach.model.scenario import MOST_ENTRIES, Dialogue, Family
from coach.rehearsal.script import stage
from tests.conftest import SMALL

FAMILY = (
    (SMALL / "personas" / "pat_and_sam.yaml")
    .read_text(encoding="utf-8")
    .replace("I am afraid you will write it down wrong.", "The caretaker dropped the trophy.")
)
DIALOGUE = (SMALL / "dialogues" / "bus.yaml").read_text(encoding="utf-8")
TWICE = """  a: {asked: ["How many?"], says: {pat: "Two."}}
  b: {asked: ["how many"], says: {pat: "Six."}}"""


def check(rubric: Rubric, bank: str = "", turn: str = "") -> list[Problem]:
    """The problems of the small scenario with these lines added to its family, and to its first turn."""
    family_read = parse_yaml(Path("pat_and_sam.yaml"), FAMILY + bank)
    read = parse_yaml(
        Path("bus.yaml"), DIALOGUE.replace("    opening: {topic: racism", f"{turn}    opening: {{topic: racism", 1)
    )
    family, dialogue = bind(family_read, Family), bind(read, Dialogue)
    names = [*check_family(family_read, family, rubric), *check_dialogue(read, dialogue, family, rubric)]
    before = (
        "no-role-cards",
        "focus-unheard",
        "opening-unanswered",
        "one-right-line",
        "layer-unguarded",
        "few-strengths",
    )
    craft = check_craft(read, dialogue, family_read, family, rubric, ())
    return [problem for problem in (*names, *craft) if problem.code not in before]


def test_a_bank_that_is_in_order_has_nothing_said_of_it(rubric: Rubric) -> None:
    bank = """
knows:
  puppies: {asked: ["How many puppies?", "What a lot!"], says: {pat: "Seven.", sam: ["Seven!", "Seven, still."]}}
  bus: {asked: "What was said?", opens: the_words, says: {pat: "Not now."}, about: bus}
acts: {greeting: {pat: "Hello.", sam: "Hiya."}}
receives: [{pat: "Right."}, {sam: "Okay."}]
defers: {pat: ["Hold that one.", "In a minute."]}
doesnt_know: {who: {pat: "I don't know who."}}
"""
    turn = """    about: bus
    asked: {which: {asked: "Which bus?", says: {pat: "The nine."}}}
    asks: {yes: told, no: sam_says, dont_know: {pat: "No. Nor me."}}
    meets: {the_pen: {asked: "I've put it down.", says: {pat: "Thank you."}}}
    remark: {pat: "It was a Tuesday."}
    hold: 1
"""
    assert check(rubric, bank, turn) == []


@pytest.mark.parametrize(
    ("bank", "code", "line"),
    [
        (
            '  a: {asked: ["How many?"], says: {pat: "Two."}}\n  b: {asked: ["how many"], says: {pat: "Six."}}',
            "asked-twice",
            3,
        ),
        ('  a: {asked: "Who?", says: {pat: "Him."}, told: the_words, not_told: the_words}', "entry-never", 2),
        ('  a: {asked: "Who?", says: {pat: "Him."}, met: asks}', "entry-guard", 2),
        ('  a: {asked: "Who?", says: {nobody: "Him."}}', "unknown-speaker", 2),
        ('  a: {asked: "Who?", says: {pat: "Him."}, opens: nothing}', "unknown-silence", 2),
        ('  a: {asked: "Who?", says: {pat: "Him."}, facts: nothing}', "unknown-fact", 2),
        ('  a: {asked: "Who?"}', "says-nothing", 2),
        ('  a: {asked: "Who?", says: {pat: "Him."}, about: trains}', "about-unset", 2),
        ('  a: {asked: "Who?", says: {pat: "We won the lottery."}}', "entry-tells", 2),
        ('  a: {asked: "Who?", says: {pat: "A caretaker had the trophy."}}', "entry-tells", 2),
        (f'  a: {{asked: "Who?", says: {{pat: "{"word " * 91}"}}}}', "entry-long", 2),
        (f'  a: {{asked: "{"word " * 41}", says: {{pat: "Him."}}}}', "entry-long", 2),
        ('  a: {asked: "Hello.", says: {pat: "Hi."}}\nacts: {greeting: {pat: "Hello."}}', "asked-twice", 2),
    ],
)
def test_a_fault_is_said_with_its_line_and_nothing_else(rubric: Rubric, bank: str, code: str, line: int) -> None:
    problems = check(rubric, f"\nknows:\n{bank}\n")
    assert [problem.code for problem in problems] == [code]
    start = (FAMILY + "\n").count("\n")
    assert problems[0].line == start + line
    assert problems[0].column > 1
    assert problems[0].what.endswith(".")
    assert problems[0].advice.endswith((".", "?"))


def test_an_entry_that_waits_for_the_silence_may_speak_of_it(rubric: Rubric) -> None:
    said = 'says: {pat: "A caretaker had the trophy."}'
    assert check(rubric, f'\nknows:\n  a: {{asked: "Who?", {said}, told: the_fear}}\n') == []


def test_two_thousand_entries_are_enough(rubric: Rubric) -> None:
    bank = "".join(f'  e{n}: {{asked: "Number {n}?", says: {{pat: "No."}}}}\n' for n in range(MOST_ENTRIES + 1))
    assert [problem.code for problem in check(rubric, f"\nknows:\n{bank}")] == ["many-entries"]


@pytest.mark.parametrize(
    "asks", ["{yes: told}", "{yes: told, no: sam_says}", "{fact: told}", "{dont_know: told, no: told}"]
)
def test_a_question_with_some_of_its_answers_is_said(rubric: Rubric, asks: str) -> None:
    assert [problem.code for problem in check(rubric, turn=f"    asks: {asks}\n")] == ["asks-unanswered"]


def test_a_place_that_an_answer_leads_to_has_to_be_there(rubric: Rubric) -> None:
    assert {problem.code for problem in check(rubric, turn="    asks: {fact: nowhere, dont_know: told}\n")} == {
        "unknown-turn"
    }


def test_the_acts_that_all_families_share_have_their_askings_once(rubric: Rubric) -> None:
    acts = load_acts()
    assert len(acts) >= 45
    askings = [asking.casefold().strip(".?! ") for act in acts.values() for asking in act.asked]
    assert len(set(askings)) == len(askings)
    assert all(5 <= len(act.asked) <= 8 for act in acts.values())


# --- By meaning


def check_by_meaning(rubric: Rubric, bank: str, turn: str = "") -> tuple[list[Problem], str]:
    """The problems by meaning of the small scenario with this bank, and the note on what counts."""
    family_read = parse_yaml(Path("pat_and_sam.yaml"), FAMILY + bank)
    read = parse_yaml(
        Path("bus.yaml"), DIALOGUE.replace("    opening: {topic: racism", f"{turn}    opening: {{topic: racism", 1)
    )
    family, dialogue = bind(family_read, Family), bind(read, Dialogue)
    picker = open_picker()
    assert picker is not None
    of_dialogue, of_family = ProblemList(read), ProblemList(family_read)
    script = stage("bus", dialogue, family, rubric)
    report = check_meanings(of_dialogue, of_family, script, family, picker)
    return [*of_dialogue.problems, *of_family.problems], report.says("bus")


def test_an_asking_that_finds_another_entry_is_named_with_it(rubric: Rubric) -> None:
    bank = """
knows:
  pups: {asked: ["How many puppies are there?", "How many puppies have you got?"], says: {pat: "Seven, last I looked."}}
  litter: {asked: ["So how many puppies is it?", "What a noise."], says: {pat: "Brenda is their mother, the old dog."}}
  tea: {asked: ["Is there any tea?", "I'd love a cup of tea."], says: {pat: "Kettle's on."}}
"""
    problems, note = check_by_meaning(rubric, bank)
    (problem,) = [problem for problem in problems if problem.code == "asking-elsewhere"]
    assert problem.warning
    assert "“So how many puppies is it?” finds 'pups'" in problem.what
    assert note.startswith(
        "bus: 3 entries of the family count. In a scenario that ships a turn has 6 or more of its own"
    )
    assert note.endswith(": so here in 0 of 3 turns; not so in the_bus, sam_says, last.")


def test_entries_that_answer_alike_or_never_stand_together_may_be_asked_alike(rubric: Rubric) -> None:
    bank = """
knows:
  pups: {asked: ["How many puppies are there?", "How many puppies have you got?"], says: {pat: "Seven of them."}}
  litter: {asked: ["So how many puppies is it?", "What a noise."], says: {pat: "There are seven of them."}}
  later: {asked: ["And how many puppies are there?", "Hm."], says: {pat: "All gone, sadly."}, told: the_words}
  before: {asked: ["And now how many puppies?", "Oh."], says: {pat: "Wait and see."}, not_told: the_words}
"""
    problems, _ = check_by_meaning(rubric, bank)
    named = [problem.what for problem in problems if problem.code == "asking-elsewhere"]
    assert not [what for what in named if "'litter'" in what and "So how many" in what]
    assert not [what for what in named if what.startswith("“And how many") and "'before'" in what]


def test_an_answer_that_means_what_is_not_to_be_told_is_said_so(rubric: Rubric) -> None:
    bank = """
knows:
  shelf: {asked: ["Is that a cup?", "Nice shelf."], says: {pat: "The janitor let the trophy fall down."}}
  bus: {asked: ["Which bus is it?", "The bus?"], says: {pat: "The number nine, from the corner."}}
"""
    problems, _ = check_by_meaning(rubric, bank)
    assert [problem.code for problem in problems] == ["entry-means"]
    assert "the silence 'the_fear'" in problems[0].what


def test_near_copies_of_an_answer_do_not_count(rubric: Rubric) -> None:
    bank = """
knows:
  one: {asked: ["Is there tea?", "Any tea?"], says: {pat: "There is tea in the pot on the stove."}}
  two: {asked: ["What is that smell?", "It smells nice."], says: {pat: "There is tea in the pot, on the stove."}}
"""
    _, note = check_by_meaning(rubric, bank)
    assert note.startswith("bus: 1 entry of the family counts (1 answer nearly as another does: two)")
