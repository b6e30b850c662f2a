import { once } from 'node:events';
import { get } from 'node:https';
import { connect } from 'node:net';
import { generate } from 'selfsigned';
import { namesForeignHost, requestedOrigin, startLocalServer } from './local-server.ts';

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

  it.each(foreign)('rejects %j on loopback', (host) => {
    expect(namesForeignHost(host, 'http://127.0.0.1:8080')).toBe(true);
  });

  it.each([...own, '10.0.0.7:8080', '203.0.113.9', '[2001:db8::1]:443', 'graph.example:8080'])(
    'accepts %s on another address: its own name, addresses and loopback',
    (host) => {
      expect(namesForeignHost(host, 'http://graph.example:8080')).toBe(false);
    },
  );

  it.each(['', 'attacker.example', '127.0.0', '10.0.0.7.attacker.example', 'graph.example:80x', '1.2.3.4:x'])(
    'rejects %j on another address',
    (host) => {
      expect(namesForeignHost(host, 'http://graph.example:8080')).toBe(true);
    },
  );

  it('accepts listed names, whatever their case and port', () => {
    for (const origin of ['http://127.0.0.1:8080', 'http://0.0.0.0:8080']) {
      expect(namesForeignHost('Graph.Example:443', origin, ['graph.example'])).toBe(false);
      expect(namesForeignHost('a.graph.example', origin, ['graph.example'])).toBe(true);
    }
  });

  it('accepts a request without a host, which no browser sends', () => {
    expect(namesForeignHost(undefined, 'http://127.0.0.1:8080')).toBe(false);
  });
});

describe('requestedOrigin', () => {
  it.each([
    ['http://127.0.0.1:8080', 'localhost:8080', 'http://127.0.0.1:8080'],
    ['http://10.0.0.7:8080', 'graph.example', 'http://10.0.0.7:8080'],
    ['https://0.0.0.0:8443', 'graph.example:8443', 'https://graph.example:8443'],
    ['http://[::]:8080', '10.0.0.7:8080', 'http://10.0.0.7:8080'],
    ['http://[::]:8080', undefined, 'http://[::]:8080'],
  ])('of a server at %s for the host %s is %s', (origin, host, expected) => {
    expect(requestedOrigin(host, origin)).toBe(expected);
  });
});
