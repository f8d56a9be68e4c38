import socket
import ssl
import threading
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509

from server.instance.certificate import Certificates, ensure_certificates, read
from server.instance.certificate_files import CertificateFiles

LAN = [IPv4Address("192.168.1.20")]


def shake_hands(files: CertificateFiles, name: str) -> None:
    """Connect to a TLS server that shows the certificate, as a phone that trusts the authority would."""
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(files.certificate, files.key)
    ours, theirs = socket.socketpair()

    def answer() -> None:
        with theirs:
            try:
                server_context.wrap_socket(theirs, server_side=True).close()
            except (ssl.SSLError, OSError):
                return

    server = threading.Thread(target=answer)
    server.start()
    try:
        with ours:
            context = ssl.create_default_context(cafile=str(files.authority))
            context.wrap_socket(ours, server_hostname=name).close()
    finally:
        server.join()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "192.168.1.20"])
def test_a_client_that_trusts_the_authority_accepts_the_server(tmp_path: Path, name: str) -> None:
    shake_hands(ensure_certificates(tmp_path / "c", LAN), name)


def test_a_name_that_the_certificate_lacks_is_refused(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path / "c", LAN)
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shake_hands(files, "192.168.1.21")


def test_the_authority_cannot_vouch_for_a_public_site(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path / "c", LAN)
    forger = Certificates(tmp_path / "c")
    forger._make_certificate([x509.DNSName("bank.example")], datetime.now(UTC))  # noqa: SLF001
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(files, "bank.example")


def test_certificates_are_kept_until_the_addresses_change(tmp_path: Path) -> None:
    first = ensure_certificates(tmp_path / "c", LAN)
    authority, certificate = first.authority.read_bytes(), first.certificate.read_bytes()
    ensure_certificates(tmp_path / "c", LAN)
    assert first.certificate.read_bytes() == certificate
    ensure_certificates(tmp_path / "c", [IPv4Address("10.1.2.3")])
    assert first.certificate.read_bytes() != certificate
    assert first.authority.read_bytes() == authority


def test_a_public_address_of_this_machine_makes_a_new_authority_for_it_alone(tmp_path: Path) -> None:
    first = ensure_certificates(tmp_path / "c", LAN)
    authority = first.authority.read_bytes()
    files = ensure_certificates(tmp_path / "c", [IPv4Address("203.0.113.7")])
    assert files.authority.read_bytes() != authority
    shake_hands(files, "203.0.113.7")


def test_keys_are_private_and_the_life_is_what_phones_accept(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path / "c", LAN)
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "c").glob("*.key")} == {0o600}
    certificate = read(files.certificate)
    assert (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days <= 397 + 1
