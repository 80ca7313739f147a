// unpdf's declarations name this optional package for drawing pages. The emulator only reads text, and does without it.
declare module "@napi-rs/canvas" {
  export type Canvas = never;
  export type SKRSContext2D = never;
}
