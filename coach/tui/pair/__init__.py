"""One laptop for two or three participants, with a cover between pages for one alone."""
