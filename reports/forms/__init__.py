"""What people fill in about what is taken away."""
