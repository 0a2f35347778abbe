"""The workbook: a place's figures as an XLSX that people calculate with, print and hand over.

`sheets_of` makes plain tables (`cells.Sheet`) from the figures, one module for each kind of sheet; `book`
writes them with XlsxWriter. Nothing is read from the database while writing.
"""
