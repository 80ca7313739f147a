/** The client's core for Workers. */
import { glue } from "../../generated/client/core.js";
import module from "../core.wasm";
import { compiled } from "../compiled.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

/** The core, started at the first call. @internal */
export const core = /* @__PURE__ */ compiled<Core>(glue, module);
