import PdfDocument from 'pdfkit';
import type { SignedCheckpoint } from '../../checkpoints/publish-checkpoint.js';
import type { Trail } from '../read-trail.js';
import type { TrailItem } from '../trail-items.js';
import { detailLines } from './detail-lines.js';
import { eventLabel } from './event-label.js';
import { fonts, lettered } from './lettering.js';

const MARGIN = 56;
const GREY = '#555555';

/** What the title page says. */
export interface DocumentTitle {
  readonly tenantName: string;
  readonly madeAt: Date;
  readonly checkpoint: SignedCheckpoint;
  /** Where anyone can ask for the proof of the last event. */
  readonly proofUrl: string;
  /** That address as a QR code, PNG. */
  readonly proofCode: Buffer;
}

/** A trail as a document that an auditor puts into a file. Written from top to bottom; nothing is held back. */
export class TrailDocument {
  readonly pdf: PDFKit.PDFDocument;
  private pages = 0;
  private style = { font: fonts.text as string, size: 10, colour: 'black' };

  constructor(private readonly trail: Trail) {
    this.pdf = new PdfDocument({
      size: 'A4',
      margin: MARGIN,
      autoFirstPage: false,
      lang: 'en',
      info: {
        Title: `Audit trail of envelope ${trail.stream.envelopeId}`,
        Producer: 'Countersign',
        Creator: 'Countersign',
      },
    });
    this.pdf.on('pageAdded', () => {
      this.pages += 1;
      this.footer();
      // A text that goes on over the page keeps its letters.
      this.apply(this.style);
    });
  }

  titlePage(title: DocumentTitle): void {
    const { stream } = this.trail;
    this.pdf.addPage();
    this.write('Audit trail', { font: 'bold', size: 24, after: 1 });
    this.write(
      'Who proved to be a recipient of this envelope, at which identity provider, when, and with what result.',
      {
        size: 12,
        after: 2,
      },
    );
    this.facts([
      ['Envelope', stream.envelopeId],
      ['Organisation', title.tenantName],
      ['Events', `${stream.count}, numbered without gaps`],
      ['Made', title.madeAt.toISOString()],
      ['Last event', stream.head.toString('hex')],
      ['Log', title.checkpoint.origin],
      ['Size of the log', `${title.checkpoint.size} events`],
      ['Root of the log', title.checkpoint.root.toString('base64')],
    ]);
    this.pdf.moveDown(1);
    this.pdf.image(title.proofCode, { fit: [110, 110] });
    this.pdf.y += 8;
    this.write(`Proof that the last event is in the log: ${title.proofUrl}`, { size: 8, colour: GREY, after: 0 });
  }

  beginEvents(): void {
    this.pdf.addPage();
    this.write('Events', { font: 'bold', size: 16, after: 0.5 });
  }

  event({ event, leaf, opened }: TrailItem): void {
    const { bottom } = this.pdf.page.margins;
    // A heading at the foot of a page, away from what it heads, is hard to read.
    if (this.pdf.y > this.pdf.page.height - bottom - 60) this.pdf.addPage();
    this.write(`${leaf.sequence}  ${eventLabel(leaf.type)}`, { font: 'bold', size: 10 });
    this.write(`${leaf.time}   ${leaf.type}   by ${leaf.actor.type} ${leaf.actor.id}`, { size: 8, colour: GREY });
    for (const line of detailLines(leaf.data)) this.write(line, { size: 9 });
    for (const [name, { value }] of opened?.values ?? []) {
      this.write(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`, { size: 9 });
    }
    for (const { name, why } of opened?.absent ?? []) this.write(`${name}: ${why}`, { size: 9, colour: GREY });
    for (const [name, { digest, bytes }] of Object.entries(leaf.evidence ?? {})) {
      this.write(`evidence ${name}: ${bytes} bytes, salted SHA-256 ${digest}`, { size: 8, colour: GREY });
    }
    this.write(event.leafHash.toString('hex'), { font: 'mono', size: 7, colour: GREY, after: 1.2 });
  }

  verificationPage(title: DocumentTitle): void {
    this.pdf.addPage();
    this.write('How to verify this trail', { font: 'bold', size: 16, after: 0.5 });
    const steps = [
      `There are ${this.trail.stream.count} events. The last one is this export itself or the disclosure that came with it: it counts those before it, so none can have been left out.`,
      'The grey line below each event is its leaf hash (RFC 9162): SHA-256 over a zero byte and the event as canonical JSON (RFC 8785). Each event names the hash of the one before. GET the trail as JSON to recompute them.',
      'Every event is a leaf of one Merkle tree over all events. The signed note below (C2SP tlog-checkpoint) promises the state of that tree. Its signature is checked with the verifier key of the log, which you take from the operator, not from this document.',
      'GET the evidence package of this envelope for the ID tokens, the keys that verified them and everything that was fetched, and run: npx countersign-verify package.zip --key KEY',
    ];
    steps.forEach((step, index) => {
      this.write(`${index + 1}.  ${step}`, { size: 10, after: 0.5 });
    });
    this.write(title.checkpoint.note, { font: 'mono', size: 7 });
  }

  end(): void {
    this.pdf.end();
  }

  private facts(facts: readonly (readonly [string, string])[]): void {
    for (const [name, value] of facts) {
      this.write(name, { size: 8, colour: GREY });
      this.write(value, { size: 10, after: 0.4 });
    }
  }

  private write(
    content: string,
    style: { font?: 'text' | 'bold' | 'mono'; size: number; colour?: string; after?: number },
  ): void {
    const { text, font } = lettered(content, style.font);
    this.pdf
      .font(font)
      .fontSize(style.size)
      .fillColor(style.colour ?? 'black')
      .text(text);
    if (style.after !== undefined && style.after > 0) this.pdf.moveDown(style.after);
  }

  private apply({ font, size, colour }: TrailDocument['style']): void {
    this.pdf.font(font).fontSize(size).fillColor(colour);
  }

  /** At the foot of each page: which envelope, and which page. */
  private footer(): void {
    const { pdf } = this;
    const { text, font } = lettered(`Audit trail of envelope ${this.trail.stream.envelopeId} · page ${this.pages}`);
    const { margins, height } = pdf.page;
    const shown = text.length > 110 ? `${text.slice(0, 40)}… · page ${this.pages}` : text;
    // Below the margin, where the text of the page would otherwise make a new page.
    pdf.page.margins = { ...margins, bottom: 0 };
    pdf
      .font(font)
      .fontSize(8)
      .fillColor(GREY)
      .text(shown, MARGIN, height - 36, { lineBreak: false });
    pdf.page.margins = margins;
    pdf.x = MARGIN;
    pdf.y = MARGIN;
  }
}
