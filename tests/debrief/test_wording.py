"""Words looked for in what was said: stems, phrases of an author, the words of a subject."""

import pytest

from coach.content.library import Library
from coach.debrief.wording import (
    PhraseFinder,
    SubjectNamer,
    drop_speeches,
    find_content_words,
    find_labels,
    find_unsaid,
    find_untold,
    is_mostly_said,
    says_again,
    share_words,
)
from coach.model.rubric import Rubric, SubjectWords


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She hides her shoes.", "Where does she hide the shoe?"),
        ("I've stopped correcting it.", "What would a correction look like, if it stopped?"),
        ("The kids laughed at his name.", "Who was laughing?"),
        ("It changed on Tuesday.", "What is changing?"),
        ("They were hitting him.", "Who hit him?"),
        ("My mother-in-law would know.", "What would his gran say?"),
    ],
)
def test_words_of_one_stem_are_shared(one: str, other: str) -> None:
    assert share_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("What did you say to them?", "They said it again."), ("I was there.", "Are you there?"), ("", "Anything.")],
)
def test_little_words_are_not_shared(one: str, other: str) -> None:
    assert not share_words(one, other)


def test_words_of_two_letters_carry_no_subject() -> None:
    assert find_content_words("If it is up, go.") == frozenset()


def test_a_suggestion_that_was_half_said_already_is_known() -> None:
    assert is_mostly_said("What does Sam say about the bus?", ["So what has Sam told you of that bus?"])
    assert not is_mostly_said("What does Sam say about the bus?", ["Shall I put the kettle on?"])


def test_a_phrase_is_found_in_its_sentence_as_it_was_typed() -> None:
    finder = PhraseFinder(["seemed fine"], ["(not|never) ... seemed fine"])
    assert finder.find_sentences("I'll get on. It all seemed fine, mostly! Bye.") == ("It all seemed fine, mostly!",)
    assert not finder.finds("It never seemed fine to me.")


def test_no_phrases_find_nothing() -> None:
    assert not PhraseFinder([]).finds("Anything at all.")


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Was that racism, do you think?", {"experience"}),
        ("They asked because he's Black.", {"race", "experience"}),
        ("A big Black bloke on the phone to us.", {"race"}),
        ("That's racist, and she's the only brown girl in the class.", {"race", "experience"}),
        ("Do you go to the gurdwara on Sundays?", {"culture"}),
        ("Who does her hair?", {"culture"}),
        ("How does Theo stay close to his Trinidadian side, his nan and his cousins?", {"culture"}),
        ("Is it that he feels different, with the brown skin and that?", {"race"}),
        ("I've always thought it's how they were brought up.", {"culture"}),
        ("How were you raised, you and your sisters?", {"culture"}),
        ("Which language do you dream in?", {"culture"}),
        ("Is there a word for it in your community?", {"culture"}),
        ("Do you go to church as a family?", {"culture"}),
        ("It's the people who look like me that get asked.", {"race"}),
        ("What's the word they use?", {"experience"}),
        ("Those lads see colour.", {"race", "experience"}),
        ("I'd call that Islamophobia.", {"experience"}),
        ("You get a nickname with an accent off forty people.", {"experience"}),
        ("Would they have rung about a White girl?", {"race", "experience"}),
        ("I couldn't tell you what we said about race, if anything.", {"race"}),
        ("So he's Trini and Scottish, in that order?", {"race"}),
    ],
)
def test_a_line_with_a_word_of_a_subject_names_it(whole: Library, text: str, subjects: set[str]) -> None:
    assert set(SubjectNamer(whole.rubric("openness")).find(text)) == subjects


@pytest.mark.parametrize(
    "text",
    [
        "Black tea or with milk?",
        "He won the egg and spoon race.",
        "I'd like it in black and white.",
        "We went on a training day about racism, the e-learning module.",
        "She went back home by bus.",
        "What's your team culture like?",
        "How was his day, and who picked him up?",
        "Sorry about the colour, it's the only pen I've got.",
        "You've had a Chinese takeaway, I can smell it.",
        "I'm not here to be called a racist.",
        "This isn't about race, it's about the push.",
        "You always make everything about race.",
        "They had their hands in his hair, on the bus.",
        "Is he in the band, or is it church?",
        "You'd be our anti-racism lead, from May.",
        "What does her mum's side call her?",
        "They said I fit the description.",
        "He looks like you've run up the stairs.",
        "Where does the accent go in her name?",
        "It's on the tip of my tongue.",
    ],
)
def test_a_line_without_one_names_nothing(whole: Library, text: str) -> None:
    assert SubjectNamer(whole.rubric("openness")).find(text) == ()


def test_colleagues_have_a_row_for_what_the_service_does_and_none_for_culture(whole: Library) -> None:
    rubric = whole.rubric("supervision")
    assert list(rubric.list_rows()) == ["race", "experience", "acting"]
    assert "acting" in SubjectNamer(rubric).find("I want it minuted that we were asked to move her.")


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("Why Glyn brought the seat on Wednesday: asked of Glyn.", ("glyn", "wednesday")),
        ("He has had his words since he was six.", ("six",)),
        ("Nursery wrote 'settled'. Who reads that?", ("settl",)),
        ("Who tells Jaden about the bus?", ()),
        ("Jaden's own word for it, from him.", ()),
        ("What would you want said to him, and who says it?", ()),
    ],
)
def test_what_nobody_said_is_found_in_what_was_written_beforehand(text: str, unsaid: tuple[str, ...]) -> None:
    heard = ("I draw on the bus.", "Jaden, no Y.", "It was the third time.")
    assert find_unsaid(text, heard) == unsaid


@pytest.mark.parametrize(
    "text",
    [
        "How do people treat you as a Muslim?",
        "Is it because yours is a Muslim family?",
        "Do they treat you like that because you're Gypsies?",
        "They treat Gypsies like dirt.",
        "Roma get turned away at that desk.",
        "How have you been treated as an asylum seeker?",
        "Would they say it if he weren't a refugee?",
        "Has there been any antisemitism at school?",
        "Was it anti-Muslim, do you think?",
        "They pulled her scarf off.",
        "She's been called a gypsy in the yard.",
        "Do people stare at her headscarf?",
    ],
)
def test_how_somebody_is_treated_for_a_faith_or_a_people_is_their_experience(whole: Library, text: str) -> None:
    names = SubjectNamer(whole.rubric("openness"))
    assert "experience" in names.find(text)
    assert names.gives_way("culture", names.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "What does the hijab mean to her?",
        "What matters to you as a Muslim?",
        "Do you say Gypsy, or Roma?",
        "Do you call yourselves Roma?",
        "Is he being treated for the eczema, and do you go to mosque?",
        "Would you like a Muslim doctor to treat him?",
        "Could I have a look at the scarf?",
    ],
)
def test_a_faith_or_a_people_alone_is_not_how_they_are_treated(whole: Library, text: str) -> None:
    assert "experience" not in SubjectNamer(whole.rubric("openness")).find(text)


def test_what_people_are_called_by_their_heritage_is_found() -> None:
    assert find_labels("We wrote that about a Black father.") == {"Black"}
    assert find_labels("It was black outside, and he ran.") == frozenset()


def test_a_whole_sentence_that_is_quoted_is_dropped_and_a_word_stays() -> None:
    assert drop_speeches('Say: "Has anybody been racist to you?" Now you.').split() == ["Say:", "Now", "you."]
    assert "racist" in drop_speeches('You said "racist", and I heard it.')
    assert "racism" not in drop_speeches("Do you feel you can say the word racism to them?")


def test_a_suggestion_is_said_piece_by_piece_or_word_for_word_too() -> None:
    assert is_mostly_said("What would Sam say to the driver?", ("Sam is here.", "Which driver?"))
    assert is_mostly_said("Who was it?", ("Right. And who was it?",))
    assert not is_mostly_said("Who was it?", ("Who was there?",))


# --- What nobody spoke of


HEARD = ("He keeps it in the library till it is locked.", "They rang before eight. Seven days, it was.")


@pytest.mark.parametrize(
    ("text", "untold"),
    [
        ("What he keeps in the library, asked of him and written down.", set()),
        ("The surgery's form put right.", {"surgery", "form"}),
        ("The seven days, told to him.", set()),
        ("The eight days, told to him.", {"eight days"}),
    ],
)
def test_a_thing_that_nobody_spoke_of_is_found_and_words_of_a_plan_are_not(text: str, untold: set[str]) -> None:
    assert find_untold(text, HEARD) == untold


def test_a_line_says_again_what_most_of_its_words_said_before() -> None:
    earlier = ["He asked whose son I am, and which street."]
    assert says_again("He asked the street. He asked whose son.", earlier)
    assert not says_again("He asked the street, and my mother lives on it still.", earlier)
    assert not says_again("The street.", earlier)


def test_what_is_named_of_the_speaker_alone_is_told_from_what_is_named_of_others(whole: Library) -> None:
    names = SubjectNamer(whole.rubric("openness"))
    assert names.list_own("My jokes are worse, I've been asked to leave a christening.") == {"culture"}
    assert names.list_own("Was there a christening?") == frozenset()
    assert names.list_own("I've been to a christening. Do you go to the mosque?") == frozenset()
    assert names.list_own("I'm saying what's in the folder is racist.") == frozenset()


def test_a_whole_sentence_that_is_quoted_is_lent_and_a_few_words_are_said() -> None:
    assert drop_speeches('You could say: "Was it racist here?" Now you.').split() == "You could say: Now you.".split()
    assert drop_speeches('You said "was it racist" to them.') == 'You said "was it racist" to them.'


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It's racism isn't it, I'm sorry, I keep nearly not saying it.", False),
        ("That was racism wasn't it?", False),
        ("I don't think racism comes into it.", True),
        ("I'm not saying racism.", True),
    ],
)
def test_a_tag_without_a_comma_denies_nothing(whole: Library, text: str, denied: bool) -> None:
    assert bool(SubjectNamer(whole.rubric("openness")).list_denied(text)) is denied


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("well so then as i said it all that racism is not on me at all today", True),
        ("well so then as i said it all that racism it is not on me at all today", False),
        ("well as i see it all this is not what we all meant by racism in here today", True),
        ("well as i see it all this is not what we all had here meant by racism in here", False),
        ("it is not what we all had here meant by racism today", True),
    ],
    ids=["two words before", "three", "six behind", "eight", "a short clause"],
)
def test_in_a_long_clause_a_denial_is_about_the_words_beside_it(rubric: Rubric, text: str, denied: bool) -> None:
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    names = SubjectNamer(rubric.model_copy(update={"answers": {"race": race}}))
    assert bool(names.list_denied(text)) is denied


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("I've never seen a White lad sent home for his hair. I think there's race in that.", False),
        ("I'm not saying it's race. I think there is not race in that.", True),
        ("I'm not saying it's race. I think race is a strong word.", True),
    ],
)
def test_what_is_thought_to_be_there_is_not_denied_by_a_not_beside_it(whole: Library, text: str, denied: bool) -> None:
    assert ("race" in SubjectNamer(whole.rubric("openness")).list_denied(text)) is denied
