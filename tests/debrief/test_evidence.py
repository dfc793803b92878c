"""What the levels of a conversation rest on, and the sentence that is quoted."""

import pytest

from coach.debrief.builder import build_debrief, explain_exchange
from coach.debrief.evidence import LONGEST_QUOTE, Ground, collect_marks, find_unworded, quote_in_full, shorten
from coach.debrief.owning import reports_own
from coach.debrief.report import Debrief, OpeningStanding, VerdictMark
from coach.model.events import Disputed, Event, Replied, Stance
from coach.model.reading import Certainty, Form, Span, Trace
from coach.model.rubric import Claims, Level, Rubric, SubjectWords
from coach.rehearsal.explain import hint, word_doubt
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer

OPEN = (Form.OPEN_QUESTION,)
NAMED = said("names", "asks", forms=OPEN)


def of(script: Script, rubric: Rubric, *happened: Event) -> Debrief:
    return build_debrief(script, rubric, replay(script, events(*happened)))


def race(script: Script, rubric: Rubric, *happened: Event) -> Level:
    return of(script, rubric, *happened).answers[0].level


def fair(reply: int, criterion: str) -> Disputed:
    return Disputed(at=START, attempt=1, reply=reply, criterion=criterion, stance=Stance.FAIR, note="It was")


# --- The sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("first", "The first thing is this."),
        ("second", "Is the second one yours?"),
        ("third", "A third was mine!"),
        ("fourth", "And a fourth"),
    ],
)
def test_words_are_quoted_in_their_own_sentence_and_in_no_other(words: str, sentence: str) -> None:
    """Wherever it stands: with what is said before it or after it, it may say something else."""
    text = "The first thing is this. Is the second one yours? A third was mine! And a fourth"
    start = text.index(words)
    assert quote_in_full(text, Span(start=start, end=start + len(words), text=words)) == sentence


def test_a_quote_is_cut_between_words_and_says_so() -> None:
    short = "word " * (LONGEST_QUOTE // 5)
    assert shorten(short) == short.strip()
    cut = shorten("word " * LONGEST_QUOTE)
    assert cut == "word " * (LONGEST_QUOTE // 5) + "…", "as much as fits"
    assert len(cut) <= LONGEST_QUOTE + 2


# --- Enough to say


def mark(number: int, certainty: Certainty, disputed: str = "") -> VerdictMark:
    return VerdictMark(
        reply=1, criterion=f"c{number}", name="C", harmful=False, certainty=certainty, start=0, end=4, words="Well",
        quote="Well.", example="", rule="", openly=True, stretch=0, disputed=disputed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sure", "doubts", "fair", "enough"),
    [
        (0, 2, 0, True),
        (0, 3, 0, False),
        (1, 2, 0, True),
        (1, 3, 0, False),
        (2, 4, 0, True),
        (2, 5, 0, False),
        (0, 2, 3, True),
        (0, 4, 1, False),
    ],
)
def test_where_most_of_what_was_read_is_doubtful_no_level_is_named(
    script: Script, rubric: Rubric, sure: int, doubts: int, fair: int, enough: bool
) -> None:
    """More than two doubts, and more than two to each sure verdict; what somebody called fair is no doubt."""
    history = replay(script, events(said(), said(), said()))
    openings = build_debrief(script, rubric, history).openings
    marks = (
        *(mark(number, Certainty.CLEAR) for number in range(sure)),
        *(mark(10 + number, Certainty.POSSIBLE) for number in range(doubts)),
        *(mark(20 + number, Certainty.POSSIBLE, "fair") for number in range(fair)),
    )
    assert Ground(rubric, history.attempt(), (), marks, openings, ()).enough() is enough


# --- Levels


def test_a_trace_stands_in_for_the_conditions_of_its_row_and_of_no_other(script: Script, rubric: Rubric) -> None:
    """Words in which a family hears a subject touch on it; they do not open or explore it."""

    def with_trace(name: str) -> Replied:
        reply = said()
        traces = (Trace(id=name, span=Span(start=0, end=4, text="Well")),)
        return reply.model_copy(update={"reading": reply.reading.model_copy(update={"traces": traces})})

    assert race(script, rubric, said(), with_trace("listed"), said(), said()) is Level.TOUCHED_ON
    assert race(script, rubric, said(), with_trace("another"), said(), said()) is Level.LEFT_SILENT


# --- Around them


def test_an_opening_that_was_not_reached_rests_on_no_reply(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said())
    assert [o.reply for o in found.openings if o.standing is OpeningStanding.NOT_REACHED] == [0]


def test_ones_own_word_stands_beside_the_verdict_in_quotation_marks(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, NAMED, said(), fair(1, "names"))
    notes = [note for line in found.transcript for note in line.notes]
    assert any(note.endswith("You said: that's fair. “It was”") for note in notes)
    assert not any("“”" in note for note in notes)


# --- What a name claims


def test_nobody_is_told_that_they_asked_about_what_nobody_near_put_into_words(script: Script, rubric: Rubric) -> None:
    """ "What happened at the clinic?" may lead to racism, and asks about an appointment."""
    claiming = claims_race(rubric)
    plain, worded = (
        said("asks", text="What happened at the clinic?"),
        said("asks", text="Was it racism, at the clinic?"),
    )
    for reply, sure in ((plain, False), (worded, True)):
        attempt = replay(script, events(reply)).attempt()
        (exchange,) = attempt.replies()
        (mark,) = collect_marks(script, claiming, attempt, ())
        assert mark.counts() is sure
        # An opening is taken without the word.
        assert [one.counts() for one in collect_marks(script, claiming, attempt, (), as_read=True)] == [True]
        (noted, *_) = explain_exchange(script, claiming, attempt, exchange)
        assert noted.startswith(word_doubt("Asks about it")) is not sure
        assert (hint(script, claiming, exchange, find_unworded(claiming, attempt, exchange)) != "") is sure
    assert all(one.counts() for one in collect_marks(script, rubric, replay(script, events(plain)).attempt(), ()))


def test_a_word_of_the_familys_near_the_question_is_enough(script: Script, rubric: Rubric) -> None:
    named = with_answer(script, "told", pat("It was racism, and everybody heard it."))
    attempt = replay(named, events(said("asks", text="What happened?"), said("asks", text="And then?"))).attempt()
    assert [find_unworded(claims_race(rubric), attempt, one) for one in attempt.replies()] == [frozenset()] * 2


def test_who_only_bids_them_go_on_has_not_asked_about_what_they_named(script: Script, rubric: Rubric) -> None:
    named = with_answer(script, "told", pat("It was racism, and everybody heard it."))
    listens = said("asks", text="Please go on. I'm listening.")
    attempt = replay(named, events(said("asks", text="What happened?"), listens)).attempt()
    assert [find_unworded(claims_race(rubric), attempt, one) for one in attempt.replies()] == [
        frozenset(),
        frozenset(("asks",)),
    ]


def test_whom_one_books_to_interpret_is_no_word_of_race(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("romani",))})
    worded = claims_race(rubric).model_copy(update={"answers": {"race": race}})
    for text, unworded in (("Would a Romani woman be safer?", True), ("Is it that you're Romani?", False)):
        attempt = replay(script, events(said("asks", text=text))).attempt()
        assert bool(find_unworded(worded, attempt, attempt.replies()[0])) is unworded


def claims_race(rubric: Rubric) -> Rubric:
    """The rubric in which asking claims that race was spoken of."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    asks = rubric.criteria["asks"].model_copy(
        update={"claims": Claims(subjects=("race",), says=("how were you treated",))}
    )
    return rubric.model_copy(
        update={"answers": rubric.answers | {"race": race}, "criteria": rubric.criteria | {"asks": asks}}
    )


@pytest.mark.parametrize(
    ("later", "reports"),
    [
        ("I said I don't see colour, and it's been going round my head since.", True),
        ("I told you that I don't see colour.", True),
        ("I said nothing of that.", False),
        ("I said I'll ring you on Friday.", False),
        ("You said I don't see colour.", False),
    ],
)
def test_a_reply_goes_back_to_what_it_says_of_itself_that_it_said(later: str, reports: bool) -> None:
    assert reports_own("I don't see colour, you know. I'll ring you on Friday.", later) is reports
