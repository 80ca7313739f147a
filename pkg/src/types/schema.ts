/** Schemas, as their libraries offer them. None of these libraries is a dependency: this is the whole of what is asked of one. */

/**
 * A schema of zod, valibot, arktype or any other library that follows the Standard Schema specification, version 1
 * (https://standardschema.dev/schema).
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    /** For the compiler alone. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    /** Where the library offers it: the schema as JSON Schema (https://standardschema.dev/json-schema). */
    readonly jsonSchema?: { input(options: { readonly target: "draft-2020-12" }): Record<string, unknown> } | undefined;
  };
}

/** What validation brings. */
export type StandardResult<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** One thing that does not fit. */
export interface SchemaIssue {
  readonly message: string;
  /** Where: keys and indices from the root. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type of what a schema's validation brings. */
export type SchemaOutput<Schema extends StandardSchema> = NonNullable<Schema["~standard"]["types"]>["output"];

/** JSON Schema as an object (https://json-schema.org), draft 2020-12. */
export type JSONSchema = Record<string, unknown>;
