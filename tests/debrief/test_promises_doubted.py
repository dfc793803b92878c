"""What is feared, doubted, private or chat is no promise; a vow beside the same words is one."""

import pytest

from coach.debrief.promise_choice import choose_promises
from coach.debrief.promises import find_promises


def promises(*replies: str) -> list[str]:
    return [promise.text for promise in choose_promises(find_promises(list(enumerate(replies, 1))))]


@pytest.mark.parametrize(
    "text",
    [
        "I can't promise I'll ring the school.",
        "I'm not going to promise I'll ring the school.",
        "I'm not promising I'll tell the head.",
        "I'm not promising.",
        "I don't think I'll tell him.",
        "I doubt I'll ring the school tomorrow.",
        "You don't believe I'll ring.",
        "You don't believe I'll ring the school tomorrow.",
        "You're afraid I'll tell the police.",
        "Are you scared I'll tell your mum",
        "Do you think I'll tell the school",
        "I told my manager I will write to the head.",
        "I'm not sure I'll ring them tomorrow.",
        "I can't promise I won't tell anyone.",
        "I won't promise I'll ring.",
        "I never promised I'd ring.",
        "I can't swear I'll get it changed.",
        "I can't guarantee it will be changed by Friday.",
        "I don't believe I'll be ringing the school.",
        "I doubt we'll ring them.",
        "I'm scared I'll lose the form.",
        "You're worried I'll write it down.",
        "He's afraid we'll tell his dad.",
        "You think I'll ring the police.",
        "I hope I'll get it changed.",
        "I wasn't sure I'd ring them tomorrow.",
        "They thought I'd tell the school.",
        "I told your mum I'd ring the school.",
        "It doesn't go down as much as you think.",
    ],
)
def test_what_is_doubted_feared_or_not_promised_is_none(text: str) -> None:
    assert promises(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I promise I'll ring them tomorrow.",
        "I'm worried, so I'll ring the school tomorrow.",
        "I know you're scared, but I'll tell the head tomorrow.",
        "I can't promise anything, but I'll ring them tomorrow.",
        "I don't think he's safe, so I'll ring the school.",
        "I'll make sure they ring you.",
        "I won't tell anyone you were scared I'd ring.",
        "I promise you I won't tell anyone.",
        "I promise we'll get that word out of the report.",
        "I'll make sure it will be changed by Friday.",
        "I'm not lying to you, I promise I'll ring.",
        "I think he's right, and I'll ring the school tomorrow.",
        "I'm sure you're tired, I'll ring them tomorrow.",
        "Sorry, I'll ring them tomorrow.",
        "I know you think I won't, but I'll ring on Friday.",
        "You said you're scared. I'll ring the police tonight.",
        "I was worried I'd missed it, so I'll check the log tonight.",
        "I'm afraid I have to tell my manager.",
        "I'm afraid I'll have to tell my manager.",
        "I'll ask if he told the school I will come.",
    ],
)
def test_a_promise_beside_a_fear_or_a_thought_is_one(text: str) -> None:
    assert promises(text) == [text.split(". ")[-1]]


@pytest.mark.parametrize(
    "text",
    [
        "It won't go down as well with my wife.",
        "I'm seeing my mum tonight.",
        "I'm seeing a film tonight.",
        "I'm going to the pub after this.",
        "I'm ringing home tonight.",
        "I'm meeting friends tomorrow.",
        "I'll be in bed by ten.",
        "I'm taking annual leave next week.",
        "I'm leaving my job next week.",
        "I'm getting my hair done tomorrow.",
        "I'm back on Monday from my holidays.",
        "That is in writing already.",
        "It will be in the file from 2019.",
        "Your doctor will ring you Friday, won't she?",
        "I ring my mum every Sunday.",
        "I'm apologising for my cold.",
        "I'm visiting my nan on Friday.",
        "I'm having my car fixed tomorrow.",
        "I'm getting my eyes tested on Monday.",
        "I'm picking up my son at three.",
        "I'm back from holiday on Monday.",
        "It is in the report already.",
        "It was in the file from 2019.",
        "His school will ring you tomorrow, will they?",
        "I ring my sister every week.",
    ],
)
def test_what_is_of_ones_own_life_or_so_already_or_done_by_others_is_none(text: str) -> None:
    assert promises(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He doesn't go down as a rule.",
        "Your coat stays out.",
        "That dog doesn't go in.",
        "All that is left out.",
        "I'll pull every face I know.",
        "I'll leave it in there, it's warm.",
        "I'll keep it in just as long as you like.",
        "You can change any of the channels",
        "You can sit there and watch me write.",
        "I'll say it when he is quiet.",
        "I'll read him before he reads me",
        "I'll own that in the meeting I was late.",
        "They'll say one thing tomorrow.",
        "I'll just say one thing.",
        "I'll help you write.",
        "I'll stop now.",
        "I'll stop talking.",
        "It won't go down as far as the river.",
        "Your bag stays out.",
        "Your shoes stay out.",
        "That chair doesn't go in.",
        "Your dinner's left out.",
        "I'll pull every muscle.",
        "I'll check every window.",
        "I'll leave it in here.",
        "I'll keep it in there.",
        "You can change every light bulb.",
        "You can change the channel.",
        "You can stand there and watch me eat.",
        "I'll say it when she smiles.",
        "I'll say it once he's calm.",
        "I'll read her like a book before she reads me.",
        "I'll own that at the meeting I was tired.",
        "I'll stop there.",
        "I'll stop the report there.",
        "I'll apologise to you.",
        "I'll be at the table.",
        "I'll help you up.",
        "I'll stop the car now.",
        "My mum's going to ring me tomorrow.",
        "I'm writing to you.",
    ],
)
def test_chat_in_the_words_of_a_promise_is_none(text: str) -> None:
    assert promises(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I'll refer you to the food bank today.",
        "I'll get the heating at your flat fixed by Friday.",
        "I'll get him halal food tomorrow.",
        "I'll get you a car seat by Friday so you can go home.",
        "I'll ring the owner tonight about the mould in the kitchen heating.",
        "I'll ring the kitchen tonight about the pork.",
        "I won't say anything about the food to anyone.",
        "I won't write that you declined.",
        "I'm not going to write that you refused.",
        "I won't put you down as difficult.",
        "I'm taking out that you refused.",
        "I won't tell the Home Office.",
        "I won't tell the neighbours.",
        "I'll say one thing to Mr Haigh tomorrow: it's racist.",
        "I'll ring you every Monday.",
        "I'll get the damp on the floor fixed by Friday.",
        "I'll apologise to her tomorrow.",
        "I'll be at the meeting with you.",
        "I'll help you write the complaint.",
        "I'll stop that letter tonight.",
        "I am writing to the head this evening.",
        "My manager's going to ring you tomorrow.",
        "An interpreter will be booked.",
        "I'll use the word racist in my report.",
        "will msg u tmrw",
        "Don't worry, I'll ring the school tomorrow.",
        "It won't go down as aggressive.",
        "I'll pull every record.",
        "I'll change every line of it.",
        "You can change any line before I send it.",
        "Your name stays out.",
        "I'll say it again when he's back in.",
        "I'll read it to you before I send it.",
        "I'm seeing your manager tomorrow.",
        "I'm going to the school after this.",
        "I'm ringing the home tomorrow about your dad.",
        "I'm ringing your friend's school tomorrow.",
        "I'll help you with the form tomorrow.",
        "I'll come to your house on Friday.",
        "I'll take it to the panel next week.",
        "I'm seeing the head tomorrow about it.",
        "I won't write that you refused to engage.",
        "I'm crossing out that you declined.",
        "I won't mark you down as a no-show.",
        "I'm not going to tell the neighbours.",
        "I won't tell immigration.",
        "I'll tell the Home Office he has to stay.",
        "I'll just say a word to the head tomorrow.",
        "I'll visit you every Friday.",
        "I'll ring every day this week.",
        "It won't go down as non-compliance.",
        "She won't be put down as difficult.",
        "Your boy stays out of the report.",
        "Your address stays out.",
        "His name doesn't go in.",
        "I'll change every word of it.",
        "I'll correct every line.",
        "I'll leave it in as you said it.",
        "You can change any line in it before it goes.",
        "You can change anything that's wrong in it before I send it.",
        "You can sit there and watch me write it.",
        "I'll say it again when he comes back.",
        "I'll read you the letter before I send it.",
        "I'll raise it at the meeting.",
        "I'll own it in the review.",
        "I'm seeing the landlord tomorrow about the damp.",
        "I'll ring your mum tonight.",
        "I'm meeting my manager on Monday about it.",
        "I'm getting your notes changed tomorrow.",
        "I'm back on Monday, and I'll ring you.",
        "It will be in the file by Friday.",
        "It will be in your file in your words.",
        "The nurse will ring you Friday.",
        "My manager will ring you tomorrow.",
        "The head's going to write to you tomorrow.",
        "A taxi will be booked.",
        "I'll say sorry to him tomorrow.",
        "I'll apologise to the head.",
        "I'll help you fill in the form.",
        "I'll come to the meeting with you.",
        "I'm writing to the landlord tomorrow.",
        "ill msg u tomorrow",
        "I will message you tomorrow.",
        "I'll be there at the panel.",
        "I'm stopping that letter tonight.",
        "I'll use your word in the report.",
        "I'll tell him I'm not happy.",
        "I can't ring today, but I'll ring tomorrow.",
    ],
)
def test_a_vow_a_record_or_a_person_with_a_role_makes_a_promise_of_the_same_words(text: str) -> None:
    assert promises(text) == [text]


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("Actually I can't ring the school, sorry.", []),
        ("On second thoughts I won't ring them.", []),
        ("On second thoughts, I won't ring them.", []),
        ("I can't ring you today.", ["I'll ring the school tomorrow."]),
        ("Sorry, I can't ring before nine.", ["I'll ring the school tomorrow."]),
        ("Sorry, I can't ring now.", ["I'll ring the school tomorrow."]),
        ("Sorry, I can't write to the head.", ["I'll ring the school tomorrow."]),
    ],
)
def test_what_somebody_is_sorry_that_they_cannot_do_is_promised_no_more(later: str, left: list[str]) -> None:
    assert promises("I'll ring the school tomorrow.", later) == left


def test_a_vow_and_its_breach_stand_in_the_order_of_the_talk() -> None:
    assert promises("I won't tell your mum.", "I'll tell your mum tomorrow.") == [
        "I won't tell your mum.",
        "I'll tell your mum tomorrow.",
    ]
    assert promises("I won't tell your mum.", "I'll ring the nurse tomorrow.") == [
        "I'll ring the nurse tomorrow.",
        "I won't tell your mum.",
    ]


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("I'll ring Kate, at the school gate, if you like, tomorrow.", False),
        ("I'll ring Kate, at the old school gate, if you like, tomorrow.", True),
    ],
    ids=["four words", "five"],
)
def test_a_few_words_between_a_promise_and_its_condition_are_skipped(text: str, promised: bool) -> None:
    assert bool(find_promises([(1, text)])) is promised
