#ifndef KEYBOUND_CLIBUSB_SHIM_H
#define KEYBOUND_CLIBUSB_SHIM_H

#include <libusb.h>

#endif
