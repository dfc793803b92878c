"""Widgets that two or more screens use: choices, boxes, transcript, the debrief's tabs."""
