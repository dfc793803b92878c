"""What makes a line of theirs weigh, and what is enough of a line to go back to."""

import pytest

from coach.debrief.begun_card import begins_something, list_matters_of, may_take_up, weigh_line
from coach.debrief.first_page import LearnerAnswers
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import RACISM, PageFacts
from coach.debrief.wording import SubjectNamer
from coach.model.line_book import LineTags, Matter
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_begun_card import HELD, NEXT, PAST, begun_in, facts_of
from tests.debrief.test_openings import begin_with
from tests.debrief.test_page_facts_answers import pat

SMALL = "We walked past the closed bakery by the river."
HANDED = "Then it went over to me, and from there it was to me and me and then home."
HOLDS = "Mine takes longer than the bakery by the river."


def worded(rubric: Rubric) -> Rubric:
    """The rubric with a word for race and one for racism."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("brown",))})
    racism = race.model_copy(update={"named_by": SubjectWords(says=("slur",))})
    return rubric.model_copy(update={"answers": {"race": race, RACISM: racism}})


def lamp_matter(**more: str) -> Matter:
    """A matter that the first answer tells."""
    row = {"id": "lamps", "for": "child", "told": ["the_bus/asked"], "about": ["lamp"], "left": "The lamps."}
    return Matter.model_validate({**row, "words": "What of the lamps?", "question": "Who asks?", **more})


@pytest.mark.parametrize(
    ("line", "tags", "weight"),
    [
        (SMALL, LineTags(), 0),
        (SMALL, LineTags(told=True), 1),
        (SMALL, LineTags(safety=True), 1),
        (SMALL, LineTags(told=True, safety=True), 2),
        (SMALL, LineTags(next_words=("What of it?",)), 1),
        (SMALL, LineTags(told=True, safety=True, next_words=("What of it?",)), 3),
        (SMALL, LineTags(names=frozenset({"race"})), 1),
        ("Two brown dogs by the river.", LineTags(names=frozenset({"race"})), 2),
        ("It was a slur by the river.", LineTags(names=frozenset({RACISM})), 3),
        ("It was a slur by the river.", LineTags(), 0),
        (HOLDS, LineTags(), 2),
        ("I was scared by the river.", LineTags(), 1),
        ("Yes, I was scared by the river.", LineTags(), 0),
        ("Yes, mine takes longer than the bakery.", LineTags(), 2),
        ("We walked past the closed bakery by the river and then home over fields.", LineTags(), 1),
        ("We walked past the closed bakery by the river and then home by bus.", LineTags(), 1),
        ("We walked past the closed bakery by the river and then back home.", LineTags(), 0),
    ],
)
def test_what_a_line_weighs(script: Script, rubric: Rubric, line: str, tags: LineTags, weight: int) -> None:
    """A word for racism counts three where the line is about it, one for race two, what is held back two.

    What is told, safety, words to try, a feeling and fourteen words count one each; an answer counts one less.
    """
    facts = facts_of(script, worded(rubric), said())
    assert weigh_line(facts, pat(line)[0], tags, ()) == weight


@pytest.mark.parametrize(("for_", "weight"), [("them", 3), ("child", 2), ("plan", 2)])
def test_a_matter_that_waits_for_an_answer_of_yours_weighs_most(
    script: Script, rubric: Rubric, for_: str, weight: int
) -> None:
    facts = facts_of(script, rubric, said())
    assert weigh_line(facts, pat(SMALL)[0], LineTags(), (lamp_matter(**{"for": for_}),)) == weight


def test_a_matter_is_of_a_line_that_tells_it_and_has_words_of_it(script: Script, rubric: Rubric) -> None:
    facts, matter = facts_of(script, rubric, said(), matters=(lamp_matter(),)), lamp_matter()
    tells, plain = LineTags(tells=frozenset({"lamps"})), pat("I saw a lamp.")[0]
    assert list_matters_of(facts, plain, tells) == (matter,)
    assert list_matters_of(facts, plain, LineTags()) == ()
    assert list_matters_of(facts, pat("I saw a dog.")[0], tells) == ()


@pytest.mark.parametrize(
    ("line", "enough"),
    [
        ("Nine dogs ran past the bakery by the river.", True),
        ("Dogs ran past the bakery by the river.", False),
        ("Mine takes longer, by the river.", True),
        ("Mine takes longer, the river.", False),
        ("It was there and it was there by the river.", False),
        ("It was there and it was there, the closed bakery.", True),
    ],
    ids=["nine words", "eight", "six of what is held back", "five", "one that says something", "two"],
)
def test_a_line_begins_something_once_it_says_enough(script: Script, rubric: Rubric, line: str, enough: bool) -> None:
    assert begins_something(facts_of(script, rubric, said()), pat(line)[0], LineTags()) is enough


def test_what_they_say_before_any_reply_may_be_begun(script: Script, rubric: Rubric) -> None:
    arrives = with_book(begin_with(script, HELD), told="the_bus")
    for reply, begun in (("Okay.", [(HELD, 1)]), ("The hospital, was it?", [])):
        attempt = replay(arrives, events(said("vague", text=reply), said("vague", text=NEXT))).attempt()
        picture = build_picture(arrives, attempt)
        facts = PageFacts(arrives, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())
        assert begun_in(facts) == begun


def test_a_line_that_is_settled_later_is_not_open(script: Script, rubric: Rubric) -> None:
    quiet = (said("vague", text=PAST), said("vague", text=NEXT))
    for settled, begun in ([], [(HELD, 2)]), (["sam_says/otherwise1"], []):
        matter = lamp_matter().model_copy(update={"settled": tuple(settled)})
        assert begun_in(facts_of(script, rubric, *quiet, matters=(matter,))) == begun


def test_any_later_reply_may_name_the_same_person(script: Script, rubric: Rubric) -> None:
    sister = "My sister counted lamp posts on the way to the hospital, and nobody asked me why."
    for later, begun in ((NEXT, [(sister, 2)]), ("And your sister, was she singing?", [])):
        quiet = (said("vague", text=PAST), said("vague", text=later))
        assert begun_in(facts_of(script, rubric, *quiet, lines=(sister,))) == begun


def takes_up(script: Script, rubric: Rubric, reply: str, *lines: str, **book: object) -> bool:
    """Whether a reply may take up the first of some lines."""
    facts = facts_of(script, worded(rubric), said("vague", text=reply), lines=lines, **book)
    exchange = facts.exchange(2)
    spoken = [line for line in exchange.cue if line.speaker != "scene"]
    return may_take_up(facts, exchange, spoken, 0)


@pytest.mark.parametrize(
    ("line", "reply", "taken"),
    [
        ("He counted lamp posts from the ward down to the gate and home.", "The singing, and Sam.", True),
        ("He counted lamp posts from the ward down to the gate and home.", "The singing, and Pat.", False),
        ("I counted lamp posts from the ward down to the gate and home.", "The singing, and Sam.", False),
    ],
    ids=["somebody else", "who speaks", "about nobody else"],
)
def test_who_names_somebody_takes_up_what_is_said_of_somebody(
    script: Script, rubric: Rubric, line: str, reply: str, taken: bool
) -> None:
    assert takes_up(script, rubric, reply, line) is taken


def test_who_names_racism_takes_up_a_line_beside_one_that_is_about_it(script: Script, rubric: Rubric) -> None:
    lines = ("I counted lamp posts from the ward down to the gate and home.", "A slur, on the bus.")
    reply = "The singing, and a slur."
    assert takes_up(script, rubric, reply, *lines, names={RACISM: ["the_bus/asked"]})
    assert takes_up(script, rubric, reply, *lines, safety=["the_bus/asked"])
    assert not takes_up(script, rubric, "The singing.", *lines, safety=["the_bus/asked"])


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("The singing went over to me.", True),
        ("The singing over went to me.", False),
        ("The singing to me and me.", False),
    ],
)
def test_who_says_three_long_words_of_theirs_in_a_row_takes_them_up(
    script: Script, rubric: Rubric, reply: str, taken: bool
) -> None:
    assert takes_up(script, rubric, reply, HANDED) is taken


def test_a_lighter_line_that_was_answered_by_not_seeing_colour_was_passed_over(script: Script, rubric: Rubric) -> None:
    light = HELD.replace("on the way to the hospital", "by it")
    for reply, found in ((PAST, []), ("Well. I don't see colour.", [(light, 2)])):
        facts = facts_of(script, rubric, said("vague", text=reply), said("vague", text=NEXT), lines=(light,))
        assert begun_in(facts) == found
