//! Rust with its standard library: `alloc` and `dealloc` for the host, strings in by address and length, out packed or through
//! an out-parameter, and a global allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};

static LIVE_BYTES: AtomicIsize = AtomicIsize::new(0);
static LIVE_ALLOCATIONS: AtomicIsize = AtomicIsize::new(0);

/// Aligns everything to 8, so that the host need not know what it frees was aligned to.
struct Counting;

fn aligned(layout: Layout) -> Layout {
    layout.align_to(8).unwrap()
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let memory = System.alloc(aligned(layout));
        if !memory.is_null() {
            LIVE_BYTES.fetch_add(layout.size() as isize, Relaxed);
            LIVE_ALLOCATIONS.fetch_add(1, Relaxed);
        }
        memory
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE_BYTES.fetch_sub(layout.size() as isize, Relaxed);
        LIVE_ALLOCATIONS.fetch_sub(1, Relaxed);
        System.dealloc(memory, aligned(layout))
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[no_mangle]
pub extern "C" fn live_bytes() -> isize {
    LIVE_BYTES.load(Relaxed)
}

#[no_mangle]
pub extern "C" fn live_allocations() -> isize {
    LIVE_ALLOCATIONS.load(Relaxed)
}

/// Null if there is no memory. The size isn't 0.
///
/// # Safety
/// As `GlobalAlloc::alloc`.
#[no_mangle]
pub unsafe extern "C" fn alloc(size: usize) -> *mut u8 {
    ALLOCATOR.alloc(Layout::from_size_align(size, 8).unwrap())
}

/// # Safety
/// The memory came from here with just this size, and is freed once.
#[no_mangle]
pub unsafe extern "C" fn dealloc(memory: *mut u8, size: usize) {
    ALLOCATOR.dealloc(memory, Layout::from_size_align(size, 8).unwrap())
}

unsafe fn text<'a>(pointer: *const u8, length: usize) -> &'a str {
    std::str::from_utf8(std::slice::from_raw_parts(pointer, length)).expect("not UTF-8")
}

/// The address in the high half, the length in the low one; the host frees that many bytes.
fn packed(text: String) -> u64 {
    let text = ManuallyDrop::new(text.into_boxed_str());
    (text.as_ptr() as u64) << 32 | text.len() as u64
}

/// What a `String` or a `Vec` consists of. The host frees `capacity` elements, if that isn't 0.
#[repr(C)]
pub struct Parts<T> {
    pointer: *mut T,
    length: usize,
    capacity: usize,
}

fn parts<T>(vec: Vec<T>) -> Parts<T> {
    let mut vec = ManuallyDrop::new(vec);
    Parts { pointer: vec.as_mut_ptr(), length: vec.len(), capacity: vec.capacity() }
}

/// # Safety
/// The name is valid memory.
#[no_mangle]
pub unsafe extern "C" fn greet(name: *const u8, length: usize) -> u64 {
    packed(["Hello, ", text(name, length), "!"].concat())
}

/// # Safety
/// The text is valid memory, and so is the out-parameter, which is aligned to 4.
#[no_mangle]
pub unsafe extern "C" fn upper_case(out: *mut Parts<u8>, pointer: *const u8, length: usize) {
    let mut upper = String::with_capacity(2 * length);
    upper.extend(text(pointer, length).chars().flat_map(char::to_uppercase));
    out.write(parts(upper.into_bytes()));
}

/// # Safety
/// The out-parameter is valid memory, aligned to 4.
#[no_mangle]
pub unsafe extern "C" fn square_roots(out: *mut Parts<f64>, count: usize) {
    out.write(parts((0..count).map(|i| (i as f64).sqrt()).collect()));
}

/// # Safety
/// The values are valid memory, aligned to 8.
#[no_mangle]
pub unsafe extern "C" fn mean(values: *const f64, count: usize) -> f64 {
    std::slice::from_raw_parts(values, count).iter().sum::<f64>() / count as f64
}

/// Panics, which traps, if there is no such byte.
///
/// # Safety
/// The text is valid memory.
#[no_mangle]
pub unsafe extern "C" fn byte_at(pointer: *const u8, length: usize, index: usize) -> u8 {
    text(pointer, length).as_bytes()[index]
}
