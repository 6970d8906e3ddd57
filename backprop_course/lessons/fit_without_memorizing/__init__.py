"""Does it learn, or learn by heart?"""
