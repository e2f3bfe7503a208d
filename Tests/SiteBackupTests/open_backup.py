"""Opens a backup by libraries that are not ours: scrypt of OpenSSL, AES-GCM of cryptography.

Usage: open_backup.py FILE PASSPHRASE    Prints the archive.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


file = open(sys.argv[1], "rb").read()
line = file[: file.index(b"\n") + 1]
header = json.loads(line)
cost = header["scrypt"]
key = hashlib.scrypt(
    sys.argv[2].encode(), salt=decoded(cost["salt"]), n=cost["n"], r=cost["r"], p=cost["p"],
    dklen=32, maxmem=1 << 30)
sys.stdout.buffer.write(AESGCM(key).decrypt(decoded(header["nonce"]), file[len(line):], line))
