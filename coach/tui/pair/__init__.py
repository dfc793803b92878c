"""A round for two or three people at one laptop, with covers between pages.

`screen.PairScreen` shows one page at a time; the pages are in `pages` and `looking_page`.
"""
