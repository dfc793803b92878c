"""Programs that are measured from outside."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from tests.bench.figures import ROOT


@asynccontextmanager
async def run_process(*command: str, home: Path) -> AsyncIterator[tuple[str, psutil.Process]]:
    """Run a program that says its address in a line; killed at the end."""
    env = {**os.environ, "COACH_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
    ) as process:
        assert process.stdout is not None
        try:
            while "http" not in (line := await asyncio.to_thread(process.stdout.readline)):
                assert line, f"{command} ended"
            yield line.split()[-1], psutil.Process(process.pid)
        finally:
            process.kill()
