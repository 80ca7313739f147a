import type { Call } from "../call.js";
import type { Reply } from "../reply.js";
import { pause } from "../waiting.js";
import { type Entry, entryOf } from "./entry.js";
import { fits } from "./kind.js";
import type { FaultName, ScriptedFault } from "./names.js";

/** How long a call waits that the service would rather queue than refuse. */
const QUEUE_MS = 20;

/** An entry and to how many answers it will still happen. */
interface Turn {
  entry: Entry;
  left: number;
}

/** `EmulatorOptions.faults` at work. */
export class FaultScript {
  readonly #entries: readonly Entry[];
  #turns: readonly Turn[] = [];

  /** Throws a RangeError for a script that could not do what it says. */
  constructor(script: readonly (FaultName | ScriptedFault)[]) {
    if (!Array.isArray(script)) throw new RangeError("createEmulator: faults must be a list");
    this.#entries = script.map(entryOf);
    this.restart();
  }

  restart(): void {
    this.#turns = this.#entries.map((entry) => ({ entry, left: entry.times }));
  }

  /** The answer to a call: `work`'s, but for the fault whose turn it is. */
  async answer(call: Call, work: () => Promise<Reply>): Promise<Reply> {
    const turn = this.#turns.find(({ entry, left }) => left > 0 && meets(entry, call));
    if (!turn) return work();
    turn.left -= 1; // now: another call may come during the work
    const { name, fault, headers, afterEvents } = turn.entry;
    call.record.fault = name;
    if ("refuse" in fault) {
      if (fault.queues?.(call)) return pause(QUEUE_MS, call.signal).then(work);
      const refusal = fault.refuse(call);
      return { ...refusal, headers: { ...refusal.headers, ...headers } };
    }
    const reply = await work();
    if (reply.status === 200 && "change" in fault) return fault.change(reply, call, afterEvents);
    if (reply.status === 200 && "happened" in fault && fault.happened(reply)) return reply;
    // An error already, or no occasion: the fault waits for the next answer.
    turn.left += 1;
    call.record.fault = null;
    return reply;
  }
}

function meets({ path, fault }: Entry, call: Call): boolean {
  return call.url.pathname.endsWith(path) && fits(fault.on, call);
}
