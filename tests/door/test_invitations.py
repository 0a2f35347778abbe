"""Inviting people: by whom, to what, once, and not for ever."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import AccessRecord, User
from settlements.models import Invitation, Membership
from settlements.roles import Act
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
NEW = {"first_name": "Zuhura", "last_name": "Auma", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def wanjiku(db: None) -> Any:
    """Manages the data of every place."""
    return factories.member_of(None, "data_manager", email="wanjiku@example.org", first_name="Wanjiku")


@pytest.fixture
def local_staff(settlement: Any) -> Any:
    """Staff of Kiamutisya only."""
    return factories.member_of(settlement, "staff", email="local@example.org", first_name="Lokal")


def invited(
    client: Client, role: str = "leader", email: str = "zuhura@example.org", place: str = "KMT"
) -> str:
    """The path of a new invitation's link, as the page shows it once."""
    answer = client.post(f"/people/{place}/", {"email": email, "role": role})
    assert answer.status_code == 200, answer.content.decode()
    return str(re.search(r"http://testserver(/invitation/[\w-]{43}/)", answer.content.decode())[1])  # type: ignore[index]


def test_an_invited_person_makes_an_account_and_is_a_member(local_staff: Any, client_of: ClientOf) -> None:
    link = invited(client_of(local_staff), "enumerator")
    newcomer = Client()
    page = newcomer.get(link)
    assert "Lokal invites you" in page.content.decode()
    assert "no-store" in page["cache-control"]
    assert newcomer.post(link, NEW)["location"] == "/me/"
    person = User.objects.get(email="zuhura@example.org")
    assert str(person) == "Zuhura Auma"
    assert list(person.memberships.values_list("role", "settlement__code")) == [("enumerator", "KMT")]
    assert "<strong>Enumerator</strong> in Kiamutisya" in newcomer.get("/me/").content.decode()


def test_a_link_works_once(local_staff: Any, client_of: ClientOf) -> None:
    link = invited(client_of(local_staff))
    Client().post(link, NEW)
    for answer in (Client().get(link), Client().post(link, NEW)):
        assert answer.status_code == 404
        assert b"This link no longer works" in answer.content
    assert Membership.objects.filter(role="leader").count() == 1


def test_a_link_ends_after_seven_days(local_staff: Any, client_of: ClientOf) -> None:
    link = invited(client_of(local_staff))
    made = Invitation.objects.get()
    assert made.expires_at - made.made_at == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().post(link, NEW).status_code == 404
    assert not User.objects.filter(email="zuhura@example.org").exists()


def test_only_the_hash_of_a_link_is_kept(local_staff: Any, client_of: ClientOf) -> None:
    client = client_of(local_staff)
    token = invited(client).split("/")[2]
    kept = str(list(Invitation.objects.values()))
    assert token not in kept
    assert token not in client.get("/people/KMT/").content.decode()


def test_an_invitation_is_taken_back(local_staff: Any, client_of: ClientOf) -> None:
    client = client_of(local_staff)
    link = invited(client)
    assert "zuhura@example.org" in client.get("/people/KMT/").content.decode()
    client.post(f"/people/KMT/invitations/{Invitation.objects.get().pk}/revoke/")
    assert Client().get(link).status_code == 404
    assert "zuhura@example.org" not in client.get("/people/KMT/").content.decode()


def test_a_second_invitation_replaces_the_first(local_staff: Any, client_of: ClientOf) -> None:
    client = client_of(local_staff)
    first, second = invited(client), invited(client)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


def test_a_person_who_is_known_signs_in_and_accepts(
    local_staff: Any, chebet: Any, client_of: ClientOf
) -> None:
    link = invited(client_of(local_staff), email="Chebet@Example.org")
    browser = Client()
    assert browser.get(link)["location"] == f"/accounts/login/?next={link}"
    answer = browser.post(f"/accounts/login/?next={link}", {"login": chebet.email, "password": PASSWORD})
    assert answer["location"] == link
    assert browser.post(link)["location"] == "/me/"
    assert {m.settlement.code for m in chebet.memberships.all()} == {"KMT", "MSH"}


def test_a_link_does_not_make_somebody_elses_account_a_member(
    local_staff: Any, chebet: Any, client_of: ClientOf
) -> None:
    link = invited(client_of(local_staff))
    assert client_of(chebet).post(link).status_code == 403
    assert chebet.memberships.count() == 1
    assert Invitation.objects.open().count() == 1


def test_a_link_does_not_open_a_known_account(local_staff: Any, chebet: Any, client_of: ClientOf) -> None:
    link = invited(client_of(local_staff), email=chebet.email)
    Client().post(link, NEW)
    chebet.refresh_from_db()
    assert chebet.check_password(PASSWORD)
    assert chebet.memberships.count() == 1


def test_a_closed_account_is_not_opened_by_a_link(local_staff: Any, chebet: Any, client_of: ClientOf) -> None:
    chebet.is_active = False
    chebet.save()
    assert Client().get(invited(client_of(local_staff), email=chebet.email)).status_code == 404


@pytest.mark.parametrize("role", ["staff", "data_manager"])
def test_staff_invite_leaders_enumerators_and_verifiers_only(
    local_staff: Any, client_of: ClientOf, role: str
) -> None:
    answer = client_of(local_staff).post("/people/KMT/", {"email": "x@example.org", "role": role})
    assert answer.status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["leader", "enumerator", "verifier", "staff", "data_manager"])
@pytest.mark.parametrize("place", ["KMT", "047", "everywhere"])
def test_data_managers_invite_to_every_role(
    wanjiku: Any, settlement: Any, client_of: ClientOf, role: str, place: str
) -> None:
    link = invited(client_of(wanjiku), role, place=place)
    Client().post(link, NEW)
    membership = User.objects.get(email="zuhura@example.org").memberships.get()
    here = membership.settlement.code if membership.settlement else membership.county
    assert membership.role == role
    assert str(here) == {"KMT": "KMT", "047": "Nairobi City", "everywhere": "None"}[place]


@pytest.mark.parametrize("place", ["MSH", "047", "everywhere", "ZZZ", "999"])
def test_nobody_invites_beyond_their_places(
    local_staff: Any, chebet: Any, client_of: ClientOf, place: str
) -> None:
    client = client_of(local_staff)
    assert client.get(f"/people/{place}/").status_code == 404
    assert client.post(f"/people/{place}/", {"email": "x@example.org", "role": "leader"}).status_code == 404


def test_others_find_no_people_pages(amina: Any, baraka: Any, chebet: Any, client_of: ClientOf) -> None:
    for user in (amina, baraka, chebet):
        client = client_of(user)
        assert [client.get(path).status_code for path in ("/people/", "/people/KMT/")] == [404, 404]
    assert Client().get("/people/KMT/")["location"] == "/accounts/login/?next=/people/KMT/"


def test_an_invitation_ends_with_the_rights_of_who_made_it(local_staff: Any, client_of: ClientOf) -> None:
    link = invited(client_of(local_staff))
    local_staff.memberships.all().delete()
    assert Client().post(link, NEW).status_code == 404


def test_a_weak_password_is_explained(local_staff: Any, client_of: ClientOf) -> None:
    link = invited(client_of(local_staff))
    for first, second in (
        ("short", "short"),
        ("zuhura@example", "zuhura@example"),
        (PASSWORD, "another-one"),
    ):
        answer = Client().post(link, {**NEW, "password1": first, "password2": second})
        assert answer.status_code == 400
        assert b'role="alert"' in answer.content
    assert Client().get(link).status_code == 200


def test_the_link_is_mailed_where_mail_is_set_up(
    local_staff: Any, client_of: ClientOf, settings: Any
) -> None:
    link = invited(client_of(local_staff))
    (sent,) = mail.outbox
    assert sent.to == ["zuhura@example.org"]
    assert f"http://testserver{link}" in sent.body
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    answer = client_of(local_staff).post("/people/KMT/", {"email": "y@example.org", "role": "leader"})
    assert "No e-mail was sent" in answer.content.decode()


def test_a_mail_server_that_is_away_costs_no_invitation(
    local_staff: Any, client_of: ClientOf, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    invited(client_of(local_staff))
    assert Invitation.objects.open().count() == 1


def test_an_invitation_is_logged_without_the_address(local_staff: Any, client_of: ClientOf) -> None:
    invited(client_of(local_staff))
    line = AccessRecord.objects.get(kind="invited")
    assert (line.user, line.settlement, line.subject) == (
        local_staff, "KMT", f"invitation {Invitation.objects.get().pk}",
    )  # fmt: skip


def test_who_acts_here_is_listed_also_from_larger_places(
    local_staff: Any, amina: Any, subira: Any, client_of: ClientOf
) -> None:
    page = client_of(local_staff).get("/people/KMT/").content.decode()
    assert "Amina" in page
    assert "amina@example.org" in page
    assert "Staff in all settlements" in page
    # Whom one does not look after is named, no more.
    assert "subira@example.org" not in page


def test_a_role_is_taken_away(local_staff: Any, amina: Any, client_of: ClientOf) -> None:
    client = client_of(local_staff)
    client.post(f"/people/KMT/{amina.memberships.get().pk}/end/")
    assert not amina.memberships.exists()
    amina.refresh_from_db()
    assert amina.is_active


def test_staff_take_nothing_from_staff_nor_from_themselves(
    local_staff: Any, subira: Any, wanjiku: Any, client_of: ClientOf
) -> None:
    client = client_of(local_staff)
    for person in (local_staff, subira, wanjiku):
        membership = person.memberships.get()
        assert client.post(f"/people/KMT/{membership.pk}/end/").status_code == 404
        assert client.post(f"/people/KMT/{membership.pk}/close/").status_code == 404
    # Nor does a data manager close herself out.
    own = wanjiku.memberships.get()
    assert client_of(wanjiku).post(f"/people/everywhere/{own.pk}/end/").status_code == 404


def test_an_account_is_closed_and_opened_again(local_staff: Any, amina: Any, client_of: ClientOf) -> None:
    phone, office = client_of(amina), client_of(local_staff)
    address = f"/people/KMT/{amina.memberships.get().pk}/close/"
    office.post(address)
    assert phone.get("/me/").status_code == 302
    assert "account closed" in office.get("/people/KMT/").content.decode()
    assert AccessRecord.objects.get(kind="deactivated").subject == f"person {amina.pk}"
    office.post(address, {"open": "1"})
    assert phone.get("/me/").status_code == 302
    amina.refresh_from_db()
    assert amina.is_active


def test_nobody_closes_the_account_of_a_person_who_acts_elsewhere_too(
    local_staff: Any, amina: Any, client_of: ClientOf
) -> None:
    elsewhere: Any = factories.SettlementFactory(code="OTH")
    Membership.objects.create(user=amina, role="leader", settlement=elsewhere)
    here = amina.memberships.get(settlement__code="KMT")
    assert client_of(local_staff).post(f"/people/KMT/{here.pk}/close/").status_code == 404
    amina.refresh_from_db()
    assert amina.is_active


def test_the_admin_gives_no_role_that_is_not_the_givers_to_give(
    local_staff: Any, client_of: ClientOf, settlement: Any
) -> None:
    User.objects.filter(pk=local_staff.pk).update(is_staff=True)
    client = client_of(local_staff)
    for role, count in (("data_manager", 0), ("staff", 0), ("verifier", 1)):
        client.post(
            "/admin/settlements/membership/add/",
            {"email": "local@example.org", "role": role, "settlement": settlement.pk, "county": ""},
        )
        assert Membership.objects.filter(user=local_staff, role=role).exclude(role="staff").count() == count
    own = local_staff.memberships.get(role="staff")
    path = f"/admin/settlements/membership/{own.pk}/change/"
    answer = client.post(
        path,
        {"email": "local@example.org", "role": "data_manager", "settlement": settlement.pk, "county": ""},
    )
    assert answer.status_code == 403


def test_the_table_of_roles_is_there_for_everybody_to_read(client: Client) -> None:
    page = client.get("/roles/")
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page.content.decode())
    said = {label: re.findall(r">(yes|no)<", cells) for label, cells in rows}
    # Leader, enumerator, verifier, staff, data manager.
    assert said["See names, phones and rosters"] == ["no", "no", "no", "no", "yes"]
    assert said["Invite people and end their access"] == ["no", "no", "no", "yes", "yes"]
    assert len(said) == len(Act)


def test_accepting_is_limited_and_says_when_to_try_again(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "accept_invitation": "2/m/ip"}
    cache.clear()
    answers = [client.post("/invitation/nothing/").status_code for _ in range(3)]
    assert answers == [404, 404, 429]
    last = client.post("/invitation/nothing/")
    assert last["Retry-After"] == "60"
    assert "Wait 1 minute" in last.content.decode()
