"""A demo that was cut short goes on where it was: nothing comes in twice, old phones are shut out."""

import json
from pathlib import Path

import pytest

from enumerations.models import Device
from tests.demo.sendings import count, post, written

pytestmark = pytest.mark.django_db


def test_a_demo_that_was_cut_short_sends_the_same_from_new_phones(federation: Path, tmp_path: Path) -> None:
    assert json.loads(federation.read_text())["awaits_interviews"] == count().pk
    first = written(tmp_path)
    assert [post(each) for each in first[:3]] == [201, 201, 201]
    again = written(tmp_path)
    assert [each["xml"] for each in again] == [each["xml"] for each in first]
    assert [post(each) for each in again[:4]] == [202, 202, 202, 201]
    assert post(first[5]) == 403
    assert Device.objects.filter(enumeration=count(), revoked_at=None).count() == 2
