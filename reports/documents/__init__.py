"""The report that staff take to a county meeting.

`snapshot` takes the figures, `outline` says which sections there are, `build/` makes a Document of text and
figures, `html`, `pdf` and `docx` write it down, `checks` say what stands against giving it away, `versions`
keep what was given.
"""
