"""The small script with an answer bank: entries, acts, honest lines, and turns that know what answers them."""

from dataclasses import replace

from pydantic import TypeAdapter

from coach.model.scenario import Condition, Entry, Family, Omission, Reaction, Turn
from coach.rehearsal.script import Script

ENTRIES = {
    "puppies": Entry.model_validate(
        {
            "asked": ["How many puppies are there?", "What a lot of puppies!"],
            "says": {"pat": ["Seven.", "Still seven."], "sam": "Seven! One's mine."},
        }
    ),
    "driver": Entry.model_validate(
        {"asked": "Who drives it?", "says": {"pat": "Mr Boon."}, "again": {"pat": "Boon."}, "about": "bus"}
    ),
    "seats": Entry.model_validate(
        {"asked": "Where does he sit?", "says": {"pat": "At the back."}, "told": "the_words"}
    ),
    "what_was_said": Entry.model_validate(
        {"asked": "What did they say?", "says": {"pat": "Not now."}, "opens": "the_words"}
    ),
}


def with_bank(script: Script) -> Script:
    """The script with entries, acts and honest lines, and with a first turn that asks something."""
    family = {
        "receives": [{"pat": "(nodding) Right."}, {"pat": "I see."}, {"sam": "Okay."}],
        "defers": [{"pat": "Hold that one."}, {"pat": "In a minute."}],
        "lightly": [{"pat": "Ha."}],
        "doesnt_know": {"who": {"pat": "I don't know who."}, "what": {"pat": "I couldn't say."}},
    }
    takes = {name: _read(name, value) for name, value in family.items()}
    return with_turns(
        replace(
            script,
            knows=ENTRIES,
            acts={"greeting": Entry.model_validate({"asked": "x", "says": {"pat": "Hello.", "sam": "Hiya."}})},
            receives=takes["receives"],
            defers=takes["defers"],
            lightly=takes["lightly"],
            doesnt_know=takes["doesnt_know"],
        ),
        the_bus={
            "about": "bus",
            "asked": {"which": Entry.model_validate({"asked": "Which bus?", "says": {"pat": "The nine."}})},
            "asks": {
                "yes": Reaction.model_validate({"says": {"pat": "You do."}, "remember": "knows_bus"}),
                "no": Reaction.model_validate({"branch": "stand_in"}),
                "dont_know": Reaction.model_validate({"goto": "sam_says"}),
            },
            "meets": {
                "the_pen": Condition.model_validate(
                    {"asked": "I've put it down.", "says": {"pat": "Thank you."}, "changes": {"trust": "1"}}
                )
            },
        },
        sam_says={
            "unless": (Omission(remembers=("knows_bus",)),),
            "remark": _read("says", {"pat": "Sam used to sing."}),
        },
        last={"hold": 0},
    )


def with_turns(script: Script, **updates: dict[str, object]) -> Script:
    """The script with some turns otherwise."""
    turns: dict[str, Turn] = {**script.dialogue.turns}
    for key, update in updates.items():
        turns[key] = turns[key].model_copy(update=update)
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def _read(field: str, value: object) -> object:
    """Read one field as an author writes it."""
    source = Turn.model_fields if field == "says" else Family.model_fields
    info = source[field]
    return TypeAdapter(info.rebuild_annotation()).validate_python(value)
