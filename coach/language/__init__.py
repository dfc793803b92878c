"""The languages in which the coach speaks: one catalogue each, and the choice among them."""
