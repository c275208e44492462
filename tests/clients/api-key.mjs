// A server with a key, as OpenAI's library and others meet it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { apiKey, keyedServer } from './servers.mjs';

const clientWith = (key) => new OpenAI({ baseURL: `${keyedServer}/v1`, apiKey: key, maxRetries: 0, timeout: 300_000 });

test('a wrong key is refused', async () => {
  await assert.rejects(clientWith('wrong').models.list(), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.deepEqual([error.code, error.type], ['invalid_api_key', 'authentication_error']);
    return true;
  });
});

test('the right key is let in', async () => {
  const client = clientWith(apiKey);
  assert.ok((await client.models.list()).data.length > 0);
  const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Yes.', response_format: 'wav', max_tokens: 40 });
  assert.equal(Buffer.from(await speech.arrayBuffer()).toString('latin1', 0, 4), 'RIFF');
});

test('the key may stand in X-API-Key', async () => {
  const metrics = (headers) => fetch(`${keyedServer}/metrics`, { headers });
  assert.equal((await metrics({ 'X-API-Key': apiKey })).status, 200);
  const refused = await metrics({});
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');
  assert.equal((await refused.json()).code, 'invalid_api_key');
});

test('the description of the API and its page need no key', async () => {
  for (const path of ['/swagger/v1/swagger.json', '/swagger']) {
    assert.equal((await fetch(keyedServer + path)).status, 200, path);
  }
});
