"""What does each layer of a perceptron compute, forward and backward?"""
