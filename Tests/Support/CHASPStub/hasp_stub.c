#include "include/hasp_stub.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OK = 0, NOT_FOUND = 7, BAD_HANDLE = 9, MOST = 32, LONGEST = 256 };

struct session {
    int open;
    unsigned long long id;
    char code[LONGEST];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct session sessions[MOST];
static int texts;

/* The number behind a word of the vendor code. */
static unsigned long long number(const char *code, const char *word, unsigned long long otherwise) {
    const char *place = strstr(code, word);
    return place ? strtoull(place + strlen(word), NULL, 10) : otherwise;
}

static char *give(const char *text) {
    pthread_mutex_lock(&lock);
    texts++;
    pthread_mutex_unlock(&lock);
    return strdup(text);
}

void hasp_free(char *info) {
    pthread_mutex_lock(&lock);
    texts--;
    pthread_mutex_unlock(&lock);
    free(info);
}

int hasp_stub_texts(void) { return texts; }

int hasp_stub_sessions(void) {
    int count = 0;
    for (int i = 0; i < MOST; i++) count += sessions[i].open;
    return count;
}

uint32_t hasp_get_info(const char *scope, const char *format, const void *vendor_code, char **info) {
    const char *code = vendor_code;
    char text[4096] = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<hasp_info>\n";
    uint32_t status = (uint32_t)number(code, "info=", OK);
    if (strstr(code, "hang")) pause();
    if (status != OK) return status;
    if (strstr(code, "blank")) {
        *info = give("nothing of the kind");
        return OK;
    }
    if (!strstr(scope, "hostname=\"localhost\"") || !strstr(format, "<haspformat")) return 36;
    for (const char *word = code; word && *word; word = strchr(word, ' ')) {
        char line[128];
        while (*word == ' ') word++;
        unsigned long long id = strtoull(strchr(word, '=') ? strchr(word, '=') + 1 : "", NULL, 10);
        if (strncmp(word, "key=", 4) == 0)
            snprintf(line, sizeof line, "  <hasp id=\"%llu\" type=\"HASP-HL\" />\n", id);
        else if (strncmp(word, "sl=", 3) == 0)
            snprintf(line, sizeof line, "  <hasp id=\"%llu\" type=\"HASP-SL\" />\n", id);
        else
            continue;
        strncat(text, line, sizeof text - strlen(text) - 1);
    }
    strncat(text, "</hasp_info>\n", sizeof text - strlen(text) - 1);
    *info = give(text);
    return OK;
}

uint32_t hasp_login_scope(
    uint32_t feature, const char *scope, const void *vendor_code, uint32_t *handle) {
    const char *code = vendor_code;
    const char *place = strstr(scope, "<hasp id=\"");
    uint32_t status = (uint32_t)number(code, "login=", OK);
    if (status != OK) return status;
    if (feature != 0 || !place) return NOT_FOUND;
    pthread_mutex_lock(&lock);
    status = 4;
    for (uint32_t i = 0; i < MOST && status != OK; i++) {
        if (sessions[i].open) continue;
        sessions[i].open = 1;
        sessions[i].id = strtoull(place + strlen("<hasp id=\""), NULL, 10);
        snprintf(sessions[i].code, LONGEST, "%s", code);
        *handle = i + 1;
        status = OK;
    }
    pthread_mutex_unlock(&lock);
    return status;
}

static struct session *session(uint32_t handle) {
    return handle >= 1 && handle <= MOST && sessions[handle - 1].open ? &sessions[handle - 1] : NULL;
}

uint32_t hasp_logout(uint32_t handle) {
    struct session *own = session(handle);
    if (!own) return BAD_HANDLE;
    own->open = 0;
    return OK;
}

uint32_t hasp_get_sessioninfo(uint32_t handle, const char *format, char **info) {
    struct session *own = session(handle);
    char text[512], model[64] = "";
    if (!own) return BAD_HANDLE;
    uint32_t status = (uint32_t)number(own->code, "session=", OK);
    if (status != OK) return status;
    if (strcmp(format, "<haspformat format=\"keyinfo\"/>") != 0) return 15;
    if (strstr(own->code, "model=")) {
        char name[32] = "";
        sscanf(strstr(own->code, "model="), "model=%31s", name);
        snprintf(model, sizeof model, "<key_model>%s</key_model>", name);
    }
    snprintf(
        text, sizeof text,
        "<hasp_info><keyspec><keycaps><hasphl/><aes/></keycaps><haspid>%llu</haspid>%s</keyspec>"
        "</hasp_info>",
        number(own->code, "says=", own->id), model);
    *info = give(text);
    return OK;
}

/* Every bit of the buffer turned over, which is no cipher and changes every block. */
static uint32_t turn(uint32_t handle, unsigned char *bytes, uint32_t length, const char *word) {
    struct session *own = session(handle);
    if (!own) return BAD_HANDLE;
    if (length < 16) return 8;
    uint32_t status = (uint32_t)number(own->code, word, OK);
    if (status != OK) return status;
    if (!strstr(own->code, "idle"))
        for (uint32_t i = 0; i < length; i++) bytes[i] ^= 0xff;
    return OK;
}

uint32_t hasp_encrypt(uint32_t handle, void *buffer, uint32_t length) {
    return turn(handle, buffer, length, "encrypt=");
}

uint32_t hasp_decrypt(uint32_t handle, void *buffer, uint32_t length) {
    uint32_t status = turn(handle, buffer, length, "decrypt=");
    if (status == OK && strstr(session(handle)->code, "garble")) ((unsigned char *)buffer)[0] ^= 1;
    return status;
}
