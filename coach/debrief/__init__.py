"""The debrief: what the coach says about a rehearsal afterwards, without any score.

Begin with `page_builder.build_page`, which makes the page that comes first: a picture and cards (`first_page.py`).
`builder.build_debrief` makes what stands behind it: openings, hurts, levels, the transcript with notes (`report.py`),
worked out in `evidence.py` and `openings.py`. `render.py` writes both as text or Markdown. The same rehearsal always
gives the same debrief.
"""
