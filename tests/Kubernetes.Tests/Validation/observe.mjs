// The packages hold their schemas compiled to functions, which let unknown fields pass. But a function reads every
// field that its schema declares, and all of a map's entries: so a field of an object that it reads, which it does
// not read itself, is one that the schema does not know. An object of which it reads nothing is one whose schema
// declares no field, and that may hold anything (x-kubernetes-preserve-unknown-fields, such as a Kafka's `config`).

/** A view of a value that notes what is read through it. */
export function observe(value) {
  if (value === null || typeof value !== "object") {
    return { value, view: value };
  }
  const read = new Set();
  const parts = new Map();
  const partOf = key => {
    if (!parts.has(key)) {
      parts.set(key, observe(value[key]));
    }
    return parts.get(key);
  };
  const view = new Proxy(value, {
    get(target, key, receiver) {
      if (typeof key !== "string" || !Object.hasOwn(target, key) || (Array.isArray(target) && key === "length")) {
        if (typeof key === "string" && !Array.isArray(target)) {
          read.add(key);
        }
        return Reflect.get(target, key, receiver);
      }
      read.add(key);
      return partOf(key).view;
    },
  });
  return { value, view, read, partOf };
}

/** The paths, as JSON pointers, of the fields that a validator passed over. */
export function* fieldsThatNobodyReads(observed, path = "") {
  if (!observed.read || observed.read.size === 0) {
    return;
  }
  for (const key of Object.keys(observed.value)) {
    const pointer = `${path}/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`;
    if (observed.read.has(key)) {
      yield* fieldsThatNobodyReads(observed.partOf(key), pointer);
    } else {
      yield pointer;
    }
  }
}
