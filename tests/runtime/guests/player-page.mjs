// Inside the player's page: the runner calls `runCase` by name.
import { outcome, t } from "../assert.mjs";
import { playerCases } from "../cases/player.mjs";

globalThis.runCase = (name) => outcome(() => playerCases[name](t), 15_000);
