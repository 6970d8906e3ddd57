"""Labs, one file a topic: a pure computation, a picture of it, and a sentence that says what it shows."""
