/** Where the client's core is one module, as in Workers, the part that calls may need is there already. */
export { core as late } from "#core";
export type { Core as Late } from "#core";
