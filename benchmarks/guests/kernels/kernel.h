// What each kernel exports: where the host puts the input, where it finds the output, and run(), which makes one of the
// other. The including file says in OUTPUT how many bytes that is.

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define INPUT (256 * 1024)

static uint8_t input[INPUT], output[OUTPUT];

EXPORT("input_ptr") uint8_t *input_ptr(void) { return input; }
EXPORT("input_len") size_t input_len(void) { return INPUT; }
EXPORT("output_ptr") uint8_t *output_ptr(void) { return output; }
EXPORT("output_len") size_t output_len(void) { return OUTPUT; }
