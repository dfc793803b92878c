"""`python -m tests.other_processors`: replies read on other kinds of processor, emulated, give the same verdicts.

Needs qemu-user (Debian's package `qemu-user`). A Nehalem has no AVX and a Haswell AVX2, so the encoder runs other
code on each. Minutes, because every instruction is emulated.
"""

import hashlib
import json
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

from coach.fitting.corpus import load_corpus
from coach.matching.framing import Context

PROCESSORS = ("Nehalem", "Haswell")
EVERY = 97
"""Each so-manieth reply of the corpus is read: about ninety."""
HERE = "here"


def main() -> int:
    """Read here and there, and compare."""
    if sys.argv[1:] == [HERE]:
        print(read())
        return 0
    qemu = shutil.which(f"qemu-{os.uname().machine}")
    if qemu is None:
        print("There is no qemu-user here, so nothing was compared.", file=sys.stderr)
        return 1
    python = str(Path(sys.base_prefix) / "bin" / "python3")
    paths = os.pathsep.join([str(Path.cwd()), *site.getsitepackages()])
    plain = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}  # a kernel of its own
    mine = read()
    print(f"this machine: {mine}")
    differ = 0
    for processor in PROCESSORS:
        done = subprocess.run(
            [qemu, "-cpu", processor, python, "-m", "tests.other_processors", HERE],
            env={**plain, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        theirs = done.stdout.strip() or f"failed: {done.stderr.strip()[-300:]}"
        differ += theirs != mine
        print(f"{processor}: {theirs}")
    print("The same verdicts everywhere." if not differ else "Verdicts differ.")
    return int(bool(differ))


def read() -> str:
    """A fingerprint of every verdict. Where its words begin may differ by one where two were looked at alike."""
    from coach.content.library import Library, find_shipped_folders
    from coach.matching.loading import Matchers

    matcher = Matchers(Library(find_shipped_folders())).matcher("openness")
    verdicts = [
        [
            [each.criterion, each.certainty.value]
            for each in matcher.read(reply.reply, Context(reply.cue, reply.topic, reply.context)).verdicts
        ]
        for reply in load_corpus()[::EVERY]
    ]
    return f"{len(verdicts)} replies, {hashlib.sha256(json.dumps(verdicts).encode()).hexdigest()[:16]}"


if __name__ == "__main__":
    sys.exit(main())
