"""Why do deep networks stop learning?"""
