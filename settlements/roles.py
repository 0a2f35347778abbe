"""Who may do what: the one table. Querysets, permissions, templates and the page of roles all ask it.

A role holds where its Membership says: in a settlement, a county or everywhere. Two rights are narrower than
a table can say, and live in the querysets: enumerators have the people of their own batches, and staff the
people of a settlement for an hour at a time, with a reason that is kept (`Disclosure`).
"""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from settlements.choices import Role


class Act(StrEnum):
    """Something a person may be allowed to do in a settlement."""

    SEE_GROUND = "see_ground"
    SEE_TENURE = "see_tenure"
    OPEN_PEOPLE = "open_people"
    SEE_PEOPLE = "see_people"
    SEE_RESTRICTED = "see_restricted"
    SEE_BATCHES = "see_batches"
    SEND_BATCHES = "send_batches"
    CHANGE_BATCHES = "change_batches"
    REVERT_BATCHES = "revert_batches"
    REVIEW_INTERVIEWS = "review_interviews"
    MANAGE_COUNTS = "manage_counts"
    CHANGE_GROUND = "change_ground"
    MANAGE_MEMBERS = "manage_members"
    SHIELD = "shield"
    UNSHIELD = "unshield"
    ANSWER_RIGHTS = "answer_rights"
    SEE_HISTORY = "see_history"
    HAND_OVER = "hand_over"
    SEE_HAND_OVERS = "see_hand_overs"
    TAKE_ANSWERS = "take_answers"
    PRINT_LISTS = "print_lists"
    POST_LISTS = "post_lists"
    SEE_OBJECTIONS = "see_objections"
    TAKE_OBJECTIONS = "take_objections"
    DECIDE_OBJECTIONS = "decide_objections"
    ISSUE_CERTIFICATES = "issue_certificates"
    SEE_REPORTS = "see_reports"
    WRITE_REPORTS = "write_reports"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]


LABELS: dict[Act, str | Promise] = {
    Act.SEE_GROUND: _("See numbered structures, clusters and draft figures"),
    Act.SEE_TENURE: _("See owners or tenants by structure, and disputes"),
    Act.OPEN_PEOPLE: _("Open names, phones and rosters for an hour, with a reason that is kept"),
    Act.SEE_PEOPLE: _("See names, phones and rosters"),
    Act.SEE_RESTRICTED: _("See identity numbers, evidence and locations of households"),
    Act.SEE_BATCHES: _("See what became of everybody's batches"),
    Act.SEND_BATCHES: _("Send batches and correct their own"),
    Act.CHANGE_BATCHES: _("Map columns of everybody's batches and start them again"),
    Act.REVERT_BATCHES: _("Take batches back"),
    Act.REVIEW_INTERVIEWS: _("Accept interviews or return them, and decide what contradicts"),
    Act.MANAGE_COUNTS: _("Open, change and close counts"),
    Act.CHANGE_GROUND: _("Change boundaries, clusters and structures"),
    Act.MANAGE_MEMBERS: _("Invite people and end their access"),
    Act.SHIELD: _("Hide the settlement when an eviction threatens"),
    Act.UNSHIELD: _("Show a hidden settlement again"),
    Act.ANSWER_RIGHTS: _("Answer people who ask about their data"),
    Act.SEE_HISTORY: _("See who changed what, and why"),
    Act.HAND_OVER: _("Hand data over to the county"),
    Act.SEE_HAND_OVERS: _("See what was given to whom, and under which agreement"),
    Act.TAKE_ANSWERS: _("Take answers about homes, services and tenure out as a file, without people"),
    Act.PRINT_LISTS: _("Print the lists that are posted for checking"),
    Act.POST_LISTS: _("Make lists and say until when people may object"),
    Act.SEE_OBJECTIONS: _("See objections and what became of them, without names"),
    Act.TAKE_OBJECTIONS: _("Take objections"),
    Act.DECIDE_OBJECTIONS: _("Read who objects, write decisions down and correct the register"),
    Act.ISSUE_CERTIFICATES: _("Issue certificates and revoke them"),
    Act.SEE_REPORTS: _("Read reports for the county while they are written, and take them as PDF"),
    Act.WRITE_REPORTS: _("Write reports for the county"),
}

ALL = frozenset(Role)
OFFICE = frozenset({Role.STAFF, Role.DATA_MANAGER})
LEADERS = OFFICE | {Role.LEADER}

MAY: dict[Act, frozenset[Role]] = {
    Act.SEE_GROUND: ALL,
    Act.SEE_TENURE: LEADERS,
    Act.OPEN_PEOPLE: frozenset({Role.STAFF}),
    Act.SEE_PEOPLE: frozenset({Role.DATA_MANAGER}),
    Act.SEE_RESTRICTED: frozenset({Role.DATA_MANAGER}),
    Act.SEE_BATCHES: LEADERS | {Role.VERIFIER},
    Act.SEND_BATCHES: OFFICE | {Role.ENUMERATOR},
    Act.CHANGE_BATCHES: OFFICE,
    Act.REVERT_BATCHES: OFFICE,
    Act.REVIEW_INTERVIEWS: LEADERS | {Role.VERIFIER},
    Act.MANAGE_COUNTS: OFFICE,
    Act.CHANGE_GROUND: OFFICE,
    Act.MANAGE_MEMBERS: OFFICE,
    Act.SHIELD: LEADERS,
    Act.UNSHIELD: OFFICE,
    Act.ANSWER_RIGHTS: OFFICE,
    Act.SEE_HISTORY: LEADERS,
    Act.HAND_OVER: OFFICE,
    Act.SEE_HAND_OVERS: LEADERS,
    Act.TAKE_ANSWERS: OFFICE,
    Act.PRINT_LISTS: LEADERS | {Role.VERIFIER},
    Act.POST_LISTS: OFFICE,
    Act.SEE_OBJECTIONS: LEADERS | {Role.VERIFIER},
    Act.TAKE_OBJECTIONS: LEADERS | {Role.VERIFIER},
    Act.DECIDE_OBJECTIONS: OFFICE,
    Act.ISSUE_CERTIFICATES: OFFICE,
    Act.SEE_REPORTS: LEADERS,
    Act.WRITE_REPORTS: OFFICE,
}


def acts_of_roles(roles: Iterable[str]) -> frozenset[Act]:
    """What whoever holds these roles may do."""
    held = set(roles)
    return frozenset(act for act, those in MAY.items() if held & those)


# Who gives which role, and takes it back; always within the giver's own places.
GIVES: dict[Role, frozenset[Role]] = {
    Role.STAFF: frozenset({Role.LEADER, Role.ENUMERATOR, Role.VERIFIER}),
    Role.DATA_MANAGER: ALL,
}
