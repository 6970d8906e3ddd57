"""What the learner's desk needs at run time: delivery, launch, and what it changes in JupyterLab."""
