"""Words that promise, each with words near them that do not."""

import pytest

from coach.debrief.promises import find_promises


@pytest.mark.parametrize(
    "text",
    [
        "I'm writing that down in your words.",
        "I'm writing it down as you said it.",
        "I'm writing that down, and what they shout at her.",
        'I\'m writing it down: "I say nothing with him".',
        "I'm putting racism on the form.",
        "I'm writing racist next to it.",
        "I'm putting it down as racist, because it was.",
        "I'm recording that as a racist incident today.",
        'I\'ll be writing it up as racism, not as "communication".',
        "That is racism, and I'll write it down as that.",
        "I'll put the word racism in the referral.",
        "I'll put it in that it's the same two.",
        "I'll put her words in as she said them.",
        "I'll write sixteen then, that's what you said.",
        "I promise it won't go down as 'new scarf'.",
        'I will pull every "workload" and ask properly.',
        "I shall leave it in exactly as it is.",
        "I won't attach it to the report.",
        "I'll call it racism in the report.",
        "I will use the word you used, racism.",
        '"One with a knee", I\'m writing that down.',
        "“Not asked”, I'll put that in.",
    ],
)
def test_what_goes_on_a_record_and_in_what_words_is_promised(text: str) -> None:
    assert [one.text for one in find_promises([(1, text)])] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I'm writing that down now.",
        "I'm writing as fast as I can.",
        "I'm writing this as we go.",
        "I'm typing what you say.",
        "I'm putting the kettle on.",
        "I'm putting that on my wall.",
        "I'll put two and a worm.",
        "That's what we'll do.",
        "Nobody is in trouble, and I promise you that.",
        "Is there really no glasses, I'll go and find some glasses.",
        "I'll go and get a chair.",
        "I'll say it out loud.",
        "I'll say it again.",
        "You can see why they asked.",
        "You can sit there and see the garden.",
        "The cat stays out.",
        "She stays out.",
        "I'll call it racism.",
        "I'll own that.",
        "Oh no, I can write it.",
        "I'm writing that down.",
        '"One with a knee", I\'ll write that on my wall.',
        "I'll stand up in a minute.",
        "I mean, to say it is one thing.",
    ],
)
def test_what_is_said_within_the_talk_is_not(text: str) -> None:
    assert not find_promises([(1, text)])


@pytest.mark.parametrize(
    "text",
    [
        "I'll say that out loud at ten o'clock.",
        "I'll say it again when he's in, gladly.",
        "I mean to say so to Mr Haigh.",
        "I intend to raise it with the head on Monday.",
        "I ring Donna this morning.",
        "Of course, I'll copy you in.",
        "I'll read you the rest over the phone Monday.",
        "I'll read it back to you before it goes to anyone.",
        "Your boy stays out, and the crying.",
        "Your mum's name stays out of it.",
        "That bit won't go in.",
        "You'll get to read it before it goes anywhere.",
        "You can change any word of it before I send it.",
        "I'll own that at the meeting.",
        "I'll stand up in that meeting and say it.",
        "I'll say it was me who asked.",
        "Don't worry, I can ask Hafsa myself.",
        "ill txt u when ive spoke to them",
        "You can sit this side and check every word.",
        "I can take the map out of the report, that's mine to decide, and I will.",
    ],
)
def test_who_is_told_what_is_read_back_and_what_stays_out_are_promised(text: str) -> None:
    assert [one.text for one in find_promises([(1, text)])] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I won't write that. I'd rather write what you said, that it's racist.",
        "I'm going to write that you've been stopped six times. You can sit this side and check every word.",
        "I'll write it up today. You can see it before it goes in.",
        "I'm putting racism on the form. Not an incident.",
        "I'm taking it out of the report. I won't send it.",
    ],
)
def test_a_promise_is_said_whole_with_the_sentence_that_completes_it(text: str) -> None:
    assert [one.text for one in find_promises([(1, text)])] == [text]


def test_a_question_completes_no_promise() -> None:
    (promise,) = find_promises([(1, "I won't write that. I'd rather write what you said, is that all right?")])
    assert promise.text == "I won't write that."


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("Write. Only read it me before you go.", "Okay, I'll read it to you.", True),
        ("That's one for after this, if you'd remind me.", "I shall remind you.", True),
        ("But you tell him nicely.", "I will tell him nicely.", True),
        ("Read me the word they used.", "I'll read it to you.", None),
        ("When will you read it to me, before lunch?", "I'll read it to you.", None),
        ("Read it before lunch.", "I'll read it to you.", None),
    ],
)
def test_what_they_asked_for_at_the_end_stands_with_what_undertakes_it(
    asked: str, text: str, answers: bool | None
) -> None:
    made = find_promises([(1, text)], (), {}, {1: [asked, "They looked at me."]})
    assert [one.answers for one in made] == ([] if answers is None else [asked])


def test_a_thing_named_in_the_same_sentence_brings_nothing_along() -> None:
    text = "You can say the word here, I'm writing it down as you said it."
    assert [one.text for one in find_promises([(1, f"And two Carols! That's a railway. {text}")])] == [text]


@pytest.mark.parametrize(
    ("asked", "text", "stands"),
    [
        ("Leave my boy out. The rest you can have.", "Your boy stays out, and the crying.", True),
        ("Leave my boy out. The rest you can have.", "I'll ring the boy's school tomorrow.", False),
        ("And would you have all the 'workloads' out?", 'I will pull every "workload" and ask properly.', True),
        ("Would you say the workload is fair?", 'I will pull every "workload" and ask properly.', False),
        ("Would you send your kid to that school?", "I'll ring the school tomorrow.", False),
        ("Could you speak to the school?", "I'll ring the school tomorrow.", True),
        ("We never leave my boy out of things.", "Your boy stays out, and the crying.", False),
        ("Would you ring the school?", 'I will pull every "workload" and ask properly.', False),
    ],
)
def test_what_they_plainly_asked_for_stands_with_the_promise_that_names_it(asked: str, text: str, stands: bool) -> None:
    (promise,) = find_promises([(1, text)], (), {}, {1: [asked, "So."]})
    assert promise.answers == (asked if stands else "")


def test_what_stays_out_and_the_rest_that_is_read_to_them_are_one_promise() -> None:
    text = "Your boy stays out. I'll read you the rest over the phone Monday."
    assert [one.text for one in find_promises([(1, text)])] == [text]


def test_a_vow_that_something_will_not_go_down_so_is_not_taken_back_by_another_vow() -> None:
    made = find_promises([(1, "I promise it won't go down as 'new scarf'."), (2, "I won't go to the school.")])
    assert made[0].reply == 1
