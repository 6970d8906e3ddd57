"""How does a network learn XOR?"""
