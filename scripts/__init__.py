"""Set-up of a checkout: install what is missing, run private servers, serve the demo, stop it all. Standard library only."""
