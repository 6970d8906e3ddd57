"""What is backpropagation?"""
