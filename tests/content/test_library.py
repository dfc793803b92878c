"""The library: nearest names, nothing hidden by a broken file, nothing replaced in silence."""

import shutil
from pathlib import Path

import pytest

from coach.content.library import Folder, Library, find_shipped_folders
from coach.content.references import check_dialogue
from coach.content.validation import bind, build_schemas
from coach.content.yaml_reader import Problem, UnusableContent, parse_yaml
from coach.errors import NotKnown
from coach.model.scenario import Dialogue
from tests.conftest import SMALL


def test_an_unknown_name_is_answered_with_the_nearest(small: Library) -> None:
    with pytest.raises(NotKnown) as refused:
        small.dialogue("buss")
    assert refused.value.advice == "Did you mean bus?"
    assert refused.value.status == 2


@pytest.mark.parametrize("path", ["some/bus.yaml", "buses.yaml", "some/where"])
def test_a_path_in_place_of_a_name_is_one_sentence_without_a_list(small: Library, path: str) -> None:
    with pytest.raises(NotKnown) as refused:
        small.dialogue(path)
    assert "without folder and ending" in refused.value.advice
    assert refused.value.status == 2


def test_a_broken_file_never_hides_the_others(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "lib")
    (tmp_path / "lib" / "dialogues" / "broken.yaml").write_text("title: [unclosed\n")
    library = Library((Folder(tmp_path / "lib", "mine"),))
    assert library.dialogue("bus").title == "The bus"
    with pytest.raises(UnusableContent):
        library.dialogue("broken")


def test_a_folder_adds_to_what_ships_and_replaces_nothing(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "mine")
    library = Library((Folder(SMALL, "ships with the coach"), Folder(tmp_path / "mine", "mine")))
    assert {p.code for p in library.find_excluded()} == {"id-taken"}
    assert library.file("dialogues", "bus") == SMALL / "dialogues" / "bus.yaml"


def test_the_fingerprint_changes_when_the_family_does(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "lib")
    library = Library((Folder(tmp_path / "lib", "mine"),))
    before = library.fingerprint("bus")
    family = tmp_path / "lib" / "personas" / "pat_and_sam.yaml"
    family.write_text(family.read_text().replace("Pat bakes", "Pat bakes bread"))
    assert library.fingerprint("bus") != before


def _mutated(old: str, new: str) -> list[Problem]:
    text = (SMALL / "dialogues" / "bus.yaml").read_text()
    assert old in text
    read = parse_yaml(Path("bus.yaml"), text.replace(old, new, 1))
    small = Library((Folder(SMALL, "for tests"),))
    try:
        dialogue = bind(read, Dialogue)
    except UnusableContent as refused:
        return list(refused.problems)
    return check_dialogue(read, dialogue, small.family("pat_and_sam"), small.rubric("small"))


@pytest.mark.parametrize(
    ("old", "new", "code", "advice"),
    [
        ("goto: last", "goto: lasst", "unknown-turn", "Did you mean 'last'?"),
        ("met: child", "met: childs", "unknown-criterion", "Did you mean 'child'?"),
        ("tells: the_fear", "tells: the_fears", "unknown-silence", "Did you mean 'the_fear'?"),
        ('{sam: "I like', '{samm: "I like', "unknown-speaker", "Did you mean 'sam'?"),
        ("topic: racism", "topic: racisn", "unknown-topic", "Did you mean 'racism'?"),
        ("{goto: end}", '{says: {pat: "Oh."}}', "no-way-on", "Give it a `goto`"),
        ("goto: last}\n      feared", "goto: the_bus}\n      feared", "loop", "forward"),
        ("hurt: blunt", "hurt: names", "met-as-hurt", "Put it in `met`."),
        ("met: vague", "met: blunt", "hurt-as-met", "branches with `hurt`"),
        ("tells: the_fear", "remember: fear", "silence-untold", "the_fear"),
        ("while_hurt: no", "met: names", "ending-guard", "Use trust"),
        ("content_note:", "content_notes:", "unknown-key", "Did you mean 'content_note'?"),
        ('changes: {trust: "-1"', 'changes: {trust: "-3"', "wrong-value", ""),
        ("trust: 2+", "trust: 2 or more", "wrong-value", ""),
        ("difficulty: foundation", "difficulty: easy", "wrong-value", "foundation"),
        ('title: "The bus"', 'title: ""', "empty-value", "Write something"),
        ("begins: the_bus\n", "", "missing-key", "Add `begins:`"),
    ],
)
def test_a_mistake_in_a_dialogue_is_found_at_its_place_with_advice(old: str, new: str, code: str, advice: str) -> None:
    found = [p for p in _mutated(old, new) if p.code == code]
    assert found, _mutated(old, new)
    assert advice in found[0].says()
    assert found[0].line > 1 or code == "missing-key"


def test_a_file_from_a_newer_format_is_refused_kindly() -> None:
    (found,) = _mutated("format: 1", "format: 7")
    assert found.code == "newer-format"


@pytest.mark.slow
def test_what_ships_fits_the_published_schemas(whole: Library) -> None:
    import jsonschema

    kinds = {"dialogues": "dialogue", "personas": "family", "rubrics": "rubric"}
    schemas = build_schemas()
    for kind, name in kinds.items():
        checker = jsonschema.validators.validator_for(schemas[name])
        checker.check_schema(schemas[name])
        for shelved in whole.shelf(kind):
            checker(schemas[name]).validate(parse_yaml(shelved.file, shelved.file.read_text()).value)


def test_the_shelf_holds_what_ships() -> None:
    library = Library(find_shipped_folders())
    assert {s.id for s in library.shelf("dialogues")} >= {"wrong_box", "kinship_grandmother"}
    assert not library.find_excluded()
