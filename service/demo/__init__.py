"""Parts for showing and testing, each a program of its own that speaks the real protocol.

The identity provider and the SMS receiver import nothing of the product but the law of the IIN;
nothing imports this folder but cli.py.
"""
