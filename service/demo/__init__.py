"""Parts for showing and testing, each a program of its own that speaks the real protocol.

Nothing of the product is imported here but the law of the IIN, and nothing imports this but cli.py.
"""
