#ifndef KEYBOUND_CQRENCODE_SHIM_H
#define KEYBOUND_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
