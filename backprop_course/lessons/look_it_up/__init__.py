"""What was that again?"""
