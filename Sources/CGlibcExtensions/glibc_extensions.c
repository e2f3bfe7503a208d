#define _GNU_SOURCE
#include "glibc_extensions.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>

_Static_assert(sizeof(struct peer_credentials) == sizeof(struct ucred), "as the kernel has it");

const char *secure_environment(const char *name) {
    return secure_getenv(name);
}

int give_way(void) {
    const struct sched_param parameters = {0};
    return sched_setscheduler(0, SCHED_BATCH, &parameters);
}
