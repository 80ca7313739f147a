/** What the player and its worklet tell each other. */

/** Samples (never none) at the context's rate; that they were the last; a pause; that no more shall be heard. */
export type ToWorklet = Int16Array | "whole" | "pause" | "resume" | "stop";

/** How many more samples have been played, as whole chunks; that the last one has been. */
export type FromWorklet = number | "ended";
