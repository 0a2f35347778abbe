"""What is kept of a household here goes when what says who it is goes."""
