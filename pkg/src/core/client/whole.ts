/** The client's core in one piece, for those who load a script in one piece. */
import { glue } from "../../generated/client/core.js";
import { deflated } from "../../generated/client/inline.js";
import { unpacked } from "../unpacked.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

/** The core, started at the first call. @internal */
export const core = /* @__PURE__ */ unpacked<Core>(glue, () => deflated);
