/** What a call must look like to reach an endpoint of Psoxy's form. */
export type ByPathRequest = { readonly form: 'by-path' };

/** Augments, filter and transforms of an endpoint of Psoxy's form. */
export type ByPathResponse = { readonly form: 'by-path' };
