"""What can be learned without answers?"""
