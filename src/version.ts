/** The release that this is; equal to package.json's, as a test makes sure. */
export const serviceVersion = '0.1.0';
