// What a row must not leave behind: rejections that nobody handled, uncaught errors, timers, listeners on the caller's signal.

/** A runtime tells of an unhandled rejection a turn or two later; in ms. */
const SETTLE = 20;

const { setTimeout: start, clearTimeout: stop } = globalThis;
const running = new Set();
/** @type {string[]} */
const noted = [];

globalThis.setTimeout = (run, ms, ...rest) => {
  const timer = start((...args) => (running.delete(timer), run(...args)), ms, ...rest);
  running.add(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => (running.delete(timer), stop(timer));

/** Pages and Workers have events of the whole scope. */
export const inNode = typeof globalThis.addEventListener !== "function";

if (inNode) process.on("unhandledRejection", note).on("uncaughtException", note);
else {
  globalThis.addEventListener("unhandledrejection", (event) => (event.preventDefault?.(), note(event.reason)));
  globalThis.addEventListener("error", (event) => note(event.error ?? event.message));
}

/** How many timers are running, but for those of Node's own `fetch`, which keep nothing alive. */
export function leftTimers() {
  return [...running].filter((timer) => timer.hasRef?.() ?? true).length;
}

/** Waits without being counted; rejects at the abort. */
export function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = start(resolve, ms);
    signal?.addEventListener("abort", () => (stop(timer), reject(signal.reason)), { once: true });
  });
}

/** A caller's signal that knows who listens to it, and what nobody handled from now on: rows run side by side, so it may be another's. */
export function watched() {
  const from = noted.length;
  const controller = new AbortController();
  const { signal } = controller;
  const standing = new Set();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  signal.addEventListener = (type, listener, options) => (standing.add(listener), addEventListener.call(signal, type, listener, options));
  signal.removeEventListener = (type, listener, options) => (standing.delete(listener), removeEventListener.call(signal, type, listener, options));
  return { controller, signal, standing, unhandled: () => sleep(SETTLE).then(() => noted.slice(from)) };
}

function note(reason) {
  noted.push(String(reason?.stack ?? reason));
}
