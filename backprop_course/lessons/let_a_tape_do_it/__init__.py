"""What do PyTorch and JAX do for you?"""
