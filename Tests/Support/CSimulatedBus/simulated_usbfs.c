#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/usbdevice_fs.h>

#include "simulated_end.h"

static void free_transfer(simulated_transfer *transfer)
{
    g_object_unref(transfer->urb);
    free(transfer);
}

void simulated_end_free_transfers(simulated_end *end)
{
    while (end->transfers) {
        simulated_transfer *transfer = end->transfers;
        end->transfers = transfer->next;
        free_transfer(transfer);
    }
}

static const simulated_rule *find_rule(const simulated_end *end, const uint8_t *setup)
{
    uint16_t value = (uint16_t)(setup[2] | setup[3] << 8);
    for (const simulated_rule *rule = end->rules; rule; rule = rule->next)
        if (rule->type == setup[0] && rule->request == setup[1] && rule->value == value)
            return rule;
    return NULL;
}

static void finish(simulated_transfer *transfer, int status, size_t length)
{
    struct usbdevfs_urb *urb = (struct usbdevfs_urb *)transfer->urb->data;
    urb->status = status;
    urb->actual_length = (int)length;
    transfer->is_done = true;
}

/* `buffer` is the setup and the data of a control transfer, as usbfs has them. */
static void perform(simulated_end *end, simulated_transfer *transfer, uint8_t *buffer, size_t size)
{
    size_t room = size - 8;
    const simulated_rule *rule = find_rule(end, buffer);
    if (!rule || rule->answer == simulated_answer_stall) {
        finish(transfer, -EPIPE, 0);
    } else if (rule->answer == simulated_answer_bytes && buffer[0] & 0x80) {
        size_t count = rule->count < room ? rule->count : room;
        memcpy(buffer + 8, rule->bytes, count);
        finish(transfer, 0, count);
    } else if (rule->answer == simulated_answer_bytes) {
        end->received_count = room < sizeof end->received ? room : sizeof end->received;
        memcpy(end->received, buffer + 8, end->received_count);
        finish(transfer, 0, room);
    }
}

static int submit(simulated_end *end, UMockdevIoctlClient *client, UMockdevIoctlData *data)
{
    struct usbdevfs_urb *urb = (struct usbdevfs_urb *)data->data;
    if (end->is_gone)
        return ENODEV;
    if (urb->type != USBDEVFS_URB_TYPE_CONTROL || urb->buffer_length < 8)
        return EINVAL;
    UMockdevIoctlData *buffer = umockdev_ioctl_data_resolve(
        data, offsetof(struct usbdevfs_urb, buffer), (gsize)urb->buffer_length, NULL);
    simulated_transfer *transfer = calloc(1, sizeof *transfer);
    if (!buffer || !transfer)
        abort();
    transfer->client = client;
    transfer->urb = g_object_ref(data);
    transfer->next = end->transfers;
    end->transfers = transfer;
    perform(end, transfer, buffer->data, (size_t)buffer->data_len);
    g_object_unref(buffer); /* the URB counts it too */
    return 0;
}

static int discard(simulated_end *end, UMockdevIoctlClient *client, gulong address)
{
    for (simulated_transfer *transfer = end->transfers; transfer; transfer = transfer->next)
        if (transfer->client == client && transfer->urb->client_addr == address &&
            !transfer->is_done) {
            finish(transfer, -ENOENT, 0);
            return 0;
        }
    return EINVAL;
}

static int reap(simulated_end *end, UMockdevIoctlClient *client, UMockdevIoctlData *pointer)
{
    for (simulated_transfer **link = &end->transfers; *link; link = &(*link)->next) {
        simulated_transfer *transfer = *link;
        if (transfer->client != client || !(transfer->is_done || end->is_gone))
            continue;
        if (!transfer->is_done)
            finish(transfer, -ENODEV, 0);
        *link = transfer->next;
        umockdev_ioctl_data_set_ptr(pointer, 0, transfer->urb);
        free_transfer(transfer);
        return 0;
    }
    return end->is_gone ? ENODEV : EAGAIN;
}

static int perform_ioctl(simulated_end *end, UMockdevIoctlClient *client, UMockdevIoctlData *data)
{
    gulong argument = *(gulong *)umockdev_ioctl_client_get_arg(client)->data;
    switch (umockdev_ioctl_client_get_request(client)) {
    case USBDEVFS_GET_CAPABILITIES:
        *(uint32_t *)data->data = USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
        return 0;
    case USBDEVFS_SUBMITURB:
        return submit(end, client, data);
    case USBDEVFS_DISCARDURB:
        return discard(end, client, argument);
    case USBDEVFS_REAPURB:
    case USBDEVFS_REAPURBNDELAY:
        return reap(end, client, data);
    case USBDEVFS_CLAIMINTERFACE:
    case USBDEVFS_RELEASEINTERFACE:
        return end->is_gone ? ENODEV : 0;
    default:
        return ENOTTY;
    }
}

gboolean simulated_end_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client,
                             gpointer context)
{
    simulated_end *end = context;
    (void)handler;
    gsize size = _IOC_SIZE(umockdev_ioctl_client_get_request(client));
    UMockdevIoctlData *data =
        umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, size, NULL);
    pthread_mutex_lock(&end->lock);
    int problem = perform_ioctl(end, client, data);
    pthread_mutex_unlock(&end->lock);
    umockdev_ioctl_client_complete(client, problem ? -1 : 0, problem);
    if (data)
        g_object_unref(data);
    return TRUE;
}
