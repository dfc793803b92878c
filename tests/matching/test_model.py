"""Reading by meaning: the encoder and the fitted decision that ship."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import characters, text

from coach.content.library import Library
from coach.fitting.corpus import load_corpus
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.loading import open_matcher
from coach.matching.ml.encoder import LONGEST_WORD, Encoder, WordPiece, compute_version
from coach.matching.ml.model import Weights, find_weights
from coach.matching.ml.weight_files import DECISION_FILE, ModelUnavailable, locate_encoder
from coach.model.reading import MEANING_RULE, Certainty
from coach.practice.reader import Change, describe_change, describe_changes, find_changes
from tests.opened_matchers import encode_anew

CUE = Context("There was a silly thing on the bus. I told him sticks and stones.", "inter_rec")
REPLY = "That's racism, Jan, and no wonder he's gone quiet. I'll ring the bus company before five today."


@pytest.fixture
def matcher(openness: Matcher) -> Matcher:
    return openness


def test_the_matcher_that_ships_reads_by_meaning(matcher: Matcher) -> None:
    assert matcher.fitted is not None
    assert not matcher.by_wording_alone
    assert matcher.version.startswith("meaning-3")
    assert "-alike" in matcher.version, "what replies were read by says how they were read"


def test_a_plain_reply_is_read_rightly_with_its_words(matcher: Matcher) -> None:
    reading = matcher.read(REPLY, CUE)
    assert {"acknowledges_racism_impact", "names_race_directly", "next_step_agreed"} <= reading.clear()
    spans = {verdict.criterion: verdict.span.text for verdict in reading.verdicts}
    assert "racism" in spans["names_race_directly"]
    assert "five" in spans["next_step_agreed"]


@pytest.mark.parametrize(
    "text",
    [
        "Gypsies don't look after their kids properly.",
        "Well, most Roma homes I visit aren't this tidy.",
        "A haircut like that looks a bit gang-like, doesn't it?",
        "I thought you were all the same lot, you Eritreans.",
        "Somali dads don't get involved, do they?",
        "It's cleaner than I expected, I'll be honest.",
    ],
)
def test_what_is_said_of_a_whole_people_in_passing_is_heard(matcher: Matcher, text: str) -> None:
    assert "stereotypes_or_others" in matcher.read(text, CUE).clear()


@pytest.mark.parametrize(
    "text",
    [
        "Roma families get turned away at that desk, and I've seen it.",
        "Who says that Gypsies don't look after their kids?",
        "They wrote 'gang' because of his haircut.",
        "I said you Eritreans were all the same, and that was wrong.",
        "Where is your family from, on his form?",
    ],
)
def test_what_is_asked_told_of_services_or_taken_back_makes_nobody_a_type(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text, CUE)
    assert not [one for one in reading.verdicts if one.criterion == "stereotypes_or_others" and one.has_own_words]


@pytest.mark.slow
def test_real_replies_are_read_the_same_every_time_and_every_verdict_has_a_span_of_them(
    matcher: Matcher, whole: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another matcher too."""
    monkeypatch.setattr(Encoder, "encode", encode_anew)
    other = open_matcher("openness", whole.rubric("openness"))
    for number, each in enumerate(load_corpus()[::80]):
        context = Context(each.cue, each.topic, each.context)
        reading = matcher.read(each.reply, context)
        for verdict in reading.verdicts:
            assert verdict.span.text
            assert each.reply[verdict.span.start : verdict.span.end] == verdict.span.text
        if number % 4 == 0:
            assert matcher.read(each.reply, context) == reading, "a second time"
            assert other.read(each.reply, context) == reading, "by another matcher"


@pytest.mark.parametrize("text", ["", "  ", "?", "🙂", "a" * 9000, "word " * 1500, "日本語です。", "\x1b[31mred"])
def test_any_text_at_all_can_be_read(matcher: Matcher, text: str) -> None:
    for verdict in matcher.read(text, CUE).verdicts:
        assert text[verdict.span.start : verdict.span.end] == verdict.span.text


def test_the_end_of_a_long_reply_is_read_too(matcher: Matcher) -> None:
    rambling = "I was saying to my colleague that the traffic on the ring road has been dreadful all week. " * 12
    assert "next_step_agreed" in matcher.read(rambling + "I'll ring you on Friday at ten with her answer.", CUE).clear()


def test_without_weights_it_still_reads_by_wording(whole: Library) -> None:
    alone = Matcher(whole.rubric("openness"))
    assert alone.by_wording_alone
    assert "names_race_directly" in alone.read("That's racism. I'm sorry.", CUE).clear()
    assert MEANING_RULE not in {verdict.rule for verdict in alone.read(REPLY, CUE).verdicts}


def test_weights_fitted_at_home_are_found_before_those_that_ship(tmp_path: Path) -> None:
    shipped = find_weights("openness", (), str)
    replace(shipped, version="own").save(tmp_path / "openness" / DECISION_FILE)
    again = find_weights("openness", (tmp_path,), lambda: shipped.encoder)
    assert again.version.startswith("own:")
    assert again.criteria == shipped.criteria
    assert (again.counts == shipped.counts).all()


def test_weights_fitted_at_home_over_another_encoder_are_left_alone(tmp_path: Path) -> None:
    """An update brings a new encoder; what was learnt over the old one would misread everything."""
    shipped = find_weights("openness", (), str)
    replace(shipped, version="own", encoder="an older one").save(tmp_path / "openness" / DECISION_FILE)
    assert find_weights("openness", (tmp_path,), lambda: shipped.encoder).version == shipped.version


def test_the_weights_that_ship_were_fitted_over_the_encoder_that_ships() -> None:
    assert find_weights("openness", (), str).encoder == compute_version(locate_encoder()[0])


def test_weights_that_cannot_be_read_are_not_used(tmp_path: Path) -> None:
    (tmp_path / DECISION_FILE).write_bytes(b"not weights")
    with pytest.raises(ModelUnavailable):
        Weights.load(tmp_path / DECISION_FILE)
    with pytest.raises(ModelUnavailable):
        find_weights("a_rubric_nobody_fitted", (tmp_path,), str)


def test_what_would_have_changed_a_reading_is_told_in_the_practitioners_words(matcher: Matcher) -> None:
    found = find_changes(matcher, REPLY, CUE)
    assert any("next_step_agreed" in change.lost for change in found)
    for change in found:
        assert change.without in REPLY
        assert describe_change(change).startswith("Without “")


def test_a_practitioner_reads_only_of_the_words_that_carry_what_was_read(matcher: Matcher) -> None:
    """That leaving one clause out changes how another is read says nothing to them; an author is told all."""
    whole = matcher.read(REPLY, CUE)
    verdict = next(verdict for verdict in whole.verdicts if verdict.criterion == "next_step_agreed")
    carries = Change(verdict.span.text, ("next_step_agreed",), ())
    others = (Change("How are you", ("next_step_agreed",), ()), Change(verdict.span.text, (), ("next_step_agreed",)))
    names = {"next_step_agreed": "Agreeing a next step"}
    said = describe_changes((carries, *others), whole, names)
    assert said == (f"Only “{verdict.span.text}” was read as Agreeing a next step.",)
    assert len(describe_changes((carries, *others), whole, {})) == 3


def test_a_verdict_shows_its_nearest_example_and_near_miss(matcher: Matcher) -> None:
    verdicts = matcher.read(REPLY, CUE).verdicts
    assert all(verdict.example for verdict in verdicts if verdict.certainty is Certainty.CLEAR)
    assert any(verdict.near_miss for verdict in verdicts)


@pytest.fixture(scope="module")
def tokenizer() -> WordPiece:
    return WordPiece(locate_encoder()[1].read_text(encoding="utf-8").splitlines())


def test_pieces_stand_where_their_letters_stand(tokenizer: WordPiece) -> None:
    words = "Zoë’s hijab—that’s hers. I'd unlearn £5 √"
    pieces = tokenizer.tokenize(words)
    assert [words[piece.start : piece.end] for piece in pieces][:4] == ["Zoë", "’", "s", "hi"]
    assert all(one.end <= two.start for one, two in pairwise(pieces))
    assert [piece.number for piece in tokenizer.tokenize("x" * (LONGEST_WORD + 1))] == [tokenizer.unknown]


@given(text(characters(min_codepoint=32, max_codepoint=126)))
def test_plain_letters_are_cut_as_any_others_are(tokenizer: WordPiece, typed: str) -> None:
    """The quick way for what most people type gives what the careful one does, which an accented letter takes."""
    assert tokenizer.tokenize(typed) == tokenizer.tokenize(f"{typed} é")[:-1]


@pytest.mark.parametrize("reply", ["Sure.", "Right. Well.", "ok", "Close."])
def test_a_word_or_two_do_no_harm_by_meaning_alone(matcher: Matcher, reply: str) -> None:
    cue = "I'd tell you, if I thought it'd be written down the way I said it."
    for topic in ("risk", "inter_rec", "language", "between_us"):
        found = {verdict.criterion for verdict in matcher.read(reply, Context(cue, topic)).verdicts}
        assert found <= matcher.helpful


@pytest.mark.parametrize("reply", ["Mm.", "Mm. Right. Okay.", "oh. ok. right", "Hmm... well. Sure, um."])
@pytest.mark.parametrize("topic", ["risk", "inter_rec", "child", "between_us"])
def test_a_listener_s_mm_meets_nothing(matcher: Matcher, reply: str, topic: str) -> None:
    cue = "I moved them out past the gate. There'd been a complaint about the noise that group of girls makes."
    assert matcher.read(reply, Context(cue, topic)).verdicts == ()


@pytest.mark.parametrize(
    ("reply", "hurts"),
    [
        ("Well, half-caste kids often get confused about who they are.", True),
        ("He's half-caste, isn't he?", True),
        ("How do coloured families manage up here?", True),
        ("Somebody put half-caste on the form. Who was that?", False),
        ("We don't say half-caste any more.", False),
        ("I shouldn't have said half-caste. That was wrong, and I'm sorry.", False),
        ("Has he got his coloured pencils?", False),
    ],
)
def test_words_that_were_dropped_long_ago_hurt_whatever_else_is_said(matcher: Matcher, reply: str, hurts: bool) -> None:
    """Of people, in one's own voice, the fitted decision has no say in it; told again or taken back, they do not."""
    reading = matcher.read(reply, Context("They've got it wrong on the form.", "name_terms"))
    assert ("stereotypes_or_others" in reading.clear()) is hurts
