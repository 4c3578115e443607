"""What is shown of words from reports: ``{{ text|veiled }}`` is for whom the page is made."""

from __future__ import annotations

from typing import Any

from django import template

from onrecord.desk import care
from onrecord.desk.models import Redaction
from onrecord.desk.redaction import copies

register = template.Library()


@register.simple_tag(takes_context=True)
def veiled(context: Any, text: object) -> str:
    """``{% veiled text %}``: the words of ``text`` as this person is shown them."""
    if text is None or text == "":
        return ""
    return care.veils(context["request"]).words(str(text))


@register.filter(name="veiled")
def veiled_filter(text: object) -> str:
    """``{{ text|veiled }}``: likewise."""
    return "" if text is None or text == "" else care.current().words(str(text))


@register.simple_tag
def redactions(row: int) -> list[Redaction]:
    """``{% redactions row.id as copies %}``: the redacted copies of a report, the latest first."""
    return copies(row)
