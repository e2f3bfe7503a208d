"""Runs a program at a terminal, and types as a person does: each answer once its question stands there.

Usage: dialog.py SCRIPT PROGRAM ARGUMENT ...    (SCRIPT: JSON, a list of [text that is waited for, what is typed])
Prints what the terminal showed, how the program ended, and how many answers were typed, as JSON.
"""

import json
import os
import pty
import signal
import sys

script = json.loads(sys.argv[1])
process, terminal = pty.fork()
if process == 0:
    # As a shell at a terminal leaves it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[2], sys.argv[2:])

# Whatever it waits for then, what it showed tells why.
signal.signal(signal.SIGALRM, lambda *_: os.kill(process, signal.SIGKILL))
signal.alarm(40)
shown, seen, typed = b"", 0, 0
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        # The last program at the terminal has ended.
        break
    if not part:
        break
    shown += part
    while typed < len(script):
        text, keys = script[typed]
        place = shown.find(text.encode(), seen)
        if place < 0:
            break
        seen = place + len(text.encode())
        os.write(terminal, keys.encode())
        typed += 1
status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
print(json.dumps({"shown": shown.decode(errors="replace"), "status": status, "typed": typed}))
