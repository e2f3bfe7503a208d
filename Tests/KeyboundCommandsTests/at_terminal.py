"""Runs a program at a terminal, and types once it asks for a PIN.

Usage: at_terminal.py TYPED PROGRAM ARGUMENT ...    (TYPED as Python writes text: \\x7f, \\n)
Prints what the terminal showed, how the program ended, and whether the terminal shows again what is
typed, as JSON.
"""

import json
import os
import pty
import signal
import sys
import termios

typed = sys.argv[1].encode().decode("unicode_escape").encode()
process, terminal = pty.fork()
if process == 0:
    # As a shell at a terminal leaves it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[2], sys.argv[2:])

signal.alarm(60)
shown = b""
is_typed = False
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        # The last program at the terminal has ended.
        break
    if not part:
        break
    shown += part
    if b"PIN of" in shown and not is_typed:
        os.write(terminal, typed)
        is_typed = True
echoes = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
print(json.dumps({"shown": shown.decode(), "status": status, "echoes": echoes}))
