"""What the learner's desk needs at run time: delivery, launch, settings, stills first, no delay."""
