"""The desk: where a team reviews the record. Server-rendered pages over one ledger, usable without a mouse and, for
reading, without a script.

What is evidence stands in the ledger; what is the desk's own (people, tokens, notes, who has taken what) stands in a
database beside it, so that a ledger can be handed on without the names of those who work on it.
"""
