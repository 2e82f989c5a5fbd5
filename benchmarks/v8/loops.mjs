// The loops of ElementLoops on typed arrays over a WebAssembly.Memory, in V8. Prints JSON of the form of JMH's, which the
// report reads: the score is nanoseconds for one element, the error half a confidence interval of 99.9 %.
//
// Usage: node loops.mjs > v8.json

const LENGTH = 1 << 14;
const SAMPLES = 20;
const T_QUANTILE = 3.883; // Student's, of 0.9995 with SAMPLES - 1 degrees of freedom
const WARM_UP_NS = 400e6;
const SAMPLE_NS = 20e6;

// For each type its array, and the arithmetic that Java does on such elements.
const TYPES = {
  i8: [Int8Array, "0", "(sum + a[i]) | 0", "a[i] + 3", "i"],
  u8: [Uint8Array, "0", "(sum + a[i]) | 0", "a[i] + 3", "i"],
  i16: [Int16Array, "0", "(sum + a[i]) | 0", "a[i] + 3", "i"],
  u16: [Uint16Array, "0", "(sum + a[i]) | 0", "a[i] + 3", "i"],
  i32: [Int32Array, "0", "(sum + a[i]) | 0", "a[i] + 3", "i"],
  u32: [Uint32Array, "0", "sum + a[i]", "a[i] + 3", "i"],
  i64: [BigInt64Array, "0n", "BigInt.asIntN(64, sum + a[i])", "a[i] + 3n", "BigInt(i)"],
  u64: [BigUint64Array, "0n", "BigInt.asUintN(64, sum + a[i])", "a[i] + 3n", "BigInt(i)"],
  f32: [Float32Array, "0", "sum + a[i]", "a[i] * 1.5", "i"],
  f64: [Float64Array, "0", "sum + a[i]", "a[i] * 1.5", "i"],
};

// Functions of their own for each type: one for all would have seen them all, and be slower. V8 takes functions of the same
// text for the same one; so the text names the type.
function loops(type, [, zero, sum, scale, index]) {
  const each = (body) => `/* ${type} */ for (let i = 0; i < length; i++) ${body}`;
  return {
    sum: new Function("a", "length", `let sum = ${zero}; ${each(`sum = ${sum};`)} return sum;`),
    scale: new Function("a", "length", each(`a[i] = ${scale};`)),
    write: new Function("a", "length", each(`a[i] = ${index};`)),
    fill: new Function("a", "length", `a.fill(${zero});`),
  };
}

let sink;

function time(loop, array, times) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i++) {
    sink = loop(array, LENGTH);
  }
  return Number(process.hrtime.bigint() - start);
}

function measure(loop, array) {
  let times = 1;
  for (let spent = 0; spent < WARM_UP_NS; ) {
    const taken = time(loop, array, times);
    spent += taken;
    times = Math.max(1, Math.round((times * SAMPLE_NS) / taken));
  }
  const samples = Array.from({ length: SAMPLES }, () => time(loop, array, times) / times / LENGTH);
  const mean = samples.reduce((a, b) => a + b) / SAMPLES;
  const variance = samples.reduce((a, b) => a + (b - mean) ** 2, 0) / (SAMPLES - 1);
  return [mean, T_QUANTILE * Math.sqrt(variance / SAMPLES)];
}

const memory = new WebAssembly.Memory({ initial: 16 });
const results = [];
for (const [type, definition] of Object.entries(TYPES)) {
  const array = new definition[0](memory.buffer, 0, LENGTH);
  for (const [name, loop] of Object.entries(loops(type, definition))) {
    array.fill(definition[1] === "0" ? 0 : 0n);
    const [score, scoreError] = measure(loop, array);
    results.push({
      benchmark: `v8.ElementLoops.${name}V8`,
      params: { type },
      primaryMetric: { score, scoreError, scoreUnit: "ns/op" },
    });
  }
}
console.log(JSON.stringify(results, null, 1));
if (sink === results) {
  throw new Error("never: it keeps the loops' results in use");
}
