"""Whatever chooses entries is given what can be asked here, and its choice is stored as a fact with the reply."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from coach.matching.classifier import Matcher
from coach.matching.entry_picker import EntryPicker
from coach.model.reading import Candidate, Pick, PickContext, ShortAnswer, Span, Sureness, Thresholds
from coach.model.rubric import Rubric
from coach.practice.reader import list_candidates, read_reply
from coach.practice.service import PracticeService
from coach.rehearsal.engine import fold
from coach.rehearsal.history import answer_reply, replay
from coach.rehearsal.script import Script
from tests.conftest import began, events
from tests.rehearsal.banked import with_bank, with_turns

NOW = datetime(2026, 3, 11, 9, 5, tzinfo=UTC)


class StandIn:
    """Chooses the entry one of whose askings is in the reply, as surely as it is told."""

    thresholds = Thresholds(generic=0.62, criterion=0.85, put_off=0.5, beside=0.3)

    def __init__(self, likely: float = 0.9) -> None:
        self.likely = likely
        self.given: list[tuple[str, tuple[str, ...], PickContext]] = []

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        self.given.append((reply, tuple(candidate.name for candidate in candidates), context))
        for candidate in candidates:
            for asking in candidate.askings:
                if (start := reply.find(asking)) >= 0:
                    span = Span(start=start, end=start + len(asking), text=asking)
                    return Pick(entry=candidate.name, likely=self.likely, span=span)
        return None


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def test_what_can_be_asked_is_what_is_open_here_the_turns_own_first(banked: Script) -> None:
    names = [candidate.name for candidate in list_candidates(banked, fold(banked, [began()]).position)]
    assert names[:2] == ["meets:the_pen", "asked:which"]
    assert {"knows:puppies", "knows:driver", "knows:what_was_said", "acts:greeting"} <= set(names)
    assert "knows:seats" not in names
    greeting = next(c for c in list_candidates(banked, fold(banked, [began()]).position) if c.name == "acts:greeting")
    assert "Hello." in greeting.askings


@pytest.mark.parametrize(
    ("likely", "sureness"),
    [(0.9, "sure"), (0.85, "sure"), (0.7, "fair"), (0.5, "perhaps"), (0.4, "slight"), (0.2, "unsure")],
)
def test_how_sure_a_choice_is_is_weighed_once_and_stored(
    banked: Script, rubric: Rubric, likely: float, sureness: str
) -> None:
    story = replay(banked, events())
    read = read_reply(Matcher(rubric), banked, story, "How many puppies are there?", NOW, StandIn(likely))
    assert read.pick is not None
    assert read.pick.sureness is Sureness(sureness)
    story, event = answer_reply(banked, story, read)
    assert event.answered == ("the_bus/otherwise" if sureness in ("slight", "unsure") else "the_bus/knows:puppies")
    assert replay(banked, events(event)).attempt().exchanges == story.attempt().exchanges


def test_what_the_other_sentences_do_is_stored_with_the_choice(banked: Script, rubric: Rubric) -> None:
    story = replay(banked, events())
    text = "So it was racism on the bus. How many puppies are there?"
    read = read_reply(Matcher(rubric), banked, story, text, NOW, StandIn())
    assert read.pick is not None
    assert read.pick.received == tuple(sorted(read.reading.clear()))
    assert read.pick.received


def test_a_chooser_is_told_the_cue_and_the_names_to_mask(banked: Script, rubric: Rubric) -> None:
    picker = StandIn()
    read_reply(Matcher(rubric), banked, replay(banked, events()), "Hm.", NOW, picker)
    ((_, _, context),) = picker.given
    assert "There was a thing on the bus." in context.cue
    assert set(context.people) == {"Pat", "Pat Lea", "Sam", "Sam Lea"}
    assert context.family == "pat_and_sam"


def test_without_a_chooser_or_a_bank_a_reply_is_read_as_ever(script: Script, banked: Script, rubric: Rubric) -> None:
    picker = StandIn()
    assert read_reply(Matcher(rubric), script, replay(script, events()), "Hello.", NOW, picker).pick is None
    assert not picker.given
    assert read_reply(Matcher(rubric), banked, replay(banked, events()), "Hello.", NOW).pick is None


def test_a_rehearsal_uses_the_practices_chooser(practice: PracticeService) -> None:
    picker = StandIn()
    practice.picker = picker
    rehearsal = practice.begin("bus")
    rehearsal.script.knows.update(with_bank(rehearsal.script).knows)
    rehearsal.submit("How many puppies are there?")
    assert rehearsal.attempt.exchanges[-1].branch() == "knows:puppies"
    assert any(line.startswith("Chosen: knows:puppies, 0.90 (sure)") for line in rehearsal.why())
    assert any("Said: knows:puppies" in line for line in rehearsal.why())


# --- The picker that ships


def test_a_replay_never_chooses_again(practice: PracticeService, monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice is a fact: it stands though the picker is gone, or would choose otherwise now."""
    rehearsal = practice.begin("bus")
    rehearsal.script.knows.update(with_bank(rehearsal.script).knows)
    rehearsal.submit("So how many puppies have you got there?")
    (exchange,) = rehearsal.attempt.exchanges
    assert exchange.branch() == "knows:puppies"
    practice.picker = StandIn()
    monkeypatch.setattr(EntryPicker, "pick", lambda *_: pytest.fail("chosen again"))
    again = practice.go_on(rehearsal.id)
    again.script.knows.update(rehearsal.script.knows)
    assert replay(again.script, again.events).attempt().exchanges == rehearsal.attempt.exchanges


def test_where_nothing_can_be_chosen_the_conversation_says_so(practice: PracticeService) -> None:
    practice.picker = None
    rehearsal = practice.begin("bus")
    assert not rehearsal.answers_less_well
    rehearsal.script.knows.update(with_bank(rehearsal.script).knows)
    assert rehearsal.answers_less_well in rehearsal.notice
    rehearsal.submit("So how many puppies have you got there?")
    assert rehearsal.attempt.exchanges[-1].event.pick is None  # type: ignore[union-attr]


def test_two_sentences_are_chosen_for_apart_and_both_choices_are_stored(banked: Script, rubric: Rubric) -> None:
    story = replay(banked, events())
    read = read_reply(Matcher(rubric), banked, story, "Hello. How many puppies are there?", NOW, StandIn())
    assert read.pick is not None
    assert {read.pick.entry, read.pick.also} == {"knows:puppies", "acts:greeting"}
    assert read.pick.also_span is not None
    answered, event = answer_reply(banked, story, read)
    assert [line.text for line in answered.attempt().exchanges[-1].lines()] == ["Hello.", "Seven."]
    assert event.answered == f"the_bus/{read.pick.entry}+{read.pick.also}"
    assert replay(banked, events(event)).attempt().exchanges == answered.attempt().exchanges


class BySentence(StandIn):
    """As unsure of a whole reply as a question beside it makes one, and sure of a sentence alone."""

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        self.likely = 0.1 if reply == reply.strip() else 0.6
        return super().pick(reply, candidates, context)


def test_where_no_entry_is_sure_each_sentence_is_chosen_for_by_itself(banked: Script, rubric: Rubric) -> None:
    story, text = replay(banked, events()), "What a lot of puppies! And why does it never stop here?"
    read = read_reply(Matcher(rubric), banked, story, text, NOW, BySentence())
    assert read.pick is not None
    assert (read.pick.sureness, read.pick.also, read.pick.also_states) == (Sureness.UNSURE, "knows:puppies", True)
    few = read_reply(Matcher(rubric), banked, story, "Which bus? And why does it never stop here?", NOW, BySentence())
    assert few.pick is not None
    assert not few.pick.also, "few words have to be surer"


class Beside(StandIn):
    """Sure of a greeting; of a question only where it stands alone, and then as sure as it is told."""

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        greets, alone = "Hello" in reply, "look well" not in reply
        found = StandIn(0.9 if greets else self.likely if alone else 0.1)
        return found.pick(reply, [one for one in candidates if greets is (one.name == "acts:greeting")], context)


@pytest.mark.parametrize(
    ("likely", "asks", "also"), [(0.6, "And ", "knows:puppies"), (0.4, "And ", ""), (0.6, "Or ", "")]
)
def test_beside_an_answer_a_further_question_is_chosen_for_by_itself(
    banked: Script, rubric: Rubric, likely: float, asks: str, also: str
) -> None:
    """One that only adds to the sentence before it ("or …") says too little by itself."""
    text = f"Hello. You look well today, the two of you. {asks}so How many puppies are there?"
    read = read_reply(Matcher(rubric), banked, replay(banked, events()), text, NOW, Beside(likely))
    assert read.pick is not None
    assert (read.pick.entry, read.pick.also) == ("acts:greeting", also)


def test_where_nothing_would_be_said_a_question_may_be_less_sure(banked: Script, rubric: Rubric) -> None:
    story, text = replay(banked, events()), "It never stops here. Tell me, How many puppies are there?"
    for likely, also in ((0.4, "knows:puppies"), (0.3, "")):
        picker = StandIn(likely)
        picker.thresholds = Thresholds(generic=0.9, criterion=0.95, put_off=0.8, beside=0.7)
        read = read_reply(Matcher(rubric), banked, story, text, NOW, picker)
        assert read.pick is not None
        assert read.pick.also == also
    picker = StandIn(0.4)  # enough to be said besides by itself, so nothing less sure is looked for
    read = read_reply(Matcher(rubric), banked, story, text, NOW, picker)
    assert read.pick is not None
    assert not read.pick.also


def test_one_sentence_is_never_answered_twice(banked: Script, rubric: Rubric) -> None:
    story = replay(banked, events())
    for text in ("How many puppies are there?", "Hello how many puppies how many puppies are there"):
        read = read_reply(Matcher(rubric), banked, story, text, NOW, StandIn())
        assert read.pick is None or not read.pick.also


def test_what_is_read_out_answers_what_was_asked_for_whatever_is_not_known_besides(
    banked: Script, rubric: Rubric
) -> None:
    noted = with_turns(banked, the_bus={"context": "The note says 'back seat and nobody near him'."})
    story = replay(noted, events())
    text = 'It says "back seat and nobody near him". I don\'t know who wrote it.'
    hearing = read_reply(Matcher(rubric), noted, story, text, NOW, StandIn()).hearing
    assert hearing is not None
    assert ShortAnswer.TOLD in hearing.answers
    assert ShortAnswer.DONT_KNOW not in hearing.answers
