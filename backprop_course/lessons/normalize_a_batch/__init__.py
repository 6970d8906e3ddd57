"""What does batch norm compute, both ways?"""
