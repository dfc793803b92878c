"""Owning: what practitioners say that they themselves said or did, and which earlier reply that goes back to."""

import pytest

from coach.debrief.owning import (
    accepts,
    apologises,
    asks_anew,
    begins_with_sorry,
    defers,
    find_owning,
    goes_back,
    holds_off,
    is_bare_apology,
    is_content,
    judges_own,
    lets_be,
    owns_all,
    owns_for_service,
    owns_only_unsaid,
    rebuffs,
    receives,
    refuses,
    regrets_manner,
)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, that came out wrong.",
        "I shouldn't have asked you that.",
        "I called it banter, and that was wrong.",
        "It was a threat, Pat. I dressed it up as looking after you.",
        "I'd no business saying it.",
        "I read those boxes out at you. That was rude.",
        "Sorry, I galloped through that.",
        "And I offered you a sandwich, sorry.",
        "I'd got that wrong, sorry.",
        "I was wrong-headed when I came in.",
        "Oh, now I've put my foot in it.",
        "You asked what I think and I went all round the houses.",
        "That sentence in my own report was unfair.",
        "Scrub that.",
        "I was short with you about it before.",
        "Sorry for being sharp.",
        "It says denial, and I pasted that in my draft. I did that.",
        "Sorry, that was glib.",
        "But that's not the same, is it, sorry.",
        "Sorry. That's not how I meant to ask.",
        "I'm talking too much.",
        "Oh, listen to me assuming.",
        "Only I've just gone and said it myself.",
        "Sorry, I've gone too fast.",
        "I think I rattled on over it.",
        "I should've started with that.",
        "Sorry, I should have been asking you from the start.",
        "I was going to say 'preference' again and I'm not going to.",
        "You're right, I answered from the side.",
        "I do beg your pardon, I don't think I meant that.",
        "I turned as well, and I'm sorry.",
        "I'd no business saying that.",
        "Marisol, I did cut across you.",
        "No, forget the form.",
        "I'll take that back, about the dog.",
        "You're right, and I withdraw it.",
        "Everybody thinks you've help, well I did, like a fool.",
        "I'd jumped ahead of you, I'm so sorry.",
        "I asked you the wrong question.",
        "I went and put my foot in it.",
        "And I'm sorry, Sam. I told you to calm down and you were calm.",
        "I've been laughing at you, and that's not good.",
        "I made it worse with my form.",
        "I'm sorry I came in behind that sentence.",
    ],
)
def test_what_one_said_oneself_is_owned(text: str) -> None:
    assert find_owning(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry they did that.",
        "Sorry I'm late, the traffic.",
        "Hiya, sorry, that's my fault, I couldn't park for love nor money.",
        "I'd rather he did it in his own time than I got it wrong again.",
        "Sorry about the room.",
        "I'm so sorry about your mum.",
        "Sorry to push you, but what time was it?",
        "Sorry if that came out wrong.",
        "Tell me if I'm wrong.",
        "What he said was wrong.",
        "That was rude of them.",
        "I wasn't wrong about the date.",
        "I could only say 'sorry' and 'I got it wrong'.",
        "You could say something like, I made a joke and I'm sorry.",
        "Is it your side, or have I got that wrong?",
        "Sorry, I'm behind before I've started.",
        "Stop me when I go too fast.",
        "Sorry, that's my dissertation talking.",
        "Sorry, I'm harping on.",
        "Sorry, I shouldn't laugh.",
        "I should have a form somewhere.",
        "What you say stays with me, sorry, I should have said that first.",
        "We should have it by now.",
        "I should have brought a cake.",
        "Anything I got wrong?",
        "Is it my fault they went home?",
        "I got the bus to the wrong end of town.",
        "Sorry, I meant the other twin.",
        "It is rude, sorry, and they should stop.",
        "That is rude, I'm sorry she did that.",
        "I should say I'm not here about that.",
        "Forgive me, I need a moment.",
        "I beg your pardon?",
        "I'll take that back to my manager.",
        "Everybody thinks you've help, don't they?",
        "I made it to the bus.",
        "I'm sorry, Sam. I was held up at the lights.",
        "I'm sorry I came in late.",
        "I'm sorry about your wife. I should have perhaps said that on the telephone.",
        "Sorry, that came out like an accusation. It sort of is one.",
        "Sorry, that came out wrong. It's true, though.",
        "No, you did not. I'm so sorry. Well, I mean you did great work.",
        "",
    ],
)
def test_a_sorry_for_others_or_for_the_wait_owns_nothing(text: str) -> None:
    assert find_owning(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "We should have rung you.",
        "I should have rung you on Monday.",
        "I should have come to you before you came to me.",
        "I'm sorry, we should've asked your dad first.",
        "I ought to have opened the letter.",
        "i should of checked the list",
        "That's on us.",
        "Right, that one's on me, that was down to me.",
        "My mistake, not yours.",
        "That was our failing.",
        "That was lazy of me.",
        "It was really poor of us.",
        "I signed the plan unread.",
        "We sent it out and I never read it.",
        "I pasted it in from the old file.",
        "That word is in my own draft.",
        "I never asked you which name you wanted.",
        "I did that badly.",
        "I'm sorry I kept on about the shoes.",
        "Sorry we left you to find out by post.",
        "Sorry, I was barking at you.",
        "Sorry, that was crass.",
        "It went out a day late, and that's not good enough, sorry.",
        "It wasn't you who missed it, it was us.",
        "It was us who sent the man from her street.",
        "We put your name wrong on every page.",
        "It's wrong and I'm changing it.",
    ],
)
def test_what_the_service_or_its_worker_did_or_left_undone_is_owned(text: str) -> None:
    assert find_owning(text)


@pytest.mark.parametrize(
    "text", ["I came on Monday. That was a long day.", "I asked about the form. That was on Monday."]
)
def test_what_is_said_of_something_one_did_owns_nothing_where_it_finds_no_fault(text: str) -> None:
    """ "That was rude" owns the sentence before it; "that was a long day" does not."""
    assert find_owning(text) == ()
    assert not goes_back(text, text, straight_after=True)


def test_what_was_left_undone_before_the_talk_goes_back_to_no_reply() -> None:
    assert not goes_back("Did they ring you on Monday?", "I should have rung you on Monday.", straight_after=True)


def test_the_very_next_reply_goes_back_if_it_begins_by_owning_that() -> None:
    assert goes_back("Where are you really from?", "Sorry, that came out wrong. What happened?", straight_after=True)
    assert not goes_back("Where are you really from?", "Sorry, that came out wrong.", straight_after=False)


def test_a_later_reply_goes_back_if_it_names_what_it_owns() -> None:
    earlier = "It says you've a large family."
    assert goes_back(earlier, "I said large family, and that was silly of me.", straight_after=False)
    assert not goes_back(earlier, "I said streetwise, and that was silly of me.", straight_after=False)
    assert not goes_back(earlier, "I said streetwise, and that was silly of me.", straight_after=True)


def test_a_person_who_is_named_in_both_is_no_word_of_the_earlier_reply() -> None:
    later = "And I asked you that in front of Lenka, that was a bit thick."
    assert not goes_back("Is Lenka about? She could help us out.", later, straight_after=False)
    assert goes_back("Hello, Aaron.", "Sorry I said Aaron, it's Adam.", straight_after=False)


def test_what_is_owned_at_the_end_of_a_reply_may_be_what_that_reply_said() -> None:
    later = "They see it every day. He sees it too. If nobody says it he is alone. Sorry, that came out wrong."
    assert not goes_back("His hair got punished.", later, straight_after=True)


def test_a_sorry_behind_a_question_is_for_that_very_question() -> None:
    joked = "Did he get the tree, even though it got searched, haha. Sorry, that's not funny."
    assert not goes_back("What tree, haha?", joked, straight_after=True)
    assert goes_back("What tree, haha?", "I laughed about the tree. Sorry.", straight_after=True)


def test_a_sorry_for_what_others_did_goes_back_to_nothing() -> None:
    assert not goes_back("Your English is good.", "Two minutes. I'm sorry they did that.", straight_after=True)


def test_a_reply_that_only_says_sorry_is_a_bare_apology() -> None:
    assert is_bare_apology("I'm so sorry. What happened then?")
    assert not is_bare_apology("Sorry about the bus. What happened?")
    assert not is_bare_apology("")


def test_what_the_service_did_can_be_owned() -> None:
    assert owns_for_service("We wrote that you didn't come, and that's wrong.")
    assert owns_for_service("You came twice and we wrote that you didn't. That's wrong, and I'm sorry.")
    assert not owns_for_service("We wrote to the school.")
    assert not owns_for_service("I'm sorry about your mum.")


@pytest.mark.parametrize(
    "text",
    [
        "Good. That's got a person in it.",
        "Thanks. I've said some stupid things too.",
        "That's all right.",
        "Okay. Yes.",
    ],
)
def test_an_apology_is_taken_in_words(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "It's in his bag.",
        "I'm all right. I've been all right since Tuesday.",
        "I'd rather not, thank you.",
        "No. It isn't.",
        "It's said so often it's stopped being heard.",
        "There's a chant. It's done on the bins.",
        "",
    ],
)
def test_what_says_nothing_of_it_or_turns_it_down_takes_no_apology(text: str) -> None:
    assert not accepts(text)


def test_who_takes_a_sorry_and_asks_for_what_is_still_to_be_done_has_not_let_it_go() -> None:
    assert is_content("That's all right. It's better said to me than round me.")
    assert is_content("Thank you. I like to know which part a sorry's for.")
    for text in (
        "Thank you, that's down. And would you have all the others out, while you're at it?",
        "Thank you, that's down.",
        "All right. But what happens to the letter?",
        "Okay, and who tells Donna?",
        "Okay. Then I will say it again, in case. It is not a room for boys.",
        "He sat at the back.",
    ):
        assert not is_content(text)


def test_a_sorry_for_the_wait_or_for_many_questions_is_no_apology() -> None:
    assert apologises("And I was looking at you, I'm sorry.")
    assert not apologises("Sorry, that's three questions.")
    assert not apologises("Sorry for the wait.")
    assert refuses("I'd rather not do that one.")
    assert not refuses("No harm done.")


def test_who_keeps_a_thing_back_holds_off_and_who_was_misheard_asks_anew() -> None:
    assert holds_off("I'm getting there, I don't know you, love.")
    assert holds_off("No, I keep it, for the right person.")
    assert asks_anew("Sorry Jan, you lost me, bought your compost off who?")
    assert holds_off("I put it down to kids, and we'll leave it at that.")
    assert not holds_off("I left it there, and it rusted.")
    assert holds_off("Not to you, love.")
    assert holds_off("He asked me things, and they were not for you.")
    assert not holds_off("They said it to me, not to you, and I want to tell you.")
    assert asks_anew("I meant the leaflet, but I'd believe it of either.")
    assert asks_anew("That's not a lot of sleep. Three shirts? I meant Tobi though, sorry.")
    assert asks_anew("I was asking about the notebook, not the English.")
    assert not asks_anew("I meant it. Tell me more.")
    assert not asks_anew("I asked your mum, and she said yes.")


@pytest.mark.parametrize(
    "text", ["I'll do the other ones first.", "Give me a minute with that one!", "Not yet, Craig."]
)
def test_who_wants_to_answer_later_puts_it_off(text: str) -> None:
    assert defers(text)
    assert not defers("He's there a minute or two, and then he goes.")


def test_behind_forgive_me_stands_what_it_is_asked_for() -> None:
    later = "Forgive me, Funmi. I was speaking of what they said to me, and I made it about myself."
    assert begins_with_sorry(later)
    assert not begins_with_sorry("Yes, to the pair of you, sorry, I've a voice for shouting.")
    assert not begins_with_sorry("Sorry, what was that?")
    assert goes_back("At the agency they told me, your English is so good.", later, straight_after=True)


def test_who_says_that_they_saw_it_has_taken_it_in() -> None:
    assert receives("I saw that, sorry, I should've said something.")
    assert receives("Yes, I heard you.")
    assert receives("Thank you for saying it in one. What have you seen?")
    assert not receives("What did you see? I saw a dog.")
    assert not receives("Thanks for the tea. What did you see?")


def test_who_leaves_a_thing_alone_lets_it_be() -> None:
    assert lets_be("That's all right, you don't owe me it.")
    assert lets_be("I'll leave it there.")
    assert not lets_be("I'll leave it on the step.")


def test_a_sorry_that_runs_on_is_for_what_stands_before_it() -> None:
    assert find_owning("I did eleven in one go and I didn't open yours and I'm so sorry, I was doing the rota I think.")
    assert not find_owning("He did eleven in one go and I'm so sorry for your trouble, what a day.")


def test_who_turns_a_manner_away_rebuffs() -> None:
    assert rebuffs("Don't do the kind voice. I'll go red.")
    assert not rebuffs("They don't do the kind voice.")
    assert not rebuffs("Don't worry. I'll tell you.")


def test_no_come_on_takes_a_sorry_and_no_alone_does_not() -> None:
    assert accepts("No, come on, you've said it and I've heard it, so budge up.")
    assert not accepts("No. I'd like you to go.")
    assert refuses("No. I'd like you to go.")


def test_somebody_asks_anew_in_the_first_four_sentences() -> None:
    behind = "Right. I see. Lovely."
    assert asks_anew(f"{behind} I meant the leaflet.")
    assert not asks_anew(f"{behind} It rains. I meant the leaflet.")


@pytest.mark.parametrize(
    ("text", "judges"),
    [
        ("...No. That was a rubbish thing to say. It might very well be.", True),
        ("Most chairs. Including this one, just now, I think. I beg your pardon. What did they not ask?", True),
        ("What a daft thing to ask. Tell me about Sam.", True),
        ("He said what? That is a terrible word. Who was it?", False),
        ("I beg your pardon for the noise. Shall we go on?", False),
        ("'That was a silly thing to say', she told you?", False),
    ],
)
def test_a_reply_may_begin_by_judging_what_it_said_just_now(text: str, judges: bool) -> None:
    assert judges_own(text) is judges


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("I'll write racism. I should've said so at two minutes.", True),
        ("I should've said so, and I shouldn't have laughed. I'm sorry I laughed.", False),
        ("Shall I write it?", False),
    ],
)
def test_what_was_left_unsaid_takes_nothing_back(text: str, only: bool) -> None:
    assert owns_only_unsaid(text) is only


@pytest.mark.parametrize(
    ("text", "regrets"),
    [
        ("I keep sticking up for them and I don't need to, sorry.", True),
        ("And what's she like? I've been having a go at the constable for ten minutes.", True),
        ("Right, that's me being clever about everyone else.", True),
        ("I keep a list of the days.", False),
        ("Who was having a go at her?", False),
    ],
)
def test_how_somebody_talked_so_far_may_be_regretted(text: str, regrets: bool) -> None:
    assert regrets_manner(text) is regrets


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("I've just sat here and called it a Brillo pad, haven't I.", True),
        ("That was a rotten thing to say, Jan.", True),
        ("And I came in here on about my grandson's cape.", True),
        ("What I said about watching who you say it to... that was me looking after me.", True),
        ("I have put my foot in nothing. I followed the protocol.", False),
        ("That was a rotten thing to say to you, and he'll hear from me.", True),
        ("That was me at the door.", False),
    ],
)
def test_what_was_said_is_owned_in_plain_talk(text: str, owned: bool) -> None:
    assert bool(find_owning(text)) is owned


@pytest.mark.parametrize(
    ("text", "all_of_it"),
    [
        ("I've made a pig's ear of this.", True),
        ("I've spent half an hour making it smaller, haven't I.", True),
        ("I've got all of this wrong.", True),
        ("I made a mess of the kitchen.", False),
        ("I spent half an hour telling the school.", True),
        ("I'm sorry about before.", False),
    ],
)
def test_who_owns_all_of_it_says_not_what(text: str, all_of_it: bool) -> None:
    assert owns_all(text) is all_of_it


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("I actually said that.", True),
        ("I spent the first bit of this telling you to warm up for a panel.", True),
        ("I'll ring Mr Haque too, by two, and say sorry I didn't ask.", False),
        ("Me: tell the head of service it was my name on it, today.", False),
        ("I'm sorry, I did it as well.", True),
        ("The thing about court orders, I said it like you'd done something.", True),
        ("I'll ring the school and say it's my fault.", False),
        ("And I went and did it to you as well, first thing.", True),
        ("Then: 'Mr Haque, I asked about your garden. I'm sorry. I should have asked.' Then stop.", False),
    ],
)
def test_what_will_be_said_or_is_lent_owns_nothing_here(text: str, owned: bool) -> None:
    assert bool(find_owning(text)) is owned


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("Well done for saying it. He's threatening you.", True),
        ("You've not done one thing wrong there.", True),
        ("I believe you, Sam.", True),
        ("Well done for the cake.", False),
        ("It's Friday.", False),
    ],
)
def test_who_says_that_they_did_nothing_wrong_has_received_it(text: str, received: bool) -> None:
    assert receives(text) is received
