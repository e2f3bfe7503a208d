#ifndef KEYBOUND_CPNG_SHIM_H
#define KEYBOUND_CPNG_SHIM_H

#include <png.h>

#endif
