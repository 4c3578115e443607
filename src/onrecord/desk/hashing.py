"""How passwords are hashed. Hashes made otherwise are still read, and made anew at the next sign-in."""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher


class Scrypt(ScryptPasswordHasher):
    """Scrypt with 64 MiB, twice: what OWASP asks for (ASVS 2.4.6: 2^16, 8, 1 at least). Django's own takes 16 MiB, five
    times, and as long; who guesses with graphics processors pays for memory."""

    work_factor = 2**16
    block_size = 8
    parallelism = 2
    maxmem = 2 * 128 * 2**16 * 8  # bytes; the work takes half of it
