"""Who decides, and why: every decision has both."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.ledger.errors import LedgerError


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who decides, under which rule (a house's, by name, or none), and why."""

    who: str
    reason: str
    rule: str = field(default="")

    def checked(self) -> By:
        """Itself; raises :class:`LedgerError` where the person or the reason is missing."""
        if not self.who.strip():
            raise LedgerError("A decision needs a person; say who decides with --who, or set ONRECORD_WHO.")
        if not self.reason.strip():
            raise LedgerError("A decision needs a reason; give one with --reason.")
        return self
