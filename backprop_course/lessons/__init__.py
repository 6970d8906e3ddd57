"""One folder a lesson: its lab and its exercises."""
