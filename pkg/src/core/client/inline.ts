/** What every call needs of the client's core, for every bundler and runtime that compiles bytes. The rest: `core/late`. */
import { glue } from "../../generated/start/core.js";
import { part } from "../../part.js";
import { unpacked } from "../unpacked.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

/** The core, started at the first call. Its text is a file of its own: in one with the code, either would be compressed by what suits the other. @internal */
export const core = /* @__PURE__ */ unpacked<Core>(glue, async () => (await part(import("../../generated/start/inline.js"))).deflated);
