"""Two counts of one settlement side by side: households, structures and figures."""
