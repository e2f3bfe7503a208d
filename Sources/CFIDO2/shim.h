#ifndef KEYBOUND_CFIDO2_SHIM_H
#define KEYBOUND_CFIDO2_SHIM_H

#include <fido.h>

#endif
