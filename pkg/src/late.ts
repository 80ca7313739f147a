/**
 * What is loaded by the calls that are no plain chats: one chunk, for many small ones would weigh more than they save, with the
 * part of the core that these calls need.
 */
import "./index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
export { complete } from "./complete.js";
export { content } from "./content.js";
export { goOn, joined } from "./continue.js";
export { ask } from "./documents/ask.js";
export { ready, upload } from "./documents/prepare.js";
export { attach, started, turn } from "./documents/turns.js";
export { plan } from "./preflight/plan.js";
export { create, send } from "./sending.js";
export { framed } from "./streams/framed.js";
export { temporaryKey } from "./temporary-key.js";
export { translation } from "./translation.js";
