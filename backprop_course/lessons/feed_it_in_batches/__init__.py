"""Full batch, mini-batch or one by one?"""
