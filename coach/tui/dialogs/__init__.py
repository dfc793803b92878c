"""Dialogs, small pages over a screen: `dialog` has their base, `confirm` a table of texts."""
