"""Networks in NumPy: layers, losses, optimizers, training, and the theory of signals; read it in an hour."""
