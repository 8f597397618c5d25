import { Injectable } from '@nestjs/common';

/** Which names of certificates can be registered. */
@Injectable()
export class SubjectRules {
  /** Why a certificate cannot be expected to have this name; null when it can. */
  faultOf(_form: string, value: string): string | null {
    return value.includes('*') ? 'must be one name: a wildcard would be whoever is below it' : null;
  }
}
