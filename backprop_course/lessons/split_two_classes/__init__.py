"""Why is the gradient prediction − target?"""
