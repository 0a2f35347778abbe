#!/usr/bin/env python
"""Django's command line for Pamoja."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

from accounts.because import because

# They make, compare, change or empty tables, and are therefore run as the tables' owner (DATABASE_OWNER_URL).
OWNERS_COMMANDS = {"makemigrations", "migrate", "flush", "pgtrigger"}

if __name__ == "__main__":
    # Loading code and rendering migrations makes many objects and little garbage: look for it less often.
    gc.set_threshold(20_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.settings")
    if OWNERS_COMMANDS & {*sys.argv[1:2]}:
        os.environ.setdefault("AS_OWNER", "true")
    with because(command=" ".join(sys.argv[1:2])):
        execute_from_command_line(sys.argv)
