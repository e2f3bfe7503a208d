/*
 * The calls of a publisher's HASP API library, as far as Keybound makes them. The library is loaded at
 * run time; nothing of its maker's is linked, copied or shipped.
 *
 * Confirmed by the maker's public documentation: hasp_login_scope, hasp_logout, hasp_get_sessioninfo,
 * hasp_encrypt, hasp_decrypt, hasp_free, the numbers of the statuses, and that a vendor code is a blob.
 *
 * Not confirmed there, and taken from how public programs call it: the order of hasp_get_info's
 * arguments, and that sizes, handles, features and statuses are 32 bits wide. If a library is found
 * that differs, this is the only place to change.
 */
#ifndef HASP_CALLS_H
#define HASP_CALLS_H

#include <stdint.h>

typedef uint32_t (*hasp_login_scope_call)(
    uint32_t feature, const char *scope, const void *vendor_code, uint32_t *handle);
typedef uint32_t (*hasp_logout_call)(uint32_t handle);
typedef uint32_t (*hasp_get_info_call)(
    const char *scope, const char *format, const void *vendor_code, char **info);
typedef uint32_t (*hasp_get_sessioninfo_call)(uint32_t handle, const char *format, char **info);
typedef uint32_t (*hasp_encrypt_call)(uint32_t handle, void *buffer, uint32_t length);
typedef uint32_t (*hasp_decrypt_call)(uint32_t handle, void *buffer, uint32_t length);
/* Takes what hasp_get_info and hasp_get_sessioninfo have given. */
typedef void (*hasp_free_call)(char *info);

#endif
