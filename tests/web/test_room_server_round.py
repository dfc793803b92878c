"""A whole round by three learners without scripts: every page is a form, and every page is sound."""

from coach.classroom.door import join
from coach.classroom.room_words import TOO_FEW_FOR_COUNTS
from coach.classroom.round_words import ON_TO
from tests.web.learners import Pages
from tests.web.rooms import clock


async def test_three_learners_play_a_whole_round(pages: Pages) -> None:
    ann, ben, cy = await pages.talking()
    assert ann.heading == "In conversation: The bus"
    assert "There was a thing on the bus." in ann.main
    assert "To read aloud" in ben.main
    assert "Openings" in cy.main

    await cy.within("1: Racism", "partly")
    assert "partly" in cy.main
    await ann.press("Send", words="How has racism touched him?")
    assert "How has racism touched him?" in ann.main
    assert "They said it on the bus. Twice." in ann.main
    await ben.look()
    assert "They said it on the bus. Twice." in ben.main
    await ben.within("Opening 1", "I could have said more")
    await cy.look()
    await cy.within("The last reply", "may have hurt")
    for words in ("What does Sam say about it?", "Right."):
        await ann.press("Send", words=words)
    assert "That was the last of it." in ann.main
    await ann.within("Opening 1", "I said what I wanted to")

    await ann.press("Look back together")
    assert ann.heading == "Looking back"
    await ann.press("The practitioner speaks")
    await ann.press("Go on for everybody")
    assert ann.heading == "You speak"
    await ben.look()
    assert ben.heading == "Ann speaks"
    assert "They differ: worth talking about." in ben.main
    await ann.press("The line-reader speaks")
    await ben.look()
    assert ben.heading == "You speak"
    await ben.press("The observer speaks")
    await cy.look()
    assert cy.heading == "You speak"
    assert "partly, by Cy." in cy.main
    await cy.press("Hear the coach")
    for learner in (ann, ben, cy):
        await learner.look()
        assert learner.heading == "The coach speaks"
        assert "Side by side" in learner.main
        assert "<svg" in learner.text
    await ann.press("Say reply 1 again")
    await ann.press("Say it", words="What did they call him?")
    assert "What did they call him?" in ann.main
    await ann.press("Step out of role")
    await ann.press("Go on for everybody")
    assert ann.heading == "Out of role"
    await ann.press("That is done")
    await ann.press("Go on for everybody")
    assert ann.heading == "This round is finished"
    assert ann.links["Say one again"] == "#again"
    await ben.look()
    await ben.press("Say reply 3 again")
    await ben.press("Say it", words="How has that been for him?")
    assert ben.heading == "This round is finished", "a line is said again without going back"
    await ann.look()
    assert "How has that been for him?" in ann.main, "and everybody hears it"
    await ann.look("/home")
    await ann.press("Show it here")
    assert "How has racism touched him?" in ann.main
    await ann.look()
    assert TOO_FEW_FOR_COUNTS in ann.main
    assert "See the counts" not in ann.links
    await ann.look("/counts")
    assert ann.said == TOO_FEW_FOR_COUNTS
    await ann.look("/place")
    assert not [link for link in ann.links if "counts" in link]
    for number in range(9):
        join(pages.log, f"Person {number}", clock)
    await ann.look()
    assert TOO_FEW_FOR_COUNTS not in ann.main
    assert "See the counts" in ann.links
    await ann.look("/counts")
    await ann.press("Give this row")
    assert ann.said == "It is in. Thank you."


async def test_where_nothing_was_typed_a_finished_round_offers_no_line_to_say_again(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    await ann.look()
    await ann.press("End it here")
    await ann.press("End it, and look back")
    await ann.press("Look back together")
    while ann.heading != "This round is finished":
        onward = next(label for label in ann.buttons if label in (*ON_TO.values(), "Go on for everybody"))
        await ann.press(onward)
    assert "Say one again" not in ann.links
    assert "Say one again" not in ann.main
