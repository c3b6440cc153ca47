import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, failure, post, told } from './connection';

describe('an odd exchange', () => {
  afterEach(() => nock.cleanAll());

  it.each([
    ['EPIPE', 'unreachable', 'api.example.com:443 closed the connection before it had answered GET /x'],
    ['EAI_AGAIN', 'unreachable', 'The name api.example.com cannot be resolved'],
    ['EHOSTUNREACH', 'unreachable', 'There is no route to api.example.com:443'],
    ['ETIMEDOUT', 'unreachable', expect.stringMatching(/^api.example.com:443 (did not accept|closed)/)],
    ['HPE_INVALID_CONSTANT', 'unexpected_answer', expect.stringContaining('what is not HTTP (HPE_INVALID_CONSTANT)')],
  ])('%s has its message', async (code, kind, message) => {
    const scope = nock('https://api.example.com')
      .get('/x')
      .times(4)
      .replyWithError(Object.assign(new Error('odd'), { code }));
    const error = await failure(connect('https://api.example.com').http.get('/x'));
    expect(told(error)).toMatchObject({ code: kind, message });
    expect(scope.isDone()).toBe(kind === 'unreachable');
  });

  it('that is not HTTP at all is named, and lost for a change', async () => {
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { http } = connect(`http://127.0.0.1:${port}`);
    expect(told(await failure(http.get('/x')))).toMatchObject({
      code: 'unexpected_answer',
      message: expect.stringMatching(/answered GET \/x with what is not HTTP \(HPE_[A-Z_]+\)$/),
    });
    expect((await failure(post(http))).code).toBe('answer_lost');
    server.close();
  });
});
