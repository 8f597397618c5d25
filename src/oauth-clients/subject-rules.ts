import { Injectable } from '@nestjs/common';
import { faultOfSubject, type SubjectForm } from '../certificates/subject-forms.js';

/** Which names of certificates can be registered. */
@Injectable()
export class SubjectRules {
  /** Why a certificate cannot be expected to have this name; null when it can. */
  faultOf(form: SubjectForm, value: string): string | null {
    return faultOfSubject({ form, value });
  }
}
