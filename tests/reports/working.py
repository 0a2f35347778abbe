"""The Celery application as tests start it: it knows the product of tests too."""

from typing import Any

from celery.signals import worker_process_init

from pamoja.celery import app

__all__ = ["app"]


@worker_process_init.connect
def know_the_product_of_tests(**kwargs: Any) -> None:
    from tests.reports.tiny import tiny

    tiny()
