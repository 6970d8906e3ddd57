"""One folder a lesson: its lab, exercises, predictions, claims and pictures, as far as it has them."""
