import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type ErasureRequest, erasureStatuses, statusAt } from '../erasure-request.js';

const actorSchema = z
  .object({ type: z.enum(['api_key', 'oauth_client', 'user']), id: z.string() })
  .meta({ id: 'ErasureActor' });

const subjectSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('recipient'),
      envelopeId: z.string(),
      recipientEmail: z.string().nullable().meta({ description: 'null once the request has ended.' }),
    }),
    z.object({ kind: z.literal('user'), userId: z.string() }),
    z.object({ kind: z.literal('retention'), evidenceDays: z.int().nullable(), twoPersonErasure: z.boolean() }),
  ])
  .meta({ id: 'ErasureSubject', description: 'What is erased, or what the retention becomes.' });

export const erasureRequestSchema = z
  .object({
    id: z.uuid(),
    subject: subjectSchema,
    status: z.enum(erasureStatuses).meta({
      description: '`superseded`: the person was erased in another way. Only what is `pending` can be decided.',
    }),
    requestedBy: actorSchema,
    requestedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().meta({ description: 'Until when another person can confirm it.' }),
    decidedBy: actorSchema.nullable(),
    decidedAt: z.iso.datetime().nullable(),
    erasureId: z.uuid().nullable().meta({ description: 'The erasure, once it is confirmed; null for the retention.' }),
    mayConfirm: z.boolean().meta({
      description:
        'Whether you may: it is pending, and no one person can be behind you and whoever asked (the same user; a key or application that one of you has made).',
    }),
  })
  .meta({ id: 'ErasureRequest', description: 'An erasure that another person than who asked for it has to confirm.' });

const actorOf = ({ type, id }: ErasureRequest['requestedBy']): z.input<typeof actorSchema> => ({ type, id });

export function showRequest(
  request: ErasureRequest,
  mayConfirm: boolean,
  now: Date,
): z.input<typeof erasureRequestSchema> {
  const status = statusAt(request, now);
  const { subject } = request;
  return {
    id: request.id,
    subject:
      subject.kind === 'recipient' && status !== 'pending' ? { ...subject, recipientEmail: null } : { ...subject },
    status,
    requestedBy: actorOf(request.requestedBy),
    requestedAt: request.requestedAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    decidedBy: request.decidedBy === null ? null : actorOf(request.decidedBy),
    decidedAt: request.decidedAt?.toISOString() ?? null,
    erasureId: request.erasureId,
    mayConfirm,
  };
}

/** The answer to something that another person has to confirm. Whoever asks does not confirm. */
export function accepted(request: ErasureRequest, reply: FastifyReply): z.input<typeof erasureRequestSchema> {
  void reply.status(202).header('location', `/v1/erasure-requests/${request.id}`);
  return showRequest(request, false, request.requestedAt);
}
