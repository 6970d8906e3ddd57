"""One, some or all?"""
