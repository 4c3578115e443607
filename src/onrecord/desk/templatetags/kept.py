"""Pieces of pages that are made once and kept in memory: Django's templates take most of the time of a page.

A piece is made of nothing but what its tag names, and kept under that and the language. So two people get the same
piece only where they would be shown the same anyway.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.translation import get_language

register = template.Library()

MOST = 2000  # pieces of one tag; all are let go of where there are more
SIZE = 8 << 20  # characters of all pieces of one tag, likewise
_TOKEN = f"token{secrets.token_hex(16)}"  # stands in a piece where its form has the request's own


class Kept(template.Node):
    """See :func:`kept`."""

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.pieces: dict[tuple[object, ...], str] = {}
        self.size = 0

    def render(self, context: Any) -> Any:
        """The piece."""
        values = {name: each.resolve(context) for name, each in self.values.items()}
        # Equal values of different types are written differently: True and 1, escaped words and others.
        key = (get_language(), *((type(each), each) for name, each in values.items() if name != "csrf_token"))
        try:
            found = self.pieces.get(key)
        except TypeError:  # something that has no hash, as what was typed into a form
            return self.nodelist.render(context.new(values))
        token = values.get("csrf_token")
        if found is None:
            found = self.nodelist.render(context.new(values | {"csrf_token": _TOKEN} if token else values))
            if len(self.pieces) >= MOST or self.size > SIZE:
                self.pieces.clear()
                self.size = 0
            self.pieces[key] = found
            self.size += len(found)
        return found.replace(_TOKEN, str(token)) if token else found


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """``{% kept row=row can_code=can.code %}…{% endkept %}``: within, only what is named here has a value. Each value
    must be hashable and never change, and all that is written must follow from them. ``csrf_token=csrf_token`` gives
    forms within the request's own token."""
    values = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)
