"""What does the learning rate do?"""
