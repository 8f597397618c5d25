import { displayText, type Html, isolated } from '../http/html.js';
import type { Messages } from './messages.js';
import type { RequestContext } from './page.js';
import type { DetailRow, DetailsView } from './views.js';

/** What the signer recognises the request by, and what support finds it by. Rows without a value are left out. */
export function detailsView(
  messages: Messages,
  request: RequestContext,
  more: { readonly signer?: Html; readonly validUntil?: Date; readonly reference?: string | null } = {},
): DetailsView {
  const document = displayText(request.envelopeName ?? '');
  const requestedBy = displayText(request.requestedBy ?? '');
  const rows: (DetailRow | false)[] = [
    document !== '' && { label: messages.text('details.document'), value: isolated(document) },
    requestedBy !== '' && { label: messages.text('details.requestedBy'), value: isolated(requestedBy) },
    more.signer !== undefined && { label: messages.text('details.signer'), value: more.signer },
    more.validUntil !== undefined && {
      label: messages.text('details.validUntil'),
      value: messages.dateTime(more.validUntil),
    },
    !!more.reference && { label: messages.text('details.reference'), value: displayText(more.reference), code: true },
  ];
  return { heading: messages.text('details.request'), rows: rows.filter((row) => row !== false) };
}
