"""The county's calendar: when its budget is decided, what to bring, and being reminded of it in time.

`cycle` declares the dates of every year, once; `dates` puts what a county gazetted beside them; `ics` writes
them for other calendars; `reminders` mails them.
"""
