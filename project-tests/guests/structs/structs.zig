//! The structs of README.md in Zig.

const count = 100;

const Kind = enum(c_int) { dust, spark, smoke };

const Color = extern struct { r: u8 = 0, g: u8 = 0, b: u8 = 0, a: u8 = 0 };

const Particle = extern struct {
    x: f32 = 0,
    y: f32 = 0,
    z: f32 = 0,
    mass: f64 = 0,
    id: u16 = 0,
    alive: bool = false,
    kind: Kind = .dust,
    tag: [6]u8 = .{0} ** 6,
    color: Color = .{},
    stamp: i64 = 0,
};

const Node = extern struct { weight: u16, next: ?*const Node, value: f64 };

var particles: [count]Particle = .{.{}} ** count;

// In an order of their own, so that only the pointers tell which comes next.
var first: Node = .{ .weight = 65535, .next = &second, .value = -2 };
var last: Node = .{ .weight = 300, .next = null, .value = 4 };
var third: Node = .{ .weight = 1, .next = &last, .value = 0.5 };
var second: Node = .{ .weight = 20, .next = &third, .value = 1.5 };

export fn particles_ptr() [*]Particle {
    return &particles;
}

export fn particles_len() usize {
    return count;
}

export fn particle_size() usize {
    return @sizeOf(Particle);
}

export fn particle_offset(field: usize) usize {
    const offsets = comptime blk: {
        const fields = @typeInfo(Particle).Struct.fields;
        var result: [fields.len]usize = undefined;
        for (fields, 0..) |f, i| result[i] = @offsetOf(Particle, f.name);
        break :blk result;
    };
    return offsets[field];
}

export fn reset() void {
    for (&particles, 0..) |*p, index| {
        const i: u8 = @intCast(index);
        p.* = .{
            .x = @as(f32, @floatFromInt(i)) + 0.25,
            .y = -@as(f32, @floatFromInt(i)),
            .z = @floatFromInt(index * index),
            .mass = 1 / @as(f64, @floatFromInt(index + 1)),
            .id = 65535 - @as(u16, i),
            .alive = i % 3 != 0,
            .kind = @enumFromInt(i % 3),
            .tag = .{ 'p', '0' + i / 10, '0' + i % 10, 0, 0, 0 },
            .color = .{ .r = i, .g = 255 - i, .b = 128, .a = if (i % 2 == 1) 255 else 0 },
            .stamp = @as(i64, i) * -1_000_000_000_000,
        };
    }
}

export fn step(dt: f32) void {
    for (&particles) |*p| {
        if (!p.alive) continue;
        p.x += dt;
        p.y += 2 * dt;
        p.z -= dt;
        p.stamp += 1;
    }
}

export fn total_mass() f64 {
    var total: f64 = 0;
    for (particles) |p| {
        if (p.alive) total += p.mass;
    }
    return total;
}

export fn differences(
    index: usize,
    x: f32,
    y: f32,
    z: f32,
    mass: f64,
    id: u32,
    alive: u32,
    kind: u32,
    tag: u64,
    color: u32,
    stamp: i64,
) u32 {
    const p = &particles[index];
    var letters: u64 = 0;
    for (p.tag, 0..) |letter, i| letters |= @as(u64, letter) << @intCast(8 * i);
    const differs = [_]bool{
        p.x != x,
        p.y != y,
        p.z != z,
        p.mass != mass,
        p.id != id,
        @intFromBool(p.alive) != alive,
        @intFromEnum(p.kind) != @as(i32, @bitCast(kind)),
        letters != tag,
        @as(u32, @bitCast(p.color)) != color,
        p.stamp != stamp,
    };
    var bits: u32 = 0;
    for (differs, 0..) |differ, i| bits |= @as(u32, @intFromBool(differ)) << @intCast(i);
    return bits;
}

export fn list_head() *const Node {
    return &first;
}

export fn list_total(head: ?*const Node) f64 {
    var total: f64 = 0;
    var next = head;
    while (next) |node| : (next = node.next) {
        total += @as(f64, @floatFromInt(node.weight)) * node.value;
    }
    return total;
}

/// A slice is an address and a length; here both in one integer, the address low.
export fn greeting() u64 {
    const text: []const u8 = "Grüße, 世界 🌍";
    return @as(u64, text.len) << 32 | @intFromPtr(text.ptr);
}
