// validate.mjs FOLDER: validates Kubernetes objects strictly against the packages in FOLDER/node_modules.
//
// Each line of standard input is an object as JSON. The response is a line with a JSON array of its errors:
// {"path": "/spec/replicas", "message": "must be integer"}. Ends at the end of standard input.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { fieldsThatNobodyReads, observe } from "./observe.mjs";

const modules = join(process.argv[2], "node_modules");
const packages = ["kubernetes-models", "@kubernetes-models/strimzi-kafka-operator", "@kubernetes-models/keda"];
const validators = new Map();

/** The validator of a kind; undefined where no package knows it. */
async function validatorOf(apiVersion, kind) {
  const name = `${apiVersion}/${kind}`;
  if (!/^([a-z0-9.-]+\/)?v[a-z0-9]+\/[A-Za-z0-9]+$/.test(name)) {
    return undefined;
  }
  if (!validators.has(name)) {
    const file = packages.map(p => join(modules, p, `${name}.js`)).find(existsSync);
    validators.set(name, file && (await import(pathToFileURL(file)))[kind].prototype.validate);
  }
  return validators.get(name);
}

/** Paths of explicit nulls: a server drops them, so that they stand for a value that somebody forgot. */
function* nulls(value, path) {
  if (value === null) {
    yield path;
  } else if (typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      yield* nulls(inner, `${path}/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`);
    }
  }
}

async function validate(object) {
  const validator = await validatorOf(object.apiVersion, object.kind);
  if (!validator) {
    return [{ path: "", message: `there is no schema for kind ${object.kind} of apiVersion ${object.apiVersion}` }];
  }
  const errors = [];
  const observed = observe(object);
  try {
    validator.call(observed.view);
  } catch (e) {
    if (!Array.isArray(e.errors)) {
      throw e;
    }
    for (const { instancePath, message, params } of e.errors) {
      const values = params?.allowedValues ? `: ${params.allowedValues.join(", ")}` : "";
      errors.push({ path: instancePath, message: `${message}${values}` });
    }
  }
  for (const path of fieldsThatNobodyReads(observed)) {
    errors.push({ path, message: "unknown field" });
  }
  for (const path of nulls(object, "")) {
    errors.push({ path, message: "has no value" });
  }
  return errors;
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(await validate(JSON.parse(line)))}\n`);
}
