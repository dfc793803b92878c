"""A rubric that nobody fitted is decided on by its own examples."""

from functools import cache
from pathlib import Path

import pytest
import yaml

import coach
from coach.authoring.examples import check_rubric_examples, list_heard
from coach.content.library import Folder, Library, find_shipped_folders
from coach.content.yaml_reader import YamlFile
from coach.fitting.corpus import LabelledReply, read_labelled
from coach.fitting.metrics import evaluate_matcher
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.loading import Matchers, build_training, open_encoder, open_matcher
from coach.matching.ml.few_shot import FEW_SHOT_FILE, FewShotTraining
from coach.matching.rules import Hit, settle_opposites
from coach.matching.sentences import parse
from coach.matching.similarity import SimilarSpan
from coach.model.reading import Certainty
from coach.model.rubric import MoreExamples, Needs, Rubric
from tests.conftest import OWN_RUBRICS

OWN = {"backs_home_language", "asks_about_languages", "drops_a_language"}
UNREAD = YamlFile(Path("rubric.yaml"), {}, {}, ())
UNSEEN = Path(coach.__file__).parent / "corpus" / "unseen"


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return Rubric.model_validate(yaml.load((UNSEEN / "rubric.yaml").read_bytes(), Loader=yaml.CBaseLoader))


@pytest.fixture(scope="module")
def replies() -> tuple[LabelledReply, ...]:
    return read_labelled(UNSEEN / "replies.jsonl")


@pytest.fixture(scope="module")
def matcher(rubric: Rubric) -> Matcher:
    return open_matcher("prison", rubric)


@pytest.fixture(scope="module")
def languages() -> Matcher:
    """The matcher of a rubric with two helps and the hurt that is their opposite, close in their words."""
    shelf = Library((*find_shipped_folders(), Folder(OWN_RUBRICS, "own")))
    return Matchers(shelf).matcher("two_languages")


def laid_out(rubric: Rubric) -> FewShotTraining:
    encoder = open_encoder()
    assert encoder is not None
    return build_training(rubric, encoder, frozenset())


@pytest.mark.slow
def test_a_rubric_never_seen_is_read_far_better_than_by_wording_alone(
    rubric: Rubric, matcher: Matcher, replies: tuple[LabelledReply, ...]
) -> None:
    by_examples = evaluate_matcher(replies, matcher, lambda _: None).figures
    alone = evaluate_matcher(replies, Matcher(rubric), lambda _: None).figures
    assert by_examples.macro_f1 > 0.5 > alone.macro_f1 + 0.2
    assert by_examples.false_alarms <= 0.15


def test_a_rubric_is_told_which_of_its_own_examples_it_would_misread(rubric: Rubric, matcher: Matcher) -> None:
    found = check_rubric_examples(UNREAD, matcher, laid_out(rubric))
    assert {problem.code for problem in found} == {"example-misread", "read-as-opposite"}
    assert all(problem.warning for problem in found)


def test_an_author_is_told_how_many_examples_are_heard_and_what_is_not_told_apart(languages: Matcher) -> None:
    """In plain sentences, by the criteria's names, loud where a help is read as a hurt."""
    lesson = laid_out(languages.rubric)
    said = list(list_heard(languages, lesson))
    own = [line for line in said if line.startswith("“Asked about the languages”: ")]
    assert own
    assert own[0].endswith(" in ten of its examples would be heard if they were left out.")
    apart = said.index(next(line for line in said if "cannot be told apart well" in line))
    assert "“Backed the home language” and “Told them to drop a language”" in said[apart]
    assert [line.count(" and “") for line in said[apart + 1 :]] == [1, 1]
    loud = [p for p in check_rubric_examples(UNREAD, languages, lesson) if p.code == "read-as-opposite"]
    assert any("“Two languages don't confuse children.” of “Backed the home language”" in p.what for p in loud)


NEARLY = [
    "Please keep speaking Polish and Yoruba to her. Two languages don't confuse children.",
    "Please keep speaking Polish and Yoruba to her. It helps her English, it doesn't hold it back.",
    "I'd love her to keep both languages.",
    "Polish and Yoruba at home are good for her English.",
    "Somebody told you one language only. I'm sorry, that advice was wrong.",
]
"""Said by a health visitor who read the rubric, and each once heard as the hurt that is its opposite."""


@pytest.mark.parametrize("reply", NEARLY)
def test_words_near_a_help_are_never_clear_for_the_hurt_that_is_its_opposite(languages: Matcher, reply: str) -> None:
    assert not languages.read(reply).clear() & languages.harmful & OWN


def test_a_rubric_is_read_alike_whatever_it_is_called(languages: Matcher) -> None:
    """Its name may be that of a folder of the weights that ship."""
    called_otherwise = open_matcher("care", languages.rubric)
    for reply in NEARLY:
        assert called_otherwise.read(reply) == languages.read(reply)


def test_an_example_said_again_is_heard_as_itself_and_never_as_its_opposite(languages: Matcher) -> None:
    """Word for word, it is neither clear nor possible for it."""
    for key in OWN:
        for text in languages.rubric.criteria[key].counts:
            reading = languages.read(text)
            heard = {*reading.clear(), *reading.possible()} & OWN
            assert key in reading.clear(), text
            assert not {other for other in heard if (other in languages.helpful) != (key in languages.helpful)}, text


def test_of_a_help_and_a_hurt_clear_in_the_same_words_neither_is_sure() -> None:
    """Unless they say an example again; and what weights hear is doubted, never silenced."""
    help_, hurt = (Hit(owner, "meaning", Certainty.CLEAR, 0, 6, (0, 6)) for owner in ("help", "hurt"))
    settled = settle_opposites([help_, hurt], [], frozenset({"help"}), frozenset())
    assert {hit.certainty for hit in settled} == {Certainty.POSSIBLE}
    again = [SimilarSpan("help", Certainty.CLEAR, 0, 6)]
    assert settle_opposites([help_, hurt], again, frozenset({"help"}), frozenset()) == [help_]
    doubted = settle_opposites([help_, hurt], again, frozenset({"help"}), frozenset({"hurt"}))
    assert doubted == [help_, hurt._replace(certainty=Certainty.POSSIBLE)]
    apart = [help_, hurt._replace(first=7, last=12, core=(7, 12))]
    assert settle_opposites(apart, [], frozenset({"help"}), frozenset()) == apart


@pytest.mark.parametrize(
    ("lead", "behind", "clear"),
    [(2.5, 0.2, True), (1.1, 0.2, False), (0.2, 0.2, False), (0.5, -0.2, False), (0.7, -0.2, True)],
)
@pytest.mark.parametrize(
    ("first", "second"), [("drops_a_language", "backs_home_language"), ("backs_home_language", "drops_a_language")]
)
def test_of_a_help_and_a_hurt_in_the_same_words_one_that_leads_far_is_clear(
    languages: Matcher, first: str, second: str, lead: float, behind: float, clear: bool
) -> None:
    """Each lies by so much above the line from which it is clear."""
    assert languages.few_shot is not None
    parsed = parse(languages.rubric.criteria[first].counts[0])
    odds = dict(zip(languages.few_shot.criteria, languages.few_shot.weigh(parsed).odds[0], strict=True))
    lines = dict.fromkeys(odds, 99.0) | {first: odds[first] - lead, second: odds[second] - behind}
    found = languages.few_shot.with_lines(lines).find(parsed)
    assert {hit.criterion for hit in found if hit.certainty is Certainty.CLEAR} == ({first} if clear else set())


def test_a_criterion_that_needs_the_cue_reads_it(languages: Matcher) -> None:
    """A bare "Which with you?" asks about what the family just spoke of; an example may say what it answers."""
    asking = languages.rubric.criteria["asks_about_languages"]

    @cache  # to open one takes a second or two
    def open_with(needs: Needs, *more: str) -> Matcher:
        criterion = asking.model_copy(update={"needs": needs, "counts": (*asking.counts, *more)})
        criteria = languages.rubric.criteria | {"asks_about_languages": criterion}
        return open_matcher("two_languages", languages.rubric.model_copy(update={"criteria": criteria}))

    def read_after(cue: str, reply: str, needs: Needs, *more: str) -> bool:
        return "asks_about_languages" in open_with(needs, *more).read(reply, Context(cue)).clear()

    speaks, boiler = "At home she speaks Polish.", "The boiler broke again."
    assert read_after(speaks, "Which with you?", Needs.CUE)
    assert not read_after(speaks, "Which with you?", Needs.NONE)
    assert not read_after(boiler, "Which with you?", Needs.CUE)
    assert read_after(speaks, "And at nursery?", Needs.CUE, *AFTER_A_CUE)
    assert not read_after(boiler, "And at nursery?", Needs.CUE, *AFTER_A_CUE)


AFTER_A_CUE = (
    "[She says it in Yoruba at home.] And with her gran?",
    "[Polish, mostly.] And when she's tired?",
    "[We speak both.] All day long?",
)


MORE = MoreExamples(
    counts=("Which one does she dream in?", "Which language does she sing in?", "What are the two words for bread?")
)
NOT_THIS = MoreExamples.model_validate(
    {"not": ["Please keep speaking Polish to her.", "Please keep speaking it to her."]}
)


def test_examples_added_to_a_criterion_with_weights_have_a_vote_in_it(whole: Library) -> None:
    """The weights stay; what is near an added example is heard, and a hurt near an added near-miss is only doubted."""
    openness = whole.rubric("openness")
    before = Matchers(whole).matcher("openness")
    added = {"asks_culture_faith_meaning": MORE, "interpreter_misuse": NOT_THIS}
    after = open_matcher("ours", openness.model_copy(update={"builds_on": "openness", "more_examples": added}))
    dream, keep = (
        "So which one does she dream in?",
        "Please keep speaking Polish and Yoruba to her. It helps her English.",
    )
    assert "asks_culture_faith_meaning" not in before.read(dream).clear()
    assert "asks_culture_faith_meaning" in after.read(dream).clear()
    cue = Context("We speak Polish and Yoruba.", "language")
    assert "interpreter_misuse" in before.read(keep, cue).clear()
    assert "interpreter_misuse" in after.read(keep, cue).possible()
    for reply in (
        "Let your daughter put it to him in Polish, it's quicker.",
        "What was it like?",
        "I'm sorry, I was wrong.",
    ):
        assert after.read(reply).clear() == before.read(reply).clear()


def test_a_rubric_with_few_examples_or_two_alike_is_told_so(rubric: Rubric) -> None:
    criteria = dict(rubric.criteria)
    first = next(iter(criteria))
    same = ("What have you told her about where he is?", "What have you told her about where he is")
    criteria[first] = criteria[first].model_copy(update={"counts": (*same, *criteria[first].counts[:3]), "not_": ()})
    codes = {
        problem.code
        for problem in check_rubric_examples(
            UNREAD, open_matcher("prison", rubric.model_copy(update={"criteria": criteria})), None
        )
    }
    assert {"few-examples", "few-near-misses", "examples-alike"} <= codes


@pytest.mark.slow
def test_what_was_learnt_is_kept_and_used_again_while_the_rubric_is_the_same(rubric: Rubric, tmp_path: Path) -> None:
    """What was learnt from another state of the rubric is not used."""
    said = "What have you told her about where he is?"
    first = open_matcher("prison", rubric, (tmp_path,)).read(said)
    kept = tmp_path / "prison" / FEW_SHOT_FILE
    written = kept.read_bytes()
    assert open_matcher("prison", rubric, (tmp_path,)).read(said) == first
    assert kept.read_bytes() == written
    other = rubric.model_copy(update={"ordinary": (*rubric.ordinary, "Is this seat free?")})
    open_matcher("prison", other, (tmp_path,)).read("Hello.")
    assert kept.read_bytes() != written


@pytest.mark.parametrize("name", ["openness", "supervision"])
def test_what_ships_was_learnt_from_the_rubric_as_it_is(whole: Library, name: str) -> None:
    assert Matchers(whole).find_untrained(name) is None, f"run `coach rubric build {name}`"
