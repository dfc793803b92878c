"""What a promise or another undertaking settles: by a matter's words, its line, and what its author wrote of it."""

import pytest

from coach.debrief.matter_promises import covers, settles, was_given_a_day, was_kept_out, was_undertaken
from coach.model.line_book import Matter
from coach.model.rubric import Rubric
from coach.rehearsal.line_blocks import OpenMatter
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_left_matters import left
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer


@pytest.mark.parametrize(
    ("matter", "promise", "settled"),
    [
        ("Who tells the school, calls it racism, and by which day.", "I'll be ringing the school tomorrow.", True),
        ("Who tells the school, calls it racism, and by which day.", "I'll be ringing his gran tomorrow.", False),
        ("Who tells the school, calls it racism, and by which day.", "I'll be at the school tomorrow.", False),
        ("The form: made one he can answer, and the new school told why.", "I'll ring school about the group.", False),
        ("Rest before any interview: asked for tonight.", "I'll ask them to put the interview off.", True),
        ("Rest before any interview: asked for tonight.", "I'll ask them about the blanket.", False),
        ("That one mark is new: told to the doctor.", "There's a mark, and I'll have it on the page.", False),
        ("That one mark is new: told to the doctor.", "I'll tell her of the mark.", True),
        ("The other dots, and the planner: looked through.", "I'll hand the planner back, dots and all.", True),
        ("The blazer and the scarf at the office.", "I'll bring the blazer with the scarf.", True),
        ("The blazer and the scarf at the office.", "I'll bring the blazer.", False),
        ("The log: corrected with both names.", "I'll sort the log tonight.", True),
        ("The planner: looked through.", "I'll go through the planner with you.", True),
        ("The form: put right before the move.", "I'll fix the form today.", True),
        ("The form: put right before the move.", "I'll get the form amended today.", True),
        ("The form: done by Friday.", "I'll get the form done.", True),
        ("The wording: crossed out.", "I'll strike the wording out.", True),
        ("The form: put right before the move.", "I'll read the form today.", False),
        ("The form: put right before the move.", "I'll fix the gate today.", False),
        ("Her Tuesdays at the clinic.", "I'll see that Tuesdays are your own.", False),
    ],
)
def test_a_promise_settles_what_it_covers(script: Script, matter: str, promise: str, settled: bool) -> None:
    assert covers(script, matter, promise) is settled


# --- By what its author wrote of it


def known(line: str, text: str, about: str, words: str) -> OpenMatter:
    matter = Matter.model_validate({**BUS, "for": "plan", "left": text, "about": [about], "words": words})
    return OpenMatter(matter, pat(line)[0], 0)


SECOND = known(
    "We were the second call.", "Who decided the order of the calls, and why.", "devon", "I'll bring you the answer."
)
CROSSED = known(
    "That's the first time I've seen it in ink.", "'Unable to say': one line through it.", "ink", "You read it first."
)
RECORDED = known("He told them in October.", "That he told them, written down now.", "october", "I'll read it back.")
GROUP = known(
    "They put him in a group.", "The group: him out of it.", "tuesday", "I'll ring the school about it, and tell you."
)


@pytest.mark.parametrize(
    ("of", "promise", "settled"),
    [
        (SECOND, "It's not written down why. I'll look for it this week and I'll tell you.", True),
        (SECOND, "I'll find out who it was.", True),
        (SECOND, "I'll look for my pen. Why not.", False),
        (SECOND, "I'll ring you on Monday.", False),
        (CROSSED, "And I'll ask for that line on the front to be changed.", True),
        (CROSSED, "I'll ask for a copy of the front.", False),
        (RECORDED, "So that's October written down.", True),
        (RECORDED, "I'll see you in October.", False),
        (GROUP, "I'll ring the school about it this week.", True),
        (GROUP, "I'll ring the surgery about it this week.", False),
        (GROUP, "I'll walk him to school.", False),
    ],
)
def test_a_promise_settles_what_its_author_wrote_of_a_matter(
    script: Script, of: OpenMatter, promise: str, settled: bool
) -> None:
    assert settles(script, of, promise) is settled


def test_who_is_to_be_heard_themselves_is_by_one_who_asks_them(script: Script) -> None:
    heard = left("I lie there.", "Whether Sam is all right, heard from Sam himself.")
    assert settles(script, heard, "I can ask Sam myself.")
    assert not settles(script, heard, "I can ask Pat myself.")
    assert not settles(script, heard, "I can ring Sam a taxi.")


# --- What was undertaken

RING = "Who rings Araba, when today, and what she is asked."
TELL = "Skye, whom nobody has told: who tells her, today, that it wasn't about her."
WRITE = "The line in the log: who writes beneath it what happened."
LOG = "It says so in the log, on one line."
HEARS = "Who hears what Sam says, by name and in what order."
DAD = "How and when Pat's dad is told, by whom, and what is said to him."


@pytest.mark.parametrize(
    ("matter", "reply", "answer", "gone"),
    [
        (RING, "Araba would know. I'll ring her today, about the language.", "Good.", True),
        (RING, "I'll ring Araba today.", "I'd rather not.", False),
        (RING, "Araba would know. Ask Pat. I'll ring her today.", "Good.", False),
        (RING, "Araba would know. Would you ring her or shall I?", "You.", False),
        (RING, "If Araba agrees, I'll ring Araba today.", "Good.", False),
        (RING, "I'll ring the school about Araba.", "Good.", False),
        (RING, "I'll write to Araba.", "Good.", False),
        (TELL, "So be it, today. I ask that you and I see Skye together at the school.", "Yes.", True),
        (TELL, "Skye waited. Pat tells her, with me beside her, today.", "Yes.", True),
        (TELL, "Skye waited. You told her nothing, today.", "Yes.", False),
        (TELL, "Skye waited. Who is best to tell her?", "Me.", False),
        (TELL, "I will not tell Skye today.", "No.", False),
        (WRITE, f"{LOG} I'll write it this afternoon and you read it.", "Good.", True),
        (WRITE, "Lovely cups. I'll write it this afternoon.", "Good.", False),
        (WRITE, f"{LOG} I'll read it this afternoon.", "Good.", False),
        ("Whether anybody rings Araba.", "I'll ring Araba today.", "Good.", False),
        (TELL, "Who is best to tell her?", "To Josh, from you. To Skye, from me, if I'm let.", True),
        (TELL, "Who is best to tell her?", "To Josh, from you.", False),
        (RING, "Lovely cups.", "I'll ring Araba myself, before three.", True),
        (RING, "Lovely cups.", "I'll ring Araba when I've slept.", False),
        (RING, "Lovely cups.", "I rang Araba.", False),
        (RING, "Lovely cups.", "He said I'll ring Araba. He didn't.", False),
        (RING, "Lovely cups.", "I'll ring Araba over my dead body.", False),
        (RING, "Lovely cups.", "I'll ring Araba after the funeral.", False),
        (TELL, "Lovely cups.", "I'll tell Skye the day I'm let back.", False),
        (TELL, "Lovely cups.", "To Skye, from me, a shark book.", False),
        (HEARS, "My manager hears today, and your mum, with you there.", "Good.", True),
        (HEARS, "This is who hears next: Denise on Friday.", "Good.", True),
        (HEARS, "Do you know who hears next?", "No.", False),
        (HEARS, "I hear you.", "Good.", False),
        (DAD, "Today you ask at the gate, Pat rings his dad with me sat here.", "Good.", True),
        (DAD, "Today you ask at the gate, Pat rings his gran with me sat here.", "Good.", False),
        (DAD, "Has Pat told his dad?", "No.", False),
    ],
)
def test_who_is_to_do_a_thing_is_settled_where_somebody_undertakes_it(
    script: Script, rubric: Rubric, matter: str, reply: str, answer: str, gone: bool
) -> None:
    facts = facts_of(with_answer(script, "asked", pat(answer)), rubric, said("names", text=reply))
    assert was_undertaken(facts.script, facts.attempt.replies(), left("Nobody did.", matter, for_="plan")) is gone


def test_a_promise_on_the_page_undertakes_it_and_what_was_said_before_the_telling_does_not(
    script: Script, rubric: Rubric
) -> None:
    promise = "I'll ring Araba today."
    facts = facts_of(with_answer(script, "asked", pat("Good.")), rubric, said("names", text=promise))
    later = left("Nobody did.", RING, for_="plan", after_reply=1)
    assert not was_undertaken(facts.script, facts.attempt.replies(), later)
    assert was_undertaken(facts.script, facts.attempt.replies(), later, [promise])


def test_where_a_matter_names_nobody_no_act_undertakes_it(script: Script, rubric: Rubric) -> None:
    for text, undertaken in (("Who rings him.", False), ("Gran: who rings her.", True)):
        facts = facts_of(script, rubric, said(text="I'll ring Gran tomorrow."))
        replies = facts.attempt.replies()
        assert was_undertaken(facts.script, replies, left("It rains.", text, for_="plan")) is undertaken


@pytest.mark.parametrize(
    ("reply", "undertaken"),
    [
        ("You're owed a solicitor, free, and I'll ring the duty one tomorrow.", True),
        ("I'll find you a solicitor.", True),
        ("You're owed a solicitor. I'll ring your mum tomorrow.", False),
        ("There's a bus, and I'll ring the duty one tomorrow.", False),
    ],
)
def test_what_is_to_be_found_is_found_by_whoever_rings_for_one(
    script: Script, rubric: Rubric, reply: str, undertaken: bool
) -> None:
    replies = facts_of(script, rubric, said(text=reply)).attempt.replies()
    matter = left("It rains.", "A solicitor, before he says more: who finds one, and when?", for_="plan")
    assert was_undertaken(script, replies, matter) is undertaken


@pytest.mark.parametrize(
    ("promise", "settled"),
    [
        ("Dr Abbot says what it is to the two of you, and not to me.", True),
        ("Dr Abbot says what it is to me.", False),
        ("Dr Hart says what it is to the two of you.", False),
    ],
)
def test_who_is_to_tell_both_parents_and_will_has_settled_it(
    script: Script, rubric: Rubric, promise: str, settled: bool
) -> None:
    look = left("Look at it.", "Sam seen by Dr. Abbot, with both parents there to hear.", about="lamp")
    assert settles(script, look, promise) is settled
    assert not settles(script, left("Look at it.", "Sam seen by Dr. Abbot today.", about="lamp"), promise)


# --- What is kept out, and on which day

KEPT_OUT = "Her mother: what must not stand in these notes, and who may read them."
WHICH_DAY = "What Sam hears from her: on which day, and who is beside him."


@pytest.mark.parametrize(
    ("matter", "reply", "answer", "gone"),
    [
        (KEPT_OUT, "I write notes, but I don't write where your mother is.", "Good.", True),
        (KEPT_OUT, "Where your mother is won't go in.", "Good.", True),
        (KEPT_OUT, "I write where your mother is.", "Good.", False),
        (KEPT_OUT, "I don't write about the bus.", "Good.", False),
        (KEPT_OUT, "Would you mind if I don't write where your mother is?", "Good.", False),
        (WHICH_DAY, "Yes, Sam hears it from you. You choose the words, Friday.", "Good.", True),
        (WHICH_DAY, "Yes, Sam hears it from you. You choose the words.", "Good.", False),
        (WHICH_DAY, "Yes, Sam may hear it. I'm here on Friday.", "Good.", False),
        (WHICH_DAY, "I heard it from you that they meet on Friday.", "Good.", False),
        (WHICH_DAY, "Yes, Sam hears it from you, on Friday.", "No. Not Friday.", False),
        (WHICH_DAY, "Would you go in at four?", "Yes, today, before the bell.", True),
        (WHICH_DAY, "Would you go in at four?", "Yes, they open then.", False),
        ("What Sam hears from her, and in which words.", "Sam hears it from you on Friday.", "Good.", False),
    ],
)
def test_what_is_kept_out_or_has_its_day_is_left_no_longer(
    script: Script, rubric: Rubric, matter: str, reply: str, answer: str, gone: bool
) -> None:
    one = left("Not yet.", matter, about="mother" if matter is KEPT_OUT else "from you")
    later = facts_of(with_answer(script, "asked", pat(answer)), rubric, said("names", text=reply)).attempt.replies()
    assert (was_kept_out(one, later) or was_given_a_day(script, one, later)) is gone
