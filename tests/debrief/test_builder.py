"""The debrief: openings, hurt and repair, levels, and the practitioner's word on each verdict."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from coach.debrief.builder import UNSPOKEN, build_debrief, list_silences, word_headline
from coach.debrief.evidence import NAMES, PULLED_APART, quote_in_full
from coach.debrief.first_page import CardKind
from coach.debrief.page_builder import build_page
from coach.debrief.render import (
    lay_out_more,
    lay_out_page,
    lay_out_talk,
    lay_out_transcript,
    render_markdown,
    render_plain,
)
from coach.debrief.report import INTENTION, Debrief, OpeningStanding, RepairStanding
from coach.model.events import Disputed, Event, Reflected, Skipped, Stance
from coach.model.reading import Certainty, Form, Reading, Span, Trace
from coach.model.rubric import Level, LevelRow, Rubric, Topic
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, explained, said

OPEN = (Form.OPEN_QUESTION,)
WELL = Span(start=0, end=4, text="Well")
CLOSED = (Form.CLOSED_QUESTION,)


def of(script: Script, rubric: Rubric, *happened: Event) -> Debrief:
    return build_debrief(script, rubric, replay(script, events(*happened)))


def standing(found: Debrief) -> dict[str, OpeningStanding]:
    return {opening.turn: opening.standing for opening in found.openings}


def levels(found: Debrief) -> dict[str, Level]:
    return {subject.id: subject.level for subject in (*found.answers, *found.domains)}


def disputed(reply: int, criterion: str, stance: Stance) -> Disputed:
    return Disputed(at=START, attempt=1, reply=reply, criterion=criterion, stance=stance, note="I was quoting")


def test_an_opening_is_taken_by_a_reply_on_its_topic(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said("asks", forms=OPEN)))["the_bus"] is OpeningStanding.TAKEN


def test_a_hinted_opening_stays_open_for_two_replies(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said(), said("asks")))["the_bus"] is OpeningStanding.TAKEN


def test_an_opening_taken_one_reply_late_is_partly_taken(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said(), said(), said("names"))
    assert standing(found)["the_bus"] is OpeningStanding.PARTLY


def test_a_closed_question_alone_takes_it_partly(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said("asks", forms=CLOSED), said()))["the_bus"] is OpeningStanding.PARTLY


def test_a_stand_in_word_takes_it_partly(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said("vague"), said()))["the_bus"] is OpeningStanding.PARTLY


def test_a_good_question_with_a_hurt_in_it_takes_it_partly(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said("asks", "blunt"), said()))["the_bus"] is OpeningStanding.PARTLY


def test_a_hurt_alone_passes_it_by(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said("blunt"), said()))["the_bus"] is OpeningStanding.MISSED


def test_an_opening_the_talk_stopped_before_is_never_called_missed(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said()))["the_bus"] is OpeningStanding.NOT_REACHED


def test_a_skipped_line_is_never_counted(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, Skipped(at=START), said("child"))
    assert standing(found)["the_bus"] is OpeningStanding.SKIPPED
    assert found.headline.startswith("1 opening: 1 taken.")


def test_a_match_unsure_even_after_asking_is_shown_as_a_question_and_not_as_missed(
    script: Script, rubric: Rubric
) -> None:
    found = of(script, rubric, said(possible=("asks",)), explained(still=("asks",)), said())
    assert standing(found)["the_bus"] is OpeningStanding.UNSURE


def test_a_reply_asked_about_and_its_explanation_take_an_opening_as_one(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said(possible=("asks",), forms=OPEN), explained("asks"), said())
    assert standing(found)["the_bus"] is OpeningStanding.TAKEN
    assert [mark.reply for mark in found.marks] == [1]
    assert found.marks[0].certainty is Certainty.CLEAR


def test_what_an_explanation_rules_out_is_not_shown_as_a_question(script: Script, rubric: Rubric) -> None:
    assert of(script, rubric, said(possible=("asks",)), explained(), said()).marks == ()


def test_a_bare_follow_up_takes_an_opening_that_inherits(script: Script, rubric: Rubric) -> None:
    assert standing(of(script, rubric, said(forms=OPEN, follows_up=True)))["the_bus"] is OpeningStanding.TAKEN


def test_a_repair_mends_and_says_how_many_replies_later(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("blunt"), said(), said("mend"))
    (hurt,) = found.hurts
    assert hurt.mended is RepairStanding.REPAIRED
    assert "repaired two replies later" in found.headline


def test_a_hurt_that_only_eased_is_partly_mended(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("blunt"), said("asks"), said("child"))
    assert found.hurts[0].mended is RepairStanding.PARTLY


def test_how_it_ended_is_said_and_nothing_before_it_ended(script: Script, rubric: Rubric) -> None:
    ended = of(script, rubric, said(), said(), said(), said())
    assert (ended.ending, ended.after) == ("A door shut", "Pat washes two cups.")
    going_on = of(script, rubric, said())
    assert (going_on.ending, going_on.after) == ("", "")


def test_hurts_are_counted_by_what_became_of_them(script: Script, rubric: Rubric) -> None:
    (hurt,) = of(script, rubric, said("blunt"), said()).hurts
    repaired, partly, not_yet = (
        hurt.model_copy(update={"mended": how})
        for how in (RepairStanding.REPAIRED, RepairStanding.PARTLY, RepairStanding.NOT_YET)
    )
    assert "3 moments that may have hurt: 1 repaired, 2 partly mended" in word_headline((), (repaired, partly, partly))
    assert "1 repaired, 1 not yet mended" in word_headline((), (repaired, not_yet))
    assert "2 moments that may have hurt, none mended yet." in word_headline((), (not_yet, not_yet))
    assert "No moment that the coach thinks may have hurt." in word_headline((), ())


def test_under_three_replies_there_is_not_enough_to_say(script: Script, rubric: Rubric) -> None:
    assert levels(of(script, rubric, said("asks"), said("child")))["race"] is Level.NOT_ENOUGH


def test_naming_it_and_asking_openly_is_exploring(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("names", "asks", forms=OPEN), said(), said())
    assert levels(found)["race"] is Level.EXPLORING
    assert levels(found)["naming"] is Level.EXPLORING


def test_coming_back_to_it_and_to_the_child_is_woven_through(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("names", "asks", forms=OPEN), said("child", "names", text="Other words"), said())
    assert levels(found)["naming"] is Level.WOVEN_THROUGH


def test_passing_it_by_leaves_it_silent_and_quotes_the_family(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said(), said(), said(), said())
    race = found.answers[0]
    assert race.level is Level.LEFT_SILENT
    assert [(each.quote, each.speaker) for each in race.evidence] == [("There was a thing on the bus.", "Pat")]


def test_a_hurt_that_is_not_mended_caps_and_a_repair_lifts_the_cap(script: Script, rubric: Rubric) -> None:
    explored = (said("names", "asks", forms=OPEN), said("child"))
    assert levels(of(script, rubric, *explored, said()))["race"] is Level.EXPLORING
    assert levels(of(script, rubric, said("blunt"), *explored))["race"] is Level.OPENING
    lifted = of(script, rubric, said("blunt"), said("mend", "names", "asks", forms=OPEN), said("child"))
    assert levels(lifted)["race"] is Level.EXPLORING


def test_what_opening_means_is_that_of_its_two_meanings_which_applies(script: Script, rubric: Rubric) -> None:
    explored = (said("names", "asks", forms=OPEN), said("child"))
    pulled = of(script, rubric, said("blunt"), *explored).answers[0]
    assert (pulled.level, pulled.meaning) == (Level.OPENING, PULLED_APART)
    assert pulled.because
    exploring = of(script, rubric, *explored, said()).answers[0]
    assert exploring.meaning == NAMES[exploring.level][1]


def test_possible_matches_alone_never_raise_above_touched_on(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("child"), said(possible=("names", "asks"), forms=OPEN), said("child"), said())
    assert levels(found)["race"] in (Level.TOUCHED_ON, Level.LEFT_SILENT)


def test_not_what_i_meant_takes_a_hurt_away_and_keeps_both_words(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("blunt"), said(), disputed(1, "blunt", Stance.NOT_MEANT))
    assert found.hurts == ()
    (mark,) = found.marks
    assert mark.disputed == "not_meant"
    assert "not what I meant" in " ".join(n for line in found.transcript for n in line.notes)


def test_thats_fair_makes_a_possible_match_count(script: Script, rubric: Rubric) -> None:
    replies = said(possible=("asks",)), explained(still=("asks",)), said()
    found = of(script, rubric, *replies, disputed(1, "asks", Stance.FAIR))
    assert standing(found)["the_bus"] is OpeningStanding.TAKEN


def test_what_came_of_the_intention_is_said_by_answers_on_it_and_by_no_other_reflection(
    script: Script, rubric: Rubric
) -> None:
    other = Reflected(at=START, on="the_bus", words="Something else altogether.")
    on_it = Reflected(at=START, on=INTENTION, words="Partly. It came late.")
    found = of(script, rubric, said(), other, on_it)
    assert found.happened.describe() == "You said: Partly. You wrote: “It came late.”"
    assert of(script, rubric, said(), other).happened.describe() == ""


def test_identical_words_count_once_a_conversation(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("names"), said("names"), said("names"))
    assert len(found.marks) == 1


def test_the_same_rehearsal_always_gives_the_same_debrief(script: Script, rubric: Rubric) -> None:
    replies = (said("asks"), said("blunt"), said("mend"))
    assert of(script, rubric, *replies) == of(script, rubric, *replies)


def test_no_number_of_the_person_is_ever_written(script: Script, rubric: Rubric) -> None:
    story = replay(script, events(said("asks"), said("blunt"), said("mend"), said("child"), said()))
    found, page = build_debrief(script, rubric, story), build_page(script, rubric, story)
    text = render_plain([*lay_out_page(page), *lay_out_talk(page), *lay_out_more(found), *lay_out_transcript(found)])
    assert not re.search(r"\d+ ?%|\bscore|\bgrade|\bpoints?\b|\d/\d|out of \d", text, re.IGNORECASE)


def test_what_is_private_reaches_nothing_that_is_shown(script: Script, rubric: Rubric) -> None:
    story = replay(script, events(said("asks"), said("names"), said("child"), said()))
    found = build_debrief(script, rubric, story)
    shown = found.model_dump_json() + "".join(s.model_dump_json() for s in list_silences(script, story))
    assert "PRIVATE-STRING" not in shown + repr(script) + repr(story)


def test_what_stayed_silent_says_which_were_told_and_which_kept(script: Script, rubric: Rubric) -> None:
    story = replay(script, events(said("asks")))
    assert {s.id: s.told for s in list_silences(script, story)} == {"the_words": True, "the_fear": False}


@pytest.mark.parametrize("typed", ["[red]loud[/red] **bold** # not a heading", "<b>x</b> | a | b |", "- 1. ``` `x`"])
def test_markup_that_was_typed_stays_as_typed(script: Script, rubric: Rubric, typed: str) -> None:
    found = of(script, rubric, said("asks", text=f"Well {typed}"), said())
    page = render_markdown(lay_out_transcript(found))
    assert re.sub(r"\\(.)", r"\1", page).count(typed) == 1


def test_times_make_no_difference(script: Script, rubric: Rubric) -> None:
    later = said("asks").model_copy(update={"at": START + timedelta(days=1)})
    assert of(script, rubric, said("asks")) == of(script, rubric, later)


def test_an_opening_taken_late_is_quoted_from_the_reply_that_took_it(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said(), said(), said("names", text="Well, was that racism?"), said())
    opening = found.openings[0]
    assert (opening.standing, opening.reply, opening.quote) == (OpeningStanding.PARTLY, 3, "Well, was that racism?")


def test_a_way_that_the_author_offers_takes_the_opening(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said(text="What happened?"), said())
    assert standing(found)["the_bus"] is OpeningStanding.TAKEN


def test_nothing_is_offered_to_keep_or_shown_as_openness_where_it_may_have_hurt(script: Script, rubric: Rubric) -> None:
    """Not even where the coach is unsure of the hurt."""
    contempt = said("names", possible=("blunt",), text="Well, play that card.")
    found = of(script, rubric, contempt, said(), said("asks", text="Well, what happened?", forms=OPEN), said())
    assert not next(mark for mark in found.marks if mark.criterion == "names").counts()
    alone = replay(script, events(contempt, said(), said(), said()))
    assert levels(build_debrief(script, rubric, alone))["race"] is Level.TOUCHED_ON
    assert build_page(script, rubric, alone).list_cards(CardKind.KEEP) == ()


def test_asking_straight_out_takes_an_opening_that_the_worry_itself_would(script: Script, rubric: Rubric) -> None:
    """Even as a closed question: that is what it has to be."""
    straight = said(forms=CLOSED)
    reading = straight.reading.model_copy(update={"traces": (Trace(id="straight", span=WELL),)})
    found = of(script, rubric, said("asks"), straight.model_copy(update={"reading": reading}), said())
    assert standing(found)["sam_says"] is OpeningStanding.TAKEN


def test_words_said_before_how_do_you_mean_are_shown_as_that_replys(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("names", possible=("asks",)), explained("names", "asks"), said())
    opening = next(each for each in found.openings if each.turn == "the_bus")
    mark = next(mark for mark in found.marks if mark.criterion == opening.criterion)
    assert opening.reply == mark.reply


def test_an_opening_that_was_taken_is_not_left_silent(script: Script, rubric: Rubric) -> None:
    """However it was taken; its words are the evidence."""
    found = of(script, rubric, said(follows_up=True, text="Say more?"), said(), said(), said())
    race = next(each for each in found.answers if each.id == "race")
    assert race.level is Level.OPENING
    assert [each.quote for each in race.evidence] == ["Say more?"]


def test_a_hurt_that_was_partly_mended_is_not_said_to_be_passed_over(script: Script, rubric: Rubric) -> None:
    found = of(script, rubric, said("blunt"), said("names", text="A"), said("asks", text="B", forms=OPEN), said())
    race = next(each for each in found.answers if each.id == "race")
    assert race.because == "reply 1 may have hurt, and was partly mended"


def test_a_conversation_can_call_an_answer_by_another_name(script: Script, rubric: Rubric) -> None:
    """Where it is a colleague's experience of racism that is spoken of, and no family's."""
    calls = script.dialogue.model_copy(update={"calls": {"race": "Race, between the two of us"}})
    assert of(replace(script, dialogue=calls), rubric, said()).answers[0].name == "Race, between the two of us"
    assert of(script, rubric, said()).answers[0].name == "Race"


def test_something_put_right_where_no_hurt_was_seen_is_said_beside_it(script: Script, rubric: Rubric) -> None:
    """Else a note says that something was mended and the page that nothing was there."""
    found = of(script, rubric, said("mend", text="Well, that was wrong."), said(), said())
    assert "may have hurt. You put something right all the same, in reply 1: “Well, that was wrong.”" in render_plain(
        tuple(lay_out_more(found))
    )
    assert "right all the same" not in render_plain(tuple(lay_out_more(of(script, rubric, said(), said(), said()))))


def test_the_parts_of_a_conversation_are_shown_by_lines_and_by_no_level(script: Script, rubric: Rubric) -> None:
    """What no line shows is only named: nobody can take it for a mark."""
    found = of(script, rubric, said("names", "asks", forms=(Form.OPEN_QUESTION,)), said("child"), said("mend"))
    text = render_plain(tuple(lay_out_more(found)))
    assert not any(f"{name}. " in text for name, _ in NAMES.values())
    for domain in found.domains:
        assert domain.name in text
        assert all(shown.quote in text for shown in domain.evidence)


def test_evidence_of_a_level_is_what_the_level_asks_for_before_anything_else(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"].model_copy(update={"criteria": ("child", "asks", "names")})
    told = rubric.model_copy(update={"answers": {"race": race}})
    found = of(
        script, told, said("child", text="A", forms=OPEN), said("asks", text="B"), said("names", text="C"), said()
    )
    assert [each.reply for each in found.answers[0].evidence] == [2, 3]


def test_a_straight_question_is_noted_beside_the_line(script: Script, rubric: Rubric) -> None:
    """As what it is; it meets no criterion."""
    straight = said().model_copy(update={"reading": Reading(traces=(Trace(id="straight", span=WELL),), matcher="m")})
    lines = of(script, rubric, straight).transcript
    assert [line.notes for line in lines if line.reply == 1] == [("Asking straight out: “Well”.",)]


def test_words_by_themselves_are_quoted_in_their_sentence() -> None:
    """Cut out of it they can say the opposite. Of a long one the clauses that hold them are, and that more was said."""
    text = "I see. You can tell him you never had it said to you. Well?"
    start = text.index("had it")
    assert (
        quote_in_full(text, Span(start=start, end=start + 6, text="had it"))
        == "You can tell him you never had it said to you."
    )
    long = f"{'and so on ' * 12}, you never had it said to you, {'and more of it ' * 8}"
    start = long.index("had it")
    assert quote_in_full(long, Span(start=start, end=start + 6, text="had it")) == "… you never had it said to you …"


def test_a_worry_that_nobody_put_into_words_is_said_at_once(script: Script, rubric: Rubric) -> None:
    """Where the conversation is about one and went on for a while; what may have been its words is enough."""
    risk = Topic(name="The worry", plain="the worry", taken_by=("names",))
    clarity = rubric.domains["child"].model_copy(
        update={"topics": ("risk",), "levels": {Level.OPENING: LevelRow(any=("names",))}}
    )
    rubric = rubric.model_copy(
        update={"topics": {**rubric.topics, "risk": risk}, "domains": {**rubric.domains, "clarity": clarity}}
    )
    about = replace(script, dialogue=script.dialogue.model_copy(update={"focus": ("names",)}))
    long = (said("asks"), said("child"), said())
    assert of(about, rubric, *long).headline.endswith(UNSPOKEN)
    assert UNSPOKEN not in of(about, rubric, said("asks"), said("child"), said(possible=("names",))).headline
    assert UNSPOKEN not in of(about, rubric, said()).headline
    other = replace(script, dialogue=script.dialogue.model_copy(update={"focus": ("asks",)}))
    assert UNSPOKEN not in of(other, rubric, *long).headline
