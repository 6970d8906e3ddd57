"""Exercises, one file a notebook: an answer goes in, a verdict comes out: not yet, right or wrong."""
