"""How sure is a yes or no?"""
