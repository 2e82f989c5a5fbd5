//! A painter that lives in WebAssembly: it keeps a picture in its linear memory and lets the host
//! look at it, and write to it, in place.
//!
//! The host never receives a copy. It asks where things are (`pixel_pointer`, `params_pointer`,
//! ...), reads and writes there, and calls a verb (`render`, `apply_strokes`, `convolve`,
//! `resize`). README.md beside this file lists the exports.
//!
//! # How to draw the same picture elsewhere
//!
//! Every byte is determined by this description, so that a second implementation, in any language
//! with IEEE 754 doubles, can check it for equality and not for likeness. The rules:
//!
//! - All arithmetic is on `f64`, with `+ - * /`, `sqrt` and `floor` only, which IEEE 754 rounds
//!   exactly. No fused multiply-add, no reassociation: expressions are evaluated as they are
//!   written, left to right, `*` and `/` before `+` and `-`.
//! - `dot(a, b) = a.x*b.x + a.y*b.y + a.z*b.z`. A vector times a number multiplies each component.
//!   `normalize(v) = v * (1.0 / sqrt(dot(v, v)))`.
//! - `clamp01(v)` is `v` if `0 < v < 1`, `1` if `v >= 1`, and `0` otherwise (so also for NaN).
//!   `positive(v)` is `v` if `v > 0`, else `0`.
//! - Colours are (r, g, b) and are treated as vectors; `a * b` of two colours is per channel.
//! - Names in capitals are the constants of this file, and names of parameters those of [`Params`].
//!
//! ## 1. The camera
//!
//! Y points up. With the parameters `eye`, `target` and `zoom`:
//!
//! ```text
//! forward = normalize(target - eye)
//! right   = normalize((-forward.z, 0, forward.x))
//! up      = (right.y*forward.z - right.z*forward.y,
//!            right.z*forward.x - right.x*forward.z,
//!            right.x*forward.y - right.y*forward.x)
//! ray(px, py), px and py in pixels from the top left corner:
//!     u = (px*2 - width) / height
//!     v = (height - py*2) / height
//!     direction = normalize(forward*zoom + right*u + up*v)
//! ```
//!
//! ## 2. A pixel
//!
//! Pixel (x, y) is sampled at (x + 0.375, y + 0.125) and (x + 0.625, y + 0.875), giving the colours
//! `a` and `b`. If no channel of the two differs by more than 1/16, the pixel is `(a + b) * 0.5`.
//! Else there is an edge in it, and two more samples are taken, `c` at (x + 0.875, y + 0.375) and
//! `d` at (x + 0.125, y + 0.625): `(a + b + c + d) * 0.25`. A channel `v` of the result is stored
//! as the integer part of `v*255 + 0.5`.
//!
//! A sample is `display(trace(eye, direction))`. For each channel, `display` is a curve that
//! deepens the shadows and rolls the highlights off, then a gamma of two:
//!
//! ```text
//! v = channel * EXPOSURE
//! sqrt(clamp01(v * (v + 0.06) / (v * (v + 0.42) + 0.16)))
//! ```
//!
//! ## 3. A ray
//!
//! `trace(origin, direction)` follows one ray and its reflections:
//!
//! ```text
//! sun = normalize(parameter sun)
//! light = black, weight = white
//! repeat MAX_HITS times:
//!     (t, what) = the nearest hit, or none
//!     none:    return light + weight * sky(direction)
//!     point    = origin + direction*t
//!     floor:   normal = (0, 1, 0), mirror = floor_mirror
//!              cell = floor(point.x) + floor(point.z)
//!              base = floor_light if cell - floor(cell*0.5)*2 == 0 else floor_dark
//!              far  = t / HAZE
//!              near = 1 / (1 + far*far)
//!              light  = light + weight * sky(direction) * (1 - near)
//!              weight = weight * near
//!     sphere:  normal = (point - centre) * (1 / radius), base = colour, mirror = its mirror
//!     facing   = -dot(direction, normal)
//!     bounced  = direction + normal*(facing*2)
//!     edge     = clamp01(1 - facing)
//!     edge2    = edge*edge
//!     fresnel  = mirror + (1 - mirror)*(edge2*edge2*edge)*GLANCE
//!     (lit, open) = light_at(point, normal)
//!     diffuse  = positive(dot(normal, sun)) * lit
//!     gleam    = positive(dot(bounced, sun)), squared six times (the 64th power),
//!                times lit times GLEAM
//!     sky_part = (normal.y*0.5 + 0.5) * open * AMBIENT
//!     surface  = base * (SUNLIGHT*diffuse + zenith*sky_part + base*((1 - open)*BOUNCE))
//!     light    = light + weight * (surface*(1 - fresnel) + SUNLIGHT*gleam)
//!     weight   = weight * (white*(1 - mirror) + base*mirror) * fresnel     floor: weight * fresnel
//!     if no channel of weight > FAINT: return light
//!     origin   = point + normal*NUDGE
//!     direction = bounced
//! return light
//! ```
//!
//! The nearest hit starts with the floor (the plane y = 0), if `direction.y < 0`, at
//! `t = -origin.y / direction.y`, provided `t > 0`. Then each sphere in order, skipping those whose
//! radius isn't positive; it replaces what was found if its `t` is smaller:
//!
//! ```text
//! to = centre - origin
//! along = dot(to, direction)              skip unless along > 0
//! inside = along*along - (dot(to, to) - radius*radius)     skip unless inside > 0
//! t = along - sqrt(inside)                skip unless t > 0
//! ```
//!
//! ## 4. Sunlight, shadows and sky
//!
//! `light_at(point, normal)` answers how much of the sun and how much of the sky a point sees. Each
//! sphere with a positive radius takes its share, in order, from `lit = 1` and `open = 1`:
//!
//! ```text
//! to = centre - point
//! distance2 = dot(to, to)
//! height = dot(to, normal)
//! if height > 0:
//!     share = height*radius*radius / (distance2 * sqrt(distance2))
//!     open = open * (1 - clamp01(share))
//! along = dot(to, sun)
//! if along > 0:
//!     reach = radius + along*softness
//!     aside2 = distance2 - along*along
//!     if aside2 < reach*reach:
//!         gap = (sqrt(positive(aside2)) - radius) / (along*softness)
//!         s = clamp01(gap*0.5 + 0.5)
//!         lit = lit * (s*s*(3 - s*2))
//! ```
//!
//! `sky(direction)`:
//!
//! ```text
//! low  = 1 - positive(direction.y)
//! low8 = low squared three times
//! s    = positive(dot(direction, sun)); s8 = s squared three times; s256 = s8 squared five times
//! zenith + (horizon - zenith)*low8 + SUNLIGHT*(s8*0.12 + s256*0.9)
//! ```
//!
//! ## 5. Strokes
//!
//! For each of the first n strokes in order, and each pixel, with the pixel's centre
//! (x + 0.5, y + 0.5) and all `f32` fields widened to `f64`:
//!
//! ```text
//! ax = x1 - x0, ay = y1 - y0, qx = x + 0.5 - x0, qy = y + 0.5 - y0
//! len2 = ax*ax + ay*ay
//! t = clamp01((qx*ax + qy*ay) / len2) if len2 > 0, else 0
//! dx = qx - ax*t, dy = qy - ay*t
//! cover = clamp01(radius + 0.5 - sqrt(dx*dx + dy*dy)) * (opacity / 255)
//! ```
//!
//! If `cover > 0`, each channel `c` becomes the integer part of `c + (s - c)*cover + 0.5`, where
//! `s` is the stroke's channel, both as numbers from 0 to 255.
//!
//! ## 6. Convolution
//!
//! Each channel becomes the sum of `kernel[k] * neighbour` (kernel widened to `f64`, channels from
//! 0 to 255, starting from 0) over the 3 x 3 neighbours of the picture as it was before, rows from
//! top to bottom, each from left to right, pixels beyond the edge replaced by the nearest one
//! within. If the sum is above 0 and below 255 the integer part of the sum + 0.5 is stored, else 0
//! or 255.

// `std` is used for `f64::sqrt` and `f64::floor` alone, which `core` doesn't have. Nothing here can
// panic and nothing allocates, so none of the rest of it ends up in the module.

use core::arch::wasm32::memory_grow;
use core::cell::UnsafeCell;
use core::ops::{Add, Mul, Sub};
use core::slice;

const DEFAULT_WIDTH: u32 = 160;
const DEFAULT_HEIGHT: u32 = 100;
const STROKE_CAPACITY: usize = 256;
const SPHERES: usize = 8;
const PAGE: usize = 65_536;

const EXPOSURE: f64 = 1.15;
const MAX_HITS: u32 = 4;
const HAZE: f64 = 20.0;
const GLANCE: f64 = 0.7;
const GLEAM: f64 = 1.6;
const AMBIENT: f64 = 0.7;
const BOUNCE: f64 = 0.06;
const FAINT: f64 = 0.02;
const NUDGE: f64 = 1.0e-6;
const EDGE: f64 = 1.0 / 16.0;
const SUNLIGHT: Vec3 = vec3(1.55, 1.35, 1.05);
const WHITE: Vec3 = vec3(1.0, 1.0, 1.0);
const BLACK: Vec3 = vec3(0.0, 0.0, 0.0);

/// One pixel, as the host sees it: three bytes, without padding.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Color {
    r: u8,
    g: u8,
    b: u8,
}

/// The picture. `pixels` and `before` point to `width * height` colours each, one after the other
/// in a place that holds `capacity` bytes.
#[repr(C)]
pub struct Image {
    width: u32,
    height: u32,
    pixels: *mut Color,
    /// Where a convolution keeps the picture that it reads while it writes the new one.
    before: *mut Color,
    capacity: usize,
}

/// A stroke of a round brush from (x0, y0) to (x1, y1), in pixels from the top left corner.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Stroke {
    x0: f32,
    y0: f32,
    x1: f32,
    y1: f32,
    radius: f32,
    color: Color,
    opacity: u8,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Sphere {
    centre: Vec3,
    radius: f64,
    color: Vec3,
    mirror: f64,
}

/// What the picture shows. Nothing but `f64` fields, so that the host may see it as an array.
#[repr(C)]
pub struct Params {
    eye: Vec3,
    target: Vec3,
    zoom: f64,
    sun: Vec3,
    softness: f64,
    floor_mirror: f64,
    floor_light: Vec3,
    floor_dark: Vec3,
    zenith: Vec3,
    horizon: Vec3,
    spheres: [Sphere; SPHERES],
}

/// Memory that the host writes to while no guest code runs.
///
/// A plain `static` would let the compiler fold its initial values into the code. The cell says
/// that somebody else may change them, which is just what the host does.
struct Shared<T>(UnsafeCell<T>);

// SAFETY: the module is single-threaded, and imports nothing, so that no call into it can be
// entered a second time while the first one runs: whoever holds a reference into a cell is alone.
unsafe impl<T> Sync for Shared<T> {}

impl<T> Shared<T> {
    const fn new(value: T) -> Self {
        Shared(UnsafeCell::new(value))
    }

    const fn get(&self) -> *mut T {
        self.0.get()
    }
}

const DEFAULT_PIXELS: usize = (DEFAULT_WIDTH * DEFAULT_HEIGHT) as usize;

/// The first picture needs no growth: the view works from the moment of instantiation.
static FIRST_PLACE: Shared<[[Color; DEFAULT_PIXELS]; 2]> =
    Shared::new([[Color { r: 0, g: 0, b: 0 }; DEFAULT_PIXELS]; 2]);

static IMAGE: Shared<Image> = Shared::new(Image {
    width: DEFAULT_WIDTH,
    height: DEFAULT_HEIGHT,
    pixels: FIRST_PLACE.get() as *mut Color,
    before: unsafe { (FIRST_PLACE.get() as *mut Color).add(DEFAULT_PIXELS) },
    capacity: 2 * 3 * DEFAULT_PIXELS,
});

static STROKES: Shared<[Stroke; STROKE_CAPACITY]> = Shared::new(
    [Stroke {
        x0: 0.0,
        y0: 0.0,
        x1: 0.0,
        y1: 0.0,
        radius: 0.0,
        color: Color { r: 0, g: 0, b: 0 },
        opacity: 0,
    }; STROKE_CAPACITY],
);

/// The kernel that changes nothing.
static KERNEL: Shared<[f32; 9]> = Shared::new([0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);

static PARAMS: Shared<Params> = Shared::new(DEFAULT_PARAMS);

const DEFAULT_PARAMS: Params = Params {
    eye: vec3(0.5, 1.75, 7.0),
    target: vec3(0.06, 1.02, 0.0),
    zoom: 2.75,
    sun: vec3(-0.74, 0.46, 0.34),
    softness: 0.07,
    floor_mirror: 0.1,
    floor_light: vec3(0.72, 0.66, 0.58),
    floor_dark: vec3(0.07, 0.08, 0.11),
    zenith: vec3(0.07, 0.21, 0.60),
    horizon: vec3(0.98, 0.60, 0.38),
    spheres: [
        sphere(vec3(0.0, 1.3, -1.1), 1.3, vec3(0.95, 0.96, 0.98), 0.86),
        sphere(vec3(-2.3, 0.95, -0.3), 0.95, vec3(0.83, 0.08, 0.07), 0.07),
        sphere(vec3(2.35, 1.0, -0.5), 1.0, vec3(1.00, 0.62, 0.15), 0.6),
        sphere(vec3(0.95, 0.55, 1.35), 0.55, vec3(0.03, 0.42, 0.46), 0.08),
        sphere(vec3(-0.75, 0.42, 1.75), 0.42, vec3(0.93, 0.90, 0.84), 0.05),
        sphere(vec3(-1.75, 0.3, 1.55), 0.3, vec3(0.95, 0.48, 0.06), 0.06),
        sphere(vec3(2.35, 0.33, 1.6), 0.33, vec3(0.42, 0.10, 0.55), 0.10),
        sphere(BLACK, 0.0, BLACK, 0.0),
    ],
};

const fn vec3(x: f64, y: f64, z: f64) -> Vec3 {
    Vec3 { x, y, z }
}

const fn sphere(centre: Vec3, radius: f64, color: Vec3, mirror: f64) -> Sphere {
    Sphere {
        centre,
        radius,
        color,
        mirror,
    }
}

// ---------------------------------------------------------------- what the host calls

/// Where the picture is: rows from top to bottom, three bytes a pixel. `resize` may change it.
#[no_mangle]
pub extern "C" fn pixel_pointer() -> *mut Color {
    image().pixels
}

/// How many `u8` there are at `pixel_pointer`: three for each pixel.
#[no_mangle]
pub extern "C" fn pixel_count() -> usize {
    image().len() * 3
}

#[no_mangle]
pub extern "C" fn width() -> u32 {
    image().width
}

#[no_mangle]
pub extern "C" fn height() -> u32 {
    image().height
}

#[no_mangle]
pub extern "C" fn params_pointer() -> *mut Params {
    PARAMS.get()
}

/// How many `f64` there are at `params_pointer`.
#[no_mangle]
pub extern "C" fn params_length() -> usize {
    core::mem::size_of::<Params>() / core::mem::size_of::<f64>()
}

/// Puts the default scene back into the parameters.
#[no_mangle]
pub extern "C" fn reset_params() {
    // SAFETY: see `Shared`.
    unsafe { *PARAMS.get() = DEFAULT_PARAMS }
}

#[no_mangle]
pub extern "C" fn strokes_pointer() -> *mut Stroke {
    STROKES.get() as *mut Stroke
}

/// How many strokes there is room for.
#[no_mangle]
pub extern "C" fn strokes_capacity() -> usize {
    STROKE_CAPACITY
}

/// The bytes from one stroke to the next.
#[no_mangle]
pub extern "C" fn stroke_size() -> usize {
    core::mem::size_of::<Stroke>()
}

#[no_mangle]
pub extern "C" fn kernel_pointer() -> *mut f32 {
    KERNEL.get() as *mut f32
}

/// How many `f32` there are at `kernel_pointer`: nine, rows from top to bottom.
#[no_mangle]
pub extern "C" fn kernel_length() -> usize {
    9
}

/// Draws the scene that the parameters describe.
#[no_mangle]
pub extern "C" fn render() {
    // SAFETY: see `Shared`.
    let params = unsafe { &*PARAMS.get() };
    let image = image();
    let camera = Camera::new(params, image.width, image.height);
    let scene = Scene {
        params,
        sun: normalize(params.sun),
    };
    image.for_each_pixel(|x, y, pixel| {
        let (x, y) = (x as f64, y as f64);
        let sample =
            |dx: f64, dy: f64| display(scene.trace(params.eye, camera.ray(x + dx, y + dy)));
        let a = sample(0.375, 0.125);
        let b = sample(0.625, 0.875);
        // Two samples are enough for most pixels, and most of the time is spent on samples.
        let color = if differ(a, b) {
            (a + b + sample(0.875, 0.375) + sample(0.125, 0.625)) * 0.25
        } else {
            (a + b) * 0.5
        };
        *pixel = Color {
            r: quantize(color.x),
            g: quantize(color.y),
            b: quantize(color.z),
        };
    });
}

/// Paints the first `count` strokes over the picture and answers how many it painted: no more than
/// there is room for.
#[no_mangle]
pub extern "C" fn apply_strokes(count: usize) -> usize {
    // SAFETY: see `Shared`.
    let strokes = unsafe { &*STROKES.get() };
    let mut painted = 0;
    for stroke in strokes.iter().take(count) {
        stroke.paint(image());
        painted += 1;
    }
    painted
}

/// Replaces the picture by its convolution with the kernel.
#[no_mangle]
pub extern "C" fn convolve() {
    // SAFETY: see `Shared`.
    let kernel = unsafe { &*KERNEL.get() };
    image().convolve(kernel);
}

/// Makes the picture `width` x `height`, black, and answers whether it could.
///
/// A picture that fits where the old one was stays there. A larger one moves to fresh memory: the
/// guest grows, `pixel_pointer` changes, and the old place is given up for good. If the memory
/// cannot grow or a side is zero, nothing has changed.
#[no_mangle]
pub extern "C" fn resize(width: u32, height: u32) -> bool {
    image().resize(width, height).is_some()
}

/// Grows the memory by `pages` of 64 KiB and answers its size before, in pages, or -1. The picture
/// stays where it is.
#[no_mangle]
pub extern "C" fn grow_memory(pages: usize) -> i32 {
    memory_grow(0, pages) as i32
}

/// Adds up `length` unsigned bytes.
///
/// # Safety
/// The host vouches for the range; one that leaves the memory ends in a trap.
#[no_mangle]
pub unsafe extern "C" fn sum(pointer: *const u8, length: usize) -> u64 {
    (0..length).map(|i| u64::from(pointer.add(i).read())).sum()
}

// ---------------------------------------------------------------- the picture

fn image() -> &'static mut Image {
    // SAFETY: see `Shared`. No export keeps the reference beyond its own call.
    unsafe { &mut *IMAGE.get() }
}

impl Image {
    fn len(&self) -> usize {
        self.width as usize * self.height as usize
    }

    fn pixels(&mut self) -> &mut [Color] {
        // SAFETY: `resize` keeps the promise that the type makes.
        unsafe { slice::from_raw_parts_mut(self.pixels, self.len()) }
    }

    fn for_each_pixel(&mut self, mut action: impl FnMut(u32, u32, &mut Color)) {
        let width = self.width;
        let (mut x, mut y) = (0, 0);
        for pixel in self.pixels() {
            action(x, y, pixel);
            x += 1;
            if x == width {
                x = 0;
                y += 1;
            }
        }
    }

    fn resize(&mut self, width: u32, height: u32) -> Option<()> {
        let len = (width as usize)
            .checked_mul(height as usize)
            .filter(|&len| len > 0)?;
        let needed = len.checked_mul(2 * core::mem::size_of::<Color>())?;
        if needed > self.capacity {
            let pages = (needed - 1) / PAGE + 1;
            let first_page = memory_grow(0, pages);
            if first_page == usize::MAX {
                return None;
            }
            self.pixels = (first_page * PAGE) as *mut Color;
            self.capacity = pages * PAGE;
        }
        self.width = width;
        self.height = height;
        // SAFETY: the place holds two pictures of this size.
        self.before = unsafe { self.pixels.add(len) };
        self.pixels().fill(Color { r: 0, g: 0, b: 0 });
        Some(())
    }

    fn convolve(&mut self, kernel: &[f32; 9]) {
        let (last_x, last_y) = (self.width - 1, self.height - 1);
        let stride = self.width as usize;
        let before = self.before;
        // SAFETY: `before` has room for as many pixels and doesn't overlap with them.
        unsafe { before.copy_from_nonoverlapping(self.pixels, self.len()) };
        self.for_each_pixel(|x, y, pixel| {
            let xs = [x.saturating_sub(1), x, (x + 1).min(last_x)];
            let ys = [y.saturating_sub(1), y, (y + 1).min(last_y)];
            let neighbours = ys
                .iter()
                .flat_map(|&y| xs.iter().map(move |&x| (x as usize, y as usize)));
            let mut total = BLACK;
            for ((x, y), &factor) in neighbours.zip(kernel) {
                // SAFETY: x and y were limited to the picture.
                let near = unsafe { *before.add(y * stride + x) };
                let near = vec3(near.r.into(), near.g.into(), near.b.into());
                total = total + near * f64::from(factor);
            }
            *pixel = Color {
                r: round(total.x),
                g: round(total.y),
                b: round(total.z),
            };
        });
    }
}

impl Stroke {
    fn paint(&self, image: &mut Image) {
        let (x0, y0) = (f64::from(self.x0), f64::from(self.y0));
        let (ax, ay) = (f64::from(self.x1) - x0, f64::from(self.y1) - y0);
        let len2 = ax * ax + ay * ay;
        let radius = f64::from(self.radius);
        let opacity = f64::from(self.opacity) / 255.0;
        let paint = self.color;
        image.for_each_pixel(|x, y, pixel| {
            let (qx, qy) = (x as f64 + 0.5 - x0, y as f64 + 0.5 - y0);
            let t = if len2 > 0.0 {
                clamp01((qx * ax + qy * ay) / len2)
            } else {
                0.0
            };
            let (dx, dy) = (qx - ax * t, qy - ay * t);
            let cover = clamp01(radius + 0.5 - (dx * dx + dy * dy).sqrt()) * opacity;
            if cover > 0.0 {
                pixel.r = blend(pixel.r, paint.r, cover);
                pixel.g = blend(pixel.g, paint.g, cover);
                pixel.b = blend(pixel.b, paint.b, cover);
            }
        });
    }
}

fn blend(under: u8, over: u8, cover: f64) -> u8 {
    let (under, over) = (f64::from(under), f64::from(over));
    (under + (over - under) * cover + 0.5) as u8
}

// ---------------------------------------------------------------- the scene

struct Camera {
    forward: Vec3,
    right: Vec3,
    up: Vec3,
    zoom: f64,
    width: f64,
    height: f64,
}

impl Camera {
    fn new(params: &Params, width: u32, height: u32) -> Self {
        let forward = normalize(params.target - params.eye);
        let right = normalize(vec3(-forward.z, 0.0, forward.x));
        let up = vec3(
            right.y * forward.z - right.z * forward.y,
            right.z * forward.x - right.x * forward.z,
            right.x * forward.y - right.y * forward.x,
        );
        Camera {
            forward,
            right,
            up,
            zoom: params.zoom,
            width: width as f64,
            height: height as f64,
        }
    }

    fn ray(&self, px: f64, py: f64) -> Vec3 {
        let u = (px * 2.0 - self.width) / self.height;
        let v = (self.height - py * 2.0) / self.height;
        normalize(self.forward * self.zoom + self.right * u + self.up * v)
    }
}

struct Scene<'a> {
    params: &'a Params,
    sun: Vec3,
}

impl Scene<'_> {
    fn trace(&self, mut origin: Vec3, mut direction: Vec3) -> Vec3 {
        let params = self.params;
        let mut light = BLACK;
        let mut weight = WHITE;
        for _ in 0..MAX_HITS {
            let (t, hit) = match self.nearest(origin, direction) {
                Some(found) => found,
                None => return light + weight * self.sky(direction),
            };
            let point = origin + direction * t;
            let (normal, base, mirror, tint);
            match hit {
                Some(ball) => {
                    normal = (point - ball.centre) * (1.0 / ball.radius);
                    base = ball.color;
                    mirror = ball.mirror;
                    tint = WHITE * (1.0 - mirror) + base * mirror;
                }
                None => {
                    normal = vec3(0.0, 1.0, 0.0);
                    let cell = point.x.floor() + point.z.floor();
                    let even = cell - (cell * 0.5).floor() * 2.0 == 0.0;
                    base = if even {
                        params.floor_light
                    } else {
                        params.floor_dark
                    };
                    mirror = params.floor_mirror;
                    tint = WHITE;
                    // The floor is endless, and dissolves into the sky before its squares get too
                    // small to draw.
                    let far = t / HAZE;
                    let near = 1.0 / (1.0 + far * far);
                    light = light + weight * self.sky(direction) * (1.0 - near);
                    weight = weight * near;
                }
            }

            let facing = -dot(direction, normal);
            let bounced = direction + normal * (facing * 2.0);
            let edge = clamp01(1.0 - facing);
            let edge2 = edge * edge;
            let fresnel = mirror + (1.0 - mirror) * (edge2 * edge2 * edge) * GLANCE;
            let (lit, open) = self.light_at(point, normal);
            let diffuse = positive(dot(normal, self.sun)) * lit;
            let gleam = squared(6, positive(dot(bounced, self.sun))) * lit * GLEAM;
            let sky_part = (normal.y * 0.5 + 0.5) * open * AMBIENT;
            let surface = base
                * (SUNLIGHT * diffuse + params.zenith * sky_part + base * ((1.0 - open) * BOUNCE));
            light = light + weight * (surface * (1.0 - fresnel) + SUNLIGHT * gleam);

            weight = weight * tint * fresnel;
            if !(weight.x > FAINT || weight.y > FAINT || weight.z > FAINT) {
                break;
            }
            origin = point + normal * NUDGE;
            direction = bounced;
        }
        light
    }

    /// The distance to what the ray meets first, and the sphere, or none if it is the floor.
    fn nearest(&self, origin: Vec3, direction: Vec3) -> Option<(f64, Option<&Sphere>)> {
        let mut found = None;
        let mut nearest = f64::INFINITY;
        if direction.y < 0.0 {
            let t = -origin.y / direction.y;
            if t > 0.0 {
                nearest = t;
                found = Some((t, None));
            }
        }
        for ball in self.params.spheres.iter().filter(|ball| ball.radius > 0.0) {
            let to = ball.centre - origin;
            let along = dot(to, direction);
            if along > 0.0 {
                let inside = along * along - (dot(to, to) - ball.radius * ball.radius);
                if inside > 0.0 {
                    let t = along - inside.sqrt();
                    if t > 0.0 && t < nearest {
                        nearest = t;
                        found = Some((t, Some(ball)));
                    }
                }
            }
        }
        found
    }

    /// How much of the sun and how much of the sky a point sees. Both have closed forms for
    /// spheres, so that soft shadows need no random samples.
    fn light_at(&self, point: Vec3, normal: Vec3) -> (f64, f64) {
        let softness = self.params.softness;
        let (mut lit, mut open) = (1.0, 1.0);
        for ball in self.params.spheres.iter().filter(|ball| ball.radius > 0.0) {
            let to = ball.centre - point;
            let distance2 = dot(to, to);
            let height = dot(to, normal);
            if height > 0.0 {
                let share = height * ball.radius * ball.radius / (distance2 * distance2.sqrt());
                open = open * (1.0 - clamp01(share));
            }
            // A sphere never shades itself here: from its sunny side, its centre lies away from the
            // sun.
            let along = dot(to, self.sun);
            if along > 0.0 {
                let reach = ball.radius + along * softness;
                let aside2 = distance2 - along * along;
                if aside2 < reach * reach {
                    let gap = (positive(aside2).sqrt() - ball.radius) / (along * softness);
                    let s = clamp01(gap * 0.5 + 0.5);
                    lit = lit * (s * s * (3.0 - s * 2.0));
                }
            }
        }
        (lit, open)
    }

    fn sky(&self, direction: Vec3) -> Vec3 {
        let params = self.params;
        let low = 1.0 - positive(direction.y);
        let low8 = squared(3, low);
        let s8 = squared(3, positive(dot(direction, self.sun)));
        let s256 = squared(5, s8);
        params.zenith
            + (params.horizon - params.zenith) * low8
            + SUNLIGHT * (s8 * 0.12 + s256 * 0.9)
    }
}

// ---------------------------------------------------------------- numbers

impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, other: Vec3) -> Vec3 {
        vec3(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vec3 {
    type Output = Vec3;
    fn sub(self, other: Vec3) -> Vec3 {
        vec3(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul for Vec3 {
    type Output = Vec3;
    fn mul(self, other: Vec3) -> Vec3 {
        vec3(self.x * other.x, self.y * other.y, self.z * other.z)
    }
}

impl Mul<f64> for Vec3 {
    type Output = Vec3;
    fn mul(self, factor: f64) -> Vec3 {
        vec3(self.x * factor, self.y * factor, self.z * factor)
    }
}

fn dot(a: Vec3, b: Vec3) -> f64 {
    a.x * b.x + a.y * b.y + a.z * b.z
}

fn normalize(v: Vec3) -> Vec3 {
    v * (1.0 / dot(v, v).sqrt())
}

fn positive(v: f64) -> f64 {
    if v > 0.0 {
        v
    } else {
        0.0
    }
}

fn clamp01(v: f64) -> f64 {
    if v >= 1.0 {
        1.0
    } else {
        positive(v)
    }
}

/// Squares `v` so many times.
fn squared(times: u32, v: f64) -> f64 {
    (0..times).fold(v, |power, _| power * power)
}

fn display(light: Vec3) -> Vec3 {
    let encode = |v: f64| {
        let v = v * EXPOSURE;
        clamp01(v * (v + 0.06) / (v * (v + 0.42) + 0.16)).sqrt()
    };
    vec3(encode(light.x), encode(light.y), encode(light.z))
}

fn differ(a: Vec3, b: Vec3) -> bool {
    let far = |a: f64, b: f64| a - b > EDGE || b - a > EDGE;
    far(a.x, b.x) || far(a.y, b.y) || far(a.z, b.z)
}

/// From 0 to 1 to a byte.
fn quantize(v: f64) -> u8 {
    (v * 255.0 + 0.5) as u8
}

/// To the nearest byte.
fn round(v: f64) -> u8 {
    if v >= 255.0 {
        255
    } else {
        (positive(v) + 0.5) as u8
    }
}
