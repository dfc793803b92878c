"""Entry point of `python -m coach`, which does what the command `coach` does."""

from coach.cli.main import main

raise SystemExit(main())
