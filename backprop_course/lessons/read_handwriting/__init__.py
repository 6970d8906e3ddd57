"""How good is my network, and how sure is that number?"""
