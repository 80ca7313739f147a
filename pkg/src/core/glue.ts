/** What the glue of every module of wasm has, besides what its Rust exports. */
export interface Glue {
  default(wasm: { module_or_path: ArrayBuffer }): Promise<unknown>;
  initSync(wasm: { module: WebAssembly.Module }): unknown;
}
