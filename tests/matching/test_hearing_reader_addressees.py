"""Who is spoken to answers: by name, or because the last question was theirs; children too."""

import pytest

from coach.matching.hearing_reader import find_addressee
from coach.model.conditions import Line, Lines
from coach.model.scenario import Person

PEOPLE = {
    "milan": Person(name="Milan Horvath", called="Milan", also_called="Mr Horvath", about="A father"),
    "zuzana": Person(name="Zuzana Horvathova", called="Zuzana", also_called="Mrs Horvath", about="A mother"),
    "lenka": Person(name="Lenka Horvathova", called="Lenka", about="12"),
}
QUIET: Lines = (Line(speaker="milan", text="Sit, please."),)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Lenka, what do you think?", "lenka"),
        ("And you, Zuzana?", "zuzana"),
        ("What would you say, Milan?", "milan"),
        ("Thanks, Lenka.", "lenka"),
        ("Thank you Lenka", "lenka"),
        ("Milan, thank you. Zuzana, may I ask you?", "zuzana"),
        ("lenka what do you want to do", "lenka"),
        ("Hello Zuzana, I'm from the clinic.", "zuzana"),
        ("What about you, Lenka? You've been quiet.", "lenka"),
        ("I hear you, Milan.", "milan"),
        ("Thank you, Lenka. Mr Horvath, did you know of it?", "milan"),
        ("Good morning, Mrs Horvath", "zuzana"),
        ("mrs horvath what would you like", "zuzana"),
    ],
)
def test_a_person_called_by_name_is_spoken_to(text: str, to: str) -> None:
    assert find_addressee(text, PEOPLE, QUIET) == to


@pytest.mark.parametrize(
    "text",
    [
        "How is Lenka at school?",
        "I've come about Lenka.",
        "Does Zuzana know?",
        "Milan, Zuzana, may I sit down?",
        "Lenka said you were away.",
        "Mr Horvath said you were away.",
        "",
    ],
)
def test_a_person_who_is_only_spoken_of_is_not(text: str) -> None:
    assert find_addressee(text, PEOPLE, QUIET) is None


def test_whoever_asked_last_is_answered_where_nobody_is_named() -> None:
    cue: Lines = (Line(speaker="milan", text="Sit."), Line(speaker="lenka", text="Are you a doctor?"))
    assert find_addressee("No, I'm a nurse.", PEOPLE, cue) == "lenka"
    seen = (*cue, Line(speaker="scene", text="The kettle clicks off."))
    assert find_addressee("No, I'm a nurse.", PEOPLE, seen) == "lenka"
    assert find_addressee("No, Zuzana, I'm a nurse.", PEOPLE, cue) == "zuzana"
    assert find_addressee("No.", PEOPLE, (*cue, Line(speaker="milan", text="Lenka."))) is None
