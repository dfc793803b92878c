"""What a folder with its own Python starts: the coach, or a module of it as `python -m` does.

A room's door is a process of its own, which is started by `-m` with the program that runs.
"""

import multiprocessing
import runpy
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and sys.argv[2].startswith("coach."):
        module = sys.argv[2]
        sys.argv = [module, *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__")
    else:
        from coach.cli.main import main

        sys.exit(main())
