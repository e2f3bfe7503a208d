#include <dlfcn.h>
#include <stdlib.h>

#include <umockdev.h>

#include "CSimulatedBus.h"

bool simulated_bus_is_available(void)
{
    void *library = dlopen("libumockdev-preload.so.0", RTLD_LAZY | RTLD_NOLOAD);
    if (library)
        dlclose(library);
    return library != NULL;
}

static UMockdevTestbed *testbed;

/* Removes the folder. */
static void end(void)
{
    g_object_unref(testbed);
}

simulated_bus *simulated_bus_new(void)
{
    testbed = umockdev_testbed_new();
    atexit(end);
    return (simulated_bus *)testbed;
}

char *simulated_bus_root(simulated_bus *bus)
{
    return umockdev_testbed_get_root_dir(UMOCKDEV_TESTBED(bus));
}

void simulated_bus_tell(simulated_bus *bus, const char *device, const char *action)
{
    umockdev_testbed_uevent(UMOCKDEV_TESTBED(bus), device, action);
}
