"""Backpropagation, derived, checked and shown.

The parts, from the top down; each imports only from parts below it:

    __main__  the command, `python -m backprop_course`
    lessons   one folder a lesson: its lab, exercises, predictions, claims, pictures
    course    what the learner's desk needs: delivery, launch, settings of JupyterLab, stills first, no delay
    widgets   what a lab stands on: controls, a picture drawn once, stills, colors
    tasks     what a learner is asked, how an answer is judged, and what becomes the learner's own
    check     any program examined: read, compared, its mistake named; differences, faults, probes, claims
    nn        layers, losses, initializers, optimizers, network, models, training, search, saving, theory,
              a plain network and an engine as a learner writes them
    data      data sets, real and made
    validate  where input is checked
    moved     where the addresses of an earlier version lead

Nothing is imported before it is asked for: `from backprop_course.nn.training import fit`.
"""

from backprop_course import moved

__version__ = "0.1.0"

moved.install()
