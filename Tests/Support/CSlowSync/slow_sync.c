#define _GNU_SOURCE
#include "slow_sync.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int descriptor) {
    const char *delay = getenv("KEYBOUND_SYNC_DELAY");
    if (delay != NULL) usleep((useconds_t)atoi(delay));
    int (*call)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return call(descriptor);
}

int fsync(int descriptor) { return slowly("fsync", descriptor); }

int fdatasync(int descriptor) { return slowly("fdatasync", descriptor); }
