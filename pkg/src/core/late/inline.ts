/** The part of the client's core that is loaded when a call needs it. */
import { glue } from "../../generated/late/core.js";
import { deflated } from "../../generated/late/inline.js";
import { unpacked } from "../unpacked.js";

/** What wasm-bindgen exports. @internal */
export type Late = typeof glue;

/** It, started at the first call. @internal */
export const late = /* @__PURE__ */ unpacked<Late>(glue, () => deflated);
