/** The gateway's core for the edge functions of Vercel and Next. */
import { glue } from "../../generated/gateway/core.js";
import module from "../gateway.wasm?module";
import { compiled } from "../compiled.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

/** The core, started at the first call. @internal */
export const core = /* @__PURE__ */ compiled<Core>(glue, module);
