#ifndef KEYBOUND_USB_RESET_H
#define KEYBOUND_USB_RESET_H

#include <stddef.h>
#include <stdint.h>

/* Resets the USB device behind `node`, in a process of its own, if it still is of that model.
 *
 * The kernel keeps whoever resets a device, and whoever has its node open, until it is done: more
 * than a minute for a device that is dead, also if they are to end. So the caller should have closed
 * the node; it can then end at any time.
 *
 * All `interfaces` are claimed first. Returns 0 or an errno: EBUSY if another program or a driver of
 * the kernel uses one of them, ENODEV if another device is there or it did not come back as what it
 * was.
 */
int usb_device_reset(const char *node, uint16_t vendor, uint16_t product, uint16_t release,
                       const uint8_t *interfaces, size_t count);

#endif
