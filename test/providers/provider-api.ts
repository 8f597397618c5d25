import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { leastOidc } from './bodies.js';

interface CreatedProvider {
  readonly name: string;
  readonly path: string;
  /** What was sent. */
  readonly body: object;
  readonly answer: ApiAnswer;
}

/** The service with a tenant of its own, as an admin of that tenant uses it. Outbound http is off. */
export class ProviderApi {
  private names = 0;

  private constructor(
    readonly service: TestService,
    readonly api: ApiClient,
  ) {}

  static async start(): Promise<ProviderApi> {
    const service = await startTestService({ environment: { OUTBOUND_ALLOW_HTTP: 'false' } });
    return new ProviderApi(service, await service.newTenant());
  }

  /** Saves a provider under a name of its own. */
  async created(body: object = leastOidc): Promise<CreatedProvider> {
    const name = `provider-${(this.names += 1)}`;
    const named = { ...body, name };
    const answer = await this.api.post('/v1/providers', named);
    if (answer.status !== 201) throw new Error(`The provider was not saved: ${JSON.stringify(answer.body)}`);
    return { name, path: `/v1/providers/${name}`, body: named, answer };
  }

  put(path: string, body: unknown, revision: number): Promise<ApiAnswer> {
    return this.api.put(path, body, { 'if-match': `"${revision}"` });
  }

  close(): Promise<void> {
    return this.service.close();
  }
}
