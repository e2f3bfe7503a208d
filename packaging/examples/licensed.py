#!/usr/bin/env python3
"""A program that needs a license: licensed.py PRODUCT ROOT [SECONDS]

Works for that many seconds, and tells what becomes of its license meanwhile.
Exit codes: 0 accepted, 3 refused, 1 could not find out, 64 usage.
"""

import ctypes
import sys
import time
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_void_p

ACCEPTED = 0
FIRST_REFUSAL = 100


class Options(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("product", c_char_p),
        ("product_length", c_size_t),
        ("feature", c_char_p),
        ("feature_length", c_size_t),
        ("publisher", c_char_p),
        ("publisher_length", c_size_t),
        ("state_dir", c_char_p),
        ("state_dir_length", c_size_t),
        ("socket", c_char_p),
        ("socket_length", c_size_t),
    ]


Callback = ctypes.CFUNCTYPE(None, c_void_p, c_int32)


def load():
    library = ctypes.CDLL("libKeyboundC.so.1")
    for name, result, arguments in [
        ("keybound_open", c_int32, [POINTER(Options), POINTER(c_void_p)]),
        ("keybound_check", c_int32, [c_void_p]),
        ("keybound_grace_left", c_int64, [c_void_p]),
        ("keybound_verdict_of", c_int32, [c_void_p, POINTER(c_void_p)]),
        ("keybound_verdict_text", c_char_p, [c_void_p, POINTER(c_size_t)]),
        ("keybound_verdict_free", None, [c_void_p]),
        ("keybound_on_change", c_int32, [c_void_p, Callback, c_void_p]),
        ("keybound_close", c_int32, [c_void_p]),
        ("keybound_status_name", c_char_p, [c_int32]),
    ]:
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


class Session:
    """One use of a product; to be used in a `with` statement."""

    def __init__(self, library, product, publisher):
        self.library = library
        product = product.encode()
        options = Options(
            size=ctypes.sizeof(Options),
            product=product,
            product_length=len(product),
            publisher=publisher,
            publisher_length=len(publisher),
        )
        self.handle = c_void_p()
        self.first = library.keybound_open(byref(options), byref(self.handle))
        # The library calls it for as long as the session is open: it must not be collected.
        self.callback = Callback(self.changed)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.library.keybound_close(self.handle)

    def watch(self):
        self.library.keybound_on_change(self.handle, self.callback, None)

    def check(self):
        return self.library.keybound_check(self.handle)

    def changed(self, _, status):
        """On a thread of the library. A program whose license no longer holds lets its user save, and stops."""
        print("now", self.library.keybound_status_name(status).decode(), flush=True)
        self.print_verdict()

    def print_verdict(self):
        verdict = c_void_p()
        self.library.keybound_verdict_of(self.handle, byref(verdict))
        text = self.library.keybound_verdict_text(verdict, None).decode()
        self.library.keybound_verdict_free(verdict)
        print(text, flush=True)
        grace = self.library.keybound_grace_left(self.handle)
        if grace >= 0:
            print(f"without its key it holds for {grace} more seconds", flush=True)


def use_product(library, product, publisher, seconds):
    with Session(library, product, publisher) as session:
        status = session.first
        if not session.handle:
            name = library.keybound_status_name(status).decode()
            print(f"could not ask for the license: {name}", file=sys.stderr)
            return status
        session.print_verdict()
        if status == ACCEPTED:
            session.watch()
            time.sleep(seconds)
            status = session.check()
        return status


def main(arguments):
    if len(arguments) not in (2, 3) or not all(text.isdecimal() for text in arguments[2:]):
        print("usage: licensed.py PRODUCT ROOT [SECONDS]", file=sys.stderr)
        return 64
    seconds = int(arguments[2]) if len(arguments) == 3 else 0
    try:
        # A real program has its publisher's root in its code: whoever can change this file can license anything.
        with open(arguments[1], "rb") as file:
            publisher = file.read(65536)
        library = load()
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    status = use_product(library, arguments[0], publisher, seconds)
    if status == ACCEPTED:
        return 0
    return 3 if status >= FIRST_REFUSAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
