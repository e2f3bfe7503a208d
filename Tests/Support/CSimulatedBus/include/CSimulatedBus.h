#ifndef C_SIMULATED_BUS_H
#define C_SIMULATED_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/* A folder that stands for /sys and /dev in this process and its children. */
typedef struct simulated_bus simulated_bus;

/* Whether the library that redirects /sys and /dev is loaded. */
bool simulated_bus_is_available(void);

/* One for each process, for its whole life. */
simulated_bus *simulated_bus_new(void);

/* The path of the folder; the caller frees it. */
char *simulated_bus_root(simulated_bus *bus);

/* Tells every listener that "add" or "remove" happened to a device in /sys/devices. */
void simulated_bus_tell(simulated_bus *bus, const char *device, const char *action);

/* The other end of a device node: answers the usbfs calls of whoever opens it. */
typedef struct simulated_end simulated_end;

typedef enum simulated_answer {
    simulated_answer_bytes,
    simulated_answer_stall,
    simulated_answer_silence,
} simulated_answer;

simulated_end *simulated_end_new(simulated_bus *bus, const char *node);

/* Transfers that wait fail, new ones too; do not use the end afterwards. */
void simulated_end_unplug(simulated_end *end);

/* What to do with a control transfer; the last word on a request counts. A transfer to the
 * device is taken whole by simulated_answer_bytes. A request without an answer stalls. */
void simulated_end_answer(simulated_end *end, uint8_t type, uint8_t request, uint16_t value,
                          simulated_answer answer, const uint8_t *_Nullable bytes, size_t count);

/* The bytes of the last transfer to the device; gives how many there were. */
size_t simulated_end_received(simulated_end *end, uint8_t *buffer, size_t room);

#pragma clang assume_nonnull end

#endif
