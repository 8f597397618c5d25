import { create } from 'qrcode';

/** Light around the code, in modules, as readers expect (ISO/IEC 18004 §5.3.8). */
const QUIET = 4;

/** A QR code as one path, drawn here: nobody else sees what it says. Always dark on light, for cameras. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * QUIET;
  const squares = [...modules.data].flatMap((dark, index) =>
    dark === 0 ? [] : [`M${(index % modules.size) + QUIET} ${Math.floor(index / modules.size) + QUIET}h1v1h-1z`],
  );
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}
