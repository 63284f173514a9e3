"""The proxies that the environment names, and which address is asked through which."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from contextlib import suppress
from urllib.request import getproxies_environment

from reader.fetch.http.ssrf_guard import is_private_number
from reader.fetch.url_parts import host_of, origin_of, scheme_of
from reader.model.construction import frozen

USABLE = ("http", "https")
USUAL_PORTS = {"http": 80, "https": 443}
PORTED = re.compile(r"(\[.*\]|[^:/]+):([0-9]{1,5})")  # a word of NO_PROXY that names a port as well
INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa")  # names of private networks


@frozen
class Proxies:
    """The proxies that a person set, and the hosts that are asked without one."""

    told: Mapping[str, str]  # by scheme; "all" for the others, "no" for whom none is used

    def proxy_for(self, location: str) -> str:
        """Return the proxy for an address; empty when it is asked directly."""
        proxy = self.told.get(scheme_of(location)) or self.told.get("all", "")
        if not proxy or self.passes(location):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"

    def passes(self, location: str) -> bool:
        """Tell whether an address is asked without a proxy, because NO_PROXY names its host."""
        host, port = host_of(location), _port_of(location)
        named = (one.strip().casefold() for one in self.told.get("no", "").split(","))
        words = (PORTED.fullmatch(one) or (one, one, port) for one in named if one)
        return any(_covers(word[1].strip("[]"), host) for word in words if int(word[2]) == port)


def _port_of(location: str) -> int:
    """Return the port that an address of the web is asked at; 0 where it makes no sense."""
    try:
        _, _, port = origin_of(location)
    except ValueError:
        return 0
    return port or USUAL_PORTS.get(scheme_of(location), 0)


def _covers(named: str, host: str) -> bool:
    """Tell whether a word of NO_PROXY means a host: "*", it or its domain, or its network."""
    if "/" in named:
        with suppress(ValueError):  # the host is a name, or the network none
            return ipaddress.ip_address(host) in ipaddress.ip_network(named, strict=False)
        return False
    domain = named.removeprefix("*").removeprefix(".")
    return not domain or host == domain or host.endswith(f".{domain}")


def environment_proxies() -> Proxies:
    """Return the proxies that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY tell of."""
    return Proxies(getproxies_environment())


def proxy_fault(proxy: str) -> str:
    """Say why a proxy cannot be used; empty when it can. A password in it stays unsaid."""
    kind = scheme_of(proxy)
    if kind in USABLE and host_of(proxy):
        return ""
    return f"is to be asked through a proxy of a kind that cannot be used: {kind}"


def is_private_host(host: str) -> bool:
    """Tell a host of a private network without looking it up: that is the proxy's part.

    What its proxy makes of any other name is not known here.
    """
    plain = host.rstrip(".")
    if is_private_number(plain) or plain.endswith(INSIDE):
        return True
    return "." not in plain and ":" not in plain
