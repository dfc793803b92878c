"""Libraries, scenarios and stores of any size, made for a bench and by it alone."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.authoring.scaffold import QUESTIONS, NewFile, fill_default, make_files
from coach.content.library import Library, find_shipped_folders
from coach.records.paths import Places
from coach.records.sqlite_store import open_store
from tests.conftest import began, said

REPLIES = (
    "Right.",
    "What does he say about it?",
    "What happened at school?",
    "Has racism been part of it, at school?",
    "I will ring the school on Friday.",
    "I am sorry, that sounds hard.",
)
SAYS = (
    "They put us at the back again.",
    "Jo has gone quiet.",
    "So what happens now?",
    "The school rang on Monday.",
)
TURN = """  {turn}:
    says: {{alex: "{says}"}}
    opening: {{topic: {topic}, weight: plain, about: "what was said", could_say: ["What happened?"]}}
    replies:
      hurt_here: {{hurt: any, says: {{alex: "(quietly) All right."}}, changes: {{trust: "-1"}}, goto: {next}}}
      mended: {{met: repairs_rupture, says: {{alex: "Thank you. Go on."}}, changes: {{trust: "+1"}}}}
      kind: {{helpful: "yes", says: {{alex: "Mm. Maybe."}}, changes: {{trust: "+1"}}, goto: {next}}}
    otherwise:
      - {{says: {{alex: "Anyway. It is what it is."}}, goto: {next}}}
"""


def write_scenarios(folder: Path, number: int) -> tuple[str, ...]:
    """Write so many scenarios, each with a family and examples, as `coach new` makes them; their ids."""
    for place in range(number):
        for made in _make_scenario(folder, f"The form of day {place}", f"Alex{place} Morgan", f"Jo{place} Morgan"):
            _write(made.path, made.text)
    return tuple(f"the_form_of_day_{place}" for place in range(number))


def write_long_scenario(folder: Path, turns: int) -> str:
    """Write a scenario in which so many turns follow one another; its id."""
    name = f"long_{turns}"
    files = _make_scenario(folder, name, "Alex Morgan", "Jo Morgan")
    for made in files:
        text = made.text
        if made.path.name == f"{name}.yaml":
            head, rest = text.split("\nturns:\n")
            endings = rest[rest.index("\nendings:") :].replace("    told: [what_was_said]\n", '    trust: "2+"\n')
            head = head.replace("begins: the_door", "begins: turn_0")
            text = f"{head}\nturns:\n{''.join(_write_turn(place, turns) for place in range(turns))}{endings}"
        if "examples" not in made.path.name:
            _write(made.path, text)
    return name


def _write_turn(place: int, turns: int) -> str:
    onward = f"turn_{place + 1}" if place + 1 < turns else "end"
    topic = ("inter_rec", "child")[place % 2]
    return TURN.format(turn=f"turn_{place}", says=SAYS[place % len(SAYS)], topic=topic, next=onward)


def _make_scenario(folder: Path, title: str, parent: str, child: str) -> tuple[NewFile, ...]:
    answers = {"title": title, "parent_name": parent, "child_name": child}
    for question in QUESTIONS["scenario"]:
        if question.name not in answers:
            answers[question.name] = fill_default(question, answers)
    return make_files("scenario", answers, folder)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def fill_store(where: Places, number: int) -> None:
    """Store so many rehearsals of one reply each, in the scenarios that ship."""
    open_store(where.rehearsals, lambda file: file).close()
    scenarios = [shelved.id for shelved in Library(find_shipped_folders()).shelf("dialogues")]
    now, beginning = datetime.now(UTC), began()
    with sqlite3.connect(where.rehearsals) as raw:
        for place in range(number):
            at = (now - timedelta(seconds=place)).isoformat(timespec="microseconds")
            scenario = scenarios[place % len(scenarios)]
            raw.execute(
                "INSERT INTO rehearsals (id, scenario, began, touched, replies, going, kept) "
                "VALUES (?, ?, ?, ?, 1, 0, 1)",
                (f"r{place}", scenario, at, at),
            )
            first = beginning.model_copy(update={"scenario": scenario})
            for event, body in enumerate((first, said(text=f"Reply {place}")), 1):
                raw.execute(
                    "INSERT INTO events (rehearsal, number, body) VALUES (?, ?, ?)",
                    (f"r{place}", event, body.model_dump_json()),
                )
    raw.close()
