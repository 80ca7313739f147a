/** What every call needs of the client's core, for every bundler and runtime that compiles bytes. The rest: `core/late`. */
import { glue } from "../../generated/start/core.js";
import { gzipped } from "../../generated/start/inline.js";
import { unpacked } from "../unpacked.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

/** The core, started at the first call. @internal */
export const core = /* @__PURE__ */ unpacked<Core>(glue, gzipped);
