"""Pieces of pages that are kept: made of nothing but what their tag names, for each language, and never old."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.forms import model_to_dict
from django.template import Context, Template
from django.utils import translation

import onrecord.desk
from desk.team import Desk
from onrecord.desk.models import Triage, User
from onrecord.desk.prepared import Listed, Prepared

TEMPLATES = Path(onrecord.desk.__file__).parent / "templates"
PIECE = re.compile(r"{% kept .*?%}(.*?){% endkept %}", re.S)
INCLUDED = re.compile(r'{% include "([^"]+)"')


def written(source: str, **values: object) -> list[str]:
    """What a template writes for each of several values of ``each``, in turn."""
    template = Template("{% load kept i18n %}" + source)
    return [template.render(Context({"each": each, **values})) for each in values.get("all", ())]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("desk_on_sqlite")
@pytest.mark.parametrize(
    ("source", "all", "expected"),
    [
        ("{% kept each=each %}{{ each }}{{ other }}{% endkept %}", ["a", "b", "a"], ["a", "b", "a"]),
        ("{% kept each=each %}{{ each }}{% endkept %}", [1, True, 1.0], ["1", "True", "1.0"]),
        ("{% kept each=each.0 %}{{ each }}{% endkept %}", [["a"], ["<"]], ["a", "&lt;"]),
        ("{% kept each=each %}{{ each.0 }}{% endkept %}", [["a"], ["b"]], ["a", "b"]),  # has no hash
    ],
    ids=["named alone", "types", "escaped", "no hash"],
)
def test_a_piece_is_made_of_what_is_named(source: str, all: list[object], expected: list[str]) -> None:
    assert written(source, all=all, other="other") == expected


@pytest.mark.usefixtures("desk_on_sqlite")
def test_a_form_in_a_piece_has_the_token_of_its_own_request() -> None:
    template = Template("{% load kept %}{% kept csrf_token=csrf_token %}<form>{% csrf_token %}</form>{% endkept %}")
    pages = [template.render(Context({"csrf_token": token})) for token in ("one", "two", "one")]
    assert [re.findall(r'value="(.*?)"', page) for page in pages] == [["one"], ["two"], ["one"]]


@pytest.mark.usefixtures("desk_on_sqlite")
def test_each_language_has_its_own_piece() -> None:
    template = Template("{% load kept i18n %}{% kept %}{% translate 'Search' %}{% endkept %}")
    told = []
    for language in ("en", "fr", "en"):
        with translation.override(language):
            told.append(template.render(Context()))
    assert told[0] == told[2] == "Search" != told[1]


def _whole(source: str) -> str:
    """With what it includes."""
    return source + "".join(_whole((TEMPLATES / each).read_text("utf-8")) for each in INCLUDED.findall(source))


def test_no_piece_is_made_of_who_asks() -> None:
    """What is shown of names depends on the person; so it is worked out before, and named by the tag."""
    found = [
        (path.name, re.findall(r"\|veiled|{% veiled|{% redactions|{% unread|request\.", _whole(piece)))
        for path in TEMPLATES.rglob("*.html")
        for piece in PIECE.findall(path.read_text("utf-8"))
    ]
    assert len(found) > 15
    assert not [each for each in found if each[1]]


def test_a_prepared_query_gives_what_the_same_query_gives(desk: Desk) -> None:
    user = User.objects.order_by("id")[0]
    for n in range(20):
        Triage.objects.create(
            report=f"r{n}", row=n, version=1, origin="o", state="taken", holder=user, at="2026-01-01T00:00:00Z"
        )
    prepared = Prepared(
        lambda holder, below: (
            Triage.objects.filter(holder=holder, row__lt=below).select_related("holder").order_by("row")
        ),
        holes=2,
    )
    for below in (3, 7):
        plain = list(Triage.objects.filter(holder=user, row__lt=below).select_related("holder").order_by("row"))
        made = prepared.models(user.pk, below)
        assert [model_to_dict(each) for each in made] == [model_to_dict(each) for each in plain]
        assert len(made) == below
        assert [each.at for each in made] == [each.at for each in plain]
        assert {each.holder.username for each in made if each.holder is not None} == {user.username}
    listed = Listed(lambda rows, state: Triage.objects.filter(row__in=rows, state=state).values_list("row"), holes=1)
    for rows in ([], [3], [1, 2, 3], list(range(15))):
        assert sorted(row for (row,) in listed.rows(rows, "taken")) == rows
        assert listed.rows(rows, "new") == []
