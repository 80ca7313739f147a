// Inside a page: the runner calls `runCase`.
import { trapOnce } from "./little-memory.mjs";

globalThis.runCase = trapOnce;
