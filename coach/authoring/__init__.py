"""Tools for authors: checking, exploring, trying and creating scenarios and rubrics.

Begin with `check.py` (`coach check`), `explore.py` (`coach explore`), `live.py` (`coach write`), `scaffold.py` (`coach
new`), `rubric_build.py` (`coach rubric build`) or `play_yard.py` (`coach author play`).
"""
