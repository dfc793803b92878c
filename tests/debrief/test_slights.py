"""Small slights: words that make less of what was told, or take back the half before them."""

import pytest

from coach.debrief.slights import doubts_itself, has_slight, jokes


@pytest.mark.parametrize(
    "text",
    [
        "That's racist, and I'm sorry, but I'm sure they meant well.",
        "That sounds frightening, though the police were only doing their job.",
        "I believe you, but it might have been a misunderstanding.",
        "He was called that? Mind you, kids will be kids.",
        "That's awful. To be fair, school is busy.",
        "Sticks and stones, my mum said. What did they call him?",
        "Was it racist, or just kids being kids?",
        "I hear you. But you have to understand that they've rules.",
        "It's racism, that. Then again, not everyone means it.",
        "What happened next? You're so articulate.",
        "I'm sure nobody meant it. What did he say?",
        "Could it have been a joke? What happened then?",
        "Different how? Though they do all go funny at that age.",
        "That's not awful, it's funny. What did he do?",
        "It is racism. Took you a while, but you got there.",
        "I'm listening. Whoever took the call was only busy.",
        "It's his age, though. What did he say?",
        "Boys get like that at his age. What did he say?",
        "That's normal at her age. What did she say?",
        "It's about time you told me. What did he say?",
        "About time too. What did he say?",
    ],
)
def test_what_makes_less_of_it_or_takes_it_back_is_a_slight(text: str) -> None:
    assert has_slight(text)


@pytest.mark.parametrize(
    "text",
    [
        "That's racism, and I'm sorry. What did he say when he got home?",
        "You don't have to say, but whose bag is it?",
        "I'm nervous of asking, but I'd like to hear it.",
        "That was racist, but I put it in a form as culture and I was wrong.",
        "It's only us here. What did they call him?",
        "I'd like to understand what that was like for you.",
        "You said they meant it. What made you sure?",
        "Nobody asked you, but I'm asking now.",
        "Who did you go to when it happened to you, at his age?",
        "What did they call you at that age?",
        "What did they do to you at his age?",
        "They called me that at his age. What did he say?",
        "It is his age that they wrote down wrong.",
        "You asked school about time for prayer. What did they say?",
        "Tell me about time with his dad. What do they do?",
    ],
)
def test_a_but_that_asks_or_owns_is_none(text: str) -> None:
    assert not has_slight(text)


@pytest.mark.parametrize(
    ("text", "joke"),
    [
        ("What tree, haha?", True),
        ("I nodded off, ha.", True),
        ("Only joking. What did he say?", True),
        ("I'm not joking, that's racist.", False),
        ("They made a joke of his name.", False),
        ("I said it as a joke and that was wrong.", False),
    ],
)
def test_who_laughs_or_says_so_jokes(text: str, joke: bool) -> None:
    assert jokes(text) is joke


def test_who_says_at_the_end_that_it_came_out_badly_doubts_their_own_words() -> None:
    assert doubts_itself("Who was it? Was it a lad? I've put that badly.")
    # At the start it is of the reply before.
    assert not doubts_itself("I put that badly. Who was it?")
    assert not doubts_itself("Who was it? Was it a lad? I've put that down.")
