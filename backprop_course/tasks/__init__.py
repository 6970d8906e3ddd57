"""What a learner is asked, how an answer is judged, and what becomes the learner's own."""
