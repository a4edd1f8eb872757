// The packages contain their schemas compiled to functions, which accept unknown fields. A function reads every field that
// its schema declares, and all entries of a map. So if it reads some fields of an object, the fields that it does not read
// are unknown to the schema. If it reads no field of an object, the schema declares none, and the object may have any content
// (x-kubernetes-preserve-unknown-fields, such as the `config` of a Kafka).

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
