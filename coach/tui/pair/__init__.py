"""One laptop for two or three people: pages for all of them, and pages for one pair of eyes, with a cover between."""
