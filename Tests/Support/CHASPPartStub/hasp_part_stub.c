#include "include/hasp_part_stub.h"

#include <stdint.h>

uint32_t hasp_get_info(const char *scope, const char *format, const void *vendor_code, char **info) {
    (void)scope, (void)format, (void)vendor_code, (void)info;
    return 0;
}

uint32_t hasp_login_scope(
    uint32_t feature, const char *scope, const void *vendor_code, uint32_t *handle) {
    (void)feature, (void)scope, (void)vendor_code, (void)handle;
    return 0;
}
