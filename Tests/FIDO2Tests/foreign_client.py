"""Asks a FIDO2 key for all that a client of ours would, with the client library of another maker.

Usage: foreign_client.py PROGRAM    (reports of 64 bytes on its standard input and output)
"""

import hashlib
import subprocess
import sys

from fido2.attestation import PackedAttestation
from fido2.cose import ES256
from fido2.ctap import CtapError
from fido2.ctap2 import ClientPin, Ctap2
from fido2.hid import CtapHidDevice
from fido2.hid.base import CtapHidConnection, HidDescriptor

PARTY = "licensing.example"
HASH = bytes(range(32))


class Pipe(CtapHidConnection):
    def __init__(self, *command: str):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def read_packet(self) -> bytes:
        return self.process.stdout.read(64)

    def write_packet(self, packet: bytes) -> None:
        self.process.stdin.write(packet)
        self.process.stdin.flush()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def expect_error(code: CtapError.ERR, call, *arguments, **options) -> None:
    try:
        call(*arguments, **options)
    except CtapError as error:
        assert error.code == code, error
    else:
        raise AssertionError(f"{code.name} was expected")


def key_of(*command: str) -> Ctap2:
    descriptor = HidDescriptor("pipe", 0x1209, 0x0001, 64, 64, "Simulated key", None)
    return Ctap2(CtapHidDevice(descriptor, Pipe(*command)))


def check_without_pin(program: str) -> None:
    key = key_of(program)

    info = key.get_info()
    assert "FIDO_2_0" in info.versions and len(info.aaguid) == 16, info

    made = key.make_credential(
        HASH,
        {"id": PARTY, "name": PARTY},
        {"id": b"user", "name": "license"},
        [{"type": "public-key", "alg": ES256.ALGORITHM}],
    )
    data = made.auth_data
    assert data.is_user_present()
    assert data.rp_id_hash == hashlib.sha256(PARTY.encode()).digest()
    PackedAttestation().verify(made.att_stmt, data, HASH)
    credential = data.credential_data
    allowed = [{"type": "public-key", "id": credential.credential_id}]

    counter = data.counter
    for _ in range(3):
        answer = key.get_assertion(PARTY, HASH, allowed, options={"up": False})
        answer.verify(HASH, credential.public_key)
        assert not answer.auth_data.is_user_present()
        assert answer.auth_data.counter > counter
        counter = answer.auth_data.counter

    no_credentials = CtapError.ERR.NO_CREDENTIALS
    options = {"up": False}
    expect_error(no_credentials, key.get_assertion, "other.example", HASH, allowed, options=options)
    other = [{"type": "public-key", "id": b"\1" * 64}]
    expect_error(no_credentials, key.get_assertion, PARTY, HASH, other, options=options)
    expect_error(
        CtapError.ERR.CREDENTIAL_EXCLUDED,
        key.make_credential,
        HASH,
        {"id": PARTY, "name": PARTY},
        {"id": b"user", "name": "license"},
        [{"type": "public-key", "alg": ES256.ALGORITHM}],
        exclude_list=allowed,
    )


def check_with_pin(program: str) -> None:
    key = key_of(program, "1234")
    info = key.get_info()
    assert info.options["clientPin"] and info.options["alwaysUv"], info
    request = (
        HASH,
        {"id": PARTY, "name": PARTY},
        {"id": b"user", "name": "license"},
        [{"type": "public-key", "alg": ES256.ALGORITHM}],
    )
    expect_error(CtapError.ERR.PUAT_REQUIRED, key.make_credential, *request)
    client = ClientPin(key)
    expect_error(CtapError.ERR.PIN_INVALID, client.get_pin_token, "4321")
    assert client.get_pin_retries()[0] == 7
    token = client.get_pin_token("1234")
    assert client.get_pin_retries()[0] == 8
    made = key.make_credential(
        *request,
        pin_uv_param=client.protocol.authenticate(token, HASH),
        pin_uv_protocol=client.protocol.VERSION,
    )
    assert made.auth_data.is_user_verified()
    PackedAttestation().verify(made.att_stmt, made.auth_data, HASH)


check_without_pin(sys.argv[1])
check_with_pin(sys.argv[1])
print("passed")
