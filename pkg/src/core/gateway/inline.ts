/** The gateway's core for every bundler and runtime that compiles bytes. */
import { glue } from "../../generated/gateway/core.js";
import { deflated } from "../../generated/gateway/inline.js";
import { unpacked } from "../unpacked.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

/** The core, started at the first call. @internal */
export const core = /* @__PURE__ */ unpacked<Core>(glue, () => deflated);
