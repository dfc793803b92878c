"""The conversation coach: rehearse conversations about race, culture and racism with scripted families."""

import os

__version__ = "0.1.0"

# Newer builds of onnxruntime report to their maker, from a thread of their own, unless told not to before they load.
# Nothing leaves this machine, so that is said here, before anything of ours can load it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
