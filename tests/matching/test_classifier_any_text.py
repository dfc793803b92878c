"""Whatever is typed is read, and every verdict has the reply's own words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.model.rubric import Claims
from tests.matching.conftest import rubric_with

MATCHER = Matcher(rubric_with())
TELLING = [
    "I'm sorry that happened",
    "but",
    "nobody here is racist",
    "isn't about race",
    "kids being kids",
    "'streetwise'",
    "“banter”",
    "What was that like?",
    "full stop",
    "comma",
    "race, skin, faith",
    "if that happened",
    "mature for her age",
    "\n",
    "…",
    "has racism been part of it",
    "your background",
    "wrong of me",
    "\u202eracist",
    "👩🏾‍👧🏾",
    "e\u0301",
    "ﬁne",
    "İ",
    "\ud800",
]
REPLIES = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(TELLING) | st.text(max_size=12)).map(" ".join))
CONTEXTS = st.builds(Context, cue=REPLIES, topic=st.sampled_from(["racism", "tea", "none", "unheard of"]))


@settings(max_examples=300, deadline=None)
@given(REPLIES, CONTEXTS)
def test_any_text_has_one_reading_whose_spans_are_parts_of_the_reply(reply: str, context: Context) -> None:
    reading = MATCHER.read(reply, context)
    assert MATCHER.read(reply, context) == reading, "read again"
    spans = [each.span for each in reading.verdicts] + [each.span for each in reading.frames]
    for span in spans + [each.span for each in reading.traces]:
        assert reply[span.start : span.end] == span.text
    met = [verdict.criterion for verdict in reading.verdicts]
    assert len(met) == len(set(met)), "no criterion is met twice in one reply"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([each for each in TELLING if each.isascii()])).map(" ".join), CONTEXTS)
def test_capitals_and_trailing_space_change_nothing(reply: str, context: Context) -> None:
    read = MATCHER.read(reply, context)
    for other in (reply.upper(), reply.lower(), reply + "  \n"):
        again = MATCHER.read(other, context)
        assert (again.clear(), again.possible(), again.forms) == (read.clear(), read.possible(), read.forms)


def test_nothing_typed_is_read_as_nothing(matcher: Matcher) -> None:
    for nothing in ("", "   ", "...", "👍", "\x00\x07", "?!"):
        assert matcher.read(nothing).verdicts == ()


def test_a_name_with_accents_does_not_move_the_words_after_it(matcher: Matcher) -> None:
    reply = "Zoë, José and Nguyễn — it’s just banter, isn’t it?"
    (verdict,) = matcher.read(reply).verdicts
    assert verdict.criterion == "shrinks"
    assert "banter" in verdict.span.text
    assert reply[verdict.span.start : verdict.span.end] == verdict.span.text


def test_twenty_thousand_characters_without_a_stop_are_read(matcher: Matcher) -> None:
    reply = ("and then she said what was it like and i said its just banter " * 400)[:20_000]
    assert "shrinks" in matcher.read(reply).clear()


def test_the_version_follows_the_rubric_and_nothing_else() -> None:
    same, other = Matcher(rubric_with()), Matcher(rubric_with(title="Another"))
    assert same.version == MATCHER.version
    assert other.version != MATCHER.version


def test_what_a_name_claims_makes_no_other_version() -> None:
    """Replies are read as before, so a rehearsal from before it is not called read by another rubric."""
    rubric = rubric_with()
    first, *_ = rubric.criteria
    claiming = rubric.criteria[first].model_copy(update={"claims": Claims(subjects=())})
    other = Matcher(rubric.model_copy(update={"criteria": rubric.criteria | {first: claiming}}))
    assert other.version == MATCHER.version
