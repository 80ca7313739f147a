// Holds what the guest, the service and the proxy have seen against a row's expectation: the one place where that is decided.
//
// expect: { state, error, code, status, kind, retryAfter, partial, text, tries, retries, delay }; what is undefined is not asked.
//   error     the class's name; none: the call must succeed
//   text      what was read, before the error too: a string, { startsWith }, { beginningOf } (some of it), { startOf } (none, some or all of it)
//   tries     requests that the service saw
//   retries   calls of `onRetry`; `delay` is what the first one was told
import assert from "node:assert/strict";

/** A back-off of our own may be zero, so only what the service asked for has an exact delay. */
export function check({ expect, options = {} }, seen, tries) {
  const { error } = seen;
  assert.equal(seen.hung, false, "the call has not ended");
  assert.equal(error?.name, expect.error, told(error) || "the call has succeeded");
  for (const field of ["code", "status", "kind"]) if (expect[field] !== undefined) assert.equal(error[field], expect[field], `error.${field}: ${told(error)}`);
  // A call that failed before the caller had a stream has no end state.
  if (expect.state && (seen.state !== null || !failsEarly(expect))) assert.equal(seen.state, expect.state, "end.state");
  assert.deepEqual(seen.disagreements ?? [], [], "`end`, iterating and the helpers agree");
  checkText(seen.text, expect.text, "the text that was read");
  if (expect.partial) checkText(error.partial ?? "", expect.partial, "error.partial");
  if (expect.state === "truncated" || expect.state === "stalled") assert.ok((error.partial ?? "").startsWith(seen.text), `error.partial holds what was read: ${error.partial}`);
  if (expect.retryAfter) checkDelay(error.retryAfter, expect.retryAfter);
  assert.equal(tries, expect.tries, "requests that the service saw");
  if (options.maxRetries > 0) assert.equal(seen.retries.length, expect.retries ?? expect.tries - 1, "calls of onRetry");
  if (expect.delay !== undefined) assert.equal(seen.retries[0].delay, expect.delay, "the delay that onRetry was told");
  assert.deepEqual(seen.unhandled, [], "nothing is left unhandled");
  assert.equal(seen.listeners, 0, "listeners that stay on the caller's signal");
}

function failsEarly({ error, text }) {
  return error !== undefined && text === "";
}

function checkText(found, expected, what) {
  if (typeof expected === "string") return assert.equal(found, expected, `${what}: ${found}`);
  const { startsWith, beginningOf, startOf = beginningOf } = expected;
  if (startsWith) assert.ok(found.startsWith(startsWith), `${what} starts with ${startsWith}: ${found}`);
  else assert.ok(startOf.startsWith(found), `${what} is the start of ${startOf}: ${found}`);
  if (beginningOf) assert.notEqual(found, "", `${what}: nothing`);
}

function checkDelay(found, expected) {
  if (typeof expected === "number") assert.equal(found, expected, "error.retryAfter");
  else assert.ok(found > expected.above, `error.retryAfter: ${found}`);
}

function told(error) {
  return error ? `${error.name} ${error.code ?? ""}: ${error.message ?? ""}` : "";
}
