"""How is a line fitted?"""
