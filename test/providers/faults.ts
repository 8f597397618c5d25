import { CountersignError, type Fault } from '../../src/errors/countersign-error.js';
import { parseProviderRequest, type RequestContext } from '../../src/providers/parse-provider-request.js';

export const strict: RequestContext = { allowHttp: false, creating: true };

/** The faults of a body; none when it is accepted. */
export function faultsOf(body: unknown, context: RequestContext = strict): readonly Fault[] {
  try {
    parseProviderRequest(body, context);
    return [];
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    if (error.faults.length === 0) throw new Error('A refused body has at least one fault', { cause: error });
    return error.faults;
  }
}

export const pathsOf = (body: unknown, context?: RequestContext): readonly string[] =>
  faultsOf(body, context).map((fault) => fault.path);
