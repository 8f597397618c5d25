import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeWithSchema } from './schema-faults.js';

const rootOf = (metadata: ArgumentMetadata): string => {
  if (metadata.type === 'body') return '$';
  return metadata.data === undefined ? metadata.type : `${metadata.type}.${metadata.data}`;
};

/**
 * Parses each parameter with the schema that its decorator names (`@Body({ schema })`), so that a controller sees only what
 * the schema allows.
 *
 * @throws CountersignError `request.invalid` with every fault; `request.not_found` for a path parameter that cannot name anything
 */
@Injectable()
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (!(metadata.schema instanceof z.ZodType)) return value;
    // A request without a body is judged like an empty object, so that the missing members are named.
    const given = metadata.type === 'body' && value === undefined ? {} : value;
    const root = rootOf(metadata);
    const judged = judgeWithSchema(metadata.schema, given, root);
    if (judged.success) return judged.data;
    const { faults, cause } = judged;
    if (metadata.type === 'param') throw new CountersignError('request.not_found', { cause });
    throw new CountersignError('request.invalid', {
      detail: `${faults.length === 1 ? 'One member is' : `${faults.length} members are`} not as required; see errors`,
      faults,
    });
  }
}
