"""No release without a contact, without pages that name it, or without a heading in the changelog."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coach import __version__
from coach.practice.contact import LABELS
from tests.beside_docs import load
from tests.house import ROOT
from tests.practice.test_contact import EMPTY_HERE, FILLED_IN, TODAY

release = load("release")
blocks = load("contact_blocks")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "docs" / "release.py", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.skipif(not EMPTY_HERE, reason="This copy has a contact.")
def test_a_release_without_a_contact_fails_and_builds_nothing(tmp_path: Path) -> None:
    done = run("--build", str(tmp_path / "dist"))
    assert done.returncode == 1
    for name in LABELS:
        assert f"coach/contact.yaml: `{name}` is not filled in yet." in done.stderr
    assert "No release" in done.stderr
    assert not (tmp_path / "dist").exists()


@pytest.mark.skipif(not EMPTY_HERE, reason="This copy has a contact.")
def test_with_a_contact_its_pages_have_to_be_made_again_and_the_version_has_to_be_in_the_changelog() -> None:
    obstacles = list(release.find_obstacles(FILLED_IN, TODAY, "99.0.0"))
    pages = [page.relative_to(ROOT).as_posix() for page in blocks.list_pages()]
    assert [line for line in obstacles if "contact.yaml" in line] == []
    assert [line.partition(" ")[0] for line in obstacles if "run `python docs/make.py`" in line] == pages
    assert any("pyproject.toml says version" in line for line in obstacles)
    assert any("CHANGELOG.md has no heading such as “## 99.0.0 (2026-12-01)”" in line for line in obstacles)


def test_a_heading_with_its_day_is_found() -> None:
    assert release.DAY.findall("## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n## 0.1.0 2026-11-01\n") == [
        ("0.2.0", "2026-12-01"),
        ("0.1.0", "2026-11-01"),
    ]


def test_the_version_is_stated_alike_everywhere() -> None:
    assert not [line for line in release.find_obstacles(FILLED_IN, date(2026, 12, 1)) if "pyproject.toml" in line]


def test_the_list_of_parts_is_valid_names_everything_and_is_the_same_each_time() -> None:
    pytest.importorskip("cyclonedx", reason="The extra `release` is not installed.")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    sbom, parts = load("sbom"), load("shipped_parts")
    said = sbom.build_sbom()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(said) is None
    assert sbom.build_sbom() == said
    listed = json.loads(said)
    by_name = {one["name"]: one for one in listed["components"]}
    assert listed["metadata"]["component"]["version"] == __version__
    assert {"pydantic", "numpy", "textual"} <= by_name.keys()
    assert not {"pytest", "sphinx", "torch", "conversation-coach"} & by_name.keys()
    for file in parts.list_weights():
        assert by_name[file.path]["hashes"] == [{"alg": "SHA-256", "content": file.sha256}]
    assert all(one.get("licenses") for one in listed["components"])
