"""Recomputes the vectors of phone codes without any code of ours: ristretto255 written here from RFC 9496, Argon2id of
argon2-cffi. What the codes are is in the decision record 0001 of PhoneCodes.

Usage: check_vectors.py VECTORS    Prints every disagreement, and fails if there is one.
"""

import hashlib
import json
import sys

from argon2.low_level import Type, hash_secret_raw

# --- ristretto255 ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def absolute(x):
    x %= P
    return P - x if x & 1 else x


def square_root_of_ratio(u, v):
    """Whether u/v is a square, and the root of it or of SQRT_M1 times it that is not negative."""
    r = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in (-u % P, -u * SQRT_M1 % P):
        r = r * SQRT_M1
    return check in (u % P, -u % P), absolute(r)


INVERSE_ROOT_OF_A_MINUS_D = square_root_of_ratio(1, -1 - D)[1]


def decoded(encoding):
    """The element in extended coordinates, or None if no element has this encoding."""
    s = int.from_bytes(encoding, "little")
    if len(encoding) != 32 or s >= P or s & 1:
        return None
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    is_square, root = square_root_of_ratio(1, v * u2 * u2 % P)
    x = absolute(2 * s * root * u2)
    y = u1 * root * root * u2 * v % P
    t = x * y % P
    return (x, y, 1, t) if is_square and not t & 1 and y else None


def encoded(element):
    x, y, z, t = element
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    root = square_root_of_ratio(1, u1 * u2 * u2 % P)[1]
    inverse1, inverse2 = root * u1 % P, root * u2 % P
    inverse_of_z = inverse1 * inverse2 * t % P
    inverse = inverse2
    if t * inverse_of_z % P & 1:
        x, y, inverse = y * SQRT_M1, x * SQRT_M1, inverse1 * INVERSE_ROOT_OF_A_MINUS_D
    if x * inverse_of_z % P & 1:
        y = -y
    return absolute(inverse * (z - y)).to_bytes(32, "little")


def added(first, second):
    x1, y1, z1, t1 = first
    x2, y2, z2, t2 = second
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def negated(element):
    x, y, z, t = element
    return -x % P, y, z, -t % P


def multiplied(scalar, element):
    product = (0, 1, 1, 0)
    for bit in f"{scalar:b}":
        product = added(product, product)
        if bit == "1":
            product = added(product, element)
    return product


BASE = decoded(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
IDENTITY = bytes(32)

# --- Check digits ---

DAMM = ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")


def check_digit(digits, start):
    for digit in digits:
        start = int(DAMM[start][int(digit)])
    return str(start)


def parted(digits, length):
    """The digits without the check digits, and the numbers, from 1, of the parts whose check digit does not fit."""
    parts = [digits[i:i + length] for i in range(0, len(digits), length)]
    wrong = [n for n, part in enumerate(parts, 1) if check_digit(part[:-1], n) != part[-1]]
    return "".join(part[:-1] for part in parts), wrong


# --- Requests ---


def with_crc(bits):
    """The number followed by its CRC: what is left of it on division by the polynomial."""
    rest = bits << 10
    while rest.bit_length() > 10:
        rest ^= 0b11000110011 << rest.bit_length() - 11
    return bits << 10 | rest


def request_code(kind, entitlement, commitment):
    digits = f"{with_crc((((1 << 3 | kind) << 40) | entitlement) << 76 | commitment):040d}"
    groups = [digits[i:i + 5] for i in range(0, 40, 5)]
    return "".join(group + check_digit(group, n) for n, group in enumerate(groups, 1))


def commitment_to(document, kind, entitlement):
    salt = b"keybound 1" + entitlement.to_bytes(5, "big") + bytes([kind])
    hashed = hash_secret_raw(document, salt, time_cost=3, memory_cost=65536, parallelism=1, hash_len=16,
                             type=Type.ID, version=19)
    return int.from_bytes(hashed, "big") >> 128 - 76


def read_request(digits, document):
    payload, wrong = parted(digits, 6)
    number = int(payload)
    if wrong:
        return {"gives": "groups", "groups": wrong}
    if number >= 1 << 132 or with_crc(number >> 10) != number:
        return {"gives": "checksum"}
    version, kind = number >> 129, number >> 126 & 7
    entitlement, commitment = number >> 86 & (1 << 40) - 1, number >> 10 & (1 << 76) - 1
    if version != 1:
        return {"gives": "version"}
    if kind > 3:
        return {"gives": "kind"}
    if document is not None:
        commitment = commitment_to(document, kind, entitlement)
    if request_code(kind, entitlement, commitment) != digits:
        return {"gives": "accepted", "but": "these fields and this document make other digits"}
    return {"gives": "accepted", "kind": kind, "entitlement": entitlement, "commitment": f"{commitment:019x}"}


# --- Answers ---


def is_signature(digits, key, key_number, message):
    payload, wrong = parted(digits, 24)
    if wrong:
        return False
    front, e = divmod(int(payload), 1 << 128)
    number, s = divmod(front, ORDER)
    element = decoded(key)
    if number != key_number or not s or not e or element is None or key == IDENTITY:
        return False
    nonce = encoded(added(multiplied(s, BASE), multiplied(e, negated(element))))
    hashed = hashlib.sha512(
        b"keybound phone answer v1\0" + bytes([key_number]) + key + nonce
        + len(message).to_bytes(8, "big") + message).digest()
    return nonce != IDENTITY and hashed[:16] == e.to_bytes(16, "big")


def near(digits):
    """Everything that differs by one digit, or by a swap of two neighbors."""
    for i in range(len(digits)):
        yield from (digits[:i] + other + digits[i + 1:] for other in "0123456789" if other != digits[i])
    for i in range(len(digits) - 1):
        yield digits[:i] + digits[i + 1] + digits[i] + digits[i + 2:]


def read_answer(digits, key, key_number, message):
    if is_signature(digits, key, key_number, message):
        return {"gives": "accepted"}
    repairs = {other for other in near(digits) if is_signature(other, key, key_number, message)}
    if not repairs:
        return {"gives": "refused"}
    return {"gives": "repaired", "meant": " or ".join(sorted(repairs))}


# --- Vectors ---


def taken_digits(entry, field, count):
    digits = entry.pop(field)
    if len(digits) != count or not set(digits) <= set("0123456789"):
        raise ValueError(f"{field} is not {count} digits")
    return digits


def recomputed_request(entry):
    document = bytes.fromhex(entry.pop("document")) if "document" in entry else None
    if document is not None and entry["gives"] != "accepted":
        raise ValueError("a document of a request that is not accepted")
    return read_request(taken_digits(entry, "digits", 48), document)


def recomputed_answer(entry):
    key, key_number = bytes.fromhex(entry.pop("publicKey")), entry.pop("keyNumber")
    message = taken_digits(entry, "request", 48).encode() + bytes.fromhex(entry.pop("terms"))
    if len(key) != 32 or key_number not in range(4):
        raise ValueError("not a key of 32 bytes with a number from 0 to 3")
    return read_answer(taken_digits(entry, "answer", 120), key, key_number, message)


def recomputed_key(entry):
    seed = bytes.fromhex(entry.pop("seed"))
    hashed = hashlib.sha512(b"keybound phone key v1\0" + seed).digest()
    return {"publicKey": encoded(multiplied(int.from_bytes(hashed, "little") % ORDER, BASE)).hex()}


def disagreements(name, entries, recomputed):
    """What is left of an entry when the input is taken out of it has to be what we compute."""
    for n, entry in enumerate(entries):
        try:
            ours, theirs = recomputed(entry), entry
        except Exception as error:
            ours, theirs = f"{type(error).__name__}: {error}", entry
        ours, theirs = json.dumps(ours, sort_keys=True), json.dumps(theirs, sort_keys=True)
        if ours != theirs:
            yield f"{name}[{n}]: the file says {theirs}, and here it is {ours}"


def check_ourselves():
    """Values from elsewhere: RFC 9496 A.1 and A.2, the CRC of "123456789", the example in common use for Damm."""
    multiples = {
        0: "0000000000000000000000000000000000000000000000000000000000000000",
        2: "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
        15: "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e",
        ORDER + 1: "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    }
    negative, no_square = "01" + 31 * "00", "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"
    fits = (
        all(encoded(multiplied(n, BASE)).hex() == multiple for n, multiple in multiples.items())
        and decoded(bytes.fromhex(negative)) is None and decoded(bytes.fromhex(no_square)) is None
        and with_crc(int.from_bytes(b"123456789", "big")) & 0x3FF == 0x199
        and check_digit("572", 0) == "4")
    if not fits:
        raise ValueError("this script computes wrongly")


def main(vectors):
    check_ourselves()
    with open(vectors, encoding="utf-8") as file:
        content = json.load(file)
    keys, requests, answers = content["keys"], content["requests"], content["answers"]
    if not keys or not requests or not answers:
        raise ValueError("nothing to check")
    found = [*disagreements("keys", keys, recomputed_key),
             *disagreements("requests", requests, recomputed_request),
             *disagreements("answers", answers, recomputed_answer)]
    if found:
        sys.exit("\n".join(found))
    print(f"{len(keys)} keys, {len(requests)} requests, {len(answers)} answers")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
