"""The site: settings, addresses, queue, storage and start-up checks."""

from pamoja.celery import app as celery_app

__all__ = ["celery_app"]
