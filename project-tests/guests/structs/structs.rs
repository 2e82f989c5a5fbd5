//! The structs of README.md in Rust, without std.
#![no_std]

use core::mem::size_of;
use core::ptr::{addr_of, addr_of_mut, null};

const COUNT: usize = 100;

#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Dust,
    Spark,
    Smoke,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Color {
    r: u8,
    g: u8,
    b: u8,
    a: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Particle {
    x: f32,
    y: f32,
    z: f32,
    mass: f64,
    id: u16,
    alive: bool,
    kind: Kind,
    tag: [u8; 6],
    color: Color,
    stamp: i64,
}

#[repr(C)]
pub struct Node {
    weight: u16,
    next: *const Node,
    value: f64,
}

const NOTHING: Particle = Particle {
    x: 0.0,
    y: 0.0,
    z: 0.0,
    mass: 0.0,
    id: 0,
    alive: false,
    kind: Kind::Dust,
    tag: [0; 6],
    color: Color { r: 0, g: 0, b: 0, a: 0 },
    stamp: 0,
};

// A guest has one thread, and no reference outlives the call that made it.
static mut PARTICLES: [Particle; COUNT] = [NOTHING; COUNT];

// In an order of their own, so that only the pointers tell which comes next.
static mut NODES: [Node; 4] = unsafe {
    [
        Node { weight: 1, next: addr_of!(NODES[3]), value: 0.5 },
        Node { weight: 20, next: addr_of!(NODES[0]), value: 1.5 },
        Node { weight: 65535, next: addr_of!(NODES[1]), value: -2.0 },
        Node { weight: 300, next: null(), value: 4.0 },
    ]
};

fn particles() -> &'static mut [Particle; COUNT] {
    unsafe { &mut *addr_of_mut!(PARTICLES) }
}

#[no_mangle]
pub extern "C" fn particles_ptr() -> *const Particle {
    particles().as_ptr()
}

#[no_mangle]
pub extern "C" fn particles_len() -> usize {
    COUNT
}

#[no_mangle]
pub extern "C" fn particle_size() -> usize {
    size_of::<Particle>()
}

#[no_mangle]
pub extern "C" fn particle_offset(field: usize) -> usize {
    let p = &NOTHING;
    let addresses = [
        addr_of!(p.x) as usize,
        addr_of!(p.y) as usize,
        addr_of!(p.z) as usize,
        addr_of!(p.mass) as usize,
        addr_of!(p.id) as usize,
        addr_of!(p.alive) as usize,
        addr_of!(p.kind) as usize,
        addr_of!(p.tag) as usize,
        addr_of!(p.color) as usize,
        addr_of!(p.stamp) as usize,
    ];
    addresses[field] - addr_of!(*p) as usize
}

#[no_mangle]
pub extern "C" fn reset() {
    for (i, p) in particles().iter_mut().enumerate() {
        *p = Particle {
            x: i as f32 + 0.25,
            y: -(i as f32),
            z: (i * i) as f32,
            mass: 1.0 / (i + 1) as f64,
            id: 65535 - i as u16,
            alive: i % 3 != 0,
            kind: [Kind::Dust, Kind::Spark, Kind::Smoke][i % 3],
            tag: [b'p', b'0' + (i / 10) as u8, b'0' + (i % 10) as u8, 0, 0, 0],
            color: Color { r: i as u8, g: 255 - i as u8, b: 128, a: if i % 2 == 1 { 255 } else { 0 } },
            stamp: i as i64 * -1_000_000_000_000,
        };
    }
}

#[no_mangle]
pub extern "C" fn step(dt: f32) {
    for p in particles().iter_mut().filter(|p| p.alive) {
        p.x += dt;
        p.y += 2.0 * dt;
        p.z -= dt;
        p.stamp += 1;
    }
}

#[no_mangle]
pub extern "C" fn total_mass() -> f64 {
    particles().iter().filter(|p| p.alive).map(|p| p.mass).sum()
}

#[no_mangle]
pub extern "C" fn differences(
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
) -> u32 {
    let p = &particles()[index];
    let mut letters = [0; 8];
    letters[..6].copy_from_slice(&p.tag);
    let channels = [p.color.r, p.color.g, p.color.b, p.color.a];
    [
        p.x != x,
        p.y != y,
        p.z != z,
        p.mass != mass,
        u32::from(p.id) != id,
        u32::from(p.alive) != alive,
        p.kind as u32 != kind,
        u64::from_le_bytes(letters) != tag,
        u32::from_le_bytes(channels) != color,
        p.stamp != stamp,
    ]
    .iter()
    .rev()
    .fold(0, |bits, &differs| bits << 1 | u32::from(differs))
}

#[no_mangle]
pub extern "C" fn list_head() -> *const Node {
    unsafe { addr_of!(NODES[2]) }
}

/// # Safety
/// The host passes null or the address of a node.
#[no_mangle]
pub unsafe extern "C" fn list_total(head: *const Node) -> f64 {
    let mut total = 0.0;
    let mut next = head;
    while let Some(node) = next.as_ref() {
        total += f64::from(node.weight) * node.value;
        next = node.next;
    }
    total
}

/// A `&str` is an address and a length; here both in one integer, the address high.
#[no_mangle]
pub extern "C" fn greeting() -> u64 {
    let text = "Grüße, 世界 🌍";
    (text.as_ptr() as u64) << 32 | text.len() as u64
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
