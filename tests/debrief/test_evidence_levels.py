"""How openly a subject was explored: each level, what holds it down, and the lines that show it."""

import pytest

from coach.debrief.evidence import (
    LONGEST_QUOTE,
    NAMES,
    NOT_FOLLOWED,
    PULLED_APART,
    Ground,
    collect_marks,
    describe_subject,
    get_reply,
    is_nearly_same,
    is_open,
    list_harms,
    map_stretches,
    put_in_quotes,
    quote_in_full,
    shorten,
)
from coach.debrief.report import (
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    RepairStanding,
    SubjectOutcome,
    VerdictMark,
)
from coach.model.events import Disputed, Event, Replied, Skipped, Stance
from coach.model.reading import Certainty, Form, Span, Trace
from coach.model.rubric import Level, LevelRow, Rubric, Subject
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt
from tests.conftest import START, events, explained, said

CLEAR, POSSIBLE = Certainty.CLEAR, Certainty.POSSIBLE
TAKEN, PARTLY, MISSED = OpeningStanding.TAKEN, OpeningStanding.PARTLY, OpeningStanding.MISSED
CRITERIA = ("names", "asks", "vague")


def mark(
    criterion: str,
    reply: int = 1,
    certainty: Certainty = CLEAR,
    *,
    openly: bool = True,
    harmful: bool = False,
    disputed: str = "",
    stretch: int = 0,
) -> VerdictMark:
    return VerdictMark(
        reply=reply, criterion=criterion, name="C", harmful=harmful, certainty=certainty, start=0, end=4, words="Well",
        quote=f"{criterion} in {reply}", example="", rule="", openly=openly, stretch=stretch, disputed=disputed,
    )  # fmt: skip


def opening(topic: str, standing: OpeningStanding, *, sure: bool = True, reply: int = 1) -> OpeningOutcome:
    return OpeningOutcome(
        turn="t", topic=topic, topic_name="x", about="x", line=f"Their line on {topic}", speaker="Pat",
        standing=standing, reply=reply, quote=f"Your line on {topic}", sure=sure,
    )  # fmt: skip


def harm(criterion: str = "blunt", mended: RepairStanding = RepairStanding.NOT_YET, reply: int = 1) -> HarmOutcome:
    return HarmOutcome(reply=reply, criteria=(criterion,), names=("x",), quote="x", mended=mended)


BESIDE = (opening("none", TAKEN), opening("none", TAKEN))
"""Two openings on nothing in particular, so that there is enough to say."""


def describe(
    script: Script,
    rubric: Rubric,
    *marks: VerdictMark,
    openings: tuple[OpeningOutcome, ...] = (),
    hurts: tuple[HarmOutcome, ...] = (),
    focus: tuple[str, ...] = (),
    subject: Subject | None = None,
    replies: int = 3,
) -> SubjectOutcome:
    """How openly race was explored where this was read."""
    attempt = replay(script, events(*[said()] * replies)).attempt()
    ground = Ground(rubric, attempt, focus, marks, (*openings, *BESIDE), hurts)
    return describe_subject(ground, "race", subject or rubric.answers["race"], CRITERIA)


# --- Whether it was there at all


def test_a_subject_on_which_nothing_came_up_is_not_in_play(script: Script, rubric: Rubric) -> None:
    outcome = describe(script, rubric, mark("child"))
    assert (outcome.level, outcome.evidence, outcome.because) == (Level.NOT_IN_PLAY, (), "")
    assert (outcome.level_name, outcome.meaning) == NAMES[Level.NOT_IN_PLAY]
    unclear = describe(script, rubric, mark("asks", certainty=POSSIBLE))
    assert unclear.level is Level.NOT_IN_PLAY, "what the coach is unsure of puts nothing in play"


@pytest.mark.parametrize("standing", [OpeningStanding.NOT_REACHED, OpeningStanding.SKIPPED, OpeningStanding.UNSURE])
def test_an_opening_that_was_not_met_puts_nothing_in_play(
    script: Script, rubric: Rubric, standing: OpeningStanding
) -> None:
    assert describe(script, rubric, openings=(opening("racism", standing),)).level is Level.NOT_IN_PLAY


def test_what_the_scenario_is_about_and_never_came_up_is_not_called_silent(script: Script, rubric: Rubric) -> None:
    outcome = describe(script, rubric, focus=("asks",))
    assert (outcome.level, outcome.because) == (Level.NOT_ENOUGH, "it did not come up before this ended")
    assert outcome.evidence == ()


def test_of_two_replies_or_one_opening_nothing_is_said(script: Script, rubric: Rubric) -> None:
    assert describe(script, rubric, mark("asks"), replies=2).level is Level.NOT_ENOUGH
    attempt = replay(script, events(*[said()] * 3)).attempt()
    for openings, enough in (
        (BESIDE, True),
        (BESIDE[:1], False),
        ((*BESIDE[:1], opening("child", OpeningStanding.NOT_REACHED)), False),
        ((*BESIDE[:1], opening("child", OpeningStanding.UNSURE)), True),
    ):
        assert Ground(rubric, attempt, (), (), openings, ()).enough() is enough


# --- Each level


def test_an_opening_that_went_by_leaves_it_silent_and_shows_the_familys_lines_two_at_most(
    script: Script, rubric: Rubric
) -> None:
    passed = tuple(opening("racism", MISSED, reply=number) for number in (1, 2, 3))
    outcome = describe(script, rubric, openings=passed)
    assert outcome.level is Level.LEFT_SILENT
    assert [(each.reply, each.quote, each.speaker) for each in outcome.evidence] == [
        (1, "Their line on racism", "Pat"),
        (2, "Their line on racism", "Pat"),
    ]
    doubtful = describe(script, rubric, openings=(opening("racism", MISSED, sure=False),))
    assert (doubtful.level, doubtful.evidence) == (Level.LEFT_SILENT, ()), "no line is held up that was perhaps met"


def test_an_opening_taken_by_what_is_no_criterion_of_it_opens_it(script: Script, rubric: Rubric) -> None:
    for standing, level in ((TAKEN, Level.OPENING), (PARTLY, Level.TOUCHED_ON)):
        outcome = describe(script, rubric, openings=(opening("racism", standing, reply=2),))
        assert outcome.level is level
        assert [(each.reply, each.quote) for each in outcome.evidence] == [(2, "Your line on racism")]
    assert describe(script, rubric, openings=(opening("racism", TAKEN, reply=0),)).evidence == ()


def test_a_match_that_the_rows_do_not_name_or_that_is_unsure_touches_on_it(script: Script, rubric: Rubric) -> None:
    met = (opening("racism", MISSED),)
    unsure = describe(script, rubric, mark("asks", certainty=POSSIBLE), openings=met)
    assert unsure.level is Level.TOUCHED_ON
    assert [(each.quote, each.unsure) for each in unsure.evidence] == [("asks in 1", True)]
    harmful = describe(script, rubric, mark("vague", certainty=POSSIBLE, harmful=True), openings=met)
    assert harmful.level is Level.LEFT_SILENT


def test_naming_or_asking_opens_it_and_both_openly_explore_it(script: Script, rubric: Rubric) -> None:
    taken = (opening("racism", TAKEN),)
    opened = describe(script, rubric, mark("asks"), openings=taken)
    assert (opened.level, opened.meaning) == (Level.OPENING, NOT_FOLLOWED)
    both = (mark("names"), mark("asks", 2))
    assert describe(script, rubric, *both, openings=taken).level is Level.EXPLORING
    closed = (mark("names"), mark("asks", 2, openly=False))
    assert describe(script, rubric, *closed, openings=taken).level is Level.OPENING
    unsure = (mark("names"), mark("asks", 2, POSSIBLE))
    assert describe(script, rubric, *unsure, openings=taken).level is Level.OPENING
    not_meant = (mark("names"), mark("asks", 2, disputed="not_meant"))
    assert describe(script, rubric, *not_meant, openings=taken).level is Level.OPENING


@pytest.mark.parametrize(
    ("standings", "level"),
    [
        ((), Level.EXPLORING),
        ((TAKEN,), Level.EXPLORING),
        ((TAKEN, MISSED), Level.OPENING),
        ((TAKEN, TAKEN, MISSED), Level.EXPLORING),
        ((TAKEN, PARTLY, PARTLY), Level.OPENING),
        ((MISSED,), Level.OPENING),
        ((TAKEN, OpeningStanding.NOT_REACHED), Level.EXPLORING),
    ],
)
def test_a_subject_is_explored_where_more_than_half_of_its_openings_were_taken(
    script: Script, rubric: Rubric, standings: tuple[OpeningStanding, ...], level: Level
) -> None:
    openings = tuple(opening("racism", standing) for standing in standings)
    assert describe(script, rubric, mark("names"), mark("asks", 2), openings=openings).level is level


def test_a_subject_is_woven_through_where_it_comes_up_in_two_parts_of_the_talk(script: Script, rubric: Rubric) -> None:
    naming = rubric.domains["naming"]
    for stretch, level in ((1, Level.WOVEN_THROUGH), (0, Level.EXPLORING)):
        marks = (mark("names"), mark("asks", 2), mark("child", 3, stretch=stretch))
        assert describe(script, rubric, *marks, subject=naming).level is level
    unsure = (mark("names"), mark("asks", 2), mark("child", 3, POSSIBLE, stretch=1))
    assert describe(script, rubric, *unsure, subject=naming).level is Level.EXPLORING
    beside = (mark("names"), mark("asks", 2), mark("child", 3), mark("vague", 3, stretch=1))
    assert describe(script, rubric, *beside, subject=naming).level is Level.EXPLORING, "only what the level asks for"


def test_a_level_can_ask_for_something_of_several_kinds(script: Script, rubric: Rubric) -> None:
    rows = {Level.EXPLORING: LevelRow(groups=(("names", "asks"), ("child",), ("mend",)))}
    race = rubric.answers["race"].model_copy(update={"levels": rows})
    for marks, level in (
        ((mark("names"), mark("asks", 2)), Level.TOUCHED_ON),
        ((mark("names"), mark("child", 2)), Level.EXPLORING),
        ((mark("names"), mark("child", 2), mark("mend", 3)), Level.EXPLORING),
    ):
        assert describe(script, rubric, *marks, subject=race).level is level
    one = race.model_copy(
        update={"levels": {Level.EXPLORING: rows[Level.EXPLORING].model_copy(update={"groups_met": 1})}}
    )
    assert describe(script, rubric, mark("names"), subject=one).level is Level.EXPLORING


def test_a_level_that_asks_for_two_things_is_not_reached_by_one_and_a_doubt(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"levels": {Level.EXPLORING: LevelRow(all=("names", "asks"))}})
    for certainty, level in ((CLEAR, Level.EXPLORING), (POSSIBLE, Level.TOUCHED_ON)):
        assert describe(script, rubric, mark("names"), mark("asks", 2, certainty), subject=race).level is level


def test_a_level_that_asks_for_nothing_is_reached_by_nobody(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"levels": {Level.EXPLORING: LevelRow(openings=True)}})
    assert describe(script, rubric, openings=(opening("racism", MISSED),), subject=race).level is Level.LEFT_SILENT


# --- What holds it down


@pytest.mark.parametrize(
    ("hurt", "because"),
    [
        (harm(), "reply 1 may have hurt, and the coach read nothing afterwards that mends it"),
        (harm(mended=RepairStanding.PARTLY, reply=2), "reply 2 may have hurt, and was partly mended"),
        (harm(mended=RepairStanding.REPAIRED), ""),
        (harm("another"), ""),
    ],
)
def test_a_hurt_that_was_not_put_right_keeps_its_subject_at_opening(
    script: Script, rubric: Rubric, hurt: HarmOutcome, because: str
) -> None:
    outcome = describe(script, rubric, mark("names"), mark("asks", 2), hurts=(hurt,))
    assert outcome.because == because
    assert outcome.level is (Level.OPENING if because else Level.EXPLORING)
    if because:
        assert outcome.meaning == PULLED_APART


def test_a_hurt_holds_down_nothing_that_was_only_opened(script: Script, rubric: Rubric) -> None:
    outcome = describe(script, rubric, mark("asks"), hurts=(harm(),))
    assert (outcome.level, outcome.because, outcome.meaning) == (Level.OPENING, "", NOT_FOLLOWED)


# --- The lines that show it


def test_a_level_is_shown_by_two_replies_and_by_the_surest_of_them(script: Script, rubric: Rubric) -> None:
    """Clear before unsure, then what the levels ask for, then what was asked openly; in the order of the talk."""

    def shown(*marks: VerdictMark, hurts: tuple[HarmOutcome, ...] = ()) -> list[int]:
        return [each.reply for each in describe(script, rubric, *marks, hurts=hurts).evidence]

    assert shown(mark("asks", 1, POSSIBLE), mark("asks", 2), mark("names", 3)) == [2, 3]
    assert shown(mark("asks", 1, openly=False), mark("asks", 2), mark("names", 3)) == [2, 3]
    assert shown(mark("asks", 1), mark("names", 2), mark("asks", 3)) == [1, 2]
    assert shown(mark("asks", 1), mark("names", 1), mark("vague", 2)) == [1, 2], "a reply once"
    assert shown(mark("asks", 1), mark("names", 2), hurts=(harm(mended=RepairStanding.REPAIRED),)) == [2]
    assert shown(mark("asks", 1), mark("names", 2), mark("child", 3)) == [1, 2]


def test_what_may_have_hurt_and_what_was_not_meant_shows_nothing(script: Script, rubric: Rubric) -> None:
    def shown(*marks: VerdictMark) -> list[int]:
        return [each.reply for each in describe(script, rubric, mark("asks", 9), *marks).evidence]

    assert shown(mark("names", 1, harmful=True)) == [9]
    assert shown(mark("names", 1, disputed="not_meant")) == [9]
    doubtful = (mark("names", 1), mark("blunt", 1, POSSIBLE, harmful=True))
    assert shown(*doubtful, mark("names", 2)) == [2, 9], "a reply that perhaps hurt comes last"
    not_meant = (mark("names", 1), mark("blunt", 1, harmful=True, disputed="not_meant"))
    assert shown(*not_meant, mark("names", 2)) == [1, 2]


def test_where_nothing_was_met_words_in_which_the_subject_is_heard_show_it(script: Script, rubric: Rubric) -> None:
    listed = said(text="Well, ethnicity, religion.")
    # What a family hears as another subject shows nothing of this one.
    heard = (("straight", 0, "W"), ("listed", 0, "Well"))
    traces = tuple(Trace(id=name, span=Span(start=at, end=at + len(text), text=text)) for name, at, text in heard)
    traced = listed.model_copy(update={"reading": listed.reading.model_copy(update={"traces": traces})})
    attempt = replay(script, events(said(), traced, said())).attempt()
    ground = Ground(rubric, attempt, (), (), (opening("racism", MISSED), *BESIDE), ())
    outcome = describe_subject(ground, "race", rubric.answers["race"], CRITERIA)
    assert outcome.level is Level.TOUCHED_ON
    assert [(each.reply, each.quote) for each in outcome.evidence] == [(2, "Well")]


# --- Marks, hurts and parts of the talk


def attempt_of(script: Script, *happened: Event) -> Attempt:
    return replay(script, events(*happened)).attempt()


def test_a_mark_stands_in_its_part_of_the_talk_which_begins_with_each_opening(script: Script, rubric: Rubric) -> None:
    attempt = attempt_of(script, said(), Skipped(at=START), said("child"), said())
    assert map_stretches(script, attempt) == {1: 0, 2: 1, 3: 1}
    (child,) = collect_marks(script, rubric, attempt, ())
    assert (child.reply, child.stretch, child.openly) == (2, 1, False)


def test_a_reply_leaves_room_where_it_asks_openly_says_back_or_follows(script: Script) -> None:
    def leaves_room(**reading: object) -> bool:
        return is_open(attempt_of(script, said(**reading)).exchanges[0])  # type: ignore[arg-type]

    assert leaves_room(forms=(Form.OPEN_QUESTION,))
    assert leaves_room(forms=(Form.REFLECTION, Form.STATEMENT))
    assert leaves_room(follows_up=True)
    assert not leaves_room(forms=(Form.CLOSED_QUESTION, Form.STATEMENT, Form.AFFIRMATION))


def test_an_objection_stands_beside_the_verdict_of_its_own_attempt(script: Script, rubric: Rubric) -> None:
    attempt = attempt_of(script, said("asks"))
    for number, disputed in ((1, "fair"), (2, "")):
        objection = Disputed(at=START, attempt=number, reply=1, criterion="asks", stance=Stance.FAIR, note="It was")
        (one,) = collect_marks(script, rubric, attempt, (objection,))
        assert (one.disputed, one.note) == (disputed, "It was" if disputed else "")


def test_what_an_explanation_says_again_is_read_once(script: Script, rubric: Rubric) -> None:
    """What was clear in the first reply stands, and of what was possible only what the second one settled."""
    happened = (said("child", possible=("asks", "names")), explained("child", "asks"))
    marks = collect_marks(script, rubric, attempt_of(script, *happened), ())
    assert [(one.criterion, one.certainty, one.reply) for one in marks] == [
        ("child", CLEAR, 1),
        ("asks", CLEAR, 1),
    ]


def test_what_was_clear_is_not_read_again_in_the_words_that_explain_it(script: Script, rubric: Rubric) -> None:
    first = said("child", possible=("asks",))
    other = Span(start=6, end=7, text="I")
    settled = tuple(verdict.model_copy(update={"span": other}) for verdict in said("child", "asks").reading.verdicts)
    after = explained().model_copy(update={"settled": settled})
    marks = collect_marks(script, rubric, attempt_of(script, first, after), ())
    assert [(one.criterion, one.words) for one in marks] == [("child", "Well"), ("asks", "I")]


def test_a_line_that_was_skipped_has_no_reply(script: Script) -> None:
    with pytest.raises(TypeError, match="skipped"):
        get_reply(attempt_of(script, Skipped(at=START)).exchanges[0])


def in_other_words(reply: Replied, words: str) -> Replied:
    """The reply whose verdicts are shown by other words: of the same ones, only the first counts."""
    start = reply.text.index(words)
    span = Span(start=start, end=start + len(words), text=words)
    verdicts = tuple(verdict.model_copy(update={"span": span}) for verdict in reply.reading.verdicts)
    return reply.model_copy(update={"reading": reply.reading.model_copy(update={"verdicts": verdicts})})


def test_a_hurt_is_mended_by_the_first_later_reply_that_does_it_in_words(script: Script, rubric: Rubric) -> None:
    def mended(*happened: Event) -> tuple[RepairStanding, int, str]:
        attempt = attempt_of(script, *happened)
        (first, *_) = list_harms(script, attempt, collect_marks(script, rubric, attempt, ()))
        return first.mended, first.mended_by, first.mending_quote

    sorry = said("mend", text="Well, that was wrong.")
    assert mended(said("blunt"), said(), sorry, said()) == (RepairStanding.REPAIRED, 3, "Well, that was wrong.")
    assert mended(said("mend"), said("blunt"), said()) == (RepairStanding.NOT_YET, 0, ""), "not by an earlier one"
    worse = in_other_words(said("mend", "blunt", text="Well, sorry, it was banter."), "it was banter")
    assert mended(said("blunt"), worse, said()) == (RepairStanding.PARTLY, 2, "")
    assert mended(said("blunt"), worse, sorry)[:2] == (RepairStanding.REPAIRED, 3)
    eased = (said("asks"), said("child"), said())
    assert mended(said("blunt"), *eased) == (RepairStanding.PARTLY, 3, "")
    # A sorry is for the nearer of two hurts, unless it has words of the other.
    two = (said("blunt", text="It was only banter."), said("blunt", text="Boys will be boys."))
    assert mended(*two, sorry) == (RepairStanding.PARTLY, 3, "")
    assert mended(*two, said("mend", text="I called it banter, and that was wrong."))[0] is RepairStanding.REPAIRED
    unsure = said(possible=("mend",))
    assert mended(said("blunt"), unsure, said()) == (RepairStanding.NOT_YET, 0, "")


# --- Words in quotation marks


def test_of_a_sentence_of_any_length_only_what_is_needed_is_quoted() -> None:
    words = Span(start=4, end=9, text="never")
    whole = "You never " + "a" * (LONGEST_QUOTE - len("You never .")) + "."
    assert len(whole) == LONGEST_QUOTE
    assert quote_in_full(whole, words) == whole
    longer = f"You never said it, {whole}"
    assert quote_in_full(longer, words) == "You never said it …"
    last = f"{whole[:-1]}, you never said it"
    start = last.rindex("never")
    assert quote_in_full(last, Span(start=start, end=start + 5, text="never")) == "… you never said it"


def test_of_a_long_sentence_no_clause_of_another_one_is_quoted() -> None:
    long = f"You never said it {'and so on ' * 20}"
    text = f"Well, yes. {long.strip()}, did you, then. No, sir."
    start = text.index("never")
    quoted = quote_in_full(text, Span(start=start, end=start + 5, text="never"))
    assert quoted.startswith("You never said it and so on")
    end = text.index("did you")
    assert quote_in_full(text, Span(start=end, end=end + 7, text="did you")) == "… did you …"
    last = text.index("then")
    assert quote_in_full(text, Span(start=last, end=last + 4, text="then")) == "… then."


def test_a_sentence_begins_with_its_own_first_word_and_ends_with_its_own_stop() -> None:
    text = "Stop. Go! Well?\nAnd then…"
    for words, sentence in (("Stop", "Stop."), ("Go", "Go!"), ("Well", "Well?"), ("then", "And then…")):
        start = text.index(words)
        assert quote_in_full(text, Span(start=start, end=start + len(words), text=words)) == sentence


def test_quotes_get_a_stop_unless_they_have_one() -> None:
    assert put_in_quotes("Well", ".") == "“Well”."
    assert [put_in_quotes(f"Well{stop}", ".") for stop in ".?!…"] == [f"“Well{stop}”" for stop in ".?!…"]
    assert shorten("a\n  b") == "a b"


def test_two_replies_that_differ_in_a_word_of_ten_are_nearly_the_same() -> None:
    one = "What did they say to him on the bus then"
    assert is_nearly_same(one, one.upper())
    assert is_nearly_same(one, one.replace("then", "now"))
    assert not is_nearly_same(one, one.replace("on the bus then", "at school"))
