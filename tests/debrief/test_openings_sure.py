"""What became of an opening is sure where the reply that decides it has a word of it, and no other reply's words do."""

from coach.debrief.report import OpeningStanding
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_openings import become


def test_words_of_another_reply_do_not_speak_for_the_one_that_took_it(script: Script, rubric: Rubric) -> None:
    elsewhere = said("asks", text="And a barber, I'll find one by Monday.")
    quiet = become(script, rubric, said(text="Mm."), elsewhere, said())
    assert (quiet.standing, quiet.reply, quiet.sure) == (OpeningStanding.TAKEN, 2, False)
    before = become(script, rubric, said(text="A thing on the bus, then."), elsewhere, said())
    assert (before.standing, before.reply, before.sure) == (OpeningStanding.TAKEN, 2, False)
    itself = become(script, rubric, said(text="Mm."), said("asks", text="On the bus, then, what was it?"), said())
    assert (itself.standing, itself.reply, itself.sure) == (OpeningStanding.TAKEN, 2, True)


def test_a_reply_that_only_asks_on_takes_it_up_surely(script: Script, rubric: Rubric) -> None:
    short = become(script, rubric, said("asks", text="What, then?"), said())
    assert (short.standing, short.sure) == (OpeningStanding.TAKEN, True)
    told = become(script, rubric, said("asks", text="What, then."), said())
    assert (told.standing, told.sure) == (OpeningStanding.TAKEN, False)
