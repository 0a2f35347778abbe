"""Pages of counts and batches. A stranger is sent to sign in, whether or not the thing exists."""
