"""The conversation coach: rehearsals of conversations about race with scripted families.

`coach.cli.main` is the command line; `docs/architecture.md` says how everything holds together.
"""

import os

__version__ = "0.1.0"

# Newer builds of onnxruntime report to their maker, from a thread of their own, unless told not to before they load.
# So that is said here, before anything of ours can load it. `load_runtime`, which loads it, does the rest.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
