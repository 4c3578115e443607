"""Django's connection to PostgreSQL, which is asked before each page whether it still stands, without a way there and
back."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own."""

    def is_usable(self) -> bool:
        """Whether the connection stands. A server that ends it has said so, or hung up: then there is something to
        read. Otherwise it says nothing between two pages."""
        if self.connection is None or self.connection.closed:
            return False
        silent = not self.errors_occurred and not select.select([self.connection.fileno()], [], [], 0)[0]
        return silent or bool(super().is_usable())
