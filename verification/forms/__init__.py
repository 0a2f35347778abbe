"""What people fill in while a count is checked by its community."""
