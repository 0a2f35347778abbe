"""The Celery application; tasks live with their apps."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging

from accounts.because import because

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.settings")


class NamedTask(Task):
    """A task whose name is written beside every row that it changes."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with because(task=self.name):
            return super().__call__(*args, **kwargs)


app = Celery("pamoja", task_cls=NamedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Celery would set up handlers of its own, which quote exceptions; being here, this keeps it from it."""
