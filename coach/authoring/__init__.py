"""Tools for authors: checking, exploring, trying and creating scenarios and rubrics.

Begin with `check.py` (`coach check`), `explore.py` (`coach explore`), `live.py` (`coach write`), `scaffold.py` (`coach
new`) or `rubric_build.py` (`coach rubric build`).
"""
