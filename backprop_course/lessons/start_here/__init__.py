"""What will I be able to do, and where do I begin?"""
