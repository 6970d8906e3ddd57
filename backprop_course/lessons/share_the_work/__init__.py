"""How do several machines share one training?"""
