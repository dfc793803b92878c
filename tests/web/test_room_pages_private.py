"""No byte of what another role keeps is sent: in pages, in streams, in what scripts are told."""

import pytest

from tests.web.learners import Learner, Pages

OF_THE_FAMILY = ("what was said on the bus", "what Pat is afraid of", "I am afraid you will write", "PRIVATE-STRING")
"""What the family keeps; the line-reader alone is told what it is about."""
OF_THE_SCRIPT = (
    "Sam is fine.",
    "I like the bus driver.",
    "It was the number nine.",
    "Pat washes two cups",
    "Yes. Only that.",
)
"""Lines that were not said."""
OF_THE_OPENINGS = ("a thing on the bus<", "Opening 1: Racism", "1: Racism", "What happened?", "Was it racism")
OWN_ROLES = tuple(f'aria-pressed="true" aria-describedby="about-{role}"' for role in ("practitioner", "watch"))
"""The buttons that stay pressed on a practitioner's pages: the role that they took, and none before."""
HOSTILE = "<b>Bo</b> & \"'x"


async def everything(learner: Learner) -> str:
    """All that a learner was sent so far, and what the pages beside the round and every stream hold."""
    for path in ("/", "/place", "/brief", "/another", "/moment", "/home", "/counts", "/practice"):
        await learner.look(path)
    for path in ("/live", "/live/place", "/live/brief"):
        await learner.follow(path)
    return "\n".join(learner.sent)


async def test_a_practitioner_is_sent_nothing_that_others_keep(pages: Pages) -> None:
    ann, ben, cy = await pages.talking()
    await cy.within("1: Racism", "passed by")
    await ann.press("Send", words="Hello there.")
    await ben.look()
    await cy.look()
    await cy.within("The last reply", "may have hurt")
    sent = await everything(ann)
    for role in OWN_ROLES:
        sent = sent.replace(role, "")
    for kept in (*OF_THE_FAMILY, *OF_THE_SCRIPT, *OF_THE_OPENINGS, 'aria-pressed="true"'):
        assert kept not in sent, kept


async def test_a_sealed_note_is_in_no_page_before_both_are_laid_open(pages: Pages) -> None:
    ann, ben, cy = await pages.talking()
    await ann.press("Send", words="How has racism touched him?")
    await ben.look()
    await ben.within("Opening 1", "I could have said more")
    pressed = 'aria-pressed="true" aria-describedby="spot-line-1">I could have said more'
    assert pressed in ben.text
    for words in ("What does Sam say about it?", "Right."):
        await ann.press("Send", words=words)
    for learner in (ann, cy):
        assert pressed not in await everything(learner)
    assert "Ben noted" not in "\n".join([*ann.sent, *cy.sent])
    await ann.look()
    await ann.press("Look back together")
    await ann.press("The practitioner speaks")
    await ann.press("Go on for everybody")
    assert "Ben noted" in ann.text


async def test_line_reader_and_observer_get_what_is_theirs_and_no_more(pages: Pages) -> None:
    _, ben, cy = await pages.talking()
    read, observed = await everything(ben), await everything(cy)
    assert "what was said on the bus" in read, "the line-reader is told what is kept, and reads it when its line comes"
    for kept in ("I am afraid you will write", "PRIVATE-STRING", *OF_THE_SCRIPT):
        assert kept not in read, kept
    for kept in (*OF_THE_FAMILY, *OF_THE_SCRIPT):
        assert kept not in observed, kept
    assert "Opening 1: Racism" in observed


async def test_whoever_has_not_agreed_or_sits_elsewhere_is_sent_nothing_of_the_talk(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    await ann.press("Send", words="How has racism touched him?")
    dee = await pages.learner("Dee")
    assert "How has racism" not in await everything(dee)
    await dee.look()
    await dee.press("Ask to join Group 1")
    await ann.look()
    await ann.press("Let Dee in")
    sent = await everything(dee)
    assert "How has racism" not in sent
    assert dee.heading
    await dee.look()
    assert dee.heading == "The bus"
    await dee.press("I have read it")
    assert "How has racism touched him?" in dee.main


@pytest.mark.parametrize("words", ["<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "{{ 7*7 }}"])
async def test_what_people_type_stays_words_wherever_it_stands(pages: Pages, words: str) -> None:
    ann, ben, cy = await pages.talking()
    await ann.http.post(f"{pages.address}/draft", data={}, headers={"Origin": pages.address})
    form, _ = ann.find_form("Send")
    token = next(each.get("value") for each in form.find_all("input") if each.get("name") == "token")
    await ann.http.post(
        f"{pages.address}/draft", data={"token": token, "words": words}, headers={"Origin": pages.address}
    )
    await ann.look()
    await ann.press("Send", words=words)
    for learner in (ann, ben, cy):
        text = await everything(learner)
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "49" not in learner.main
    await ben.look()
    assert words in ben.main


async def test_a_name_of_markup_is_shown_as_it_was_typed(pages: Pages) -> None:
    bo = await pages.learner(HOSTILE)
    assert HOSTILE in bo.main
    assert "<b>Bo" not in bo.text
    ann = await pages.learner("Ann")
    await ann.look()
    assert HOSTILE in ann.main
    assert "<b>Bo" not in await everything(ann)
