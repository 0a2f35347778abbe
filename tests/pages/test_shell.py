"""The frame around every page: language, errors, what a browser must load."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.forms import Field
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

SIGN_IN = "/accounts/login/"


def test_it_names_its_language(client: Client, db: None) -> None:
    page = client.get(SIGN_IN, headers={"accept-language": "sw"}).content.decode()
    assert '<html lang="sw">' in page


def test_it_switches_the_language_and_remembers_it_on_this_device(client: Client, db: None) -> None:
    answer = client.post("/me/language/", {"language": "sw", "next": SIGN_IN})
    assert answer["location"] == SIGN_IN
    assert '<html lang="sw">' in client.get(SIGN_IN).content.decode()
    assert client.cookies["django_language"]["max-age"] > 300 * 24 * 3600


def test_it_remembers_the_language_of_a_person_on_another_device(
    amina: Any, client_of: Callable[[Any], Client]
) -> None:
    client_of(amina).post("/me/language/", {"language": "sw", "next": "/me/"})
    amina.refresh_from_db()
    assert amina.language == "sw"
    other_device = client_of(amina)
    assert '<html lang="sw">' in other_device.get("/me/").content.decode()
    assert other_device.cookies["django_language"].value == "sw"


def test_it_lets_a_device_differ_from_its_person(amina: Any, client_of: Callable[[Any], Client]) -> None:
    type(amina).objects.update(language="sw")
    client = client_of(amina)
    client.cookies["django_language"] = "en"
    assert '<html lang="en">' in client.get("/me/").content.decode()


def test_it_ignores_a_language_nobody_speaks_here(amina: Any, client_of: Callable[[Any], Client]) -> None:
    client_of(amina).post("/me/language/", {"language": "xx", "next": "/me/"})
    amina.refresh_from_db()
    assert amina.language == "en"


def test_it_never_sends_a_person_to_another_site(client: Client, db: None) -> None:
    answer = client.post("/me/language/", {"language": "sw", "next": "https://evil.example/"})
    assert answer["location"] == "/"


@pytest.mark.parametrize("template", ["403.html", "404.html", "403_csrf.html", "500.html"])
def test_it_explains_an_error_without_a_request(template: str) -> None:
    page = render_to_string(template)
    assert "<h1>" in page
    assert 'href="/"' in page


def test_a_page_that_is_not_there_offers_a_way_back(client: Client, db: None) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert b"This page is not here" in answer.content


def test_a_forged_form_is_refused_in_words(amina: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/me/language/", {"language": "sw"})
    assert answer.status_code == 403
    assert b"Please send it again" in answer.content


def test_pages_hold_no_inline_styles_or_scripts(client: Client, db: None) -> None:
    for path in [SIGN_IN, "/nowhere/", "/accounts/password/reset/"]:
        page = client.get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page


def test_the_first_view_weighs_little(client: Client, db: None) -> None:
    """Everything the shell loads, compressed: under 30 kB, which leaves 120 kB to a page's own parts."""
    files = [f"css/{name}.css" for name in ("variables", "variables-dark", "base", "components")]
    files += [f"js/offline/{name}.js" for name in ("shell", "store")]
    weight = sum(len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in files)
    weight += len(gzip.compress(client.get(SIGN_IN).content))
    assert weight < 30_000


def test_django_s_own_words_follow_the_language(client: Client, db: None) -> None:
    client.post("/me/language/", {"language": "sw"})
    page = client.post(SIGN_IN, {"login": "", "password": ""}).content.decode()
    with override("sw"):
        assert str(Field.default_error_messages["required"]) in page
