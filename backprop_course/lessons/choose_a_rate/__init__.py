"""Which rate, which optimizer?"""
