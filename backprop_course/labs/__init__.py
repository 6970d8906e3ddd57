"""Labs: a pure computation, a picture of it, and a sentence that says what the picture shows. One file a topic."""
