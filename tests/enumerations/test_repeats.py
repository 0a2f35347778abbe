"""A community's own repeated questions: each row kept with its household, from phones and from files."""

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest

from accounts.models import User
from enumerations.models import AnswerRow, Batch, Household
from enumerations.services.interviews import gather
from enumerations.services.revert import revert_batch
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.held import everything
from enumerations.services.rights.requests import Wish
from tests.enumerations.conftest import Send
from tests.enumerations.phones import Phone
from tests.enumerations.rows import Row, as_csv, household
from tests.enumerations.test_interviews import states

pytestmark = pytest.mark.django_db

KIOSK, TAILOR = {"kind": "kiosk", "staff": 2}, {"kind": "tailor", "staff": 1}


def rows() -> list[tuple[Any, ...]]:
    found = AnswerRow.objects.order_by("household__key", "repeat", "line_no")
    return list(found.values_list("household__key", "repeat", "line_no", "answers"))


def book(**sheets: list[Row]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        headings = list(dict.fromkeys(heading for line in lines for heading in line))
        sheet.append(headings)
        for line in lines:
            sheet.append([line.get(heading) for heading in headings])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class TestFromPhones:
    def test_each_row_is_kept_with_its_household(self, phone: Phone) -> None:
        phone("KMT/A/1", 1, shop=[KIOSK, TAILOR])
        phone("KMT/A/2", 1)
        phone("KMT/A/3", 1, shop=[TAILOR])
        gather()
        assert rows() == [
            ("KMT/A/1/01", "shop", 1, {"shop/kind": "kiosk", "shop/staff": "2"}),
            ("KMT/A/1/01", "shop", 2, {"shop/kind": "tailor", "shop/staff": "1"}),
            ("KMT/A/3/01", "shop", 1, {"shop/kind": "tailor", "shop/staff": "1"}),
        ]

    def test_a_correction_replaces_them_and_a_revert_puts_them_back(self, phone: Phone, subira: User) -> None:
        first = phone(shop=[KIOSK, TAILOR])
        gather()
        before = rows()
        second = phone(replaces=first, shop=[TAILOR])
        gather()
        assert rows() == [("KMT/A/1/01", "shop", 1, {"shop/kind": "tailor", "shop/staff": "1"})]
        revert_batch(batch=Batch.objects.latest("pk"), user=subira)
        assert rows() == before
        phone(replaces=second)
        gather()
        assert (rows(), states()) == ([], ["replaced", "replaced", "in_register"])

    def test_the_same_rows_again_change_nothing(self, phone: Phone) -> None:
        first = phone(shop=[KIOSK])
        gather()
        phone(replaces=first, shop=[KIOSK])
        gather()
        assert Batch.objects.latest("pk").unchanged == 1

    def test_a_repeat_in_a_repeat_finds_its_household(self, phone: Phone) -> None:
        phone("KMT/A/1", 1, shop=[KIOSK])
        goods = [{"sold": "soap"}, {"sold": "salt"}]
        phone("KMT/A/2", 1, shop=[TAILOR | {"good": [{"sold": "cloth"}]}, KIOSK | {"good": goods}])
        gather()
        assert [row for row in rows() if row[1] == "good"] == [
            ("KMT/A/2/01", "good", 1, {"shop/good/sold": "cloth"}),
            ("KMT/A/2/01", "good", 2, {"shop/good/sold": "soap"}),
            ("KMT/A/2/01", "good", 3, {"shop/good/sold": "salt"}),
        ]

    def test_a_rejected_interview_has_none(self, phone: Phone) -> None:
        phone(rooms_used=99, shop=[KIOSK])
        gather()
        assert rows() == []

    @pytest.mark.parametrize("answers_stay", [True, False])
    def test_they_go_with_an_erasure(self, answers_stay: bool, phone: Phone, wish: Wish) -> None:
        phone(shop=[KIOSK])
        phone("KMT/A/2", 1, shop=[TAILOR])
        gather()
        erase(household=Household.objects.get(key="KMT/A/1/01"), answers_stay=answers_stay, wish=wish)
        assert [key for key, *_ in rows()] == ["KMT/A/2/01"]

    def test_who_asks_is_told_of_them(self, phone: Phone) -> None:
        phone(shop=[KIOSK])
        gather()
        (part,) = everything(Household.objects.get(), frozenset()).rows
        assert [(answer.label, answer.value) for answer in part.answers] == [
            ("shop/kind", "kiosk"),
            ("shop/staff", "2"),
        ]


class TestFromFiles:
    def test_a_third_sheet_that_names_the_household(self, send: Send) -> None:
        file = book(
            households=[household(), household("KMT/A/2/01")],
            shops=[
                {"hh_code": "kmt/a/2/1", "kind": "kiosk"},
                {"hh_code": "KMT/A/2/01", "kind": "tailor"},
            ],
        )
        batch = send(file, "a.xlsx")
        assert (batch.created, batch.issues.count()) == (2, 0)
        assert rows() == [
            ("KMT/A/2/01", "shops", 1, {"kind": "kiosk"}),
            ("KMT/A/2/01", "shops", 2, {"kind": "tailor"}),
        ]
        again = send(file, "a.xlsx")
        assert again.unchanged == 2

    def test_as_kobo_exports_them(self, send: Send) -> None:
        homes = [household() | {"_index": 1}, household("KMT/A/2/01") | {"_index": 2}]
        shops = [
            {"shop/kind": "kiosk", "_index": 7, "_parent_table_name": "households", "_parent_index": 2,
             "_submission__uuid": "x"},
        ]  # fmt: skip
        goods = [{"good": "soap", "_index": 1, "_parent_table_name": "shop", "_parent_index": 7}]
        send(book(households=homes, shop=shops, goods=goods), "a.xlsx")
        assert rows() == [
            ("KMT/A/2/01", "goods", 1, {"good": "soap"}),
            ("KMT/A/2/01", "shop", 1, {"shop/kind": "kiosk"}),
        ]

    def test_as_odk_central_exports_them(self, send: Send) -> None:
        files = {
            "kmt.csv": [household() | {"KEY": "uuid:a"}, household("KMT/A/2/01") | {"KEY": "uuid:b"}],
            "kmt-shop.csv": [{"kind": "kiosk", "PARENT_KEY": "uuid:b", "KEY": "uuid:b/shop[1]"}],
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, lines in files.items():
                archive.writestr(name, as_csv(lines))
        send(out.getvalue(), "a.zip")
        assert rows() == [("KMT/A/2/01", "shop", 1, {"kind": "kiosk"})]

    def test_as_a_list_in_json(self, send: Send) -> None:
        shops: list[Any] = [{"kind": "kiosk", "goods": [{"sold": "soap"}]}, {"kind": "tailor"}]
        send(json.dumps([household() | {"shops": shops}, household("KMT/A/2/01")]).encode(), "a.json")
        assert [row for row in rows() if row[1] == "shops"] == [
            ("KMT/A/1/01", "shops", 1, {"kind": "kiosk"}),
            ("KMT/A/1/01", "shops", 2, {"kind": "tailor"}),
        ]

    def test_a_row_of_nobody_is_told(self, send: Send) -> None:
        shops: list[Row] = [{"hh_code": "KMT/A/3/01", "kind": "kiosk"}, {"hh_code": None, "kind": "tailor"}]
        batch = send(book(households=[household()], shops=shops), "a.xlsx")
        assert batch.created == 1
        assert list(batch.issues.values_list("code", "sheet", "row")) == [
            ("orphan_row", "shops", 2),
            ("orphan_row", "shops", 3),
        ]
        assert rows() == []

    @pytest.mark.parametrize(
        "other",
        [
            [{"month": "May", "rain_mm": 12}],
            [household("KMT/A/2/01"), household("KMT/A/1/01", rooms_used=7)],
        ],
    )
    def test_a_sheet_that_is_something_else_is_left_and_said_so(self, other: list[Row], send: Send) -> None:
        batch = send(
            book(households=[household(), household("KMT/A/1/02", head_name="Atieno Odhiambo")], old=other),
            "a.xlsx",
        )
        assert (batch.created, rows()) == (2, [])
        assert list(batch.issues.values_list("code", "sheet", "row", "severity")) == [
            ("sheet_not_used", "old", None, "warning")
        ]
