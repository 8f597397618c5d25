import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { requestDiscovery } from '../../federation/metadata/discovery-request.js';
import { translated } from '../../federation/refusal.js';
import type { JsonObject } from '../../json/json-object.js';
import { TenantRanges } from '../../outbound/tenant-ranges.js';
import { providerTemplates } from '../../providers/templates/provider-templates.js';
import {
  algorithmsInstead,
  type RecognisedTemplate,
  recogniseTemplates,
  withAnnouncedAlgorithms,
} from '../../providers/templates/recognise.js';
import { serviceVersion } from '../../version.js';
import { ObservedOutbound } from '../probes/observed-outbound.js';
import { subjectOfBody } from '../subject-of-body.js';

interface Detection {
  /** As its metadata write it, which is what has to be configured. */
  readonly issuer: string;
  /** What ID tokens are signed with, where that is not what a body allows that says nothing; null: it is, or is not announced. */
  readonly signingAlgorithms: readonly string[] | null;
  /** The likeliest first; empty where no product is recognised. */
  readonly recognised: readonly RecognisedTemplate[];
}

/**
 * A provider of which nothing is known but the issuer: enough to ask for its metadata as a login would. Of kind `oauth2`,
 * because then both addresses of metadata are tried.
 */
const unknownProvider = (issuer: string) => ({
  name: 'detected',
  kind: 'oauth2',
  issuer,
  discovery: true,
  clientId: 'unknown',
  clientAuthentication: { method: 'none' },
  resources: [{ name: 'unknown', uri: issuer }],
  subject: { source: 'resource:unknown', path: 'sub' },
});

const silent = { requested: () => undefined, answered: () => undefined, note: () => undefined };

/** Where discovery documents are: OpenID Connect Discovery §4 appends, RFC 8414 §3.1 inserts before the path. */
const appended = '/.well-known/openid-configuration';
const inserted = '/.well-known/oauth-authorization-server';

/** The issuer that an admin meant who pasted it, or the address of its discovery document. */
export function issuerOf(pasted: string): string {
  const { origin, pathname, search } = new URL(pasted);
  if (pathname.endsWith(appended)) return `${origin}${pathname.slice(0, -appended.length)}`;
  if (pathname.startsWith(inserted)) return `${origin}${pathname.slice(inserted.length)}`;
  return search === '' ? pasted : `${origin}${pathname}`;
}

/** Reads a provider's metadata, with the guard that every outbound call has, and says which product wrote them. */
@Injectable()
export class DetectTemplates {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly ranges: TenantRanges,
  ) {}

  /**
   * @param pasted an issuer, or the address of its discovery document
   * @throws CountersignError `request.invalid`, or of step `discovery` where the metadata cannot be had
   */
  async detect({ tenant }: Principal, pasted: string): Promise<Detection> {
    const { OUTBOUND_ALLOW_HTTP: allowHttp, PUBLIC_URL: publicUrl } = this.settings;
    const allowedCidrs = (await this.ranges.mayReach(tenant.id)) ? this.settings.OUTBOUND_ALLOWED_CIDRS : [];
    const issuer = issuerOf(pasted);
    const context = { allowHttp, publicUrl, tenantId: tenant.id, tenantName: tenant.name };
    const read = await subjectOfBody(unknownProvider(issuer), context);
    if ('faults' in read) {
      // One address stands for several endpoints, each of which is refused for the same reason.
      const messages = new Set(read.faults.map(({ message }) => message));
      const faults = [...messages].map((message) => ({ path: 'query.detect', message }));
      throw new CountersignError('request.invalid', { faults });
    }
    const outbound = new ObservedOutbound({ allowedCidrs, allowHttp, userAgent: `Countersign/${serviceVersion}` }, () =>
      this.clock.now(),
    );
    try {
      const metadata = await requestDiscovery(outbound, read.subject.provider, issuer, silent);
      const recognised = recogniseTemplates(providerTemplates, metadata).map(({ template, members }) => ({
        template: withAnnouncedAlgorithms(template, metadata),
        members,
      }));
      return { issuer: issuerIn(metadata, issuer), signingAlgorithms: algorithmsInstead(metadata), recognised };
    } catch (error) {
      throw translated('discovery', error);
    } finally {
      await outbound.close();
    }
  }
}

function issuerIn(metadata: JsonObject, asked: string): string {
  const { issuer } = metadata;
  if (typeof issuer === 'string' && issuer !== '') return issuer;
  throw new CountersignError('discovery.issuer_mismatch', {
    detail: `${asked} answers JSON without \`issuer\`: these are no metadata of a provider (OpenID Connect Discovery §3)`,
  });
}
