"""A certificate authority of one's own, so that a phone in the same network may keep the app offline.

Browsers run service workers on `https` (and on `localhost`) alone. The authority signs only for names and
addresses of private networks and for this machine's own: whoever stole its key could not stand between the
phone and any public site.
"""

import socket
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.instance.certificate_files import CertificateFiles

AUTHORITY_LIFE = timedelta(days=3650)
CERTIFICATE_LIFE = timedelta(days=397)  # what phones accept at most
RENEW_BEFORE = timedelta(days=30)
PRIVATE = tuple(
    IPv4Network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
    )
)
PRIVATE_6 = tuple(IPv6Network(text) for text in ("::1/128", "fc00::/7", "fe80::/10"))
LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa", "internal")


def ensure_certificates(folder: Path, addresses: list[IPv4Address]) -> CertificateFiles:
    """Return the files in `folder`, made or renewed where need be, that name localhost and `addresses`."""
    certificates = Certificates(folder)
    certificates.ensure(addresses)
    return CertificateFiles(certificates.authority, certificates.certificate, certificates.key)


class Certificates:
    """The authority and the server's certificate in `folder`, made when missing, renewed when due."""

    def __init__(self, folder: Path) -> None:
        self.authority = folder / "ca.crt"
        self.authority_key = folder / "ca.key"
        self.certificate = folder / "server.crt"
        self.key = folder / "server.key"

    def ensure(self, addresses: list[IPv4Address]) -> None:
        """Make what is missing or does not name localhost and all of `addresses`."""
        self.authority.parent.mkdir(mode=0o700, exist_ok=True)
        now = datetime.now(UTC)
        if not self.authority.exists() or not may_sign(read(self.authority), addresses, now):
            self._make_authority(addresses, now)
            self.certificate.unlink(missing_ok=True)
        wanted = set(names_for(addresses))
        if not self.certificate.exists() or not fits(read(self.certificate), wanted, now):
            self._make_certificate(sorted(wanted, key=repr), now)

    def _make_authority(self, addresses: list[IPv4Address], now: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = named(f"Tuyen · {socket.gethostname()}"[:64])
        permitted: list[x509.GeneralName] = [x509.DNSName(text) for text in local_names()]
        permitted += [x509.IPAddress(network) for network in own_networks(addresses)]
        permitted += [x509.IPAddress(network) for network in PRIVATE_6]
        certificate = (
            unsigned(name, name, key, now, AUTHORITY_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(key_usage(authority=True), critical=True)
            .add_extension(x509.NameConstraints(permitted, None), critical=True)
            .sign(key, hashes.SHA256())
        )
        write_secret(self.authority_key, pem(key))
        self.authority.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _make_certificate(self, names: list[x509.GeneralName], now: datetime) -> None:
        authority = read(self.authority)
        signer = serialization.load_pem_private_key(self.authority_key.read_bytes(), None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 - we wrote it
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            unsigned(named("Tuyen"), authority.subject, key, now, CERTIFICATE_LIFE)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(key_usage(authority=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
            .sign(signer, hashes.SHA256())
        )
        write_secret(self.key, pem(key))
        self.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def unsigned(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    """Return a certificate that still lacks its purpose and its signature; valid from an hour ago."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def key_usage(*, authority: bool) -> x509.KeyUsage:
    """Return what the key may do: sign certificates, or prove who the server is."""
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def named(common_name: str) -> x509.Name:
    """Return a distinguished name."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tuyen"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def names_for(addresses: list[IPv4Address]) -> list[x509.GeneralName]:
    """Return what the server's certificate names: this machine, from itself and from the private network."""
    hosts = sorted({"localhost", machine_name()})
    numbers = sorted({IPv4Address("127.0.0.1"), *addresses}, key=int)
    return [*(x509.DNSName(host) for host in hosts), *(x509.IPAddress(number) for number in numbers)]


def local_names() -> list[str]:
    """Return the names for which the authority may sign."""
    return sorted({*LOCAL_NAMES, machine_name()})


def machine_name() -> str:
    """Return this machine's name as it may stand in a certificate."""
    name = socket.gethostname().lower()
    return name if name.isascii() and name.replace("-", "").replace(".", "").isalnum() else "localhost"


def own_networks(addresses: list[IPv4Address]) -> list[IPv4Network]:
    """Return the networks for which the authority may sign: private ones and our own addresses."""
    public = [address for address in addresses if not any(address in network for network in PRIVATE)]
    return [*PRIVATE, *(IPv4Network(f"{address}/32") for address in sorted(public, key=int))]


def may_sign(authority: x509.Certificate, addresses: list[IPv4Address], now: datetime) -> bool:
    """Tell whether an authority may name all of `addresses` and lasts for a while."""
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    permitted = {name.value for name in constraints or () if isinstance(name, x509.IPAddress)}
    return set(own_networks(addresses)) <= permitted and not expires_soon(authority, now)


def fits(certificate: x509.Certificate, wanted: set[x509.GeneralName], now: datetime) -> bool:
    """Tell whether a certificate names everything in `wanted` and lasts for a while."""
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return wanted <= set(extension.value) and not expires_soon(certificate, now)


def expires_soon(certificate: x509.Certificate, now: datetime) -> bool:
    """Tell whether it is time to renew."""
    return certificate.not_valid_after_utc < now + RENEW_BEFORE


def read(file: Path) -> x509.Certificate:
    """Return the certificate in `file`."""
    return x509.load_pem_x509_certificate(file.read_bytes())


def pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key as text."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def write_secret(file: Path, content: bytes) -> None:
    """Write a file that its owner alone may read, from its first byte on."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(content)
