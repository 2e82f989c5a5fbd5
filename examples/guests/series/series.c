// A year of temperatures in four cities, and a sentence about them: a small guest that owns a UTF-8
// string and some series of numbers, and lets the host read and change them in place.
//
// Freestanding C: no libc, no allocator, no start-up code. README.md beside this file lists the
// exports.

#define EXPORT(name) __attribute__((export_name(#name)))
#define SLOTS 4
#define MONTHS 12

// Data that is exported becomes a global whose value is the address, so `str_ptr` is a pointer
// for the host although it is an array here. build.sh names the data to export.
const char str_ptr[] =
    "Mean temperatures in °C, January to December: "
    "Reykjavík, Łódź, São Paulo, 東京 🌡";

// Rounded from climate tables: good enough to draw.
double series[SLOTS][MONTHS] = {
    {0.7, 0.9, 1.4, 3.7, 6.8, 9.8, 11.6, 11.1, 8.6, 4.9, 2.4, 0.9},
    {-1.3, -0.3, 3.2, 9.0, 13.8, 17.3, 19.4, 18.9, 13.9, 8.7, 4.0, 0.3},
    {23.1, 23.4, 22.5, 21.2, 18.4, 17.5, 17.2, 18.1, 19.1, 20.5, 21.2, 22.6},
    {5.4, 6.1, 9.4, 14.3, 18.8, 21.9, 25.7, 26.9, 23.3, 18.0, 12.5, 7.7},
};

struct text {
  const char *bytes;
  int length;
};

#define TEXT(literal) {literal, sizeof(literal) - 1}

static const struct text names[SLOTS] = {
    TEXT("Reykjavík"),
    TEXT("Łódź"),
    TEXT("São Paulo"),
    TEXT("東京"),
};

static int is_slot(int slot) { return slot >= 0 && slot < SLOTS; }

EXPORT(str_len) int str_len(void) { return sizeof str_ptr - 1; }

EXPORT(series_length) int series_length(void) { return SLOTS * MONTHS; }

EXPORT(slot_count) int slot_count(void) { return SLOTS; }

EXPORT(slot_length) int slot_length(void) { return MONTHS; }

EXPORT(slot_ptr) double *slot_ptr(int slot) { return is_slot(slot) ? series[slot] : 0; }

EXPORT(name_ptr) const char *name_ptr(int slot) { return is_slot(slot) ? names[slot].bytes : 0; }

EXPORT(name_len) int name_len(int slot) { return is_slot(slot) ? names[slot].length : 0; }

EXPORT(sum) double sum(const double *values, int count) {
  double total = 0;
  for (int i = 0; i < count; i++) total += values[i];
  return total;
}

EXPORT(mean) double mean(const double *values, int count) { return sum(values, count) / count; }

// The year is a circle: December is a neighbour of January. Only an odd window has a middle.
EXPORT(smooth) int smooth(int slot, int window) {
  if (!is_slot(slot) || window < 1 || window > MONTHS || window % 2 == 0) return 0;
  double before[MONTHS];
  for (int i = 0; i < MONTHS; i++) before[i] = series[slot][i];
  for (int i = 0; i < MONTHS; i++) {
    double total = 0;
    for (int k = 0; k < window; k++) total += before[(i + k + MONTHS - window / 2) % MONTHS];
    series[slot][i] = total / window;
  }
  return 1;
}
