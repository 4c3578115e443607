"""Who works at the desk: accounts, roles and groups, made and ended, each with its line in the log.

Pages, the command line and the API all act through here. Nothing here asks whether the one who acts may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.desk import acts, telling
from onrecord.desk.access import Role
from onrecord.desk.models import Setting, Token, User, Welcome
from onrecord.desk.prepared import Prepared
from onrecord.record import OnrecordError

ISSUER = "oidc"
"""What allauth calls the issuer of the settings."""
LONGEST = 150  # characters of a name, of a person or of a group: what the tables hold


class MembershipError(OnrecordError):
    """Something about an account that cannot be; the sentence says why."""


def named(name: str) -> User:
    """The person of that name, however it is capitalised. Raises :class:`MembershipError` where there is none."""
    found = User.objects.filter(username__iexact=name.strip()).first()
    if found is None:
        raise MembershipError(_("Nobody here is called “%(name)s”.") % {"name": name})
    return found


def subject(user: User) -> str:
    """What the log calls a person."""
    return f"person:{user.username}"


def role_of(said: str) -> Role:
    """The role that ``said`` names; raises :class:`MembershipError` where it is none."""
    try:
        return Role(said)
    except ValueError as error:
        roles = ", ".join(Role)
        raise MembershipError(_("“%(said)s” is no role; these are: %(roles)s.") % {"said": said, "roles": roles}) from (
            error
        )


def made(name: str, role: str, *, by: User | None = None, password: str | None = None, email: str = "") -> User:
    """A new account. Without a password nobody can sign in to it until one is chosen (:mod:`onrecord.desk.welcome`).
    ``by`` is None where the new person made it."""
    name, email = name.strip(), email.strip()
    user = User(username=name, role=role_of(role), email=_address(email))
    try:
        User.username_validator(name)
        if not name or len(name) > LONGEST:
            raise ValidationError("")
    except ValidationError as error:
        raise MembershipError(_("A name has letters, digits and @ . + - _ alone, and no spaces.")) from error
    if password is not None:
        checked(password, user)
    user.set_password(password)
    with transaction.atomic():
        if User.objects.filter(username__iexact=name).exists():
            raise MembershipError(_("Somebody is called “%(name)s” already; choose another name.") % {"name": name})
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise MembershipError(
                _("Somebody is called “%(name)s” already; choose another name.") % {"name": name}
            ) from error
        acts.tell(by or user, "account", subject(user), after={"role": role})
    return user


def checked(password: str, user: User) -> None:
    """Raises :class:`MembershipError` where a password is too easily guessed."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise MembershipError(" ".join(error.messages)) from error


def choose(user: User, password: str, *, by: User) -> None:
    """Give a person a password. Who is signed in by the former one no longer is."""
    checked(password, user)
    had_one = user.has_usable_password()
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        Welcome.objects.filter(user=user).delete()
        _end_sessions(user)
        acts.tell(by, "password", subject(user))
        if had_one:
            telling.changed(user, telling.PASSWORD)


def change_role(user: User, role: str, *, by: User) -> None:
    """Make somebody a reader, coder, reviewer or administrator; at once, also where they are signed in."""
    new = role_of(role)
    with _locked(user) as row:
        if new is not Role.ADMINISTRATOR:
            _not_the_last(row)
        before = row.role
        if before != new:
            User.objects.filter(pk=row.pk).update(role=new)
            acts.tell(by, "role", subject(row), before={"role": before}, after={"role": new})
    user.role = new


def end(user: User, *, by: User) -> None:
    """Let somebody in no more: their sessions and tokens end. What they did stays, under their name."""
    with _locked(user) as row:
        _not_the_last(row)
        if row.is_active:
            User.objects.filter(pk=row.pk).update(is_active=False)
            acts.tell(by, "end", subject(row), before={"role": row.role})
        _shut(row)
    user.is_active = False


def readmit(user: User, *, by: User) -> None:
    """Let somebody in again whose account was ended."""
    with _locked(user) as row:
        if not row.is_active:
            User.objects.filter(pk=row.pk).update(is_active=True)
            acts.tell(by, "return", subject(row), after={"role": row.role})
    user.is_active = True


def reset_second_factor(user: User, *, by: User) -> None:
    """Take away somebody's second factor, which they lost; also their recovery codes. Their sessions end."""
    with _locked(user) as row:
        if Authenticator.objects.filter(user=row).delete()[0]:
            acts.tell(by, "second-factor", subject(row), before={"second-factor": True}, after={"second-factor": False})
            telling.changed(row, telling.GONE)
        _end_sessions(row)


def know_as(user: User, *, email: str, issuer_subject: str, by: User) -> None:
    """Say by what the issuer knows a person: an email address that it has verified, or its own subject."""
    email, issuer_subject = _address(email.strip()), issuer_subject.strip()
    with _locked(user) as row:
        before = {"email": row.email, "subject": known_as(row)}
        after = {"email": email, "subject": issuer_subject}
        if before == after:
            return
        taken = SocialAccount.objects.filter(provider=ISSUER, uid=issuer_subject).exclude(user=row)
        if email and User.objects.filter(email__iexact=email).exclude(pk=row.pk).exists():
            raise MembershipError(_("Another person has this email address."))
        if issuer_subject and taken.exists():
            raise MembershipError(_("Another person is known by this subject."))
        User.objects.filter(pk=row.pk).update(email=email)
        SocialAccount.objects.filter(user=row, provider=ISSUER).exclude(uid=issuer_subject).delete()
        if issuer_subject:
            SocialAccount.objects.get_or_create(user=row, provider=ISSUER, uid=issuer_subject)
        # Addresses are the desk's own; the log, which is handed on, says only that they changed.
        acts.tell(by, "sign-in", subject(row), after={key: bool(value) for key, value in after.items()})
    user.email = email


def known_as(user: User) -> str:
    """The issuer's subject for a person; empty where there is none."""
    row = SocialAccount.objects.filter(user=user, provider=ISSUER).first()
    return row.uid if row is not None else ""


def end_token(token: Token, *, by: User) -> None:
    """A token works no more."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, ended__isnull=True).update(ended=timezone.now()):
            acts.tell(by, "token-end", subject(token.owner), before={"token": token.name})


def unlock(name: str, *, by: User) -> int:
    """Forget the wrong passwords that were given for a name; how many times there were some."""
    from axes.utils import reset

    user = named(name)
    count: int = reset(username=user.username)
    if count:
        acts.tell(by, "unlock", subject(user))
    return count


def locked_names() -> set[str]:
    """The names under which nobody is let try a password for a while, from some address."""
    from axes.models import AccessAttempt

    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    rows = AccessAttempt.objects.filter(
        attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT, username__isnull=False
    )
    return set(rows.values_list("username", flat=True))


# Groups, to whom incidents may be restricted.


def group_made(name: str, *, by: User) -> Group:
    """A new group, of nobody."""
    with transaction.atomic():
        group = Group.objects.create(name=_group_name(name, None))
        acts.tell(by, "group", f"group:{group.name}", after={"name": group.name})
    return group


def group_renamed(group: Group, name: str, *, by: User) -> None:
    """Another name for a group; what is restricted to it stays so."""
    with transaction.atomic():
        before, group.name = group.name, _group_name(name, group)
        if before != group.name:
            group.save(update_fields=["name"])
            acts.tell(by, "group", f"group:{before}", before={"name": before}, after={"name": group.name})


def set_members(group: Group, members: Iterable[User], *, by: User) -> None:
    """Exactly these people are in a group from here on."""
    with transaction.atomic():
        before = sorted(group.user_set.values_list("username", flat=True))
        chosen = list(members)
        after = sorted(each.username for each in chosen)
        if before != after:
            group.user_set.set(chosen)
            acts.tell(by, "members", f"group:{group.name}", before=before, after=after)


def _group_name(said: str, group: Group | None) -> str:
    name = " ".join(said.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise MembershipError(_("A group needs a name of at most 150 characters."))
    others = Group.objects.filter(name__iexact=name)
    if (others if group is None else others.exclude(pk=group.pk)).exists():
        raise MembershipError(_("There is a group “%(name)s” already.") % {"name": name})
    return name


def _address(email: str) -> str:
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise MembershipError(_("“%(email)s” is no email address.") % {"email": email}) from error
    return email


def _not_the_last(user: User) -> None:
    """Raises :class:`MembershipError` where nobody else could let people in any more."""
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMINISTRATOR and user.is_active and not others.exists():
        raise MembershipError(
            _("%(name)s is the only administrator; make somebody else one first.") % {"name": user.username}
        )


@contextmanager
def _locked(user: User) -> Iterator[User]:
    """The account as it stands, with all administrators', while nobody else changes one."""
    with transaction.atomic():
        list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
        yield User.objects.select_for_update().get(pk=user.pk)


def _shut(user: User) -> None:
    _end_sessions(user)
    Token.objects.filter(owner=user, ended__isnull=True).update(ended=timezone.now())
    Welcome.objects.filter(user=user).delete()


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


SETTING = Prepared(lambda name: Setting.objects.filter(name=name).values_list("value"), holes=1)


def setting(name: str) -> frozenset[str]:
    """The words of one of the team's choices (see :class:`onrecord.desk.models.Setting`)."""
    found = SETTING.rows(name)
    said = found[0][0] if found else ""
    return frozenset(word for word in said.split(",") if word)


def choose_second_factor(roles: Iterable[str], *, by: User) -> None:
    """Which roles need a second factor from here on."""
    after = sorted(role_of(role) for role in roles)
    with transaction.atomic():
        before = sorted(setting("second-factor"))
        if before != after:
            Setting.objects.update_or_create(name="second-factor", defaults={"value": ",".join(after)})
            acts.tell(by, "team", "team", before={"second-factor": before}, after={"second-factor": after})
