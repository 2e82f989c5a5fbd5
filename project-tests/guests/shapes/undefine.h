// After each inclusion of shapes.def: the next one is for something else.
#undef SHAPE
#undef PACKED
#undef END
#undef FIELD
#undef ENUM
#undef ADDRESS
#undef STRUCT
#undef ARRAY
#undef ENUMS
#undef ADDRESSES
#undef STRUCTS
#undef TEXT
#undef BITS
#undef BREAK
