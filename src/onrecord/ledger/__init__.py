"""The ledger: what is kept, and what is answered from it."""
