"""Which mistake is it?"""
