// Holds what the guest, the service and the proxy have seen against a row's expectation: the one place where that is decided.
//
// expect: { state, error, code, status, kind, retryAfter, partial, text, tries, retries, delay }; what is undefined is not asked.
//   error     the class's name; none: the call must succeed
//   text      what was read, before the error too: a string, { startsWith }, { beginningOf } (some of it), { startOf } (none, some or all of it)
//   tries     requests that the service saw; where more than one number is right, all of them
//   retries   calls of `onRetry` (default: one a further try); `delay` is what the first one was told: our own back-off is random
import assert from "node:assert/strict";

/**
 * @param {object} expect
 * @param {Awaited<ReturnType<typeof import("./guest/row.mjs").runRow>>} seen by the guest
 * @param {number} tries requests that the service has seen
 */
export function check(expect, seen, tries) {
  const { error } = seen;
  assert.equal(seen.hung, false, "the call has not ended");
  assert.equal(error?.name, expect.error, told(error) || "the call has succeeded");
  for (const field of ["code", "status", "kind"]) if (expect[field] !== undefined) assert.equal(error[field], expect[field], `error.${field}: ${told(error)}`);
  // A call that failed before the caller had a stream has no end state.
  if (expect.state && (seen.state !== null || !failsEarly(expect))) assert.equal(seen.state, expect.state, "end.state");
  assert.deepEqual(seen.disagreements ?? [], [], "`end`, iterating and the helpers agree");
  checkText(seen.text, expect.text, "the text that was read");
  if (expect.partial) checkText(error.partial ?? "", expect.partial, "error.partial");
  if (expect.state === "truncated" || expect.state === "stalled") assert.equal(error.partial ?? "", seen.text, "error.partial is what was read");
  if (expect.retryAfter) checkDelay(error.retryAfter, expect.retryAfter);
  assert.ok([expect.tries].flat().includes(tries), `requests that the service saw: expected ${expect.tries}, found ${tries}`);
  const retries = expect.retries ?? expect.tries - 1;
  assert.deepEqual(seen.retries.map(({ attempt }) => attempt), Array.from({ length: retries }, (_, at) => at + 1), "what onRetry was told");
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
