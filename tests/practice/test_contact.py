"""The contact ships empty and says so; filled in, it holds only what people can be reached by."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from coach.content.yaml_reader import UnusableContent
from coach.practice.contact import LABELS, NOT_FILLED_IN, Contact, is_address, read_contact
from tests.house import ROOT

TODAY = date(2026, 12, 1)
FILLED_IN = Contact(
    distributor="A made-up council",
    questions="practice@council.gov.uk",
    security="https://council.gov.uk/report?about=coach",
    security_days="5",
    controller="The same made-up council",
    data_protection="+44 20 7946 0000",
    accessibility="practice@council.gov.uk",
    checked="2026-11-30",
)
EMPTY_HERE = not any(read_contact().model_dump(exclude={"format"}).values())
"""Whether nobody hands out this copy yet; a distributor's own copy skips what is true of an empty one alone."""


@pytest.mark.skipif(not EMPTY_HERE, reason="This copy has a contact.")
def test_what_ships_names_nobody_and_says_so() -> None:
    contact = read_contact()
    assert not contact.is_filled_in
    assert set(contact.describe().values()) == {NOT_FILLED_IN}
    assert len(list(contact.find_gaps(TODAY))) == len(LABELS) == len(Contact.model_fields) - 1


def test_every_line_of_the_file_says_what_belongs_into_it() -> None:
    lines = (ROOT / "coach" / "contact.yaml").read_text("utf-8").splitlines()
    assert {line.partition(":")[0] for line in lines if line and not line.startswith("#")} == {"format", *LABELS}
    assert all(
        lines[place - 1].startswith("# ") for place, line in enumerate(lines) if line.partition(":")[0] in LABELS
    )


def test_filled_in_it_lacks_nothing_and_is_shown_as_it_was_typed() -> None:
    assert FILLED_IN.is_filled_in
    assert not list(FILLED_IN.find_gaps(TODAY))
    assert FILLED_IN.describe()["questions and complaints"] == "practice@council.gov.uk"


@dataclass(frozen=True)
class Fault:
    name: str
    typed: str
    says: str


@pytest.mark.parametrize(
    "fault",
    [
        Fault("distributor", "TODO", "stand-in"),
        Fault("distributor", "Your organisation", "stand-in"),
        Fault("controller", "to be added: TBC", "stand-in"),
        Fault("questions", "practice@example.org", "stand-in"),
        Fault("questions", "practice@council.example", "stand-in"),
        Fault("questions", "ask at the desk", "no e-mail address"),
        Fault("security", "http://council.gov.uk/report", "no e-mail address"),
        Fault("security_days", "soon", "a number from 1"),
        Fault("security_days", "90", "a number from 1"),
        Fault("data_protection", "   ", NOT_FILLED_IN),
        Fault("checked", "last week", "a day such as"),
        Fault("checked", "2025-01-01", "look the contact over again"),
        Fault("checked", "2027-01-01", "look the contact over again"),
    ],
    ids=lambda fault: f"{fault.name}: {fault.typed}",
)
def test_a_line_that_reaches_nobody_is_named(fault: Fault) -> None:
    [said] = FILLED_IN.model_copy(update={fault.name: fault.typed}).find_gaps(TODAY)
    assert said.startswith(f"`{fault.name}`")
    assert fault.says in said


@pytest.mark.parametrize(
    "typed", ["a@b.uk", "https://b.uk", "https://b.uk/c?d=e", "020 7946 0000", "+44 (0)20 7946 0000"]
)
def test_people_can_be_reached_by_an_address_a_page_or_a_number(typed: str) -> None:
    assert is_address(typed)


def test_a_file_with_a_line_that_is_not_known_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "contact.yaml").write_text("format: 1\nowner: A made-up council\n", "utf-8")
    with pytest.raises(UnusableContent, match=r"contact\.yaml:2:"):
        read_contact(tmp_path / "contact.yaml")
