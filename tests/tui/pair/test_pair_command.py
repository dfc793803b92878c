"""`coach pair`."""

import pytest

from coach.cli.main import main
from coach.practice.service import PracticeService
from coach.records.paths import Places
from tests.submitting import submit_reply

from ..conftest import Opens
from ..seeing import shows
from .sitting import app_of


def test_where_nothing_can_be_hidden_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that were printed cannot be covered, so there is no pair without a screen."""
    assert main(["pair"]) == 1
    assert main(["--plain", "pair"]) == 1
    assert "can't be hidden" in capsys.readouterr().err


async def test_a_damaged_file_of_rehearsals_is_said_before_a_round_begins(
    practice: PracticeService, places: Places, opens: Opens
) -> None:
    """A round is kept in it where its practitioner asks for that."""
    submit_reply(practice.begin("bus"), "How has racism touched him?")
    practice.keeping.close()
    with places.rehearsals.open("r+b") as raw:
        raw.write(b"spoilt".ljust(100, b"!"))
    async with opens(size=(80, 24)) as pilot:
        app_of(pilot).open_pair()
        await shows(pilot, "The file of your rehearsals was damaged.")
        await shows(pilot, "1 rehearsal was brought over whole.")
