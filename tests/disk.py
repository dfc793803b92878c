"""A disk of the tests' own: an ext4 file system in a file, mounted, of which every byte can be searched afterwards."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

NEEDED = "COACH_TESTS_NEED_A_DISK"
"""Environment variable that makes a test fail, and not skip, where no disk can be mounted."""


class Disk:
    """A mounted image. Raises subprocess.CalledProcessError where the system refuses."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._image, self.mounted = folder / "disk.img", folder / "mounted"
        self.mounted.mkdir(parents=True)
        with self._image.open("wb") as made:
            made.truncate(megabytes << 20)
        _run("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(self._image))

    def mount(self) -> None:
        """Make it a folder."""
        _run("mount", "-o", "loop", str(self._image), str(self.mounted))

    def unmount(self) -> None:
        """See everything to the image."""
        _run("sync", "-f", str(self.mounted))
        _run("umount", str(self.mounted))

    def count(self, words: str) -> int:
        """How often these words stand anywhere on the disk, in files or in blocks that belong to none."""
        self.unmount()
        try:
            return self._image.read_bytes().count(words.encode())
        finally:
            self.mount()

    def fill(self) -> None:
        """Write files until nothing more goes on it."""
        try:
            for number in range(1_000_000):
                with (self.mounted / f"filler{number}").open("wb", buffering=0) as filler:
                    while filler.write(bytes(1 << 16)) == 1 << 16:
                        pass
                    while filler.write(bytes(1 << 10)) == 1 << 10:
                        pass
        except OSError:
            return


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def mounted(folder: Path, megabytes: int = 64) -> Iterator[Disk]:
    """A disk for a test. Where none can be had the test is skipped; with `NEEDED` or `CI` set it fails."""
    try:
        disk = Disk(folder, megabytes)
        disk.mount()
    except (OSError, subprocess.CalledProcessError) as error:
        said = f"needs root, mkfs.ext4 and a loop mount: {error}"
        if os.environ.get(NEEDED) or os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    try:
        yield disk
    finally:
        with suppress(subprocess.CalledProcessError):
            disk.unmount()
        subprocess.run(["umount", "--lazy", str(disk.mounted)], capture_output=True, check=False)  # after a failure
        shutil.rmtree(folder, ignore_errors=True)
