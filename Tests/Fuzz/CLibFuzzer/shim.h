#include <stddef.h>
#include <stdint.h>

/* llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library" */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*input)(const uint8_t *bytes, size_t count));
