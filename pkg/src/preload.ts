import { core } from "#core";
import { part } from "./part.js";

/** Starts the wasm, and loads what `ask` and the like need, ahead of the first call: for whoever wants those milliseconds spent early. Never needed. */
export async function preload(): Promise<void> {
  const late = part(import("./late.js")).then(({ started }) => started());
  await core();
  await late;
}
