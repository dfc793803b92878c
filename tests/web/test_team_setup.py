"""A team's address begins only where it is safe, and only with words on who runs it and where words are kept."""

import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from coach.cli.main import main
from coach.content.yaml_reader import UnusableContent
from coach.web.team_setup import SetupRefused, TeamSetup, check_safe, open_certificate, read_secret, read_setup

GIVEN: dict[str, Any] = {
    "address": "https://coach.example.org",
    "run_by": "The practice team runs this (practice@example.org).",
    "kept": "On our own server, for thirty days.",
    "listen": "10.1.2.3:8768",
    "proxy": ("10.1.2.4",),
    "sign_in": "header",
}
OPENID = {
    "issuer": "https://login.example.org", "client_id": "x", "client_secret_file": Path("secret"), "claim": "sub",
}  # fmt: skip
FILES = ("conversation-coach.service", "Containerfile", "nginx.conf")
Said = pytest.CaptureFixture[str]


def make(**changes: Any) -> TeamSetup:
    return TeamSetup.model_validate({name: value for name, value in (GIVEN | changes).items() if value is not None})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"listen": "0.0.0.0:8768"},
        {"listen": "[::]:8768", "proxy": ("fd00::4",)},
        {"listen": "127.0.0.1:8768", "proxy": ("127.0.0.1",), "proxy_secret_file": Path("proxy.secret")},
        {"sign_in": "openid", "openid": OPENID},
        {"sign_in": "openid", "openid": OPENID, "proxy": (), "certificate": Path("c"), "key": Path("k")},
        {"sign_in": "openid", "openid": OPENID, "proxy": (), "listen": "127.0.0.1:1", "address": "http://localhost:1"},
    ],
)
def test_what_is_safe_begins(changes: dict[str, Any]) -> None:
    check_safe(make(**changes))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"proxy": (), "sign_in": "openid", "openid": OPENID}, "without TLS"),
        ({"proxy": (), "listen": "0.0.0.0:1", "sign_in": "openid", "openid": OPENID}, "for everybody"),
        ({"address": "http://coach.example.org"}, "as they are typed"),
        ({"address": "coach.example.org"}, "cannot be read"),
        ({"address": "ftp://coach.example.org"}, "cannot be read"),
        ({"listen": "coach.example.org:80"}, "cannot be read"),
        ({"listen": "8768"}, "cannot be read"),
        ({"listen": "10.1.2.3"}, "no port"),
        ({"listen": "10.1.2.3:99999"}, "cannot be read"),
        ({"proxy": ()}, "without TLS"),
        ({"proxy": (), "certificate": Path("c"), "key": Path("k")}, "Anybody could say"),
        ({"proxy": (), "listen": "127.0.0.1:1"}, "Anybody could say"),
        ({"proxy": ("127.0.0.1",)}, "every other account"),
        ({"proxy": ("::1",)}, "every other account"),
        ({"certificate": Path("c")}, "belong together"),
        ({"sign_in": "openid"}, "nothing stands under"),
        ({"sign_in": "openid", "openid": OPENID | {"issuer": "http://login.example.org"}}, "begins with http"),
    ],
)  # fmt: skip
def test_what_is_not_safe_is_refused_with_what_to_do(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(SetupRefused) as refused:
        check_safe(make(**changes))
    assert says in str(refused.value)
    assert refused.value.advice


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"run_by": None}, "run_by"),
        ({"kept": None}, "kept"),
        ({"kept": " "}, "kept"),
        ({"sign_in": "nobody"}, "sign_in"),
        ({"proxy": ("proxy.example.org",)}, "address"),
        ({"proxy": ("10.0.0.0/8",)}, "address"),
        ({"header": "X-Remote-User: x"}, "header"),
        ({"people": {"a": "ann", "b": "ann"}}, "one login"),
        ({"people": {"a": 'ann"; DROP'}}, "no login"),
        ({"colour": "blue"}, "colour"),
        ({"sign_out": "javascript:alert(1)"}, "sign_out"),
    ],
)
def test_a_file_that_is_wrong_is_said_with_its_line(changes: dict[str, Any], says: str, tmp_path: Path) -> None:
    import yaml

    file = tmp_path / "team.yaml"
    values = {name: value for name, value in (GIVEN | changes).items() if value is not None}
    file.write_text(yaml.safe_dump(values | {"proxy": list(values["proxy"])}))
    with pytest.raises(UnusableContent) as refused:
        read_setup(file)
    assert says in str(refused.value)
    assert "team.yaml" in str(refused.value)


def test_the_file_that_the_page_for_it_shows_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "deploy" / "README.md").read_text("utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    assert len(blocks) >= 2
    from coach.content.validation import bind
    from coach.content.yaml_reader import parse_yaml

    for block in blocks:
        check_safe(bind(parse_yaml(Path("team.yaml"), block), TeamSetup))


def test_what_ships_for_it_runs_as_nobody_writes_nowhere_and_lets_no_browser_name_itself() -> None:
    folder = Path(__file__).parents[2] / "docs" / "deploy"
    unit, image, proxy = ((folder / name).read_text("utf-8") for name in FILES)
    for line in (
        "DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectHome=yes",
        "MemoryDenyWriteExecute=yes", "LimitCORE=0", "UMask=0077",
    ):  # fmt: skip
        assert line in unit.splitlines()
    assert "USER 10001:10001" in image.splitlines()
    for option in ("--read-only", "--cap-drop=all", "no-new-privileges"):
        assert option in image
    assert "proxy_set_header X-Remote-User $who;" in proxy
    assert proxy.count("access_log off;") == proxy.count("server {")
    for text in (unit, image):
        assert "password@" not in text
        assert "serve" in text


UNITS = (("conversation-coach.service", "pgpass"), ("conversation-coach-expire.service", "pgpass-owner"))


@pytest.mark.parametrize(("name", "password_file"), UNITS)
def test_a_unit_copies_the_password_to_where_no_group_can_read_it(
    tmp_path: Path, name: str, password_file: str
) -> None:
    """PostgreSQL's library passes over a password file that a group may read, which newer systemd lends."""
    unit = (Path(__file__).parents[2] / "docs" / "deploy" / name).read_text("utf-8")
    lines = unit.splitlines()
    (run_in,) = [line.partition("=")[2] for line in lines if line.startswith("RuntimeDirectory=")]
    (start,) = [line.partition("=")[2] for line in lines if line.startswith("ExecStart=")]
    assert f"Environment=PGPASSFILE=%t/{run_in}/{password_file}" in lines
    assert any(line.startswith(f"LoadCredential={password_file}:") for line in lines)
    assert {"RuntimeDirectoryMode=0700", "UMask=0077", "DynamicUser=yes"} <= set(lines)
    assert "Nobody has run this under systemd yet" in unit
    lent, own, program = tmp_path / "lent", tmp_path / "own" / run_in, tmp_path / "coach"
    for folder in (lent, own):
        folder.mkdir(parents=True)
    (lent / password_file).write_text("server:5432:coach:coach_web:hush\n")
    (lent / password_file).chmod(0o440)
    program.write_text("#!/bin/sh\necho $0 $1\n")
    program.chmod(0o700)
    start = start.replace("%d", str(lent)).replace("%t", str(own.parent))
    words = shlex.split(start.replace("/opt/conversation-coach/bin/coach", str(program)))
    for _ in range(2):  # and again, as after a crash
        done = subprocess.run(words, umask=0o077, capture_output=True, text=True, check=True)
        assert done.stdout.split()[0] == str(program)
        assert (own / password_file).stat().st_mode & 0o777 == 0o600
        assert (own / password_file).read_text() == (lent / password_file).read_text()


def test_the_image_s_lines_say_who_is_trusted_and_lend_each_secret() -> None:
    image = (Path(__file__).parents[2] / "docs" / "deploy" / "Containerfile").read_text("utf-8")
    assert "sslmode=verify-full&sslrootcert=system" in image
    for secret in ("pgpass", "proxy.secret"):
        assert f"podman secret create {secret} " in image
        assert f"--secret {secret},uid=10001,mode=0400" in image
    assert "client_secret_file: /run/secrets/client.secret" in image


def test_people_are_called_as_the_file_says_or_alike_and_nobody_otherwise() -> None:
    alike, named = make(), make(people={"a.miller@example.org": "ann"})
    assert alike.find_login("ann") == "ann"
    assert alike.find_login('ann"; RESET ROLE; --') == ""
    assert alike.find_login("ann\n") == ""
    assert named.find_login("a.miller@example.org") == "ann"
    for name in ("ann", "A.Miller@example.org", "a.miller@example.org ", ""):
        assert named.find_login(name) == ""


def test_a_secret_that_is_none_and_a_certificate_that_is_none_are_said(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    for content in (None, b"", b"short", b"\xff" * 40, b"a\x00" * 20):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(SetupRefused, match="holds no secret"):
            read_secret(file)
    file.write_text(f"{'a' * 32}\n")
    assert read_secret(file) == "a" * 32
    assert read_secret(None) == ""
    with pytest.raises(SetupRefused, match="cannot be used"):
        open_certificate(make(certificate=file, key=file))


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself."""
    certificate, key = folder / "c.pem", folder / "k.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def test_a_command_without_a_store_a_file_or_with_options_of_ones_own_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path, capsys: Said
) -> None:
    monkeypatch.delenv("COACH_STORE", raising=False)
    file = tmp_path / "team.yaml"
    assert main(["serve", "--team", str(file)]) == 1
    assert "There is no file called 'team.yaml'" in capsys.readouterr().err
    file.write_text(
        "address: https://coach.example.org\nrun_by: We do.\nkept: Here.\nsign_in: header\nproxy: 10.1.2.3\n"
    )
    assert main(["serve", "--team", str(file)]) == 1
    assert "COACH_STORE does not say" in capsys.readouterr().err
    assert main(["serve", "--team", str(file), "--port", "1"]) == 2
    assert "the file says where it listens" in capsys.readouterr().err
