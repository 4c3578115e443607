"""Accounts: which reports are copies, which tell of the same incident, where they agree and differ, and why.

Pure functions over records: no database, no network, no printing.
"""
