"""Small slights: words that make less of what was told, or take back the half before them."""

import pytest

from coach.debrief.slights import (
    denies_race,
    denies_racism,
    doubts_itself,
    has_slight,
    is_half_sorry,
    jokes,
    list_denials,
    makes_light,
    makes_slip,
    makes_small,
    writes_undone,
)


@pytest.mark.parametrize(
    "text",
    [
        "That's racist, and I'm sorry, but I'm sure they meant well.",
        "That sounds frightening, though the police were only doing their job.",
        "I believe you, but it might have been a misunderstanding.",
        "He was called that? Mind you, kids will be kids.",
        "That's awful. To be fair, school is busy.",
        "You can be quite forceful, I can hear that.",
        "Sticks and stones, my mum said. What did they call him?",
        "Oh well, hair grows. Is he sleeping?",
        "It'll grow back. Who cut it?",
        "They say that about half the class.",
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
        "I wouldn't dwell on it. What's the next line?",
        "Let's take that offline, and look at the dates.",
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
        "How fast does it grow back, in his family?",
        "Who says that about you?",
        "You can be quite sure that I'll ring.",
        "It can be quite hard to say. What was it?",
        "You dwell on it at night. What comes up?",
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


@pytest.mark.parametrize(
    ("text", "light"),
    [
        ("I'll not stay for ever, I've a panel at six.", True),
        ("It's an interpreter on my budget, I want you to know that.", True),
        ("It isn't my role to say. Who saw it?", True),
        ("You didn't answer, so I'll leave it as no answer given.", True),
        ("I'll put that mum was unable to say.", True),
        ("It helps to keep it simple, maybe. Facts first.", True),
        ("Kids can be cruel. Who said it?", True),
        ("No, I shouldn't laugh. What did he say?", True),
        ("Anything you want to tell me first? Keep it short.", True),
        ("I'd not make a thing of colour with him. Does he say anything?", True),
        ("In my experience there's pressure, usually from men in the family.", True),
        ("I've been told I'm Islamophobic, so I may as well ask.", True),
        ("It's probably the office, they pick from a list. What should I put?", True),
        ("No, no, course there's nothing wrong with it. What would you put?", True),
        ("I can change it in two seconds. What should I put?", True),
        ("It's racism, and I'd have thought a head would have heard of it by now.", True),
        ("Probably not the first time you've said it. Who was there?", False),
        ("It was probably racism, and I won't step round it. Who was there?", False),
        ("Course you can go and see to him.", False),
        ("I'd have thought about work, if you'd said Mitchell.", False),
        ("You said racist, and I heard it.", False),
        ("I won't write that you refused to say.", False),
        ("I will not stay quiet about it. Who saw it?", False),
        ("'Unable to account', it says, and nobody asked you.", False),
        ("Tell it in any order, I've the whole hour.", False),
        ("I've asked you twice: has she said anything?", True),
        ("He asked you twice, you said.", False),
        ("While he chooses, tell me what he loves.", True),
        ("Choose while I wait.", False),
        ("Lanyards and an urn, I've that from you.", True),
    ],
)
def test_who_hurries_laughs_or_bids_them_say_less_makes_light_of_it(text: str, light: bool) -> None:
    assert makes_light(text) is light


@pytest.mark.parametrize(
    ("text", "undone"),
    [
        (
            "'Marks seen, both parents present. Mother says this was racism. I have told the matron.' Is that right?",
            True,
        ),
        (
            "'Marks seen, both parents present. Mother says this was racism. The matron to be told.' Is that right?",
            False,
        ),
        ("'I have told them,' she says, and nobody listened.", False),
        ("I have told the matron, and she will come up to see you before the end of her shift.", False),
    ],
)
def test_a_draft_that_says_somebody_was_told_is_told_from_what_they_said(text: str, undone: bool) -> None:
    assert writes_undone(text) is undone


def test_who_says_at_the_end_that_it_came_out_badly_doubts_their_own_words() -> None:
    assert doubts_itself("Who was it? Was it a lad? I've put that badly.")
    # At the start it is of the reply before.
    assert not doubts_itself("I put that badly. Who was it?")
    assert not doubts_itself("Who was it? Was it a lad? I've put that down.")


@pytest.mark.parametrize(
    "text",
    [
        "It's not about race.",
        "This has nothing to do with your skin, love.",
        "I treat everyone the same, whoever they are.",
        "We treat all our families equally here.",
        "I don't see colour.",
        "They're all the same colour to me.",
        "I don't do race, I do attendance.",
        "You can't make it about your colour whenever you're asked something.",
        "Let's get on. Don't bring race into it.",
        "There's no need to play the race card.",
        "It isn't racist. I treat everyone the same.",
        "It's not a race thing, it's a girls and boyfriends thing.",
        "You say it's racist. I treat everyone the same.",
    ],
)
def test_who_says_that_race_has_nothing_to_do_with_it_denies_it(text: str) -> None:
    assert denies_race(text)


@pytest.mark.parametrize(
    "text",
    [
        "It's about race.",
        "It isn't only about race.",
        "Is it nothing to do with race?",
        "Isn't it a race thing?",
        "I'm not saying it's not about race.",
        "People say it's nothing to do with race.",
        "I used to say I treat everyone the same.",
        "I said 'I treat everyone the same' to you.",
        "You had 'sir' and a full stop, and I told you it wasn't about race.",
        "If it's not about race, what would you call it?",
        "Don't say it's nothing to do with your colour.",
        "You shouldn't have to prove it's about race.",
        "I don't see race in any of these notes.",
        "I treat everyone the same but it isn't the same, is it.",
        "You can't put racism on a form and leave it there.",
        "It's racist to put it. I said I treat everyone the same, and I think it means I don't look.",
    ],
)
def test_what_is_asked_read_out_or_said_of_others_denies_nothing(text: str) -> None:
    assert not denies_race(text)


def test_the_denial_is_given_as_it_was_typed() -> None:
    assert list_denials("Sit down. It's not about race. Tea?") == ("It's not about race.",)


@pytest.mark.parametrize("text", ["It's just a box, love.", "It was only a joke.", "That's a bit of banter."])
def test_a_box_or_a_joke_is_made_small(text: str) -> None:
    assert makes_small(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it just a box?",
        "They say it's just a box.",
        "It's just a box, but it's his name in it.",
        "I said 'it was only a joke' to you.",
        "It's a box he can't fit in.",
    ],
)
def test_what_is_asked_or_read_out_makes_nothing_small(text: str) -> None:
    assert not makes_small(text)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Is she, like, a coloured, sorry, a Black girl?", True),
        ("You people always say so.", True),
        ("He's half-caste, is he?", True),
        ("They wrote 'coloured' on the form.", False),
        ("She has her coloured pencils out.", False),
        ("Do you people-watch?", True),
    ],
)
def test_a_word_that_hurts_is_a_slip_unless_it_is_read_out(text: str, slip: bool) -> None:
    assert makes_slip(text) is slip


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("I've said that, 'I don't see colour', with my whole chest, and he'd have laughed at me.", False),
        ("The letter says: 'We treat everyone the same.'", False),
        ("I don't see colour, I see a boy.", True),
        ("I told his mum, I don't see colour.", True),
    ],
)
def test_a_denial_that_is_only_said_again_in_single_marks_denies_nothing(text: str, denied: bool) -> None:
    assert denies_race(text) is denied


def test_a_word_read_out_of_another_mouth_is_no_slight() -> None:
    assert has_slight("Your lot do like a party. What happened?")
    assert not has_slight('It\'s that word, "your lot". What happened?')


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("I'm a bit sorry about that.", True),
        ("Sorry if you felt that.", True),
        ("I'm sorry you feel like that.", True),
        ("I'm sorry, I got that wrong.", False),
        ("I felt a bit sorry for him.", False),
    ],
)
def test_a_sorry_by_half_is_told_from_a_whole_one(text: str, half: bool) -> None:
    assert is_half_sorry(text) is half


def test_what_breaks_off_its_own_words_doubts_itself() -> None:
    assert doubts_itself("You do have a manner, I can see why... no. That was a horrid thing to start saying.")
    assert not doubts_itself("They said that? It was a horrid thing for a nurse to say.")


def test_what_is_read_out_is_no_denial_of_the_readers() -> None:
    """A carer's "I don't see colour", said back to her in marks, was gone back to as the practitioner's own."""
    assert not denies_race("Now, Jan. 'I don't see colour.' I do. Mine's the first thing I see in the mirror.")
    assert not has_slight("'I don't see colour.' I do.")
    assert denies_race("Well. I don't see colour.")
    assert has_slight("He's stood here like a gentleman.")
    assert not has_slight("He's stood here for an hour.")


def test_a_reproach_put_as_a_question_is_a_slight() -> None:
    assert has_slight("How come you keep missing these, do you not care about his hearing?")
    assert has_slight("Don't you care?")
    assert has_slight("How many times have you been in bother with them?")
    assert has_slight("It's a record of what was said. Did you raise your voice?")
    assert has_slight("Model minority, yeah, it is a compliment really.")
    assert not has_slight("How come you know the way?")
    assert not has_slight("Who do you care about most?")


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Racism's a serious allegation to throw about, leave that at home.", True),
        ("Racist is a strong word, love.", True),
        ("No one's saying racist, Stuart.", True),
        ("It's a bit of a strong word though, racist, isn't it.", True),
        ("I'm not racist, I've got loads of Indian families on my caseload.", True),
        ("There's nothing racist in me, I ran the steel band.", True),
        ("I'm not saying it was racist of you to ask.", False),
        ("Racism is a serious thing, and I'll write it down.", False),
    ],
)
def test_who_judges_the_word_sets_it_aside(text: str, denied: bool) -> None:
    assert denies_racism(text) is denied


@pytest.mark.parametrize("text", ["Sorry, only if he could just point.", "Sorry, it's just the form."])
def test_a_sorry_that_asks_the_same_again_is_half_a_sorry(text: str) -> None:
    assert is_half_sorry(text)
