"""The words in which a family says that a reply reached them, or goes round it."""

import pytest

from coach.debrief.acknowledgements import (
    answers_directly,
    answers_yes_or_no,
    goes_round,
    says_heard,
    takes_apology,
    thanks,
)
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("So it's come from you, and not off a screen.", True),
        ("Oh. You're not supposed to ask. People go, oh, right, and look at their shoes.", True),
        ("Hang on. Nobody's told me that.", True),
        ("Good. That's got a person in it, and I'd wondered.", True),
        ("That's got a person to type it.", False),
        ("Nobody's asked it like that, never mind offered to type it.", True),
        ("You believe me. I'd got the email up to wave at you.", True),
        ("I'd thought it was only me.", True),
        ("You are the first who is asking.", True),
        ("No, I don't think she is. I've not said that in one go before.", True),
        ("I put 'enjoys reading'. I've no, nobody said that to me.", False),
        ("Nobody asked Tom anything.", False),
        ("Nobody's told me, or her.", False),
        ("I believe you. I just wanted to hear it.", False),
        ("It was the nine. It was wet. You believe me.", False),
        ("You are the first person in this building to ask what anybody had eaten.", True),
        ("You're the first who doesn't shout.", True),
        ("That's the first time anybody's said that to my face.", True),
        ("That is the first one who is talking as if I can hear.", True),
        ("You saw it. I'm glad you saw it.", True),
        ("You asked about me.", True),
        ("You're the first person to call me that.", False),
        ("Don't think you're the first to say sorry.", False),
        ("That's the first time she's hit me.", False),
        ("That's the first time I've ever put a day in that box.", False),
        ("You asked about me behind my back.", False),
        ("So we both know you're lying.", False),
        ("I moved my bag also. So we both had a safe bag.", False),
        ("You saw it. And you did nothing.", False),
        ("You noticed. You never said anything though.", False),
        ("You believe me?", False),
        ("It's come from you lot.", False),
    ],
)
def test_that_somebody_was_heard_they_say_themselves_at_the_start(line: str, heard: bool) -> None:
    assert says_heard(line) is heard


@pytest.mark.parametrize(
    ("line", "thanked"),
    [
        ("Thank you. I'd got to thinking I'd been rude.", True),
        ("That's it. Thank you. I'd set aside twenty minutes.", True),
        ("Thank you, no, you'll want it yourself.", False),
        ("Thank you. Do not be ashamed, it is not useful.", False),
        ("Thank you. I've had a lot of sorry this week.", False),
        ("I'd put you down for ten, so you're early. Thank you.", False),
        ("Ta.", True),
        ("Cheers.", True),
        ("Thank you very much.", True),
        ("Thank you. Go on.", True),
        ("Thank you. It's not too late.", True),
        ("Thank you. You can go now.", False),
        ("Thank you. Please leave.", False),
        ("Thank you. I'd like you to leave.", False),
        ("Thank you. I have nothing to say to you.", False),
        ("Thanks. What for?", False),
        ("Thank you. It's too late, though.", False),
    ],
)
def test_thanks_stand_by_themselves_and_are_not_taken_back(line: str, thanked: bool) -> None:
    assert thanks(line) is thanked


@pytest.mark.parametrize(
    ("line", "round_it"),
    [
        ("It's not even a word. So there's nothing to tell.", True),
        ("I am hearing you. A part of me is standing in that circle still.", True),
        ("It was a word.", False),
        ("Not to them, no.", False),
        ("Not to you.", True),
        ("They said it to me, not to you, and I want to tell you.", False),
    ],
)
def test_an_answer_may_go_round_what_was_asked(line: str, round_it: bool) -> None:
    assert goes_round(line) is round_it


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("That's all right. It's better said to me than round me.", True),
        ("Okay. Thank you. I'd gone, there.", True),
        ("It's okay. You said the actual word.", True),
        ("Thank you. I like to know which part a sorry's for.", True),
        ("Okay. He also falls and stands up.", False),
        ("I'll tell you what I know, and it's not all of it.", False),
        ("I know, I know.", True),
        ("Okay. Yes.", False),
        ("Sure. No problem.", False),
        ("I'm all right, thanks.", False),
        ("Okay.", False),
        ("Don't say sorry. It's embarrassing.", False),
        ("", False),
    ],
)
def test_who_may_only_go_along_has_not_surely_taken_an_apology(line: str, taken: bool) -> None:
    assert takes_apology(line) is taken


@pytest.mark.parametrize(
    ("line", "reply", "answers"),
    [
        ("When you've gone. Who reads it?", "My manager, me, and you first.", True),
        ("When you've gone. Who reads it?", "It's a long form. My manager is busy.", False),
        ("When you've gone. Who reads it?", "My manager, do you mean?", False),
        ("When is the meeting?", "Thursday, at ten.", True),
        ("When is the meeting?", "It's a good meeting.", False),
        ("She'll say it's fine. Don't go.", "I'm not going. Crumble it is.", True),
        ("She'll say it's fine. Don't go.", "I've to be off now.", False),
        ("You ask her. She'll say it's fine.", "I'll ask her when she comes down.", True),
        ("You ask her. She'll say it's fine.", "Lovely kitchen.", False),
        ("It rains.", "My manager, me, and you first.", False),
        ("I'd tell you, if I thought it'd be written down right.", "Then I'll put it the way you do.", True),
        ("I'd tell you, if I thought it'd be written down right.", "It's a long form.", False),
        ("I'd tell you, if I thought it'd be written down right.", "Shall I be off, then?", False),
    ],
)
def test_a_reply_may_answer_a_line_without_a_word_of_it(script: Script, line: str, reply: str, answers: bool) -> None:
    (exchange,) = replay(script, events(said(text=reply))).attempt().replies()
    assert answers_directly(line, exchange) is answers


def test_what_the_family_thanks_for_answered_their_question_and_no_other_line(script: Script) -> None:
    thankful = with_answer(script, "stand_in", pat("Thank you."))
    (exchange,) = replay(thankful, events(said("vague", text="Let's see."))).attempt().replies()
    assert exchange.find_first_words() == "Thank you."
    assert answers_directly("What does it say?", exchange)
    assert not answers_directly("It says something.", exchange)


@pytest.mark.parametrize(
    ("line", "reply", "answered"),
    [
        ("Can you be from Congo if you've never been?", "You can, I should think. Hello, Pan.", True),
        ("Will you write down what I said?", "Yes. Every word.", True),
        ("Is it in there?", "It is, at the top.", True),
        ("Can you be from Congo if you've never been?", "Hello, Pan. What a lovely nose.", False),
        ("Can you be from Congo if you've never been?", "Can you?", False),
        ("Why would anybody ask?", "Yes.", False),
        ("Is it in there? I never looked.", "It is.", False),
    ],
)
def test_a_question_is_answered_by_its_own_verb_or_by_yes_and_no(line: str, reply: str, answered: bool) -> None:
    assert answers_yes_or_no(line, reply) is answered
