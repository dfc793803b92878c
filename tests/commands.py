"""Runs of the command line: in a process of its own, or in this one, where its modules are loaded and content is read.

A process of its own costs a second and a half, nearly all of it for what this one has done already. Tests start one
where the process is what they promise something about: its bytes, its terminal, its modules, its end.
"""

import io
import os
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from coach.cli import context
from coach.cli.main import main


def run(*words: str, typed: str = "", home: Path, **environment: str) -> CompletedProcess[str]:
    """The command in this process: what is typed comes through a pipe's encoding, and nobody is at a terminal."""
    streams = [_stream(typed.encode()), _stream(), _stream()]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**environment, "COACH_HOME": str(home)}.items():
            patch.setenv(name, value)
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        patch.setattr(context, "_SAID", set())
        try:
            status = main(list(words))
        except SystemExit as left:  # by the parser of words
            status = left.code if isinstance(left.code, int) else 1
    _, out, err = (stream.detach() for stream in streams)
    return CompletedProcess(words, status, out.getvalue().decode(), err.getvalue().decode())


def run_apart(*words: str, typed: str | bytes = "", home: Path, **environment: str) -> CompletedProcess[str]:
    """The command in a process of its own, with pipes. Its status is what some tests look at."""
    done = subprocess.run(
        [sys.executable, "-m", "coach", *words],
        input=typed if isinstance(typed, bytes) else typed.encode(),
        capture_output=True,
        env={**os.environ, **environment, "COACH_HOME": str(home)},
        check=False,
        timeout=120,
    )
    return CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())


def _stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=None)
