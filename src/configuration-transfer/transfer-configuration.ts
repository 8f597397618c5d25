import { Injectable } from '@nestjs/common';
import { scopeMissing } from '../access/challenge.js';
import type { Principal } from '../access/principal.js';
import { Clock } from '../config/clock.js';
import { CountersignError, type Fault } from '../errors/countersign-error.js';
import {
  type AppliedConfiguration,
  type ConfigurationFile,
  type ConfigurationPreview,
  FILE_FORMAT,
} from './configuration-file.schema.js';
import type { ConfigurationPart, MovedBody, PartKind, PresentThing } from './configuration-part.js';
import { differences } from './differences.js';
import { ExternalAuthenticationPart } from './parts/external-authentication.part.js';
import { ListenerPart } from './parts/listener.part.js';
import { ProviderPart } from './parts/provider.part.js';
import { RolePart } from './parts/role.part.js';
import { isAboutSecret, withSecretsSet } from './without-secrets.js';

/** One thing of a file and what is to be done with it. */
interface Planned {
  readonly part: ConfigurationPart;
  readonly index: number;
  readonly key: string | null;
  readonly body: MovedBody;
  readonly present: PresentThing | null;
  readonly change: 'create' | 'replace' | 'none';
  readonly differences: ConfigurationPreview['items'][number]['differences'];
  /** Paths from the root of the file. */
  readonly faults: readonly Fault[];
}

/**
 * Moves what a tenant is configured to between tenants and deployments: out as one file without secrets, in as changes of each
 * thing by its own rules. Nothing is ever deleted.
 */
@Injectable()
export class ConfigurationTransfer {
  /** In the order in which they are applied: what calls a URL comes after what authenticates there. */
  private readonly parts: readonly ConfigurationPart[];

  constructor(
    roles: RolePart,
    authentications: ExternalAuthenticationPart,
    providers: ProviderPart,
    listeners: ListenerPart,
    private readonly clock: Clock,
  ) {
    this.parts = [roles, authentications, providers, listeners];
  }

  /** Kinds that the principal may not read are left out and named. */
  async export(principal: Principal): Promise<ConfigurationFile> {
    const readable = this.parts.filter(({ readScope }) => principal.scopes.has(readScope));
    const leftOut = this.parts.filter((part) => !readable.includes(part)).map(({ kind }) => kind);
    const bodies: Record<PartKind, ConfigurationFile[PartKind]> = {
      roles: [],
      externalAuthentications: [],
      providers: [],
      listeners: [],
    };
    for (const part of readable) {
      const present = await part.present(principal);
      bodies[part.kind] = present.map(({ body }) => body) as ConfigurationFile[PartKind];
    }
    const about = { exportedAt: this.clock.now().toISOString(), tenant: principal.tenant.name };
    return { format: FILE_FORMAT, ...about, ...(leftOut.length === 0 ? {} : { leftOut }), ...bodies };
  }

  /** What a PUT would do. @throws CountersignError `access.scope_missing` for kinds in the file that the principal may not read */
  async preview(principal: Principal, file: ConfigurationFile): Promise<ConfigurationPreview> {
    const planned = await this.plan(principal, file, 'readScope');
    const items = planned.map(({ part, index, key, change, differences: different, faults }) => ({
      kind: part.kind,
      index,
      key,
      change,
      differences: [...different],
      secretsNeeded: faults.filter(({ path }) => isAboutSecret(path)).map((fault) => ({ ...fault })),
      faults: faults.filter(({ path }) => !isAboutSecret(path)).map((fault) => ({ ...fault })),
    }));
    return { applicable: planned.every(({ faults }) => faults.length === 0), items };
  }

  /**
   * Applies a file, thing by thing; each is a change by itself, with its event. What one thing's own API refuses is named and
   * does not keep the others from being applied.
   *
   * @throws CountersignError `request.unacceptable` with every fault of the file, before anything is applied; `access.scope_missing`
   */
  async apply(principal: Principal, file: ConfigurationFile): Promise<AppliedConfiguration> {
    const planned = await this.plan(principal, file, 'writeScope');
    const faults = planned.flatMap((one) => one.faults);
    if (faults.length > 0) {
      throw new CountersignError('request.unacceptable', {
        detail: 'Nothing was changed: things in the file are at fault, or secrets are missing; see errors',
        faults,
      });
    }
    const items: AppliedConfiguration['items'] = [];
    for (const one of planned) {
      const said = { kind: one.part.kind, index: one.index, key: one.key, change: one.change };
      const problem = await this.carryOut(principal, one);
      const result = problem !== null ? 'failed' : one.change === 'none' ? 'unchanged' : 'done';
      items.push({ ...said, result, problem });
    }
    return { items };
  }

  private async carryOut(
    principal: Principal,
    { part, change, present, body }: Planned,
  ): Promise<AppliedConfiguration['items'][number]['problem']> {
    try {
      if (change === 'create') await part.create(principal, body);
      if (change === 'replace' && present !== null) await part.replace(principal, present, body);
      return null;
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      return { code: error.code, detail: error.detail ?? '', errors: error.faults.map((fault) => ({ ...fault })) };
    }
  }

  private async plan(
    principal: Principal,
    file: ConfigurationFile,
    needed: 'readScope' | 'writeScope',
  ): Promise<readonly Planned[]> {
    const used = this.parts.filter(({ kind }) => file[kind].length > 0);
    const missing = used.map((part) => part[needed]).filter((scope) => !principal.scopes.has(scope));
    if (missing.length > 0) throw scopeMissing(principal, missing, `This file needs scope ${missing.join(', ')}`);
    const planned: Planned[] = [];
    for (const part of used) {
      const present = await part.present(principal);
      const keys = file[part.kind].map((body) => part.keyOf(body));
      for (const [index, body] of file[part.kind].entries())
        planned.push(await planOne(principal, part, index, body, keys, present));
    }
    return planned;
  }
}

type Shown = ReturnType<typeof differences>[number];

/** Whoever looks at a preview sees what changes, and a screen, or a copy of the answer, no secret. */
const withoutEnteredSecrets = ({ path, before, after }: Shown): Shown => ({
  path,
  before,
  after: withSecretsSet(after, path),
});

async function planOne(
  principal: Principal,
  part: ConfigurationPart,
  index: number,
  body: MovedBody,
  keys: readonly (string | null)[],
  things: readonly PresentThing[],
): Promise<Planned> {
  const key = keys[index] ?? null;
  const present = key === null ? null : (things.find((thing) => thing.key === key) ?? null);
  const different = present === null ? [] : differences(present.body, body).map(withoutEnteredSecrets);
  const change = present === null ? 'create' : different.length === 0 ? 'none' : 'replace';
  const root = `$.${part.kind}[${index}]`;
  const judged =
    change === 'none' ? [] : await (present === null ? part.judgeNew(body, principal) : present.judge(body, principal));
  const twice = key !== null && keys.indexOf(key) !== index ? [{ path: root, message: `${key} stands twice` }] : [];
  return {
    part,
    index,
    key,
    body,
    present,
    change,
    differences: different as Planned['differences'],
    faults: [...judged.map(({ path, message }) => ({ path: `${root}${path.slice(1)}`, message })), ...twice],
  };
}
