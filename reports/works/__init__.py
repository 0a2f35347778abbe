"""Exports as work: asked for, made by a worker, begun again where it died, handed out, cleared in time."""
