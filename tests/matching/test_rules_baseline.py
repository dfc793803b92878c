"""Wording written after a fit is heard: an apology is worded in one place, and an edit there has an effect."""

import json
from pathlib import Path

import pytest

from coach.content.library import Folder, Library, find_shipped_folders
from coach.matching.classifier import Matcher
from coach.matching.framing import TAKEN_BACK, Context
from coach.matching.loading import Matchers
from coach.matching.ml.weight_files import locate_weights
from coach.matching.rules import WORDING_FILE, load_wording, restore_wording, save_wording
from coach.model.rubric import Rule
from tests.cases import a_few_quickly

OURS = """
format: 1
title: "Ours"
about: "How we say sorry here"
builds_on: openness
topics: {}
domains: {}
criteria: {}
"""
ADDED = 'more_in_lists:\n  apology: ["mea maxima culpa"]\n'
"""Wording that will hardly ever ship, so that a phrase that does may be any other."""
CUE = Context("There was a silly thing on the bus, and you called it banter.", "inter_rec")
SAID = "I called it banter a minute ago. Mea maxima culpa. What did she tell you?"


def matchers_of(folder: Path, text: str) -> Matchers:
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "ours.yaml").write_text(text, encoding="utf-8")
    return Matchers(Library((*find_shipped_folders(), Folder(folder, "own"))))


APOLOGIES = {
    "sorry": "I am sorry.",
    "apologise": "I apologise.",
    "my apologies": "My apologies.",
    "apologies (for|that|i (said|called|told you|assumed|wrote|put))": "Apologies for that.",
    "my mistake": "My mistake.",
}
"""Each phrase of the list `apology`, as it might be said: a phrase that comes to the list comes here too."""


OWNING_UP = {
    "my fault": "My fault.",
    "i was wrong": "I was wrong.",
    "that was wrong": "That was wrong.",
    (
        "that was (rude|lazy|unfair|clumsy|careless|thoughtless|out of order|badly done|not on|rubbish|poor)"
    ): "That was poor.",
    "i got (it|that) wrong": "I got that wrong.",
    "i did it wrong": "I did it wrong.",
    "i shouldn't have": "I shouldn't have.",
    "i should not have": "I should not have.",
    "i should have": "I should have known.",
    "that's on me": "That's on me.",
}
"""Each phrase of the list `owning_up` as it might be said, for which an author takes it for an apology one day."""
NATURAL = {
    "i hold my hands up": "I hold my hands up.",
    "my bad": "My bad.",
    "i messed up": "I messed up there.",
    "i put my foot in it": "I put my foot in it.",
    "that was out of line": "That was out of line.",
    "i'm ashamed of that": "I'm ashamed of that.",
    "i wish i hadn't": "I wish I hadn't.",
    "forgive me": "Forgive me.",
    "i take it back": "I take it back.",
    "i regret (it|that)": "I regret that.",
    "i spoke out of turn": "I spoke out of turn.",
    "i owe you better": "I owe you better than that.",
    "that was unkind": "That was unkind.",
    "shame on me": "Shame on me.",
}
"""Phrases that are in neither list, for which the same holds."""
ALSO_HEARD = {
    "that was wrong": "takes_it_back",
    "i got (it|that) wrong": "takes_it_back",
    "i shouldn't have": "names_it_and_says_sorry",  # by "i should not have", which is the same once it is compared
    "i should not have": "names_it_and_says_sorry",
    "i take it back": "takes_the_words_back",
}
"""The rule that hears a phrase also where no list has it; a new phrase that a rule hears comes here too."""
REPLY = "I called it banter a minute ago. {} What did she tell you?"


def test_an_apology_is_worded_in_one_list_that_rules_and_frames_name(whole: Library) -> None:
    rubric = whole.rubric("openness")
    rules = rubric.criteria[rubric.mends or ""].wording.values()
    heard = [phrase for rule in rules for phrase in (*rule.says, *rule.with_, *rule.near)]
    for phrase in (*heard, *rubric.lists["owning_up"], *TAKEN_BACK):
        for words in ("sorry", "apologise", "apologies", "my mistake"):
            assert words not in phrase, f"{phrase} spells out what the list `apology` decides"


def test_every_phrase_of_the_list_is_heard(openness: Matcher) -> None:
    assert set(APOLOGIES) == set(openness.rubric.lists["apology"])
    for words in APOLOGIES.values():
        assert "repairs_rupture" in openness.read(REPLY.format(words), CUE).clear(), words


@pytest.mark.parametrize(("phrase", "words"), a_few_quickly({**NATURAL, **OWNING_UP, **APOLOGIES}.items(), 5))
def test_what_is_taken_out_of_both_lists_is_heard_by_what_else_has_it_alone(
    openness: Matcher, phrase: str, words: str
) -> None:
    """The weights were fitted with it, and bring nothing back."""
    rubric = openness.rubric
    lists = {**rubric.lists, "apology": (*rubric.lists["apology"], phrase)}
    as_fitted = rubric.model_copy(update={"lists": lists})
    left = {name: tuple(other for other in lists[name] if other != phrase) for name in ("apology", "owning_up")}
    edited = rubric.model_copy(update={"lists": {**lists, **left}})
    reading = Matcher(edited, openness.fitted, as_fitted=as_fitted).read(REPLY.format(words), CUE)
    rules = {verdict.rule for verdict in reading.verdicts if verdict.criterion == "repairs_rupture"}
    assert rules == {ALSO_HEARD[phrase]} if phrase in ALSO_HEARD else not rules, f"{rules}: see ALSO_HEARD"


def test_an_apology_that_an_own_library_adds_mends_whatever_the_weights_make_of_it(tmp_path: Path) -> None:
    matchers = matchers_of(tmp_path, OURS + ADDED)
    without, with_it = matchers.matcher("openness").read(SAID, CUE), matchers.matcher("ours").read(SAID, CUE)
    assert "repairs_rupture" not in without.clear()
    mended = {verdict.criterion: verdict for verdict in with_it.verdicts}["repairs_rupture"]
    assert mended.certainty.value == "clear"
    assert "maxima culpa" in mended.span.text
    assert "quotation" in {frame.kind for frame in with_it.frames}, "and what was said before it is taken back"
    assert "quotation" not in {frame.kind for frame in without.frames}


@pytest.fixture(scope="module")
def with_apologies(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The matcher of an own library that takes all of these for apologies."""
    more = f"more_in_lists:\n  apology: {json.dumps([*OWNING_UP, *NATURAL, 'that was poor', 'that was on me'])}\n"
    return matchers_of(tmp_path_factory.mktemp("apologies"), OURS + more).matcher("ours")


@pytest.mark.parametrize("words", [*OWNING_UP.values(), *NATURAL.values(), "That was on me."])
def test_whatever_is_added_as_an_apology_is_heard_also_where_another_list_has_it(
    with_apologies: Matcher, words: str
) -> None:
    assert "repairs_rupture" in with_apologies.read(REPLY.format(words), CUE).clear()


def test_every_phrase_that_owns_up_is_tried_as_an_apology(whole: Library) -> None:
    assert {"<apology>", *OWNING_UP} == set(whole.rubric("openness").lists["owning_up"])


def test_an_apology_that_is_added_leaves_other_words_as_they_were(with_apologies: Matcher, openness: Matcher) -> None:
    """A list that gained a phrase lets the weights decide on what it had before."""
    for words in ("Sorry.", "I am sorry if it landed badly.", "It never came up.", "My mistake."):
        reply = REPLY.format(words)
        assert with_apologies.read(reply, CUE).verdicts == openness.read(reply, CUE).verdicts


def test_a_rubric_that_adds_nothing_reads_as_the_one_it_builds_on(tmp_path: Path) -> None:
    matchers = matchers_of(tmp_path, OURS)
    for reply in (SAID, "I called it banter, and I'm sorry.", "That's racist, and no wonder he's gone quiet."):
        ours, theirs = (matchers.matcher(name).read(reply, CUE) for name in ("ours", "openness"))
        assert ours.verdicts == theirs.verdicts


def test_what_an_author_takes_out_is_no_longer_heard(tmp_path: Path, whole: Library) -> None:
    rubric = whole.rubric("openness")
    file = tmp_path / WORDING_FILE
    mends = rubric.criteria["repairs_rupture"]
    more = mends.model_copy(update={"wording": {**mends.wording, "hands_up": Rule(says=("i hold my hands up",))}})
    save_wording(rubric.model_copy(update={"criteria": {**rubric.criteria, "repairs_rupture": more}}), file)
    wording = load_wording(file)
    assert wording is not None
    before = restore_wording(rubric, wording)
    assert before is not None
    assert set(before.criteria["repairs_rupture"].wording) - set(mends.wording) == {"hands_up"}
    assert restore_wording(before, wording) is None


def test_the_wording_that_ships_can_be_read(whole: Library) -> None:
    wording = load_wording(locate_weights() / "openness" / WORDING_FILE)
    assert wording is not None
    assert set(wording.rules) <= set(whole.rubric("openness").criteria)


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00damaged"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / WORDING_FILE).write_bytes(content)
    assert load_wording(tmp_path / WORDING_FILE) is None
    assert load_wording(tmp_path / "nothing") is None


@pytest.mark.parametrize(
    "words",
    [
        "Hi, can Lenka interpret for us please? The interpreter cancelled.",
        "Lenka, would you interpret for your mum today please?",
        "Can Lenka do the interpreting today?",
        "Would Lenka mind interpreting for us?",
        "Is it okay if Lenka interprets?",
        "Lenka, please interpret for your parents.",
        "I wondered if Lenka could translate for us today.",
        "Could Lenka relay what I say?",
    ],
)
def test_a_child_who_is_asked_to_interpret_is_heard_by_any_word_for_it(openness: Matcher, words: str) -> None:
    assert "interpreter_misuse" in openness.read(words, CUE).clear()


@pytest.mark.parametrize(
    "words",
    [
        "Is Lenka here to interpret?",
        "I won't ask Lenka to interpret.",
        "Lenka, you shouldn't have to interpret for us.",
        "Has Lenka had to interpret for you before?",
        "Can I get somebody to interpret for you?",
        "Can a woman interpret for you, if I book one?",
        "Who would you like to interpret for you?",
        "Would it help if a Romani speaker interpreted for us?",
        "Can the interpreter interpret for us by phone?",
        "Would you interpret that as rude?",
        "Is there someone you'd rather have interpret for you?",
        "Would you like somebody else to interpret for you?",
        "Lenka will not interpret for us.",
    ],
)
def test_who_arranges_an_interpreter_or_spares_the_child_leans_on_nobody(openness: Matcher, words: str) -> None:
    assert "interpreter_misuse" not in openness.read(words, CUE).clear()
