// Tells how clang lays out each struct of shapes.def, fills it with values and checks values. The values come from
// SplitMix64, which is Java's SplittableRandom: one number for each field, or for each element of an array, in order.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name))) name
#define ELEMENTS 3
#define MOST_BYTES 256
#define MOST_FIELDS 16

typedef __fp16 half;

enum kind { DUST, SPARK, SMOKE };
enum __attribute__((packed)) tiny { RED, GREEN, BLUE };

static uint64_t state;

static uint64_t next(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

// An integer is the low bits of a random number r; others are those below.
#define VALUE(type, r)                                                                            \
    ((type)_Generic((type){0},                                                                    \
                    bool: (r) >> 63,                                                              \
                    half: (int8_t)(r),                                                            \
                    float: (float)(int32_t)(r),                                                   \
                    double: (double)(int64_t)(r),                                                 \
                    default: (r)))
#define CONSTANT(type, count, r) ((type)(((r) >> 32) % (count)))
#define POINTER(type, r) ((type *)(uintptr_t)(r))

static void fill_text(char *text, uint32_t size) {
    uint64_t r = next();
    uint32_t length = (r >> 32) % (size + 1);
    for (uint32_t i = 0; i < size; i++) text[i] = i < length ? 'a' + (r >> 4 * (i % 8) & 15) : 0;
}

// The structs themselves.
#define SHAPE(name) struct name {
#define PACKED(name) struct __attribute__((packed)) name {
#define END };
#define FIELD(type, name) type name;
#define ENUM(type, name, count) type name;
#define ADDRESS(type, name) type *name;
#define STRUCT(shape, name) struct shape name;
#define ARRAY(type, name, length) type name[length];
#define ENUMS(type, name, count, length) type name[length];
#define ADDRESSES(type, name, length) type *name[length];
#define STRUCTS(shape, name, length) struct shape name[length];
#define TEXT(name, length) char name[length];
#define BITS(type, name, width) type name : width;
#define BREAK(type) type : 0;
#include "shapes.def"
#include "undefine.h"

// fill_NAME puts the next values into a struct. Structs within are copied, because those of a packed one may lie anywhere.
#define SHAPE(name)                                                                               \
    _Static_assert(sizeof(struct name) <= MOST_BYTES, #name);                                     \
    static void fill_##name(void *to) {                                                           \
        struct name *p = to;
#define PACKED(name) SHAPE(name)
#define END }
#define EACH(length) for (uint32_t i = 0; i < (length); i++)
#define FIELD(type, name) p->name = VALUE(type, next());
#define ENUM(type, name, count) p->name = CONSTANT(type, count, next());
#define ADDRESS(type, name) p->name = POINTER(type, next());
#define STRUCT(shape, name) { struct shape inner = p->name; fill_##shape(&inner); p->name = inner; }
#define ARRAY(type, name, length) EACH(length) p->name[i] = VALUE(type, next());
#define ENUMS(type, name, count, length) EACH(length) p->name[i] = CONSTANT(type, count, next());
#define ADDRESSES(type, name, length) EACH(length) p->name[i] = POINTER(type, next());
#define STRUCTS(shape, name, length) EACH(length) STRUCT(shape, name[i])
#define TEXT(name, length) fill_text(p->name, length);
#define BITS(type, name, width) p->name = VALUE(type, next());
#define BREAK(type)
#include "shapes.def"
#include "undefine.h"

// differs_NAME is the number of the first field that differs in two structs, from 1; 0 if none does.
#define SHAPE(name)                                                                               \
    static uint32_t differs_##name(const void *left, const void *right) {                         \
        const struct name *p = left, *q = right;                                                  \
        uint32_t field = 0;
#define PACKED(name) SHAPE(name)
#define END return 0; }
#define UNLESS(equal) if (!(equal)) return field;
#define FIELD(type, name) ++field; UNLESS(p->name == q->name)
#define ENUM(type, name, count) FIELD(type, name)
#define ADDRESS(type, name) FIELD(type *, name)
#define INNER(shape, name)                                                                        \
    { struct shape a = p->name, b = q->name; UNLESS(!differs_##shape(&a, &b)) }
#define STRUCT(shape, name) ++field; INNER(shape, name)
#define ARRAY(type, name, length) ++field; EACH(length) UNLESS(p->name[i] == q->name[i])
#define ENUMS(type, name, count, length) ARRAY(type, name, length)
#define ADDRESSES(type, name, length) ARRAY(type *, name, length)
#define STRUCTS(shape, name, length) ++field; EACH(length) INNER(shape, name[i])
#define TEXT(name, length) ARRAY(char, name, length)
#define BITS(type, name, width) FIELD(type, name)
#define BREAK(type)
#include "shapes.def"
#include "undefine.h"

// describe_NAME lists the fields. C has no offset of a bit-field: it is where the first bit is set.
struct field {
    const char *name;
    uint32_t position;
    uint32_t bits;
};

static uint32_t first_bit(const void *bytes) {
    const uint8_t *p = bytes;
    uint32_t bit = 0;
    while (!(p[bit / 8] >> bit % 8 & 1)) bit++;
    return bit;
}

#define SHAPE(name)                                                                               \
    static uint32_t describe_##name(struct field *fields) {                                       \
        typedef struct name shape_type;                                                           \
        struct field *f = fields;
#define PACKED(name) SHAPE(name)
#define END return f - fields; }
#define FIELD(type, name)                                                                         \
    *f++ = (struct field){#name, 8 * offsetof(shape_type, name), 8 * sizeof((shape_type *)0)->name};
#define ENUM(type, name, count) FIELD(type, name)
#define ADDRESS(type, name) FIELD(type, name)
#define STRUCT(shape, name) FIELD(shape, name)
#define ARRAY(type, name, length) FIELD(type, name)
#define ENUMS(type, name, count, length) FIELD(type, name)
#define ADDRESSES(type, name, length) FIELD(type, name)
#define STRUCTS(shape, name, length) FIELD(shape, name)
#define TEXT(name, length) FIELD(char, name)
#define BITS(type, name, width)                                                                   \
    {                                                                                             \
        shape_type only;                                                                          \
        memset(&only, 0, sizeof only);                                                            \
        only.name--;                                                                              \
        *f++ = (struct field){#name, first_bit(&only), width};                                    \
    }
#define BREAK(type)
#include "shapes.def"
#include "undefine.h"

// All of them.
static const struct shape {
    const char *name;
    uint32_t size, alignment;
    uint32_t (*describe)(struct field *);
    void (*fill)(void *);
    uint32_t (*differs)(const void *, const void *);
} shapes[] = {
#define SHAPE(name)                                                                               \
    {#name, sizeof(struct name), _Alignof(struct name), describe_##name, fill_##name, differs_##name},
#define PACKED(name) SHAPE(name)
#define END
#define FIELD(type, name)
#define ENUM(type, name, count)
#define ADDRESS(type, name)
#define STRUCT(shape, name)
#define ARRAY(type, name, length)
#define ENUMS(type, name, count, length)
#define ADDRESSES(type, name, length)
#define STRUCTS(shape, name, length)
#define TEXT(name, length)
#define BITS(type, name, width)
#define BREAK(type)
#include "shapes.def"
#include "undefine.h"
};

uint32_t EXPORT(shape_count)(void) { return sizeof shapes / sizeof *shapes; }

const char *EXPORT(shape_name)(uint32_t shape) { return shapes[shape].name; }

uint32_t EXPORT(shape_size)(uint32_t shape) { return shapes[shape].size; }

uint32_t EXPORT(shape_alignment)(uint32_t shape) { return shapes[shape].alignment; }

static struct field described(uint32_t shape, uint32_t field) {
    struct field fields[MOST_FIELDS];
    shapes[shape].describe(fields);
    return fields[field];
}

uint32_t EXPORT(field_count)(uint32_t shape) {
    struct field fields[MOST_FIELDS];
    return shapes[shape].describe(fields);
}

const char *EXPORT(field_name)(uint32_t shape, uint32_t field) { return described(shape, field).name; }

// In bits, from the first of the struct.
uint32_t EXPORT(field_position)(uint32_t shape, uint32_t field) { return described(shape, field).position; }

uint32_t EXPORT(field_bits)(uint32_t shape, uint32_t field) { return described(shape, field).bits; }

// Three structs; the padding is left alone. Element i has the values that begin with the seed plus i.
static _Alignas(16) uint8_t elements[ELEMENTS * MOST_BYTES];

uint8_t *EXPORT(fill)(uint32_t shape, uint64_t seed) {
    memset(elements, 0xA5, sizeof elements);
    for (int i = 0; i < ELEMENTS; i++) {
        state = seed + i;
        shapes[shape].fill(elements + i * shapes[shape].size);
    }
    return elements;
}

// The first field, from 1, that isn't as the seed has it; 0 if all are.
uint32_t EXPORT(differing)(uint32_t shape, const uint8_t *element, uint64_t seed) {
    static _Alignas(16) uint8_t expected[MOST_BYTES];
    state = seed;
    shapes[shape].fill(expected);
    return shapes[shape].differs(element, expected);
}
