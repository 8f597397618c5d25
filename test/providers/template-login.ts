import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { pageSchema } from '../../src/http/list.js';
import { fillTemplate } from '../../src/providers/templates/fill-template.js';
import { providerTemplates } from '../../src/providers/templates/provider-templates.js';
import { attemptSchema } from '../../src/signer-authentications/api/attempts.schema.js';
import { signerAuthenticationSchema } from '../../src/signer-authentications/api/signer-authentication.schema.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ClientKeys, KeyedPersona, Persona } from '../support/personas.js';
import { rsaPair } from '../support/rsa-pair.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { providerIn } from './answers.js';

const attemptsSchema = pageSchema(attemptSchema, 'AttemptsInTest');

type Body = Readonly<Record<string, unknown>>;

export interface SavedAs {
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the admin changes in the body before saving. */
  readonly change?: (body: Body) => Body;
}

interface Validation {
  readonly field: string;
  readonly expected: string;
}

/** What a workflow reads once a login has ended. */
interface Ended {
  /** Of the signer authentication. */
  readonly status: string;
  /** Null unless it succeeded. */
  readonly sub: string | null;
  /** `<target> <result>` of each mapping. */
  readonly verdicts: readonly string[];
  readonly acr: string | null;
  /** Code of the failure of the one attempt. */
  readonly failure: string | null;
  readonly detail: string | null;
}

/** Whole logins of John Doe with providers made from templates: saved through the API, walked through the signer's pages. */
export class TemplateLogin {
  #service!: SharedService;
  #api!: ApiClient;
  #persona!: Persona;
  /** Others have theirs in the same service. */
  readonly #tenant = `templates-${randomUUID()}`;
  #providers = 0;
  /** Templates of which one provider has keys that the service made; all others are given theirs. */
  readonly #generated = new Set<string>();

  constructor() {
    beforeAll(async () => {
      this.#service = await sharedTestService();
      this.#api = await this.#service.newTenant(this.#tenant);
    });
    afterEach(() => this.#persona.close());
    afterAll(() => this.#service.close());
  }

  /** The persona of this test. One that knows its clients by their keys fetches ours as the provider would. */
  async at<Kind extends Persona>(starting: Promise<Kind>): Promise<Kind> {
    const persona = await starting;
    this.#persona = persona;
    if (isKeyed(persona)) {
      persona.setClientKeys(async () => {
        const answer = await fetch(`${this.#service.url}/v1/tenants/${this.#tenant}/jwks.json`);
        return (await answer.json()) as Awaited<ReturnType<ClientKeys>>;
      });
    }
    return persona;
  }

  /**
   * Saves a template as an admin would: with the persona's credentials, at the persona's address.
   * @returns the provider's name
   */
  async save(id: string, { inputs = {}, change = (body) => body }: SavedAs = {}): Promise<string> {
    const template = providerTemplates.find((candidate) => candidate.id === id);
    if (template === undefined) throw new Error(`There is no template ${id}`);
    const persona = this.#persona;
    const { method: _method, ...credential } = persona.clientAuthentication;
    const filled = fillTemplate(template, { clientId: persona.clientId, ...credential, ...inputs });
    const name = `${id}-${(this.#providers += 1)}`;
    const body = change(persona.relocate(filled) as Body);
    const isFirst = !this.#generated.has(id);
    this.#generated.add(id);
    const answer = await this.#api.post('/v1/providers', { ...body, ...(isFirst ? {} : await ownKeys(body)), name });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    persona.registerRedirectUri(providerIn(answer).redirectUri);
    return name;
  }

  /** John is asked, follows the link, logs in at the provider and comes back. One wrong answer about him ends it. */
  async logIn(provider: string, validations: readonly Validation[] = []): Promise<Ended> {
    const created = await this.#api.post('/v1/signer-authentications', {
      envelope: { id: `env-${provider}`, name: 'Loan contract' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe' },
      providers: [{ name: provider, validations }],
      maxAttempts: 1,
    });
    if (created.status !== 201) throw new Error(JSON.stringify(created.body));
    const { id, signInUrl } = created.body as { readonly id: string; readonly signInUrl: string };
    const browser = new SignerBrowser();
    try {
      await browser.open(signInUrl);
      await browser.click(`button[name=provider][value="${provider}"]`);
      await this.#persona.passLogin(browser);
    } finally {
      await browser.close();
    }
    return await this.#ended(id);
  }

  /** What a diagnosis of a saved provider calls a fault. */
  async faultsOf(provider: string): Promise<readonly string[]> {
    const answer = await this.#api.post(`/v1/providers/${provider}/diagnosis`);
    const { checks } = diagnosisReportSchema.parse(answer.body);
    return checks.filter(({ verdict }) => verdict === 'fault').map(({ id, seen }) => `${id}: ${seen}`);
  }

  async #ended(id: string): Promise<Ended> {
    const path = `/v1/signer-authentications/${id}`;
    const { status, outcome } = signerAuthenticationSchema.parse((await this.#api.get(path)).body);
    // A failure of the provider ends the attempt but not the authentication.
    const attempt = attemptsSchema.parse((await this.#api.get(`${path}/attempts`)).body).items.at(-1);
    return {
      status,
      sub: outcome?.subject?.sub ?? null,
      verdicts: (outcome?.verdicts ?? []).map(({ target, result }) => `${target} ${result}`),
      acr: outcome?.acr ?? null,
      failure: attempt?.failure?.code ?? null,
      detail: attempt?.failure?.detail ?? null,
    };
  }
}

const pemOf = async (): Promise<string> =>
  String((await rsaPair()).privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** The RSA keys that a provider would be made with, from a stock: making one takes a fifth of a second. */
async function ownKeys({ clientAuthentication, idToken, resources }: Body): Promise<Body> {
  const authentication = clientAuthentication as Body;
  const algorithm = authentication['signingAlgorithm'];
  const encrypted = [idToken, ...((resources ?? []) as unknown[])].flatMap(
    (part) =>
      (part as { encryption?: { keyManagementAlgorithms: readonly string[] } } | null | undefined)?.encryption ?? [],
  );
  const isForRsa = encrypted
    .flatMap((encryption) => encryption.keyManagementAlgorithms)
    .every((name) => name.startsWith('RSA'));
  return {
    ...(typeof algorithm === 'string' && /^[RP]S/.test(algorithm)
      ? { clientAuthentication: { privateKey: await pemOf(), ...authentication } }
      : {}),
    ...(encrypted.length > 0 && isForRsa ? { decryptionKey: await pemOf() } : {}),
  };
}

function isKeyed(persona: Persona): persona is KeyedPersona {
  return 'setClientKeys' in persona;
}
