// Stands between the package's glue and WebAssembly: import it before `qwen-edge`.

/** Lets `visit` see every instance that is made from now on, before whoever made it does. @param {(instance: WebAssembly.Instance) => void} visit */
export function eachInstance(visit) {
  const { Instance, instantiate } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      visit(this);
    }
  };
  WebAssembly.instantiate = /** @type {typeof instantiate} */ (
    async (source, imports) => {
      const made = await instantiate(source, imports);
      visit(made instanceof Instance ? made : made.instance);
      return made;
    }
  );
}
