"""What a lab stands on: controls, a picture that is drawn once, stills, colors, shared panels."""
