//! Zig with an allocator of its standard library for the host, slices out as integers with the length high, and a count of what
//! is live.

const std = @import("std");

const allocator = std.heap.wasm_allocator;

var live: usize = 0;

export fn live_bytes() usize {
    return live;
}

fn take(size: usize) ?[]u8 {
    const memory = allocator.alloc(u8, size) catch return null;
    live += size;
    return memory;
}

/// Null if there is no memory.
export fn alloc(size: usize) ?[*]u8 {
    return (take(size) orelse return null).ptr;
}

export fn free(memory: [*]u8, size: usize) void {
    live -= size;
    allocator.free(memory[0..size]);
}

fn pack(slice: []const u8) u64 {
    return @as(u64, slice.len) << 32 | @intFromPtr(slice.ptr);
}

/// The host frees the result. 0 if there is no memory.
export fn greet(name: [*]const u8, length: usize) u64 {
    const parts = [_][]const u8{ "Hello, ", name[0..length], "!" };
    const text = take(length + 8) orelse return 0;
    var at: usize = 0;
    for (parts) |part| {
        @memcpy(text[at..][0..part.len], part);
        at += part.len;
    }
    return pack(text);
}

/// The longest word, where it stands in the text: there is nothing to free.
export fn longest_word(text: [*]const u8, length: usize) u64 {
    var longest: []const u8 = text[0..0];
    var words = std.mem.tokenizeScalar(u8, text[0..length], ' ');
    while (words.next()) |word| {
        if (word.len > longest.len) longest = word;
    }
    return pack(longest);
}

/// Traps if there is no such byte: the check of a debug build, kept in a small one.
export fn byte_at(text: [*]const u8, length: usize, index: usize) u8 {
    @setRuntimeSafety(true);
    return text[0..length][index];
}
