/** The core's decisions about one request, typed. Texts cross in JSON: see src/gateway/text.rs. */
import { core } from "#gateway";

type Core = Awaited<ReturnType<typeof core>>;
type Pairs = [name: string, value: string][];

/** A refusal, ready to be answered. */
export interface Refusal {
  kind: "refuse";
  status: number;
  code: string;
  message: string;
  param?: string;
  headers: Pairs;
}
/** What goes to the service. */
export interface Forward {
  kind: "forward";
  method: string;
  /** Path and query below the base URL. */
  path: string;
  /** All but `authorization`. */
  headers: Pairs;
  body: "none" | "json" | "prompt" | "multipart";
  bodyBytes: number;
}
/** An allowed CORS preflight. */
export interface Preflight {
  kind: "preflight";
  headers: Pairs;
}
/** What the page gets of the service's head. */
export interface Pass {
  kind: "pass";
  status: number;
  headers: Pairs;
}

/** What can go wrong outside the core; names of `Reason` in src/gateway/refusal.rs. */
export type Trouble =
  | "body_too_large"
  | "invalid_json"
  | "unauthorized"
  | "authorize_failed"
  | "missing_api_key"
  | "upstream_unreachable"
  | "upstream_unusable"
  | "client_closed"
  | "gateway_failed";

/** Ends a request with a refusal. Holds nothing of what caused it. */
export class Refused extends Error {
  constructor(readonly why: Trouble | Refusal) {
    super(typeof why === "string" ? why : why.code);
  }
}

/** The policy applied to one request. */
export class Rules {
  readonly #core: Core;
  readonly #policy: string;
  readonly #origin: string;

  constructor(loaded: Core, policy: string, origin: string) {
    this.#core = loaded;
    this.#policy = policy;
    this.#origin = origin;
  }

  /** Decides by the request's head. */
  decide(request: Request): Preflight | Forward {
    const url = new URL(request.url);
    const head = { method: request.method, path: url.pathname, query: [...url.searchParams], headers: [...request.headers] };
    return accept(this.#ask<Preflight | Forward | Refusal>((c) => c.gatewayDecide(this.#policy, JSON.stringify(head))));
  }

  /** Decides by the facts of a prompt; gives the `max_tokens` to set, if any. */
  checkPrompt(facts: object): number | undefined {
    const decision = this.#ask<{ kind: "forward"; maxTokens?: number } | Refusal>((c) =>
      c.gatewayCheckPrompt(this.#policy, this.#origin, JSON.stringify(facts)),
    );
    return accept(decision).maxTokens;
  }

  /** What the page gets of the service's head. */
  reply(status: number, headers: Pairs): Pass {
    const head = JSON.stringify({ status, headers });
    return accept(this.#ask<Pass | Refusal>((c) => c.gatewayReply(this.#policy, this.#origin, head)));
  }

  /** The refusal for what went wrong outside the core. */
  refusal(trouble: Trouble): Refusal {
    return this.#ask<Refusal>((c) => c.gatewayRefuse(this.#policy, this.#origin, trouble));
  }

  #ask<T>(question: (loaded: Core) => string): T {
    let decision: string;
    try {
      decision = question(this.#core);
    } catch (error) {
      // The core throws nothing by intent: whatever it was has torn it out of its work. The next call gets a new instance.
      this.#core.__wbg_reset_state();
      throw error;
    }
    return JSON.parse(decision) as T;
  }
}

function accept<T extends { kind: string }>(decision: T | Refusal): Exclude<T, Refusal> {
  if (decision.kind === "refuse") throw new Refused(decision as Refusal);
  return decision as Exclude<T, Refusal>;
}
