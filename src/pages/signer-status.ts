/** A signer's error is never a 500: what failed on our side is answered as a gateway's failure that may pass. */
export const signerStatus = (status: number): number => (status >= 500 && status !== 504 ? 502 : status);
