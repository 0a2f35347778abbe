"""Inviting people and letting them in: who is invited, by whom, to what; once, and not for ever."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from accounts import log
from accounts.choices import AccessKind
from accounts.models import User
from settlements.choices import Role
from settlements.models import Invitation, Membership
from settlements.people import Place, roles_given_by

logger = logging.getLogger(__name__)
# Of these the first writes mail, and with it the link, to the log.
MAIL_GOES_NOWHERE = ("console.EmailBackend", "dummy.EmailBackend")


class InvitationEnded(Exception):
    """It was accepted or taken back, it is too old, or who made it may no longer give that role."""


class NotYours(Exception):
    """It was made for another e-mail address."""


def invite(*, giver: User, place: Place, role: Role, email: str) -> tuple[Invitation, str]:
    """An invitation and its link's secret part. PermissionError: not theirs to give."""
    if role not in roles_given_by(giver, place):
        raise PermissionError(role)
    invitation = Invitation(
        email=email.lower(), role=role, settlement=place.settlement, county=place.county, made_by=giver
    )
    token = invitation.new_token()
    with transaction.atomic():
        # A second link for the same person and role replaces the first.
        same = Invitation.objects.open().filter(place.exactly(), email=invitation.email, role=role)
        same.update(revoked_at=timezone.now())
        invitation.save()
        log.record(
            giver,
            AccessKind.INVITED,
            subject=f"invitation {invitation.pk}",
            settlement=place.settlement.code if place.settlement else "",
        )
    return invitation, token


def mail_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link; False where no mail is set up or the server would not take it."""
    if settings.EMAIL_BACKEND.endswith(MAIL_GOES_NOWHERE):
        return False
    words = {"invitation": invitation, "place": Place.of(invitation), "link": link}
    subject = render_to_string("settlements/email/invitation_subject.txt", words).strip()
    text = render_to_string("settlements/email/invitation.txt", words)
    try:
        return bool(send_mail(subject, text, None, [invitation.email]))
    except (OSError, SMTPException) as error:
        logger.warning("Invitation %s was not mailed: %s", invitation.pk, type(error).__name__)
        return False


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link. Raises InvitationEnded."""
    places = ("settlement__county", "county", "made_by")
    invitation: Invitation | None = Invitation.objects.open().by_token(token).select_related(*places).first()
    if invitation is None or invitation.role not in roles_given_by(invitation.made_by, Place.of(invitation)):
        raise InvitationEnded
    return invitation


@transaction.atomic
def accept(token: str, person: User) -> Invitation:
    """Make the person a member, and use the invitation up. Raises InvitationEnded, NotYours."""
    Invitation.objects.by_token(token).select_for_update().first()
    invitation = open_invitation(token)
    if person.email.lower() != invitation.email or not person.is_active:
        raise NotYours
    Membership.objects.get_or_create(
        user=person,
        role=invitation.role,
        settlement=invitation.settlement,
        county=invitation.county,
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return invitation


@transaction.atomic
def accept_as_new(token: str, *, first_name: str, last_name: str, password: str) -> User:
    """Make an account for the invited address, and let it in. Raises InvitationEnded."""
    Invitation.objects.by_token(token).select_for_update().first()
    invitation = open_invitation(token)
    if User.objects.filter(email=invitation.email).exists():
        raise InvitationEnded
    person = User.objects.create_user(
        invitation.email,
        password,
        first_name=first_name,
        last_name=last_name,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    accept(token, person)
    return person
