"""Exercises: a learner's answer goes in, a verdict comes out: not yet, right or wrong, and why. One file a notebook."""
