"""No byte of what a family keeps, or of what somebody sealed, is on the practitioner's side: any family, any talk."""

import json
from dataclasses import asdict, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.classroom.round_history import RoundHistory, replay_round
from coach.classroom.state import GroupState, RoomPerson, RoomState, Round
from coach.classroom.view_builder import build_view
from coach.classroom.views import PractitionerView
from coach.content.library import Folder, Library
from coach.errors import NotNow
from coach.model.class_events import LineReaderNote, Mark, Marked, Role, Stage
from coach.model.conditions import Guard, Line
from coach.model.events import Began, Replied, Skipped
from coach.model.scenario import (
    Answer,
    Branch,
    Changes,
    Dialogue,
    Ending,
    Family,
    Opening,
    Scales,
    Silence,
    Turn,
    Weight,
    WhenHurt,
)
from coach.model.scenario import Person as InFamily
from coach.rehearsal.script import Script, stage
from coach.rehearsal.state import TurnOutput
from tests.classroom.conftest import SHEET, Room, to_talking
from tests.conftest import SMALL, START, reading

HELPS, HURTS = ("names", "asks", "child"), ("blunt",)
RUBRIC = Library((Folder(SMALL, "for tests"),)).rubric("small")
TURNS = ("one", "two", "three", "four")


def say(mark: str) -> tuple[Line, ...]:
    """A line that is nowhere else in the family, so that finding it means that it was shown."""
    return (Line(speaker="pat", text=f"{mark} is what is said here"),)


@st.composite
def families(draw: st.DrawFn) -> Family:
    kept = draw(st.lists(st.sampled_from(HELPS), min_size=1, max_size=3))
    silences = {
        f"silence_{n}": Silence(
            layer=1 + n % 3, about=f"ABOUTSILENCE{n}x", opens=Guard(met=(need,)), tells=say(f"SILENCE{n}x")
        )
        for n, need in enumerate(kept)
    }
    return Family(
        name="Pat",
        people={"pat": InFamily(name="Pat Lea", called="Pat", about="ABOUTPAT")},
        about="FAMILYABOUT",
        strengths=("STRENGTH",),
        starts=Scales(trust=draw(st.integers(0, 4)), guarded=draw(st.integers(0, 4))),
        when_hurt=WhenHurt.WITHDRAWS,
        hurt_lines=(say("HURTLINEx"),),
        mended_lines=(say("MENDEDLINEx"),),
        silences=silences,
        private=("PRIVATEONEx", "PRIVATETWOx"),
    )


@st.composite
def dialogues(draw: st.DrawFn, family: Family) -> Dialogue:
    turns = {}
    for place, name in enumerate(TURNS):
        onward = TURNS[place + 1] if place + 1 < len(TURNS) else "end"
        branches = {
            f"b{n}": Branch(
                met=(draw(st.sampled_from(HELPS)),),
                says=say(f"BRANCH{place}n{n}x"),
                tells=draw(st.sampled_from((None, *family.silences))),
                goto=draw(st.sampled_from((None, onward))),
                changes=Changes(trust=draw(st.integers(-1, 1))),
            )
            for n in range(draw(st.integers(0, 3)))
        }
        opening = Opening(
            topic="child", weight=Weight.PLAIN, about=f"OPENINGABOUT{place}x", could_say=(f"COULDSAY{place}x", "Or so")
        )
        turns[name] = Turn(
            says=say(f"TURN{place}x"),
            says_when_hurt=say(f"WHENHURT{place}x"),
            opening=opening if draw(st.booleans()) else None,
            context=f"CONTEXT{place}x",
            replies=branches,
            otherwise=(Answer(says=say(f"OTHERWISE{place}x"), goto=onward),),
        )
    return Dialogue(
        title="A visit",
        family="pat",
        rubric="small",
        you_are="Worker",
        setting="A kitchen",
        difficulty="foundation",
        focus=HELPS,
        content_note="Something",
        brief="A visit",
        concern="A worry",
        panel_link="Voice",
        begins="one",
        turns=turns,
        endings={"over": Ending(title="ENDINGTITLEx", says=say("ENDINGx"), after="AFTERx")},
    )


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Dialogue, Family, Round]:
    family = draw(families())
    dialogue = draw(dialogues(family))
    happened: list[Replied | Skipped] = []
    for _ in range(draw(st.integers(0, 7))):
        criteria = draw(st.lists(st.sampled_from(HELPS + HURTS), max_size=3, unique=True))
        happened.append(Replied(at=START, text="Well, my own words", reading=reading(*criteria)))
    marks = (Marked(at=START, by="p3", group="g1", opening=1, reply=0, mark=Mark.PARTLY, second=77_777),)
    began = Began(at=START, scenario="any", content="c", coach="0", matcher="m")
    return (
        dialogue,
        family,
        Round(
            "g1",
            1,
            "any",
            False,
            began,
            "p1",
            tuple(happened),
            notes={1: LineReaderNote.MORE, 2: LineReaderNote.SAID},
            marks=marks,
        ),
    )


def possible(script: Script, this: Round) -> tuple[Round, RoundHistory]:
    """As much of the round as comes before its ending."""
    while True:
        try:
            return this, replay_round(script, this)
        except NotNow:
            this = replace(this, happened=this.happened[:-1])


def shown(view: object) -> str:
    """Every byte of a view, as it could be sent."""
    return json.dumps(asdict(view), default=str)  # type: ignore[call-overload]  # every view is a dataclass


def forbidden(family: Family, dialogue: Dialogue, seen: RoundHistory) -> list[str]:
    """What must not be anywhere on the practitioner's side."""
    told = seen.find_told_silences()
    reached = {"one", *(o.turn for m in seen.moves for o in m.outputs if isinstance(o, TurnOutput))}
    said = {line.text for line in (*seen.arrival, *(line for move in seen.moves for line in move.lines))}
    words = [*family.private, "ABOUTSILENCE", "OPENINGABOUT", "COULDSAY", "CONTEXT", "AFTERx", "ENDINGTITLEx", "77777"]
    words += [line.text for key, silence in family.silences.items() if key not in told for line in silence.tells]
    for key, turn in dialogue.turns.items():
        lines = [*turn.says, *turn.says_when_hurt, *(line for answer in turn.answers() for line in answer.says)]
        words += [line.text for line in lines if key not in reached or line.text not in said]
    return words


@given(rounds(), st.sampled_from((Stage.TALKING, Stage.LOOKING)))
@settings(max_examples=150, deadline=None)
def test_no_byte_of_what_a_family_keeps_reaches_the_practitioner(
    played: tuple[Dialogue, Family, Round], at: Stage
) -> None:
    dialogue, family, this = played
    script = stage("any", dialogue, family, RUBRIC)
    this, seen = possible(script, this)
    people = {key: RoomPerson(key, name) for key, name in (("p1", "Ann"), ("p2", "Ben"), ("p3", "Cy"))}
    group = GroupState(
        "g1",
        1,
        tuple(people),
        START,
        at,
        {"p1": Role.PRACTITIONER, "p2": Role.LINE_READER, "p3": Role.OBSERVER},
        "any",
        agreed=frozenset(people),
        round=this,
        rounds=1,
    )
    state = RoomState("MOSSY", SHEET, ("any",), people, {"g1": group}, 1)
    view = build_view(state, "p1", START, (), (script, RUBRIC), seen)
    assert isinstance(view, PractitionerView)
    sent = shown(view)
    assert "Well, my own words" in sent or not this.happened
    found = [word for word in forbidden(family, dialogue, seen) if word in sent]
    assert not found
    assert '"note"' not in sent


def test_the_test_itself_would_find_what_the_line_reader_sees(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ben.refresh()
    assert "what Pat is afraid of" in shown(ben.build_view())
    assert "what Pat is afraid of" not in shown(ann.build_view())
    assert "PRIVATE-STRING" not in shown(ben.build_view()) + shown(ann.build_view()) + shown(cy.build_view())
