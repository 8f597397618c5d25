import { z } from 'zod';
import { publishedEvents } from './event-catalogue.js';

const idOrNull = z.string().nullable();

/** The body that a listener is sent. */
export const eventBodySchema = z
  .strictObject({
    type: z.string(),
    timestamp: z.iso.datetime().meta({ description: 'When it happened.' }),
    data: z.strictObject({
      id: z.string().meta({ description: 'Of the event; the same at every try. `test_…` of `listener.test`.' }),
      tenant: z.string().meta({ description: 'Name of the tenant.' }),
      envelopeId: idOrNull.meta({ description: "The workflow's own id." }),
      workstepId: idOrNull,
      signerAuthenticationId: idOrNull,
      status: idOrNull.meta({ description: 'Of the signer authentication, as of the event.' }),
      provider: idOrNull.meta({ description: 'Name of the provider that the event is about.' }),
      audit: z
        .strictObject({
          sequence: z.int().meta({ description: 'In the stream of the envelope or tenant.' }),
          leafHash: z.string().meta({ description: 'SHA-256, hex.' }),
          index: z.int().meta({ description: 'In the log over all events.' }),
        })
        .nullable(),
      propagatedTo: z.array(z.uuid()).optional().meta({
        description: 'Of `recipient.updated`: other authentications whose recipient was changed too, at most 50.',
      }),
      propagatedToCount: z.int().optional().meta({ description: 'How many there are when not all are named.' }),
      verdicts: z
        .array(z.record(z.string(), z.unknown()))
        .optional()
        .meta({ description: 'Of `payload` outcome: of this login.' }),
      updates: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'Of `payload` outcome: by this login.' }),
      recipient: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'Of `payload` outcome: as of the event.' }),
      erased: z
        .literal(true)
        .optional()
        .meta({ description: 'The person was erased: nothing else is left to be told.' }),
    }),
  })
  .meta({ id: 'EventBody', description: 'Canonical JSON (RFC 8785): the same bytes at every try.' });

interface Webhook {
  readonly post: {
    readonly operationId: string;
    readonly summary: string;
    readonly description: string;
    readonly tags: readonly string[];
    readonly security: readonly never[];
    readonly requestBody: object;
    readonly responses: object;
  };
}

/** `webhooks` of the OpenAPI document: what is posted to listeners, by type. */
export function describeWebhooks(): Readonly<Record<string, Webhook>> {
  const tested = { type: 'listener.test', recordedAs: [] as readonly string[], when: 'An admin tests a listener.' };
  return Object.fromEntries(
    [...publishedEvents, tested].map(({ type, recordedAs, when }): [string, Webhook] => {
      const recorded = recordedAs.join(', ');
      return [
        type,
        {
          post: {
            operationId: `event_${type.replaceAll('.', '_')}`,
            summary: when,
            description: recorded === '' ? 'The trail does not have it.' : `Recorded in the trail as \`${recorded}\`.`,
            tags: ['Events'],
            security: [],
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/EventBody' } } },
            },
            responses: {
              '2XX': { description: 'It was accepted.' },
              '410': { description: 'No event is wanted any more: the listener is disabled.' },
            },
          },
        },
      ];
    }),
  );
}
