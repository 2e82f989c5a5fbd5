// C with the malloc and free of wasi-libc, as a host finds them in most C guests, and with a count of what is live.

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))

static int32_t allocations;

EXPORT("malloc") void *counted_malloc(size_t size) {
    void *memory = malloc(size);
    allocations += memory != NULL;
    return memory;
}

EXPORT("free") void counted_free(void *memory) {
    allocations -= memory != NULL;
    free(memory);
}

EXPORT("live_allocations") int32_t live_allocations(void) { return allocations; }

// Takes a C string and gives one, which the host frees.
EXPORT("greet") char *greet(const char *name) {
    size_t length = strlen(name);
    char *text = counted_malloc(length + sizeof "Hello, !");
    if (!text) return NULL;
    memcpy(text, "Hello, ", 7);
    memcpy(text + 7, name, length);
    memcpy(text + 7 + length, "!", 2);
    return text;
}

EXPORT("total") int64_t total(const int32_t *values, size_t count) {
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

EXPORT("sort") void sort(double *values, size_t count) { qsort(values, count, sizeof *values, ascending); }

struct range {
    double *values;
    size_t count;
};

// Fills an out-parameter; the host frees the values. 0: there was no memory, and nothing is filled.
EXPORT("squares") int32_t squares(struct range *out, size_t count) {
    double *values = counted_malloc(count * sizeof *values);
    if (!values) return 0;
    for (size_t i = 0; i < count; i++) values[i] = (double)i * (double)i;
    *out = (struct range){values, count};
    return 1;
}

struct word {
    const char *text;
    uint16_t length;
    struct word *next;
};

// A list of the words between spaces; each node is an allocation, and the texts stay where they are.
EXPORT("words") struct word *words(const char *text) {
    struct word *head = NULL, **tail = &head;
    while (*(text += strspn(text, " "))) {
        struct word *word = counted_malloc(sizeof *word);
        if (!word) break;
        *word = (struct word){text, strcspn(text, " "), NULL};
        text += word->length;
        *tail = word;
        tail = &word->next;
    }
    return head;
}

EXPORT("free_words") void free_words(struct word *head) {
    while (head) {
        struct word *next = head->next;
        counted_free(head);
        head = next;
    }
}
