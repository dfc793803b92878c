"""Promises: what a practitioner said they would do, as they said it, and nothing that is none."""

import pytest

from coach.debrief.promise_choice import MOST_SHOWN, choose_promises
from coach.debrief.promises import find_promises
from coach.model.afterwards import SharedPromise


def promises(text: str) -> list[str]:
    return [promise.text for promise in find_promises([(1, text)])]


@pytest.mark.parametrize(
    "text",
    [
        "I'll ring you at eight.",
        "I'm changing that note today, in my name.",
        "I am going to write to the head by Friday.",
        "I'll have that word taken out of the record.",
        "We'll book an interpreter from another city.",
        "ill ring the school tomorrow at nine",
        "I won't put her name in.",
        "I'm telling my manager before half past five.",
        "I'll be back on Thursday at ten.",
        "You'll have it from me by six.",
        "I'll ask them who wrote it.",
        "I promise I won't tell anyone.",
        "I'm not putting it in.",
        "im putting it in the minutes tonight",
        "youll have it before the bell on friday",
        "ill chase the bus company",
        "That line's out today.",
        "None of this goes in tonight.",
        "You'll read it before anyone.",
        "I have to tell Dr Osei.",
        "I need to talk to your gran.",
        "I won't ask it again of her.",
        "It won't say that when I'm finished with it.",
        "Tomorrow I ring to the clinic.",
        "Will text you tonight.",
        "I'll get someone who speaks her language.",
        "What you tell me stays between us.",
        "I can't tell them unless you say so.",
        "I'll tell you what they said, even if it's nothing.",
        "I'll ask if they can move the meeting.",
        "I'll write that you told me twice.",
        "Leave that with me.",
        "I'll put that in what I write, who said what.",
        "I won't leave without it.",
        "Then it's in writing by Friday.",
        "And I tell Dr Farrell now, whatever he says.",
        "I'd not be ringing your house behind your back.",
        "But I'd tell you what I was going to do first.",
        "So I'll ask.",
        "I'll write it down as you said it.",
        "I'll write it: nobody asked you.",
        "I'm going to write 'stopped six times'.",
        "You read it before I sign.",
        "You can check it before it goes anywhere.",
        "It's not going in.",
        "I promise it won't be called that again.",
        "Nobody is losing their place, and I promise you that.",
        "Tonight I cross that word out and send you the page.",
        "I'll find another interpreter, one you choose.",
        "It'll be in my notes in your word.",
        "I'm striking that line.",
        "Tuesdays are out.",
        "Thursday at ten it is, here.",
        "thurs 10 it is",
        "They'll be told.",
        "I'd start with the form, my job not yours.",
        "My job, not yours.",
        "il ring school tmrw n tell them",
        "hell have his own drawing back today",
        "On Friday I come with a train.",
        "I ring audiology now.",
        "The file front gets changed today.",
        "Log's getting changed.",
        "He gets asked on his own about the door.",
        "It goes on your record with my name.",
        "These notes of mine don't go to him.",
        "Nothing you say in here goes out that door unless you say so.",
        "If you're not safe I have to tell my manager.",
        "I'd not do anything without telling you first.",
        "I shall read it out at ten myself.",
        "I shall remind you.",
        "I won't say it came from you.",
        "I'll hold her to it.",
        "il sort ur sister a lift, ring now.",
        "sandwich is going in.",
        "Sixteen, and that's what I'm going with tonight.",
        "I won't go and do it behind your back.",
        "No laminating, I promise.",
        "Nah, I won't tell your sister.",
        "I'll write it down, word for word.",
        "I'll put not without his mother, on the form.",
        "I'm going to write it above where they wrote difficult.",
        "Saturday, half past two, I'll come.",
        "I can ask for a smaller room, and I will.",
        "I'll be there.",
        "I'll get on to the landlord.",
        "I'll go and see them.",
        "I'm off to the head of year.",
        "I'm going to that office.",
        "Then we appeal it.",
        "I write to the landlord about the damp.",
        "What's said in this car stops in here.",
        "A health worker will ring you both.",
        "I won't leave when she says it's nothing.",
        "I have to give his name to the doctor.",
        "I do have to tell the nurse.",
        "I'll stand by you with the panel.",
        "I'll say so.",
        "I'll get those reprinted.",
        "I'll telephone you with a date.",
        "I shall hold back the map until ten tomorrow.",
        "I'm going in to Keith at eleven.",
        "And I'm back next Wednesday, same time.",
        "I will say so in the conference.",
        "I'll ring Legal this afternoon, if that's all right, and I'll let you know by four.",
        "then im walking down the corridor to my gaffer",
        "I'm putting it in all the same, in quotation marks.",
        "No, it'll not be Tuesdays.",
        "That's the word I'll write, not mine.",
        "I wouldn't tell your mother without asking you.",
        "I'll put names to it.",
        "I'll tell them it's no and not give your reasons for you.",
        "The front of that file will say that both parents asked.",
        "I'll say to the agency that he asks, and I won't say who told me.",
        "I'm crossing out the word.",
        "I'll come back at half past even if the answer is don't know.",
    ],
)
def test_what_somebody_will_do_afterwards_is_a_promise(text: str) -> None:
    assert promises(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I promise this won't take long.",
        "I can't promise that it will change.",
        "If there's something where you're not safe I'd have to tell Mrs Lomax.",
        "Before you say more - if there's something where you're not safe I'd have to tell her, so it's wrong.",
        "I'll remind you what you said.",
        "I'll read it out.",
        "He's going in.",
        "I promise I'm not here to judge anybody.",
        "I'll get another cup.",
        "Shall I ring you at eight?",
        "I'll ring them if you like.",
        "I would ring them.",
        "They said I'll ring you.",
        "I'll be honest with you.",
        "I'll ask you straight.",
        "I'll put the kettle on.",
        "I'm calling it racism.",
        "I'm calling about Theo.",
        "I'm ringing because I'm worried.",
        "Maybe I'll write to them.",
        "If I ring the school, what happens?",
        "I'll get down here on the floor.",
        "I rang the school.",
        "You're going to ring her.",
        "Everybody gets the same line, I promise you.",
        "I'll listen.",
        "I'll write that down.",
        "I'll make the tea.",
        "I'm going to get the milk.",
        "I'll move my chair.",
        "I'll come back to that in a minute.",
        "I'll ask her.",
        "I'm asking everyone the same.",
        "I need to ask about the marks.",
        "I won't keep you.",
        "I won't pretend.",
        "I can't tell what they are.",
        "If it happens again I'll ring the police.",
        "If you don't trust him, say so and I'll ring somebody else.",
        "I'll ring the school in the morning, if you want me to.",
        "I'd like to ring her.",
        "It's coming out wrong.",
        "The lift's out.",
        "He's been ill since Monday.",
        "I think I'll ring her tomorrow.",
        "Will I ring her?",
        "I'll raise my hand if I get it wrong.",
        "I'll write that you refused to engage.",
        "My mother called them something I will not repeat.",
        "So it says it stays in here.",
        "Tell Auntie Zubeda I've had a pasty and I'll not repeat that.",
        "I won't put that in either.",
        "Because the report is going out at five today to you and Kunle.",
        "So: Dr Farrell looks at him this afternoon.",
        "Right, I'll say only the small bit today and leave the rest for Wednesday: I'm worried he doesn't hear.",
        "I won't hold you to it.",
        "You can say no to anything I ask today.",
        "Dr Farrell, she's the consultant, is coming this afternoon to look at him.",
        "I'll write that, in those words, if you'll let me.",
        "How about I write it how you say it, and you read it before it goes.",
        "The head teacher tells them what it is, and somebody tells Theo.",
        "I don't need it today.",
        "I don't want her at that stop tomorrow.",
        "He gets stopped on the way home.",
        "I put my initials on it Tuesday.",
        "Now you've been up since half six and I don't think you should be interviewed tonight.",
        "I'll never get up again.",
        "No peas, I promise!",
        "I'm getting off.",
        "I can ring the school tonight.",
        "It won't be done by four.",
        "Sorry, I'm asking like a policeman.",
        "Tell me while I'm putting them out.",
        "We can talk as I'm filing these.",
        "No, it doesn't go on the board.",
        "I'll bring a biro.",
        "I'll get my form out.",
        "I'll pull the door to.",
        "I'll give you a hand with the cups.",
        "I'll keep out of your way.",
        "I'm going to ring off.",
        "And I'll ask for the record.",
        "I'll ask the next one.",
        "I'll chase it if it matters to you.",
        "I'll come back to that.",
        "I'll have to check with the office first.",
        "I'll write it as you say it.",
        "Can we do the sums, and I'll ring the clinic.",
        "Say the word and I'll ring her.",
        "I'll tell the landlord, without your name or your floor, if you agree.",
        "I won't write it if you don't want me to.",
        "I'll do the form myself, no, wait, I can't.",
        "I'll see if there's any toast.",
        "I'm sure we'll have it smoothed out by the time he's here.",
        "Just tell me and I'll sort it.",
        "Well, we'll make sure his voice is heard.",
        "I go home after this and you don't.",
        "We're just having a chat today.",
        "See, that stops me.",
        "There, it's off, is that better?",
        "Tell me slowly, I'm not writing.",
        "and i'll ask them to put the interview off till you've slept, is that ok",
        "I will bring that up with Mr Haigh today, if you and Micah don't mind it.",
        "It goes out to both parents at five today with the copy of the map in it.",
        "We'll get it told now.",
        "I say we ring school today.",
        "The report goes to you both at five.",
        "Sorry the report's going out at five, the night before, and we're three chairs short.",
        "I think we go back, today or tomorrow, and he gets seen on his own.",
        "Just so I book the right person next time.",
        "I'm only putting them in a row.",
        "I'd say we reopen it today.",
        "I'll go and see Skye myself, or you tell her, which is better?",
        "Then we shan't do that bit today unless you wish.",
        "We'll let Doctor look.",
        "I am saying sorry for Monday.",
        "I'm writing it in the file, is that okay, for my notes?",
        "I thought, ooh, I'll ask the school.",
        "And I'd need to tell Donna no, wouldn't I?",
        "We'll leave the word out of the plan, maybe.",
        "I'm chasing my tail today.",
        "Then I'm asking Tom.",
        "I'll ask the once then.",
        "I have to ask outright, is anybody planning it.",
        "Talk of rights and he'll have his back up before the kettle's boiled.",
        "I'll tell you what the form has on it from school.",
        "I will read it exactly.",
        "You take as long as you like, I'm not leaving.",
        "I'll not send you back either way.",
        "Right, we'll leave the card in your pocket then.",
        "Will we ring the school now, before my nerve goes?",
        "And the list that we won't record.",
        "My sentence is in a note, that's all.",
        'Reading it back: "I\'ll ring you at eight, he said, and then he never did."',
        "",
    ],
)
def test_what_is_done_now_or_offered_or_asked_is_none(text: str) -> None:
    assert promises(text) == []


def test_a_promise_stands_in_its_whole_sentence() -> None:
    assert promises("OK. And I'm worried, so I'll ring Jan, and I'll tell my manager today. Is that all right?") == [
        "And I'm worried, so I'll ring Jan, and I'll tell my manager today."
    ]


def test_a_sentence_that_nobody_typed_a_stop_in_is_shown_whole_too() -> None:
    said = (
        "right so that is not ok and she is not to be there on her own with him is she because of what he did to her "
        "last time and I need to talk to your gran what is her name and where does she live now is it far"
    )
    assert promises(said) == [said]


def test_what_is_promised_before_a_question_stands_with_it() -> None:
    said = "I'll get that changed today, what do you want it to say?"
    assert promises(said) == [said]
    assert promises("I'll ring you at eight, is that all right?") == []


def test_words_in_quotation_marks_are_shown_and_promise_nothing() -> None:
    assert promises("It won't say \"aunt\" when I'm done with it.") == ["It won't say \"aunt\" when I'm done with it."]
    assert promises("You wrote 'I will ring her tonight', and then you didn't.") == []


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("OK, then I won't ring her.", ["OK, then I won't ring her."]),
        ("Forget ringing her.", []),
        ("You ring her, then.", []),
        ("I won't ring the school.", ["I'll ring Kate tonight.", "I won't ring the school."]),
        ("I won't write to her.", ["I'll ring Kate tonight."]),
        ("What if I don't ring her?", ["I'll ring Kate tonight."]),
    ],
)
def test_a_promise_that_a_later_reply_takes_back_is_left_out(later: str, left: list[str]) -> None:
    made = find_promises([(1, "I'll ring Kate tonight."), (2, later)])
    assert [promise.text for promise in made] == left


def test_a_promise_of_two_acts_is_not_taken_back_by_taking_back_one() -> None:
    """The school is still to be rung."""
    made = find_promises([(1, "I'll ring Kate and the school tomorrow."), (2, "I won't ring Kate.")])
    assert "I'll ring Kate and the school tomorrow." in [promise.text for promise in made]


def test_a_promise_about_any_one_of_the_children_weighs() -> None:
    """Of more than are shown, it stays: no promise has to name them all."""
    light = [(at, f"I'll look into {what} for you.") for at, what in enumerate("a b c d e f g h i j k l".split(), 2)]
    made = find_promises([*light, (20, "I'll ask Sam.")])
    assert len(made) > MOST_SHOWN
    assert "I'll ask Sam." in [promise.text for promise in choose_promises(made, ["Rosa", "Sam"])]


def test_one_that_is_taken_back_in_the_same_breath_is_left_out() -> None:
    assert promises("I'll email the head, no, I won't email the head.") == []


def test_what_is_said_of_a_person_takes_back_no_promise_about_a_place() -> None:
    made = find_promises([(1, "I'll ring the school tomorrow."), (2, "Then I won't ring her.")])
    assert [promise.reply for promise in made] == [1, 2]


def test_of_many_promises_the_page_shows_the_weighty_ones_as_they_were_said_and_tea_nowhere() -> None:
    said = [
        (1, "I'll find a plaster. I'll ring the head tomorrow about Rosa. I'll be back. I'll make us a coffee."),
        (2, "I'll sort the shelf. I'll look into it."),
        (3, "I'll take that word out of your report by Friday."),
        (4, "I'll get it moved. I'll ring you. I'll chase it."),
    ]
    more = [(at, f"I'll look into {what} for you.") for at, what in enumerate("a b c d".split(), 5)]
    made = find_promises([*said, *more])
    assert len(made) == 13
    assert not any("coffee" in promise.text for promise in made)
    shown = choose_promises(made, ["Rosa"])
    assert len(shown) == MOST_SHOWN
    texts = [promise.text for promise in shown]
    assert "I'll ring the head tomorrow about Rosa." in texts
    assert "I'll take that word out of your report by Friday." in texts


def test_a_shared_promise_is_always_shown() -> None:
    shared = SharedPromise(words=("not going back",), because="Your manager decides.")
    names = "Ada Ben Cyd Dee Eve Flo Gus Hal Ida Jon Kim Lou".split()
    heavy = [(at, f"I'll ring the head about {who} on Monday.") for at, who in enumerate(names)]
    made = find_promises([*heavy, (20, "She's not going back.")], (shared,))
    assert len(made) > MOST_SHOWN
    assert choose_promises(made)[-1].shared == shared


def test_few_promises_are_all_shown_what_has_its_day_first() -> None:
    made = find_promises([(1, "I'll sort a lamp."), (2, "I'll ring the head tomorrow."), (3, "I'll sort the bus.")])
    assert [promise.reply for promise in choose_promises(made)] == [2, 1, 3]


def test_of_one_act_promised_twice_the_fuller_sentence_stands() -> None:
    made = find_promises([(2, "I'll ring the school tomorrow."), (5, "I'll ring the school tomorrow before ten.")])
    assert [(promise.reply, promise.text) for promise in made] == [(5, "I'll ring the school tomorrow before ten.")]


def test_a_promise_and_its_opposite_are_two() -> None:
    made = find_promises([(2, "I'll write to the school about Rosa."), (5, "I won't mention Rosa to the school.")])
    assert len(made) == 2


def test_a_few_words_that_go_on_with_a_promise_stand_with_it() -> None:
    assert promises("I'll get that log corrected. And the other workloads. And how is Skye?") == [
        "I'll get that log corrected. And the other workloads."
    ]
    assert promises("I'll get that log corrected. And you were right.") == ["I'll get that log corrected."]
    assert promises("You were right. And the other workloads.") == []


def test_a_condition_of_the_part_before_does_not_hold_the_next_promise_up() -> None:
    assert promises("You shut your eyes if you want, I'll ring Dr Farrell at ten.")
    assert promises("I'll write down why, if that's all right, and he won't be booked again.")


def test_a_promise_made_twice_stands_once_where_it_was_first_made() -> None:
    made = find_promises([(2, "I'll ring you at eight."), (5, "I'll ring you at eight.")])
    assert [(promise.reply, promise.text) for promise in made] == [(2, "I'll ring you at eight.")]


def test_what_is_not_yours_alone_is_found_by_its_authors_words() -> None:
    shared = SharedPromise(words=("(she|he) is not going back",), because="Your manager decides.")
    (promise,) = find_promises([(3, "She's not going back tomorrow. Is that OK?")], (shared,))
    assert promise.text == "She's not going back tomorrow."
    assert promise.shared == shared


@pytest.mark.parametrize(
    "text",
    ["I wonder if she is not going back.", "Maybe she's not going back tomorrow.", "What if she is not going back"],
)
def test_what_only_wonders_promises_nothing_in_its_authors_words(text: str) -> None:
    shared = SharedPromise(words=("(she|he) is not going back",), because="Your manager decides.")
    assert find_promises([(3, text)], (shared,)) == ()


def test_a_question_is_never_a_promise_whatever_its_words() -> None:
    shared = SharedPromise(words=("going back",), because="Your manager decides.")
    assert find_promises([(3, "Is she going back tomorrow?")], (shared,)) == ()


@pytest.mark.parametrize(
    ("said", "answer", "made"),
    [
        ("I can ring the school.", ["Yes, please."], ["I can ring the school."]),
        ("I can ring the school.", ["Would that help?"], []),
        ("I can ring the school.", [], []),
        ("Shall I ring the school?", ["Yes, please."], []),
        ("Would you ring her, and I'll come with you tomorrow, whichever?", ["Yes, please."], []),
        ("You can write it, or I can ask her with you here.", ["Yes. Not a Sunday."], []),
        ("I can ring the school or write to the head.", ["Yes, please."], []),
        ("I'll say it tomorrow at ten. Is it OK if I say it?", ["With my husband there? No."], []),
        ("I'll say it tomorrow at ten. Is it OK if I say it?", ["You may."], ["I'll say it tomorrow at ten."]),
    ],
)
def test_an_offer_counts_where_they_plainly_say_yes(said: str, answer: list[str], made: list[str]) -> None:
    found = find_promises([(1, said)], answers={1: answer})
    assert len(found) == len(made)
    assert all(promise.text.startswith(start) for promise, start in zip(found, made, strict=True))
    assert all(promise.accepted in (*answer, "") for promise in found)


def test_what_is_asked_there_and_then_is_no_offer() -> None:
    asked = 'Um, can I just ask about "streetwise", sorry, she is fourteen.'
    assert find_promises([(1, asked)], answers={1: ["I'd have said sensible, yes."]}) == ()


@pytest.mark.parametrize(
    ("answer", "later", "stands"),
    [
        ("Not in English. It stays here. It's not for you.", "Keep it then, your paper.", False),
        ("Not in English. It stays here. It's not for you.", "What is in it?", True),
        ("All right.", "Keep it then, your paper.", True),
    ],
    ids=["turned down and given up", "not given up", "not turned down"],
)
def test_what_they_turned_down_and_the_next_reply_gives_up_is_no_promise(answer: str, later: str, stands: bool) -> None:
    said = [(1, "I'll put what you wrote on the form."), (2, later)]
    assert bool(find_promises(said, answers={1: [answer]})) is stands


@pytest.mark.parametrize(
    "text",
    [
        "I get told worse before nine.",
        "Today I'll keep it short and in plain words with you two.",
        "I come back when you're ready, on the twentieth or whenever.",
    ],
)
def test_what_only_sounds_like_a_promise_is_none(text: str) -> None:
    assert find_promises([(1, text)]) == ()


def test_what_is_asked_while_they_wait_is_no_offer_that_a_yes_makes_a_promise_of() -> None:
    asked = "Can I ask while we wait, do you want anything from the machine?"
    assert find_promises([(1, asked)], (), {1: ["Yes, a tea."]}) == ()


@pytest.mark.parametrize("text", ["I come back, on the twentieth.", "On the 14th I come back, with her on the phone."])
def test_to_come_back_on_a_day_is_promised(text: str) -> None:
    assert [promise.text for promise in find_promises([(1, text)])] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I'll use your word.",
        "Nobody else's, and I write down your word not 'incidents'.",
        "That woman was racist, I'm writing that word down.",
        "I put his proper name on.",
        "I won't be asking you to be the anti-racism lead.",
        "And you're not doing that lead job unless you want it and it's paid.",
        "I'll not make it a Tuesday then.",
        "I can put that right today, in my name.",
        "And ring Araba before ten, or I will.",
        "Yes, I can ring your mum about the lift.",
        "It goes on my pad and nowhere else unless you say so.",
        "I'm gonna go get you that lasagne and ask for the rest period, back in five.",
        "I promise I'll come with you if you want me.",
        "I will put it, in capitals.",
    ],
)
def test_words_kept_and_what_nobody_has_to_do_are_promised(text: str) -> None:
    assert promises(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Fair play, it stays in the bag till it's the right person.",
        "I'd need to ring someone before five.",
        "I treat everybody alike, so I'll just ask.",
        "I'm not going to ask you to be reasonable.",
        "I can put the kettle on now.",
        "I write down your bus times.",
        "I can ring you a taxi.",
        "I won't tell the wipers.",
        "Your mam will ring in a few minutes.",
    ],
)
def test_what_somebody_else_keeps_or_might_need_to_do_is_none(text: str) -> None:
    assert promises(text) == []


def test_a_list_in_the_simple_present_is_promised_whole() -> None:
    text = "Tonight I take that sentence out. I put his proper name on. And I ask school who held him."
    assert promises(text) == [
        "Tonight I take that sentence out.",
        "I put his proper name on.",
        "And I ask school who held him.",
    ]
    assert promises("And I ask school who held him.") == []


def test_a_list_is_promised_that_ends_in_asking_what_is_missing() -> None:
    text = "so: off the Tuesday list, forms say Trini and Scottish, and I talk to Theo with his wheel."
    assert promises(f"{text} have I missed owt?") == [text]
    assert promises(text) == []


@pytest.mark.parametrize(
    ("offer", "yes"),
    [
        ("I would come with you to the clinic if you want.", "Yes. I also."),
        ("I can hold the map back, I'm the chair.", "Thank you; that is a promise."),
        ("I can ring the agency from the car.", "Good. Now it's official."),
    ],
)
def test_what_is_offered_is_promised_where_they_take_it_as_one(offer: str, yes: str) -> None:
    (made,) = find_promises([(1, offer)], answers={1: [yes]})
    assert (made.text, made.accepted) == (offer, yes)
    assert not find_promises([(1, offer)], answers={1: ["No."]})


def test_what_somebody_is_promised_to_be_spared_is_a_promise() -> None:
    (promise,) = find_promises([(1, "I promise Lenka won't have to do it.")])
    assert promise.text == "I promise Lenka won't have to do it."
