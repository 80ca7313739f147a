/** `qwen.models` */
import type { Connection } from "./connection.js";
import type { RequestOptions } from "./options.js";
import { PagePromise } from "./pages.js";
import type { Model } from "./types/models.js";
import type { Page } from "./types/pages.js";

/** The models that the key may ask. */
export class Models {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The models, about 165 (reference 1.1). The promise is the list; `for await` goes over the models. A gateway needs `listModels: true`. */
  list(options: RequestOptions = {}): PagePromise<Page<Model>, Model> {
    return new PagePromise(this.#connection, "models.list", {}, options);
  }
}
