"""What the learner's desk needs at run time: delivery, launch, settings, an extension of JupyterLab, stills first, no delay."""
