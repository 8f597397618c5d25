import { useText } from '../../language/use-messages.js';
import { CopyableBlock } from '../../parts/copyable-block.js';
import { Section } from '../../parts/section.js';
import { publicPath } from '../../public-path.js';

const codeFor = (asymmetric: boolean): string => `import { createServer } from 'node:http';
import { ListenerError, verify } from '@countersign/listener';

${
  asymmetric
    ? `// The public key of your tenant: ${location.origin}${publicPath}/v1/tenants/<tenant>/webhook-key
const options = { publicKey: process.env.WEBHOOK_KEY };`
    : 'const options = { secrets: [process.env.WEBHOOK_SECRET] };'
}

createServer(async (request, response) => {
  try {
    const { event, receipt } = await verify(request, options);
    await work(event); // once per event.data.id
    response.writeHead(204, { 'Webhook-Receipt': receipt }).end();
  } catch (error) {
    response.writeHead(error instanceof ListenerError ? error.status : 500).end();
  }
}).listen(8080);
`;

/** What a receiver is made of. */
export function ReceiverCode({ asymmetric }: { readonly asymmetric: boolean }) {
  const text = useText();
  return (
    <Section title={text('listener.code')}>
      <CopyableBlock label={text('listener.code')}>{codeFor(asymmetric)}</CopyableBlock>
    </Section>
  );
}
