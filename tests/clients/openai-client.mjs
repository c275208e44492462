// What OpenAI's own library asks of a server: speech in every format, streams, models, errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import { openServer } from './servers.mjs';

const client = new OpenAI({ baseURL: `${openServer}/v1`, apiKey: 'none', maxRetries: 0, timeout: 300_000 });

// The same seed gives the same samples, so that the formats can be compared.
const hello = { model: 'tts-1', voice: 'alloy', input: 'Hello there.', seed: 7, max_tokens: 60 };
const sampleRate = 24_000;

async function speak(change) {
  const response = await client.audio.speech.create({ ...hello, ...change });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

const ascii = (bytes, start, length) => bytes.toString('latin1', start, start + length);
const isMp3 = (bytes) => ascii(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2);

let samples;

test('pcm is whole samples of 16 bits', async () => {
  const { response, bytes } = await speak({ response_format: 'pcm' });
  assert.equal(response.headers.get('content-type'), 'audio/pcm');
  assert.equal(bytes.length % 2, 0);
  assert.ok(bytes.length > sampleRate / 5, `${bytes.length} bytes are less than 0.1 s`);
  assert.ok(bytes.some((byte) => byte !== 0), 'there is silence only');
  samples = bytes;
});

test('wav has a true header and the samples of pcm', async () => {
  const { response, bytes } = await speak({ response_format: 'wav' });
  assert.equal(response.headers.get('content-type'), 'audio/wav');
  assert.equal(Number(response.headers.get('content-length')), bytes.length);
  assert.equal(ascii(bytes, 0, 4) + ascii(bytes, 8, 4), 'RIFFWAVE');
  assert.equal(bytes.readUInt32LE(4), bytes.length - 8);
  assert.equal(bytes.readUInt32LE(24), sampleRate);
  const seconds = Number(response.headers.get('x-audio-duration'));
  assert.ok(Math.abs(seconds - samples.length / 2 / sampleRate) < 0.001, `X-Audio-Duration is ${seconds}`);
  assert.ok(bytes.subarray(bytes.length - samples.length).equals(samples), 'the samples differ from those of pcm');
});

for (const [format, type, isFormat] of [
  ['mp3', 'audio/mpeg', isMp3],
  ['opus', 'audio/opus', (bytes) => ascii(bytes, 0, 4) === 'OggS' && ascii(bytes, 28, 8) === 'OpusHead'],
  ['aac', 'audio/aac', (bytes) => bytes[0] === 0xff && (bytes[1] & 0xf6) === 0xf0],
  ['flac', 'audio/flac', (bytes) => ascii(bytes, 0, 4) === 'fLaC'],
]) {
  test(`${format} is what it is called, and smaller than pcm`, async () => {
    const { response, bytes } = await speak({ response_format: format });
    assert.equal(response.headers.get('content-type'), type);
    assert.ok(isFormat(bytes), `it starts with ${bytes.subarray(0, 40).toString('hex')}`);
    assert.ok(bytes.length > samples.length / 40 && bytes.length < samples.length, `${bytes.length} bytes for ${samples.length} of pcm`);
  });
}

test('mp3 comes where no format is named', async () => {
  const { response, bytes } = await speak({});
  assert.equal(response.headers.get('content-type'), 'audio/mpeg');
  assert.ok(isMp3(bytes));
});

test('a stream arrives in pieces', async () => {
  const response = await client.audio.speech.create({
    ...hello, input: 'One sentence. And here is the second one. This is the third.', response_format: 'pcm',
  });
  assert.equal(response.headers.get('content-length'), null);
  let pieces = 0;
  let length = 0;
  for await (const piece of response.body) {
    pieces++;
    length += piece.length;
  }
  assert.ok(pieces > 1, `${pieces} piece`);
  assert.equal(length % 2, 0);
});

test('events carry the audio in base64, then the usage', async () => {
  const response = await client.audio.speech.create({ ...hello, response_format: 'pcm', stream_format: 'sse' });
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  const events = [];
  for await (const event of Stream.fromSSEResponse(response, new AbortController())) {
    events.push(event);
  }
  const done = events.pop();
  assert.equal(done.type, 'speech.audio.done');
  assert.ok(done.usage.input_tokens > 0 && done.usage.output_tokens > 0);
  assert.equal(done.usage.total_tokens, done.usage.input_tokens + done.usage.output_tokens);
  assert.ok(events.length > 0 && events.every((event) => event.type === 'speech.audio.delta'));
  assert.ok(Buffer.concat(events.map((event) => Buffer.from(event.audio, 'base64'))).equals(samples), 'the samples differ from those of pcm');
});

test('the models can be listed, and each of them retrieved', async () => {
  const models = [];
  for await (const model of client.models.list()) {
    models.push(model);
  }
  assert.ok(models.some((model) => model.id === 'pico') && models.some((model) => model.id === 'tts-1'));
  for (const model of models) {
    assert.deepEqual(await client.models.retrieve(model.id), model);
  }
});

test('a model that is not there is not found', async () => {
  await assert.rejects(client.models.retrieve('nobody'), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, 'model_not_found');
    return true;
  });
});

for (const [name, change, kind, code, param] of [
  ['a voice that is not there is not found', { voice: 'nobody' }, OpenAI.NotFoundError, 'voice_not_found', 'voice'],
  ['a speed out of its range is a bad request', { speed: 9 }, OpenAI.BadRequestError, 'invalid_value', 'speed'],
  ['an unknown format is a bad request', { response_format: 'midi' }, OpenAI.BadRequestError, 'unsupported_format', 'response_format'],
  ['an empty text is a bad request', { input: ' ' }, OpenAI.BadRequestError, 'missing_field', 'input'],
]) {
  test(name, async () => {
    await assert.rejects(speak(change), (error) => {
      assert.ok(error instanceof kind, `it is a ${error.constructor.name}: ${error.message}`);
      assert.deepEqual([error.code, error.param, error.type], [code, param, 'invalid_request_error']);
      assert.match(error.requestID, /^[0-9a-f]{32}$/);
      return true;
    });
  });
}
