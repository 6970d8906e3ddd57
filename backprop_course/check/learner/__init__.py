"""Taking a learner's program as it is: what is handed over, where its arrays lie, how it is called."""
