"""Unpack one workbook in a process of its own: `python unpack_workbook.py FILE FOLDER LIMIT_MB`.

calamine holds a whole sheet in memory, and a workbook of a few kilobytes may claim sixteen thousand
columns by a million rows. Here the system refuses the memory, and what dies is this process and not the
worker. Each sheet becomes an Arrow file of text beside an index; nothing of Pamoja is imported.
"""

import json
import re
import resource
import sys
from pathlib import Path
from typing import Any

ROWS_AT_ONCE = 10_000
ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def unpack(path: str, folder: Path) -> list[str]:
    """Write every sheet as 0.arrow, 1.arrow ... and return their names."""
    import fastexcel

    workbook = fastexcel.read_excel(path)
    for at in range(len(workbook.sheet_names)):
        sheet = workbook.load_sheet(at, header_row=None, skip_rows=0, dtypes="string")
        if sheet.width:
            _write(sheet, folder / f"{at}.arrow")
        del sheet
    return list(workbook.sheet_names)


def _write(sheet: Any, path: Path) -> None:
    import pyarrow as pa

    batch, errors = sheet.to_arrow_with_errors()
    names = [f"c{at}" for at in range(batch.num_columns)]
    columns = [_with_errors(column, at, errors) for at, column in enumerate(batch.columns)]
    table = pa.Table.from_arrays(columns, names=names)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=ROWS_AT_ONCE)


def _with_errors(column: Any, at: int, errors: Any) -> Any:
    """The column with #REF! and its kin as text where calamine left a hole."""
    import pyarrow as pa

    places = errors.errors if errors is not None else []
    found = {error.position[0]: _error_text(error.detail) for error in places if error.position[1] == at}
    if not found:
        return column
    values = column.to_pylist()
    for row, text in found.items():
        values[row] = text
    return pa.array(values, column.type)


def _error_text(detail: str) -> str:
    name = re.search(r"Error\((\w+)\)", detail)
    return ERRORS.get(name[1], f"#{name[1]}") if name else "#ERROR"


def main(path: str, folder: str, limit_mb: str) -> int:
    # pyarrow does without numpy, which takes longer to load than most workbooks to unpack.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    # Before the limit: libraries are not what it is for.
    import fastexcel
    import pyarrow

    limit = int(limit_mb) << 20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    try:
        answer: dict[str, Any] = {"sheets": unpack(path, Path(folder))}
    except (MemoryError, pyarrow.ArrowMemoryError):
        answer = {"refusal": "too_large_inside"}
    except fastexcel.FastExcelError as error:
        answer = {"refusal": "encrypted" if "assword" in str(error) else "broken"}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
