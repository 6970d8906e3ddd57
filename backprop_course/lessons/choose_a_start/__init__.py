"""How large should the first weights be?"""
