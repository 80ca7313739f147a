import { core, type Core } from "#core";

/** @internal The core, as a promise in every runtime. */
export async function started(): Promise<Core> {
  return core();
}

/** Starts the wasm ahead of the first call, for whoever wants its few milliseconds spent early. Never needed. */
export async function preload(): Promise<void> {
  await started();
}
