#include <stdlib.h>
#include <string.h>

#include "simulated_end.h"

static void free_end(gpointer data, GClosure *closure)
{
    simulated_end *end = data;
    (void)closure;
    simulated_end_free_transfers(end);
    while (end->rules) {
        simulated_rule *rule = end->rules;
        end->rules = rule->next;
        free(rule);
    }
    pthread_mutex_destroy(&end->lock);
    free(end->node);
    free(end);
}

simulated_end *simulated_end_new(simulated_bus *bus, const char *node)
{
    simulated_end *end = calloc(1, sizeof *end);
    if (!end)
        abort();
    end->testbed = UMOCKDEV_TESTBED(bus);
    end->node = strdup(node);
    pthread_mutex_init(&end->lock, NULL);
    end->handler = umockdev_ioctl_base_new();
    g_signal_connect_data(end->handler, "handle-ioctl", G_CALLBACK(simulated_end_ioctl), end,
                          free_end, 0);
    umockdev_testbed_attach_ioctl(end->testbed, node, end->handler, NULL);
    return end;
}

void simulated_end_unplug(simulated_end *end)
{
    UMockdevIoctlBase *handler = end->handler;
    pthread_mutex_lock(&end->lock);
    end->is_gone = true;
    pthread_mutex_unlock(&end->lock);
    umockdev_testbed_detach_ioctl(end->testbed, end->node, NULL);
    g_object_unref(handler);
}

void simulated_end_answer(simulated_end *end, uint8_t type, uint8_t request, uint16_t value,
                          simulated_answer answer, const uint8_t *bytes, size_t count)
{
    simulated_rule *rule = calloc(1, sizeof *rule + count);
    if (!rule)
        abort();
    rule->type = type;
    rule->request = request;
    rule->value = value;
    rule->answer = answer;
    rule->count = count;
    if (count)
        memcpy(rule->bytes, bytes, count);
    pthread_mutex_lock(&end->lock);
    rule->next = end->rules;
    end->rules = rule;
    pthread_mutex_unlock(&end->lock);
}

size_t simulated_end_received(simulated_end *end, uint8_t *buffer, size_t room)
{
    pthread_mutex_lock(&end->lock);
    size_t count = end->received_count < room ? end->received_count : room;
    memcpy(buffer, end->received, count);
    pthread_mutex_unlock(&end->lock);
    return count;
}
