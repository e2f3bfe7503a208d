"""Verifies a license file with a common JOSE library, and prints its claims.

Usage: verify_license.py LICENSE ROOT_JWK
"""

import json
import sys
import warnings

from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey

# RFC 9864 calls the same algorithm Ed25519.
warnings.simplefilter("ignore", SecurityWarning)
REGISTRY = jws.JWSRegistry(algorithms=["EdDSA"], strict_check_header=False)
# The library's own limit is 512 bytes; the issuing key's certificate makes the header longer.
REGISTRY.max_header_length = 16 * 1024


def verified(document: str, kind: str, key: OKPKey) -> dict:
    member = jws.deserialize_compact(document, key, registry=REGISTRY)
    header = member.headers()
    if header["typ"] != kind or header["kid"] != key.thumbprint():
        raise ValueError(f"not a {kind} of this key: {header}")
    return json.loads(member.payload)


def main(license_file: str, root_file: str) -> None:
    with open(root_file, encoding="utf-8") as file:
        root = OKPKey.import_key(json.load(file))
    with open(license_file, encoding="ascii") as file:
        license = file.read().rstrip("\n")
    certificate = jws.extract_compact(license.encode(), registry=REGISTRY).headers()["issuer"]
    issuer = verified(certificate, "issuer+jwt", root)
    if "license" not in issuer["purposes"]:
        raise ValueError("the issuing key may not sign licenses")
    claims = verified(license, "license+jwt", OKPKey.import_key(issuer["jwk"]))
    if not issuer["nbf"] <= claims["iat"] < issuer["exp"]:
        raise ValueError("signed outside the certificate's time")
    print(json.dumps(claims, ensure_ascii=False))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
