"""`python -m coach` is `coach`."""

from coach.cli import main

raise SystemExit(main())
