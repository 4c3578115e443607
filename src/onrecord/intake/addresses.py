"""Which network addresses may be fetched from: those of the public internet, and no others."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IPv6 addresses that carry an IPv4 address, and how far from the right it stands (in bits). A router on the way
# hands the packet to the inner address, so the inner one must be public too.
EMBEDDED: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped, RFC 4291
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 2765
    (IPv6Network("::/96"), 0),  # IPv4-compatible, RFC 4291 (deprecated)
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
)
# Ranges that ipaddress calls global, or may call so in one Python and not in the next.
REFUSED: tuple[Network, ...] = tuple(
    ip_network(each)
    for each in (
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "64:ff9b:1::/48",  # NAT64 for local use, RFC 8215
        "2001::/23",  # protocol assignments, Teredo among them
        "fec0::/10",  # site-local, RFC 3879
        "5f00::/16",  # segment routing, RFC 9602
    )
)


def public(address: Address) -> bool:
    """Whether ``address`` is one of the public internet, by itself and by any address inside it."""
    if isinstance(address, IPv6Address):
        for network, shift in EMBEDDED:
            if address in network:
                inner = IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
                return public(inner)
    if any(address in network for network in REFUSED):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_unspecified
    )


def parsed(text: str) -> Address:
    """The address in ``text``, as a resolver gives it (a zone such as ``%eth0`` is allowed)."""
    return ip_address(text.partition("%")[0])
