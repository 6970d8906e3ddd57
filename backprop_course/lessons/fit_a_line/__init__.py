"""How is linear regression derived and fitted?"""
