"""Why does a deep network not begin to learn?"""
