"""What stands on a page already: a line three times, a card of lines that are all shown, a reply in a row."""

from coach.debrief.first_page import CardKind, CardPart, CardText, DebriefCard, SaidLine
from coach.debrief.page_builder import MOST_QUOTED, choose_moments, is_shown, quote_twice_at_most
from coach.debrief.page_facts import knows_kin
from coach.debrief.picture import YOU
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import facts_of

LINE = SaidLine(speaker="Pat", text="There was a thing on the bus.")
REPLY = SaidLine(speaker=YOU, text="Well.", reply=1)
OTHER = SaidLine(speaker="Pat", text="It rains.")


def card(name: str, kind: CardKind, *parts: CardPart) -> DebriefCard:
    return DebriefCard(id=name, kind=kind, title="X", brief="X", parts=parts, replies=())


def test_a_line_is_shown_where_it_stands_and_a_sentence_of_the_coach_always() -> None:
    assert is_shown(LINE, [LINE]) is True
    assert is_shown(LINE, [OTHER]) is False
    assert is_shown(CardText(text="Pat told you more."), []) is True


def test_only_what_is_left_for_the_child_repeats_no_line_a_third_time() -> None:
    twice = [card(f"keep-{at}", CardKind.KEEP, LINE, REPLY) for at in range(MOST_QUOTED)]

    def list_parts(last: DebriefCard, not_so: tuple[str, ...] = ()) -> list[CardPart]:
        return [part for one in list(quote_twice_at_most([*twice, last], not_so))[MOST_QUOTED:] for part in one.parts]

    assert list_parts(card("child-1", CardKind.CHILD, LINE, OTHER)) == [OTHER]
    assert list_parts(card("child-1", CardKind.CHILD, LINE)) == []
    assert list_parts(card("child-1", CardKind.CHILD, REPLY)) == [REPLY], "their own words may stand again"
    assert list_parts(card("left-bus", CardKind.CHILD, LINE)) == [LINE]
    assert list_parts(card("back-3", CardKind.BACK, LINE)) == [LINE]
    assert list_parts(card("child-1", CardKind.CHILD, LINE), ("keep-0",)) == [LINE], "a card called not so counts not"


def test_a_reply_that_stands_in_a_row_is_kept_where_no_other_can_be(script: Script, rubric: Rubric) -> None:
    asked = said("asks", text="Well, what happened on the bus?")
    facts = facts_of(script, rubric, said(), asked, said())
    for rows in ((), (2,)):
        assert [one.replies for one in choose_moments(facts, set(), rows) if one.kind is CardKind.KEEP] == [(2,)]
    assert [one for one in choose_moments(facts, {2}) if one.kind is CardKind.KEEP] == []


def test_a_parent_is_named_where_anybody_spoke_of_one() -> None:
    way = "Who would your mum trust?"
    assert knows_kin(way, ["It rains.", "My mam says so.", "Lovely."])
    assert not knows_kin(way, ["It rains.", "My dad says so."])
    assert knows_kin("Who would you trust?", [])
