// The emulator as users import it: from the built package.
export { createEmulator } from "qwen-edge/testing";
