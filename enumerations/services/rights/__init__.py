"""What staff do when a counted person asks: write it down, do it, say so."""
