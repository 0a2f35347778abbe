"""Who acts where: inviting, taking a role away, closing an account; and accepting an invitation."""

from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import log
from accounts.choices import AccessKind
from accounts.models import User
from settlements import invitations
from settlements.choices import Role
from settlements.invitations import InvitationEnded, NotYours
from settlements.models import Invitation, Membership, Settlement
from settlements.people import Place, managed_places, may_close, may_take, roles_given_by
from settlements.people_forms import InvitationForm, NewPersonForm
from settlements.roles import GIVES, MAY, Act

MOST_FOUND = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@login_required
def people_list(request: HttpRequest) -> HttpResponse:
    """`/people/?q=kiamu`: the places whose people one looks after."""
    user = person(request)
    settlements = Settlement.objects.where_may(user, Act.MANAGE_MEMBERS).order_by("name")
    words = request.GET.get("q", "").strip().replace("\x00", "")
    found = settlements.filter(Q(name__icontains=words) | Q(code__iexact=words)) if words else settlements
    places = managed_places(user)
    if not places and not settlements.exists():
        raise Http404
    context = {"places": places, "settlements": found[:MOST_FOUND], "words": words, "most": MOST_FOUND}
    return render(request, "settlements/people_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def people(request: HttpRequest, key: str) -> HttpResponse:
    """`/people/KMT/`: who acts here, in which role; and whom to invite."""
    user, place, roles = managed(request, key)
    form = InvitationForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        made, token = invitations.invite(giver=user, place=place, role=role, email=form.cleaned_data["email"])
        link = request.build_absolute_uri(reverse("settlements:invitation", args=[token]))
        mailed = invitations.mail_invitation(made, link)
        context = {"invitation": made, "link": link, "mailed": mailed, "place": place}
        return render(request, "settlements/invitation_made.html", context)
    waiting = Invitation.objects.open().filter(place.exactly(), role__in=roles)
    context = {"place": place, "form": form, "members": members(user, place), "waiting": waiting}
    return render(request, "settlements/people.html", context, status=400 if form.errors else 200)


def members(user: User, place: Place) -> list[dict[str, Any]]:
    """The memberships that hold in the place, and what the user may do about each."""
    found = Membership.objects.filter(place.reaching()).select_related("user", "settlement__county", "county")
    here, closable = [], {}
    for each in found.order_by("user__first_name", "user__last_name", "user__email"):
        mine = may_take(user, each)
        if mine and each.user_id not in closable:
            closable[each.user_id] = may_close(user, each.user)
        here.append(
            {
                "membership": each,
                "place": Place.of(each),
                "is_here": Place.of(each) == place,
                "may_take": mine and each.user != user,
                "may_close": mine and closable[each.user_id],
            }
        )
    return here


@require_POST
@login_required
def membership_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a role away; it is gone at the person's next click."""
    user, place, _roles = managed(request, key)
    membership = member_of(place, pk)
    if not may_take(user, membership) or membership.user == user:
        raise Http404
    membership.delete()
    messages.success(request, _("%(person)s no longer acts here.") % {"person": membership.user})
    return redirect("settlements:people", place.key)


@require_POST
@login_required
def account_close(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Close a member's account, ending sessions and keys for good; with `open`, open it again."""
    user, place, _roles = managed(request, key)
    member = member_of(place, pk).user
    if not may_close(user, member):
        raise Http404
    member.is_active = "open" in request.POST
    member.save()
    if member.is_active:
        messages.success(request, _("The account of %(person)s is open again.") % {"person": member})
    else:
        code = place.settlement.code if place.settlement else ""
        log.record(user, AccessKind.DEACTIVATED, subject=f"person {member.pk}", settlement=code)
        messages.success(
            request,
            _("The account of %(person)s is closed: every device is signed out.") % {"person": member},
        )
    return redirect("settlements:people", place.key)


@require_POST
@login_required
def invitation_revoke(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take an invitation back: its link no longer works."""
    _user, place, roles = managed(request, key)
    waiting = Invitation.objects.open().filter(place.exactly(), role__in=roles)
    invitation = get_object_or_404(waiting, pk=pk)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    messages.success(request, _("The invitation no longer works."))
    return redirect("settlements:people", place.key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """`/invitation/…/`: who was invited says yes; with a new account, or the one they have."""
    if not consume(request, action="accept_invitation"):
        return respond_429(request)
    try:
        found = invitations.open_invitation(token)
        return asked(request, token, found)
    except InvitationEnded:
        return render(request, "settlements/invitation_ended.html", status=404)
    except NotYours:
        return render(request, "settlements/invitation_not_yours.html", status=403)


def asked(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """The page for this visitor: accept as oneself, sign in first, or make an account."""
    known = User.objects.filter(email=found.email).first()
    if isinstance(request.user, User):
        return accept_as_oneself(request, token, found)
    if known is None:
        return accept_as_new(request, token, found)
    if not known.is_active:
        raise InvitationEnded
    return redirect_to_login(request.path)


def accept_as_oneself(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    user = person(request)
    if user.email.lower() != found.email:
        raise NotYours
    if request.method == "POST":
        invitations.accept(token, user)
        return welcome(request)
    return render(request, "settlements/invitation.html", {"invitation": found, "place": Place.of(found)})


def accept_as_new(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    form = NewPersonForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = invitations.accept_as_new(
            token, first_name=data["first_name"], last_name=data["last_name"], password=data["password1"]
        )
        login(request, made, backend=BACKEND)
        return welcome(request)
    context = {"invitation": found, "place": Place.of(found), "form": form}
    return render(request, "settlements/invitation.html", context, status=400 if form.errors else 200)


def welcome(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Karibu! Below is what you may do, and where."))
    return redirect("accounts:me")


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """`/roles/`: the table of who may do what, for everybody to read."""
    acts = [{"label": act.label, "cells": [role in MAY[act] for role in Role]} for act in Act]
    gives = [
        {"role": role.label, "given": [each.label for each in Role if each in GIVES[role]]} for role in GIVES
    ]
    return render(request, "settlements/roles.html", {"roles": list(Role), "acts": acts, "gives": gives})


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def managed(request: HttpRequest, key: str) -> tuple[User, Place, frozenset[Role]]:
    """Who asks, the place, and the roles they give there; 404 for a place that is not theirs."""
    user, place = person(request), Place.named(key)
    roles = roles_given_by(user, place) if place else frozenset()
    if place is None or not roles:
        raise Http404
    return user, place, roles


def member_of(place: Place, pk: int) -> Membership:
    found = Membership.objects.filter(place.reaching()).select_related("user", "settlement__county", "county")
    return get_object_or_404(found, pk=pk)
