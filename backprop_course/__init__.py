"""Backpropagation, derived, checked and shown.

The floors of the house; a module imports only from its own floor's contract or from below:

    mathematics  layers, losses, initializers, optimizers, propagation, data
    machine      network, models, training, checking
    pictures     style, plots
    desk         exercises, labs

Nothing is imported before it is asked for: `from backprop_course.training import fit`.
"""
