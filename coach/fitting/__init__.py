"""Labelled replies, weights fitted to them, and figures that say how well replies are read."""
