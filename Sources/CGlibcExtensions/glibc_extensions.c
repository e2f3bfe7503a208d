#define _GNU_SOURCE
#include "glibc_extensions.h"

#include <stdlib.h>
#include <sys/socket.h>

_Static_assert(sizeof(struct peer_credentials) == sizeof(struct ucred), "as the kernel has it");

const char *secure_environment(const char *name) {
    return secure_getenv(name);
}
