/**
 * `qwen-edge/slim`: everything of `qwen-edge`, without the wasm. For those who place it themselves: give `init()` what
 * `qwen-edge/core.wasm` is in your setting, once, before the first call.
 *
 * @module qwen-edge/slim
 */
export * from "./index.js";
export { init } from "./core/client/slim.js";
