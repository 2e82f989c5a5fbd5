// Packs the input by LZ77 and unpacks it again: short runs of bytes at addresses that depend on the data.
//
// What is packed is a row of sequences. Each is a token (in its high half the number of literals, in its low half the
// length of the match less 4; 15 says that more follows, in bytes up to the first below 255), the literals, and the
// distance back to the match in two bytes, low first. The last sequence ends with its literals.

#define OUTPUT (256 * 1024)
#include "kernel.h"

#define MATCH 4
#define MOST_DISTANCE 0xffff
#define HASH_BITS 14

static uint8_t packed[INPUT + INPUT / 255 + 16];
static uint32_t last_seen[1 << HASH_BITS];

static uint32_t four(const uint8_t *at) {
    uint32_t value;
    __builtin_memcpy(&value, at, sizeof value);
    return value;
}

static uint8_t *put_length(uint8_t *to, size_t length) {
    if (length < 15) return to;
    for (length -= 15; length >= 255; length -= 255) *to++ = 255;
    *to++ = (uint8_t)length;
    return to;
}

static size_t get_length(const uint8_t **from, size_t length) {
    if (length < 15) return length;
    uint8_t more;
    do length += more = *(*from)++;
    while (more == 255);
    return length;
}

static uint8_t *put_literals(uint8_t *to, size_t first, size_t end, size_t match) {
    size_t count = end - first;
    *to++ = (uint8_t)((count < 15 ? count : 15) << 4 | (match < 15 ? match : 15));
    to = put_length(to, count);
    while (first < end) *to++ = input[first++];
    return to;
}

static size_t pack(void) {
    for (size_t i = 0; i < 1 << HASH_BITS; i++) last_seen[i] = 0;
    uint8_t *to = packed;
    size_t at = 0, literals = 0;
    while (at + MATCH <= INPUT) {
        uint32_t now = four(input + at);
        uint32_t *seen = &last_seen[now * 2654435761u >> (32 - HASH_BITS)];
        size_t before = *seen;
        *seen = at;
        if (before >= at || at - before > MOST_DISTANCE || four(input + before) != now) {
            at++;
            continue;
        }
        size_t length = MATCH;
        while (at + length < INPUT && input[before + length] == input[at + length]) length++;
        to = put_literals(to, literals, at, length - MATCH);
        *to++ = (uint8_t)(at - before);
        *to++ = (uint8_t)((at - before) >> 8);
        to = put_length(to, length - MATCH);
        literals = at += length;
    }
    return (size_t)(put_literals(to, literals, INPUT, 0) - packed);
}

static void unpack(size_t size) {
    const uint8_t *from = packed, *end = packed + size;
    uint8_t *to = output;
    for (;;) {
        uint8_t token = *from++;
        for (size_t count = get_length(&from, token >> 4); count > 0; count--) *to++ = *from++;
        if (from == end) return;
        const uint8_t *match = to - (from[0] | from[1] << 8);
        from += 2;
        for (size_t count = get_length(&from, token & 15) + MATCH; count > 0; count--) *to++ = *match++;
    }
}

EXPORT("run") void run(void) { unpack(pack()); }
