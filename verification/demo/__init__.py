"""How the demo's older counts came to be adopted, by the same steps, lists and decisions as real ones.

Like the people themselves, what they object to and what is decided is invented.
"""
