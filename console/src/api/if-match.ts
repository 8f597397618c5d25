/** Says which revision a change is of: somebody else's, made meanwhile, is not overwritten. */
export const matching = ({ revision }: { readonly revision: number }) => ({ 'If-Match': `"${revision}"` });
