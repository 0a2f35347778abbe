"""What is printed for the community: lists to check, sheets for objections, certificates."""
