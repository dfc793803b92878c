"""The debrief: what the coach says about a rehearsal afterwards, without any score.

Begin with `builder.build_debrief`. The same rehearsal always gives the same debrief. `report.py` holds its parts,
`evidence.py`, `openings.py` and `points.py` work them out, `render.py` writes them as text or Markdown.
"""
