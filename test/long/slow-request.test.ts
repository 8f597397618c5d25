import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.close());

test.each([
  ['its headers', 'POST /v1/tenants HTTP/1.1\r\nHost: x\r\n'],
  [
    'its body',
    'POST /v1/tenants HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na',
  ],
])(
  'a request whose sender stops within %s is answered 408 and logged under the id of the answer',
  async (_where, bytes) => {
    const socket = connect(service.settings.PORT, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(bytes);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r/);
    const id = /^x-request-id: (\S+)\r$/im.exec(answer)?.[1];
    expect(answer).toContain(`"instance":"${String(id)}"`);
    expect(service.log.lines).toContainEqual(expect.objectContaining({ correlationId: id, code: 'request.timeout' }));
    // Nor does anybody take the connection that broke for one to the database.
    expect(service.log.lines).not.toContainEqual(expect.objectContaining({ code: 'service.unavailable' }));
  },
);
