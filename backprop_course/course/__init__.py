"""What the learner's desk needs at run time: delivery, settings of JupyterLab, stills first, no delay."""
