"""`coach write`: every save is read again, and what was said is said again, with what changed."""

from pathlib import Path

import pytest

from coach.authoring.live import Beginning, ScenarioDraft
from coach.content.library import Folder, Library, find_shipped_folders
from coach.errors import NotNow
from coach.plain.write import write_plainly
from tests.authoring.test_scaffold import written
from tests.authoring.test_unanswered import StandIn


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, "scenario")[0]


@pytest.fixture
def draft(tmp_path: Path, file: Path) -> ScenarioDraft:
    return ScenarioDraft(Library((*find_shipped_folders(), Folder(tmp_path, "own"))), "the_new_form")


def edited(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_a_save_is_noticed_once(draft: ScenarioDraft, file: Path) -> None:
    assert draft.has_changed()
    assert not draft.has_changed()
    edited(file, "Sit anywhere.", "Sit where you like.")
    assert draft.has_changed()
    assert not draft.has_changed()


def test_after_a_save_everything_is_said_again_and_what_changed_is_named(draft: ScenarioDraft, file: Path) -> None:
    draft.say("Thank you for having me.")
    first = draft.say("What happened? How has racism been part of it for you?")
    assert first.steps[1].name_branch() == "a_remark/asked_and_told"
    edited(file, "asked_and_told:", "asked_at_last:")
    again = draft.play()
    assert again.steps[1].before == "a_remark/asked_and_told"
    assert again.steps[1].name_branch() == "a_remark/asked_at_last"
    assert not again.steps[0].before


def test_a_file_that_is_broken_meanwhile_keeps_what_was_said(draft: ScenarioDraft, file: Path) -> None:
    draft.say("Thank you for having me.")
    edited(file, "begins: the_door", "begins: the_dor")
    broken = draft.play()
    assert broken.story is None
    assert [problem.code for problem in broken.problems] == ["unknown-turn"]
    edited(file, "begins: the_dor", "begins: the_door")
    assert [step.text for step in draft.play().steps] == ["Thank you for having me."]


def test_replies_beyond_an_ending_are_named_and_not_lost(draft: ScenarioDraft, file: Path) -> None:
    draft.begin(Beginning("the_child"))
    for words in ("Hm.", "Right."):
        draft.say(words)
    nothing = """It's probably nothing."}\n        goto: """
    edited(file, f"{nothing}what_now", f"{nothing}end")
    played = draft.play()
    assert [step.text for step in played.steps] == ["Hm."]
    assert played.unsaid == ("Right.",)


def test_a_try_can_begin_at_any_turn_and_with_other_scales(draft: ScenarioDraft) -> None:
    played = draft.begin(Beginning("what_now", trust=4, guarded=0))
    assert played.find_arrival()[0].text == "So what happens now?"
    position = draft.say("I'll ring you by four on Thursday.").steps[0].exchange.before
    assert (position.turn, position.trust, position.guarded) == ("what_now", 4, 0)


def test_a_turn_that_is_gone_begins_at_the_beginning(draft: ScenarioDraft) -> None:
    assert draft.begin(Beginning("nowhere")).find_arrival()[0].text.startswith("Come in.")


def test_line_by_line_it_says_what_was_heard_and_takes_words_for_commands(draft: ScenarioDraft) -> None:
    lines: list[str] = []
    typed = "Thanks.|back|at what_now|trust 3|I'll ring you by four on Thursday.||close|never said"
    assert write_plainly(draft, typed.split("|"), lines.append) == 0
    told = "\n".join(lines)
    assert "[heard nothing; the_door/otherwise]" in told
    assert "next_step_agreed" in told
    assert "what_now; trust 3" in told
    assert "never said" not in told


def test_a_try_that_was_left_comes_back(draft: ScenarioDraft) -> None:
    """Beginning anew by mistake costs no words: taking back with nothing said goes to the try before."""
    draft.say("I want to hear how this looks from where you are.")
    draft.begin(draft.beginning)
    assert draft.play().steps == ()
    assert draft.take_back() == ""
    assert [step.text for step in draft.play().steps] == ["I want to hear how this looks from where you are."]


def test_a_rule_that_is_outvoted_in_a_reply_is_said_beside_it(draft: ScenarioDraft) -> None:
    said = "I might not get this right."
    played = draft.say(said)
    assert any("may_miss_things" in sentence for sentence in played.steps[0].outvoted)
    lines: list[str] = []
    draft.take_back()
    write_plainly(draft, [said, "close"], lines.append)
    assert any(line.startswith("   [outvoted: The rule may_miss_things of owns_position") for line in lines)


# --- What should have been heard, and what is kept as an example


def test_one_key_gives_the_last_reply_an_answer_and_it_is_played_again(draft: ScenarioDraft, file: Path) -> None:
    lines: list[str] = []
    typed = ["Is the kettle on?", "heard", "m", "kettle", "", "It's always on.", "close"]
    assert write_plainly(draft, typed, lines.append) == 0
    assert "Made: knows:kettle" in lines
    assert any("stays when the rehearsal is forgotten" in line for line in lines)
    family = draft.library.reopen().family(draft.library.dialogue("the_new_form").family)
    assert family.knows["kettle"].asked == ("Is the kettle on?",)
    draft.picker = StandIn()
    assert draft.play().steps[0].name_branch() == "the_door/knows:kettle"


def test_a_conversation_is_kept_as_an_example_that_passes(draft: ScenarioDraft, file: Path) -> None:
    before = draft.library.examples_file("the_new_form").read_text(encoding="utf-8")
    lines: list[str] = []
    said = ["Thank you for having me.", "What happened? How has racism been part of it for you?", "keep two_replies"]
    write_plainly(draft, [*said, "close"], lines.append)
    assert "Kept in the_new_form.examples.yaml." in lines
    examples = draft.library.reopen().examples("the_new_form")
    assert examples
    kept = examples.examples["two_replies"]
    assert [reply.branch for reply in kept.replies] == ["otherwise", "asked_and_told"]
    assert kept.told == ("what_was_said",)
    assert draft.library.examples_file("the_new_form").read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    draft.play()
    assert {problem.code for problem in draft.check_examples()} == {"few-conversations", "draft-left"}


def test_what_an_entry_answered_is_kept_as_examples_are_played_everywhere(draft: ScenarioDraft) -> None:
    write_plainly(draft, ["Is the kettle on?", "heard", "m", "kettle", "", "It's always on.", "close"], print)
    draft.picker = StandIn()
    played = draft.play()
    assert played.steps[0].name_branch() == "the_door/knows:kettle"
    draft.keep_example(played, "tea")
    examples = draft.library.reopen().examples("the_new_form")
    assert examples
    assert examples.examples["tea"].replies[0].branch == "otherwise"
    draft.play()
    assert {problem.code for problem in draft.check_examples()} == {"few-conversations", "draft-left"}


def test_an_example_begins_where_the_try_began_and_needs_the_familys_own_scales(draft: ScenarioDraft) -> None:
    draft.begin(Beginning("what_now"))
    draft.keep_example(draft.say("I'll ring you by four on Thursday."), "plan")
    examples = draft.library.reopen().examples("the_new_form")
    assert examples
    assert examples.examples["plan"].starts_at == "what_now"
    draft.begin(Beginning("what_now", trust=4))
    played = draft.say("Right.")
    with pytest.raises(NotNow, match="own trust"):
        draft.keep_example(played, "scales")
    draft.begin(Beginning())
    played = draft.say("Right.")
    with pytest.raises(NotNow, match="already"):
        draft.keep_example(played, "plan")


@pytest.mark.parametrize("words", ["My number is 07700 900123.", "I saw Mary Okonkwo there."])
def test_words_with_details_become_no_example(draft: ScenarioDraft, words: str) -> None:
    before = draft.library.examples_file("the_new_form").read_text(encoding="utf-8")
    lines: list[str] = []
    write_plainly(draft, [words, "keep this_one", "keep Bad!", "close"], lines.append)
    assert any("goes into no file" in line for line in lines)
    assert draft.library.examples_file("the_new_form").read_text(encoding="utf-8") == before


def test_nothing_said_is_nothing_to_hear_or_keep(draft: ScenarioDraft) -> None:
    lines: list[str] = []
    write_plainly(draft, ["heard", "keep it", "close"], lines.append)
    assert sum("Nothing was said yet." in line for line in lines) == 2
