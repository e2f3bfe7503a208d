#!/bin/sh
# Guards a program that cannot ask for a license itself: licensed.sh PRODUCT ROOT [SECONDS]
#
# The program, here one that sleeps, runs only as long as the license holds, and tells on standard error what becomes
# of it. Exit codes: 0 accepted, 3 refused, 1 could not find out, 64 usage; else that of the program.
set -eu

usage() {
    echo "usage: licensed.sh PRODUCT ROOT [SECONDS]" >&2
    exit 64
}

[ $# -eq 2 ] || [ $# -eq 3 ] || usage
product=$1
root=$2
seconds=${3:-0}
case $seconds in
    '' | *[!0-9]*) usage ;;
esac

# Once for a computer. A real program has its publisher's root compiled in, and believes no other.
keybound publisher add "$root" >/dev/null
exec keybound run --product "$product" -- sleep "$seconds"
