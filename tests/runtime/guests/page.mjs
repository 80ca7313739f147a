// Inside a page: the runner calls `runCase` by name.
import { runGuest } from "./guest.mjs";

const { api, runtime } = Object.fromEntries(new URLSearchParams(location.search));

globalThis.runCase = (name) => runGuest(name, { origin: api, runtime });
