import { Buffer } from 'buffer';
import { z } from 'zod';

/** To be imported before anything of the verifier: it expects Node's `Buffer`, and no policy lets zod make code of schemas. */
globalThis.Buffer = Buffer;
z.config({ jitless: true });
