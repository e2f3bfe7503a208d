#define _GNU_SOURCE
#include "usb_reset.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* System calls alone: other threads of the parent may have held any lock of a library. */
static int reset(const char *node, const uint8_t *interfaces, size_t count)
{
    /* Nobody waits at the other end of the parent's pipes for this process. */
    syscall(SYS_close_range, 0, ~0U, 0);
    long descriptor = syscall(SYS_openat, AT_FDCWD, node, O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    for (size_t index = 0; index < count; index++) {
        unsigned int number = interfaces[index];
        if (syscall(SYS_ioctl, descriptor, USBDEVFS_CLAIMINTERFACE, &number) < 0)
            return errno;
    }
    return syscall(SYS_ioctl, descriptor, USBDEVFS_RESET, 0) < 0 ? errno : 0;
}

int keybound_usb_reset(const char *node, const uint8_t *interfaces, size_t count)
{
    pid_t child = fork();
    if (child < 0)
        return errno;
    if (child == 0)
        _exit(reset(node, interfaces, count));
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}
