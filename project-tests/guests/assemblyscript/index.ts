// AssemblyScript with its runtime exported: managed strings and typed arrays in and out, and a count of what the collector
// has freed.

export const STRING_ID: u32 = idof<string>();
export const ARRAY_BUFFER_ID: u32 = idof<ArrayBuffer>();
export const UINT8_ARRAY_ID: u32 = idof<Uint8Array>();
export const FLOAT64_ARRAY_ID: u32 = idof<Float64Array>();

let freed: u32 = 0;

// The runtime calls it for each object that it frees.
// @ts-ignore: decorator
@global
function __finalize(object: usize): void {
  freed++;
}

export function collected(): u32 {
  return freed;
}

export function greet(name: string): string {
  return "Hello, " + name + "!";
}

export function units(text: string): i32 {
  return text.length;
}

export function total(values: Float64Array): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

export function scaled(values: Float64Array, factor: f64): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = values[i] * factor;
  return result;
}

// A view that starts within its buffer.
export function tail(values: Float64Array, from: i32): Float64Array {
  return values.subarray(from);
}

export function inverted(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = ~bytes[i];
  return result;
}

export function utf8(text: string): ArrayBuffer {
  return String.UTF8.encode(text);
}
