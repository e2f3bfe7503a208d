/* What the C library declares for _GNU_SOURCE alone, which Swift does not define. */
#ifndef GLIBC_EXTENSIONS_H
#define GLIBC_EXTENSIONS_H

#include <stdint.h>

/* Who is at the other end of a Unix socket (SO_PEERCRED, unix(7)): the kernel's `struct ucred`. */
struct peer_credentials {
    int32_t process;
    uint32_t user;
    uint32_t group;
};

/* secure_getenv(3): NULL in a program that has more rights than its user. */
const char *secure_environment(const char *name);

/* Makes the calling thread one that takes the processor from no other when it wakes up (SCHED_BATCH, sched(7)). -1 where
   that is not allowed. */
int give_way(void);

#endif
