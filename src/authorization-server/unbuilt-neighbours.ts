import { Injectable } from '@nestjs/common';
import { type CertificateJudge, ClientCertificates, type PresentedCertificate } from '../access/client-certificates.js';
import { type ResourceServer, ResourceServers } from '../access/resource-servers.js';
import { type IssueVerdict, TokenPolicies } from '../access/token-policies.js';

/** No certificate arrives anywhere. Stands until a room reads them. */
@Injectable()
export class NoCertificates extends ClientCertificates {
  override readonly available = false;

  override clientCertificateOf(): PresentedCertificate | null {
    return null;
  }

  override judgeFor(): Promise<CertificateJudge> {
    return Promise.resolve({ faultOf: () => 'no certificate is believed here' });
  }
}

/** Only our API is protected. Stands until tenants can name theirs. */
@Injectable()
export class NoResources extends ResourceServers {
  override resourceFor(): Promise<ResourceServer | null> {
    return Promise.resolve(null);
  }

  override scopesOf(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}

/** Nothing is demanded. Stands until tenants have policies. */
@Injectable()
export class NoPolicies extends TokenPolicies {
  override judgeIssue(): Promise<IssueVerdict> {
    return Promise.resolve({ issue: true, maximumSeconds: null });
  }
}
