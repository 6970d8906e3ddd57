"""What a learner is asked, and how an answer is judged."""
