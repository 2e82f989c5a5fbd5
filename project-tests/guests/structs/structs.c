// The structs of README.md in C, freestanding.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name))) name
#define COUNT 100

enum kind { DUST, SPARK, SMOKE };

struct color {
    uint8_t r, g, b, a;
};

struct particle {
    float x, y, z;
    double mass;
    uint16_t id;
    bool alive;
    enum kind kind;
    char tag[6];
    struct color color;
    int64_t stamp;
};

struct node {
    uint16_t weight;
    struct node *next;
    double value;
};

static struct particle particles[COUNT];

// In an order of their own, so that only the pointers tell which comes next.
static struct node nodes[4] = {
    {1, &nodes[3], 0.5},
    {20, &nodes[0], 1.5},
    {65535, &nodes[1], -2},
    {300, NULL, 4},
};

struct particle *EXPORT(particles_ptr)(void) { return particles; }

uint32_t EXPORT(particles_len)(void) { return COUNT; }

uint32_t EXPORT(particle_size)(void) { return sizeof(struct particle); }

uint32_t EXPORT(particle_offset)(uint32_t field) {
    static const uint8_t offsets[] = {
        offsetof(struct particle, x),     offsetof(struct particle, y),
        offsetof(struct particle, z),     offsetof(struct particle, mass),
        offsetof(struct particle, id),    offsetof(struct particle, alive),
        offsetof(struct particle, kind),  offsetof(struct particle, tag),
        offsetof(struct particle, color), offsetof(struct particle, stamp),
    };
    return offsets[field];
}

void EXPORT(reset)(void) {
    for (int i = 0; i < COUNT; i++) {
        struct particle *p = &particles[i];
        p->x = i + 0.25f;
        p->y = -(float)i;
        p->z = i * i;
        p->mass = 1.0 / (i + 1);
        p->id = 65535 - i;
        p->alive = i % 3 != 0;
        p->kind = i % 3;
        for (int k = 0; k < 6; k++) p->tag[k] = 0;
        p->tag[0] = 'p';
        p->tag[1] = '0' + i / 10;
        p->tag[2] = '0' + i % 10;
        p->color.r = i;
        p->color.g = 255 - i;
        p->color.b = 128;
        p->color.a = i % 2 ? 255 : 0;
        p->stamp = i * -1000000000000ll;
    }
}

void EXPORT(step)(float dt) {
    for (int i = 0; i < COUNT; i++) {
        struct particle *p = &particles[i];
        if (!p->alive) continue;
        p->x += dt;
        p->y += 2 * dt;
        p->z -= dt;
        p->stamp++;
    }
}

double EXPORT(total_mass)(void) {
    double total = 0;
    for (int i = 0; i < COUNT; i++) total += particles[i].alive ? particles[i].mass : 0;
    return total;
}

uint32_t EXPORT(differences)(uint32_t index, float x, float y, float z, double mass, uint32_t id,
                             uint32_t alive, uint32_t kind, uint64_t tag, uint32_t color,
                             int64_t stamp) {
    const struct particle *p = &particles[index];
    uint64_t letters = 0;
    for (int i = 0; i < 6; i++) letters |= (uint64_t)(uint8_t)p->tag[i] << 8 * i;
    uint32_t channels = p->color.r | p->color.g << 8 | p->color.b << 16 | (uint32_t)p->color.a << 24;
    return (p->x != x) | (p->y != y) << 1 | (p->z != z) << 2 | (p->mass != mass) << 3 |
           (p->id != id) << 4 | (p->alive != alive) << 5 | (p->kind != kind) << 6 |
           (letters != tag) << 7 | (channels != color) << 8 | (p->stamp != stamp) << 9;
}

struct node *EXPORT(list_head)(void) { return &nodes[2]; }

double EXPORT(list_total)(const struct node *head) {
    double total = 0;
    for (const struct node *n = head; n; n = n->next) total += n->weight * n->value;
    return total;
}

// A C string: where it ends, its NUL tells.
const char *EXPORT(greeting)(void) { return "Grüße, 世界 🌍"; }
