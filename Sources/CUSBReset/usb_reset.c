#define _GNU_SOURCE
#include "usb_reset.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usb/ch9.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct model {
    uint16_t vendor, product, release;
};

/* System calls alone: other threads of the parent may have held any lock of a library. */
static void close_all(void)
{
    if (syscall(SYS_close_range, 0, ~0U, 0) == 0)
        return;
    /* Linux before 5.9, or a filter of system calls that does not know it. */
    for (int descriptor = 0; descriptor < 65536; descriptor++)
        syscall(SYS_close, descriptor);
}

/* Device numbers are used again. The kernel gives the descriptor in the order of this computer. */
static int is_model(long descriptor, struct model model)
{
    struct usb_device_descriptor found;
    return syscall(SYS_read, descriptor, &found, sizeof found) == sizeof found
        && found.idVendor == model.vendor && found.idProduct == model.product
        && found.bcdDevice == model.release;
}

static int reset(const char *node, struct model model, const uint8_t *interfaces, size_t count)
{
    /* Nobody waits at the other end of the parent's pipes for this process. */
    close_all();
    long descriptor = syscall(SYS_openat, AT_FDCWD, node, O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    if (!is_model(descriptor, model))
        return ENODEV;
    for (size_t index = 0; index < count; index++) {
        unsigned int number = interfaces[index];
        if (syscall(SYS_ioctl, descriptor, USBDEVFS_CLAIMINTERFACE, &number) < 0)
            return errno;
    }
    return syscall(SYS_ioctl, descriptor, USBDEVFS_RESET, 0) < 0 ? errno : 0;
}

int usb_device_reset(const char *node, uint16_t vendor, uint16_t product, uint16_t release,
                       const uint8_t *interfaces, size_t count)
{
    struct model model = {vendor, product, release};
    pid_t child = fork();
    if (child < 0)
        return errno;
    if (child == 0)
        _exit(reset(node, model, interfaces, count));
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}
