"""Pages of what is written and taken away."""
