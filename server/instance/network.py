"""The addresses under which this machine is reached."""

import json
import shutil
import socket
import subprocess
from ipaddress import IPv4Address

DOCUMENTATION_ADDRESS = ("192.0.2.1", 9)
"""TEST-NET-1: a datagram socket "connected" to it sends nothing, but tells which address we would use."""


def lan_addresses() -> list[IPv4Address]:
    """Return this machine's addresses that others may reach, the most likely one first."""
    first = [address] if (address := outgoing_address()) else []
    return first + [address for address in interface_addresses() if address not in first]


def outgoing_address() -> IPv4Address | None:
    """Return the address that this machine would use towards others, None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(DOCUMENTATION_ADDRESS)
        except OSError:
            return None
        address = IPv4Address(probe.getsockname()[0])
    return None if address.is_loopback or address.is_unspecified else address


def interface_addresses() -> list[IPv4Address]:
    """Return the addresses of all network interfaces, as far as the system's `ip` tells."""
    if shutil.which("ip") is None:
        return []
    told = subprocess.run(["ip", "-4", "-json", "address"], capture_output=True, text=True, check=False)
    interfaces = json.loads(told.stdout or "[]") if told.returncode == 0 else []
    numbers = [IPv4Address(entry["local"]) for one in interfaces for entry in one.get("addr_info", [])]
    return [number for number in numbers if not number.is_loopback]


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on `host`:`port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
