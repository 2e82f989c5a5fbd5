// The structs of README.md in AssemblyScript: unmanaged classes, which are laid out as in C. A class or an array as a
// field would be a pointer, so the tag and the colour are their single bytes.

const COUNT: u32 = 100;

enum Kind {
  DUST,
  SPARK,
  SMOKE,
}

@unmanaged
class Particle {
  x: f32;
  y: f32;
  z: f32;
  mass: f64;
  id: u16;
  alive: bool;
  kind: Kind;
  tag0: u8;
  tag1: u8;
  tag2: u8;
  tag3: u8;
  tag4: u8;
  tag5: u8;
  r: u8;
  g: u8;
  b: u8;
  a: u8;
  stamp: i64;
}

@unmanaged
class Node {
  weight: u16;
  next: Node | null;
  value: f64;
}

const particles: usize = memory.data(100 * 56, 8);
const nodes: usize = memory.data(4 * 16, 8);

function particle(index: u32): Particle {
  return changetype<Particle>(particles + index * offsetof<Particle>());
}

function node(index: u32): Node {
  return changetype<Node>(nodes + index * offsetof<Node>());
}

function link(index: u32, weight: u16, next: Node | null, value: f64): void {
  const it = node(index);
  it.weight = weight;
  it.next = next;
  it.value = value;
}

// In an order of their own, so that only the pointers tell which comes next.
link(0, 1, node(3), 0.5);
link(1, 20, node(0), 1.5);
link(2, 65535, node(1), -2);
link(3, 300, null, 4);

export function particles_ptr(): usize {
  return particles;
}

export function particles_len(): u32 {
  return COUNT;
}

export function particle_size(): usize {
  return offsetof<Particle>();
}

export function particle_offset(field: u32): usize {
  switch (field) {
    case 0: return offsetof<Particle>("x");
    case 1: return offsetof<Particle>("y");
    case 2: return offsetof<Particle>("z");
    case 3: return offsetof<Particle>("mass");
    case 4: return offsetof<Particle>("id");
    case 5: return offsetof<Particle>("alive");
    case 6: return offsetof<Particle>("kind");
    case 7: return offsetof<Particle>("tag0");
    case 8: return offsetof<Particle>("r");
    default: return offsetof<Particle>("stamp");
  }
}

export function reset(): void {
  for (let i: u32 = 0; i < COUNT; i++) {
    const p = particle(i);
    p.x = <f32>i + 0.25;
    p.y = -(<f32>i);
    p.z = <f32>(i * i);
    p.mass = 1 / <f64>(i + 1);
    p.id = <u16>(65535 - i);
    p.alive = i % 3 != 0;
    p.kind = <Kind>(i % 3);
    p.tag0 = 0x70;
    p.tag1 = <u8>(0x30 + i / 10);
    p.tag2 = <u8>(0x30 + i % 10);
    p.tag3 = 0;
    p.tag4 = 0;
    p.tag5 = 0;
    p.r = <u8>i;
    p.g = <u8>(255 - i);
    p.b = 128;
    p.a = i % 2 ? 255 : 0;
    p.stamp = <i64>i * -1000000000000;
  }
}

export function step(dt: f32): void {
  for (let i: u32 = 0; i < COUNT; i++) {
    const p = particle(i);
    if (!p.alive) continue;
    p.x += dt;
    p.y += 2 * dt;
    p.z -= dt;
    p.stamp++;
  }
}

export function total_mass(): f64 {
  let total: f64 = 0;
  for (let i: u32 = 0; i < COUNT; i++) {
    const p = particle(i);
    if (p.alive) total += p.mass;
  }
  return total;
}

export function differences(
  index: u32, x: f32, y: f32, z: f32, mass: f64, id: u32, alive: u32, kind: i32, tag: u64, color: u32, stamp: i64
): u32 {
  const p = particle(index);
  const letters: u64 = <u64>p.tag0 | <u64>p.tag1 << 8 | <u64>p.tag2 << 16 | <u64>p.tag3 << 24 |
    <u64>p.tag4 << 32 | <u64>p.tag5 << 40;
  const channels: u32 = <u32>p.r | <u32>p.g << 8 | <u32>p.b << 16 | <u32>p.a << 24;
  return u32(p.x != x) | u32(p.y != y) << 1 | u32(p.z != z) << 2 | u32(p.mass != mass) << 3 |
    u32(p.id != id) << 4 | u32(u32(p.alive) != alive) << 5 | u32(p.kind != kind) << 6 |
    u32(letters != tag) << 7 | u32(channels != color) << 8 | u32(p.stamp != stamp) << 9;
}

export function list_head(): usize {
  return changetype<usize>(node(2));
}

export function list_total(head: usize): f64 {
  let total: f64 = 0;
  for (let next = head; next;) {
    const it = changetype<Node>(next);
    total += <f64>it.weight * it.value;
    next = changetype<usize>(it.next);
  }
  return total;
}

// A managed string: UTF-16, its byte length in the four bytes before it.
export function greeting(): string {
  return "Grüße, 世界 🌍";
}
