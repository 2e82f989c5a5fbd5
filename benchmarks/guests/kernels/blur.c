// Blurs an image of 256 by 256 pixels of four bytes, by the weights 1 4 6 4 1 across and then down: two passes of five
// loads and a store for each byte. Beyond its edge the image goes on with the pixels of the edge.

#define OUTPUT (256 * 1024)
#include "kernel.h"

#define SIDE 256
#define CHANNELS 4

static uint8_t across[INPUT];

static int within(int at) { return at < 0 ? 0 : at < SIDE ? at : SIDE - 1; }

// One line of pixels that lie `step` bytes apart.
static void line(const uint8_t *from, uint8_t *to, int step) {
    for (int i = 0; i < SIDE; i++) {
        const uint8_t *a = from + within(i - 2) * step, *b = from + within(i - 1) * step, *c = from + i * step;
        const uint8_t *d = from + within(i + 1) * step, *e = from + within(i + 2) * step;
        for (int channel = 0; channel < CHANNELS; channel++) {
            int sum = a[channel] + e[channel] + 4 * (b[channel] + d[channel]) + 6 * c[channel];
            to[i * step + channel] = (uint8_t)((sum + 8) / 16);
        }
    }
}

EXPORT("run") void run(void) {
    for (int y = 0; y < SIDE; y++) line(input + y * SIDE * CHANNELS, across + y * SIDE * CHANNELS, CHANNELS);
    for (int x = 0; x < SIDE; x++) line(across + x * CHANNELS, output + x * CHANNELS, SIDE * CHANNELS);
}
