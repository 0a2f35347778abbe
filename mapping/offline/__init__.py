"""A settlement kept on a phone for the time without a network: what that is, and how large."""
