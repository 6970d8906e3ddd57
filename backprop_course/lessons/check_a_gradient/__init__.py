"""Is my backward pass right?"""
