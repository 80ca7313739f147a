// Assertions for every runtime: pages and Workers have no node:assert. A failure says what was expected and what was found.

class Failure extends Error {}

class Skipped extends Error {}

export const t = {
  /** Strict equality. */
  equal(found, expected, what = "value") {
    if (!Object.is(found, expected)) fail(what, found, expected);
  },

  /** Equality of what JSON says; key order does not count. */
  same(found, expected, what = "value") {
    if (canonical(found) !== canonical(expected)) fail(what, found, expected);
  },

  ok(condition, what) {
    if (!condition) throw new Failure(what);
  },

  /** That `parts` stand in `text`, in this order. */
  inOrder(text, parts, what = "text") {
    let from = 0;
    for (const part of parts) {
      const at = text.indexOf(part, from);
      if (at < 0) throw new Failure(`${what}: ${show(part)} does not stand ${from ? "after the parts before it" : "anywhere"} in ${show(text)}`);
      from = at + part.length;
    }
  },

  /**
   * That a promise rejects (or a function throws) with an instance of `kind`.
   * @returns the error, for more questions
   */
  async rejects(promise, kind, what = "the call") {
    let value;
    try {
      value = await (typeof promise === "function" ? promise() : promise);
    } catch (error) {
      if (error instanceof kind) return error;
      throw new Failure(`${what}: expected ${kind.name}, found ${error?.stack ?? show(error)}`);
    }
    throw new Failure(`${what}: expected ${kind.name}, found success: ${show(value)}`);
  },

  /** Leaves a case that this runtime cannot run; the report shows why. */
  skip(why) {
    throw new Skipped(why);
  },
};

/** Waits until `probe()` is true, or fails with `what` after `limit` ms. */
export async function until(probe, what, limit = 5000) {
  const deadline = Date.now() + limit;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Failure(`not within ${limit} ms: ${what}`);
    await sleep(10);
  }
}

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs a case to `{}`, `{ skipped }` or `{ error }`; never longer than `limit` ms. */
export async function outcome(run, limit) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failure(`the case did not end within ${limit} ms`)), limit);
  });
  try {
    await Promise.race([run(), deadline]);
    return {};
  } catch (error) {
    if (error instanceof Skipped) return { skipped: error.message };
    return { error: describe(error) };
  } finally {
    clearTimeout(timer);
  }
}

function describe(error) {
  if (!(error instanceof Error)) return `a thrown ${typeof error}: ${show(error)}`;
  const stack = error.stack ?? "";
  const text = stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`;
  return error.cause === undefined ? text : `${text}\ncaused by ${describe(error.cause)}`;
}

function fail(what, found, expected) {
  throw new Failure(`${what}: expected ${show(expected)}, found ${show(found)}`);
}

function show(value) {
  const text = typeof value === "string" ? JSON.stringify(value) : (canonical(value) ?? String(value));
  return text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text;
}

function canonical(value) {
  return JSON.stringify(value, (_, part) => (part && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part));
}
