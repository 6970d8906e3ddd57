"""Which pixels moved the answer?"""
