import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Fault } from '../../errors/countersign-error.js';
import { entityTag } from '../../http/entity-tag.js';
import { ProviderPresenter } from '../../providers/api/provider-presenter.js';
import { planProviderRequest } from '../../providers/plan-request.js';
import type { ProviderDetails } from '../../providers/provider.js';
import { fromSentBackAnswer } from '../../providers/rules/sent-back-answer.js';
import { CreateProvider } from '../../providers/use-cases/create-provider.js';
import { ReadProviders } from '../../providers/use-cases/read-providers.js';
import { ReplaceProvider } from '../../providers/use-cases/replace-provider.js';
import { type ConfigurationPart, faultsOf, type MovedBody, type PresentThing } from '../configuration-part.js';
import { everyPage } from '../every-page.js';
import { withoutSecrets } from '../without-secrets.js';

/** Providers, found by their names. */
@Injectable()
export class ProviderPart implements ConfigurationPart {
  readonly kind = 'providers';
  readonly readScope = 'providers:read';
  readonly writeScope = 'providers:write';

  constructor(
    private readonly reading: ReadProviders,
    private readonly presenter: ProviderPresenter,
    private readonly creation: CreateProvider,
    private readonly replacement: ReplaceProvider,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  keyOf({ name }: MovedBody): string | null {
    return typeof name === 'string' ? name : null;
  }

  async present(principal: Principal): Promise<readonly PresentThing[]> {
    const all = await everyPage((query) => this.reading.page(principal.tenant.id, query));
    return all.map((details) => ({
      id: details.provider.name,
      key: details.provider.name,
      revision: details.provider.revision,
      body: withoutSecrets(fromSentBackAnswer(this.presenter.show(principal, details))) as MovedBody,
      judge: (body) => this.judge(body, details),
    }));
  }

  judgeNew(body: MovedBody): Promise<readonly Fault[]> {
    return this.judge(body, null);
  }

  private judge(body: MovedBody, before: ProviderDetails | null): Promise<readonly Fault[]> {
    return faultsOf(async () => {
      const situation = { allowHttp: this.settings.OUTBOUND_ALLOW_HTTP, before, now: this.clock.now() };
      return (await planProviderRequest(body, situation)).plan.faults;
    });
  }

  async create(principal: Principal, body: MovedBody): Promise<void> {
    await this.creation.execute(principal, body);
  }

  async replace(principal: Principal, { id, revision }: PresentThing, body: MovedBody): Promise<void> {
    await this.replacement.execute(principal, id, entityTag(revision), body);
  }
}
