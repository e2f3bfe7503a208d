#ifndef SIMULATED_END_H
#define SIMULATED_END_H

#include <pthread.h>

#include <umockdev.h>

#include "CSimulatedBus.h"

/* What the device does on one control request. */
typedef struct simulated_rule {
    struct simulated_rule *next;
    uint8_t type, request;
    uint16_t value;
    simulated_answer answer;
    size_t count;
    uint8_t bytes[];
} simulated_rule;

/* A transfer between SUBMITURB and REAPURB. */
typedef struct simulated_transfer {
    struct simulated_transfer *next;
    UMockdevIoctlClient *client; /* compared, never followed */
    UMockdevIoctlData *urb;      /* counted */
    bool is_done;
} simulated_transfer;

/* Freed when umockdev lets go of its handler. */
struct simulated_end {
    UMockdevTestbed *testbed;
    UMockdevIoctlBase *handler; /* counted until it is unplugged */
    char *node;
    pthread_mutex_t lock; /* of all that follows */
    simulated_rule *rules;
    simulated_transfer *transfers;
    bool is_gone;
    size_t received_count;
    uint8_t received[4096];
};

/* Runs on umockdev's thread for each ioctl on the node. */
gboolean simulated_end_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client,
                             gpointer context);

void simulated_end_free_transfers(simulated_end *end);

#endif
