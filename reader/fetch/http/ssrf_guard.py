"""Which addresses are not of the open internet: on a stranger's word nobody is led there.

The networks are those of the IANA registries of special-purpose addresses for IPv4 (RFC 6890 and
its updates) and IPv6, with the registry of multicast, and with what is reserved or was given up:
`ipaddress` counts some of them as global, and others in some versions of Python only.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from unicodedata import normalize

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

CLOSED_IPV4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network (RFC 791)
            "10.0.0.0/8",  # private use (RFC 1918)
            "100.64.0.0/10",  # shared by customers of a carrier (RFC 6598)
            "127.0.0.0/8",  # loopback (RFC 1122)
            "169.254.0.0/16",  # link-local (RFC 3927); the clouds' metadata
            "172.16.0.0/12",  # private use (RFC 1918)
            "192.0.0.0/24",  # protocol assignments (RFC 6890)
            "192.0.2.0/24",  # documentation (RFC 5737)
            "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
            "192.168.0.0/16",  # private use (RFC 1918)
            "198.18.0.0/15",  # benchmarks (RFC 2544)
            "198.51.100.0/24",  # documentation (RFC 5737)
            "203.0.113.0/24",  # documentation (RFC 5737)
            "224.0.0.0/4",  # multicast (RFC 5771)
            "240.0.0.0/4",  # reserved, and broadcast (RFC 1112, RFC 8190)
        ),
    )
)
# Only what is given out for the open internet, 2000::/3, can be open; of that, these are not.
OPEN_IPV6 = ipaddress.IPv6Network("2000::/3")
CLOSED_IPV6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments: benchmarks, ORCHID, … (RFC 2928); Teredo below
            "2001:db8::/32",  # documentation (RFC 3849)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
# Prefixes with an IPv4 address inside, and how many bits stand to the right of it.
_TRANSLATED = {
    ipaddress.IPv6Network("::ffff:0:0/96"): 0,  # mapped (RFC 4291)
    ipaddress.IPv6Network("::ffff:0:0:0/96"): 0,  # translated (RFC 2765)
    ipaddress.IPv6Network("::/96"): 0,  # compatible, given up (RFC 4291)
    ipaddress.IPv6Network("64:ff9b::/96"): 0,  # NAT64 (RFC 6052)
    ipaddress.IPv6Network("2002::/16"): 80,  # 6to4 (RFC 3056)
}
_TEREDO = ipaddress.IPv6Network("2001::/32")  # RFC 4380
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # of a network of one's own (RFC 8215)
_UNUSED = ipaddress.IPv4Network("0.0.0.0/24")  # what a form shows that was not used


def is_private(address: str, named: bool = True) -> bool:
    """Tell an address that is not of the open internet: of this machine, a home, an office.

    What is no address but a name counts as `named` says.
    """
    try:
        number = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return named
    return _is_closed(number)


def _is_closed(number: Address) -> bool:
    """Tell whether an address, or one that it stands for, is not of the open internet."""
    if isinstance(number, ipaddress.IPv4Address):
        return any(number in network for network in CLOSED_IPV4)
    if inside := _inside_of(number):
        return any(_is_closed(one) for one in inside)
    return number not in OPEN_IPV6 or any(number in network for network in CLOSED_IPV6)


def _inside_of(number: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """Return the IPv4 addresses that an IPv6 address leads to; empty where it is one of its own."""
    bits = int(number)
    if number in _TEREDO:  # the server, and the client, whose bits are turned round
        client = ~bits & 0xFFFFFFFF
        return ipaddress.IPv4Address(bits >> 64 & 0xFFFFFFFF), ipaddress.IPv4Address(client)
    if number in _LOCAL_NAT64:
        return _inside_local(bits)
    for network, right in _TRANSLATED.items():
        if number in network:
            return (ipaddress.IPv4Address(bits >> right & 0xFFFFFFFF),)
    return ()


def _inside_local(bits: int) -> tuple[ipaddress.IPv4Address, ...]:
    # Its owner chose one of four forms (RFC 6052), which cannot be seen from outside.
    upper, lower = bits >> 64 & 0xFFFF, bits >> 24 & 0xFFFFFFFF  # beside the byte that is skipped
    forms = (upper << 16 | lower >> 16, (upper & 0xFF) << 24 | lower >> 8, lower)
    others = map(ipaddress.IPv4Address, forms)
    last = ipaddress.IPv4Address(bits & 0xFFFFFFFF)
    return last, *(one for one in others if one not in _UNUSED)


def is_private_number(host: str) -> bool:
    """Tell a private address in any spelling that some program reads as one, without looking it up.

    127.1, 0x7f000001, 2130706433, letters that IDNA makes digits of, a dot at the end.
    """
    plain = normalize("NFKC", host).replace("\N{IDEOGRAPHIC FULL STOP}", ".").rstrip(".")
    if is_private(plain, named=False):
        return True
    with suppress(OSError, ValueError):  # a name; or letters that are none of a number
        return is_private(socket.inet_ntoa(socket.inet_aton(plain)))
    return False
