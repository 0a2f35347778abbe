#!/usr/bin/env python
"""Django's command line for Pamoja."""

import os
import sys

from django.core.management import execute_from_command_line

from accounts.because import because

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.settings")
    with because(command=" ".join(sys.argv[1:2])):
        execute_from_command_line(sys.argv)
