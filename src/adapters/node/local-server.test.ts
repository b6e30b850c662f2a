import { once } from 'node:events';
import { get } from 'node:https';
import { connect } from 'node:net';
import { generate } from 'selfsigned';
import { namesForeignHost, startLocalServer } from './local-server.ts';

describe('startLocalServer', () => {
  it('listens on a free port of 127.0.0.1, and on none once it has stopped', async () => {
    const server = await startLocalServer({ listener: (_, response) => response.end('here') });
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(server.url)).text()).toBe('here');
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(idle, 'connect');
    const closed = once(idle, 'close');
    await Promise.all([server.stop(), server.stop()]);
    await closed;
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('speaks HTTPS with a certificate', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const server = await startLocalServer({ listener: (_, response) => response.end(), tls: { key, cert } });
    const [response] = await once(get(server.url, { ca: cert, agent: false }), 'response');
    await server.stop();
    expect(server.url).toMatch(/^https:/);
    expect(response.statusCode).toBe(200);
  });
});

describe('namesForeignHost', () => {
  const own = ['127.0.0.1', '127.1.20.254:80', 'localhost', 'LOCALHOST:8080', 'a.graph-veil.localhost', '[::1]'];
  const foreign = [
    '',
    'graph.example',
    'evil-localhost',
    'localhost.graph.example',
    '.localhost',
    '127.0.0.1.graph.example',
    'graph.example:127.0.0.1',
    '127.0.0',
    '127.0.0.1000',
    '10.127.0.0.1',
    '[::2]',
    '::1',
    'localhost:',
    'localhost:80x',
    'x localhost',
  ];

  it.each(own)('accepts %s on loopback', (host) => {
    for (const origin of ['http://127.0.0.1:8080', 'http://[::1]:8080', 'https://localhost:1'])
      expect(namesForeignHost(host, origin)).toBe(false);
  });

  it.each(foreign)('rejects %j on loopback, and accepts it elsewhere', (host) => {
    expect(namesForeignHost(host, 'http://127.0.0.1:8080')).toBe(true);
    expect(namesForeignHost(host, 'http://10.0.0.7:8080')).toBe(false);
  });

  it('accepts a request without a host, which no browser sends', () => {
    expect(namesForeignHost(undefined, 'http://127.0.0.1:8080')).toBe(false);
  });
});
