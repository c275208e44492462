// The page at /swagger in a browser, used as a newcomer does, and what another page cannot do.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { apiKey, keyedServer, openServer } from './servers.mjs';

const recording = path.resolve(import.meta.dirname, '../data/speech/other/LJ001-0001.wav');
const patience = 240_000;

let profile;
let browser;

before(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'chatterbox-chromium-'));
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? 'chromium',
    headless: true,
    viewport: { width: 1400, height: 1000 },
    timeout: 120_000,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
  browser.setDefaultTimeout(patience);
});

after(async () => {
  await browser?.close();
  rmSync(profile, { recursive: true, force: true });
});

/** Opens the page of a server and keeps what goes wrong in it. */
async function open(server) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('requestfailed', (request) => errors.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(`${server}/swagger`);
  await page.locator('.opblock').first().waitFor();
  return { page, errors };
}

/** Opens a route's box for a try. */
async function tryOut(page, tag, operation) {
  const box = page.locator(`#operations-${tag}-${operation}`);
  await box.locator('.opblock-summary-control').click();
  await box.locator('.try-out__btn').click();
  return box;
}

/** Sends what stands in a box and waits for the answer to this path. */
async function execute(page, box, url) {
  const answer = page.waitForResponse((response) => response.url() === url, { timeout: patience });
  await box.locator('.execute').click();
  const response = await answer;
  await box.locator('.live-responses-table .response-col_status').first().waitFor();
  return response;
}

async function screenshot(page, name) {
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${name}.png`) });
  }
}

test('a text and a recording give audio that plays', { timeout: 2 * patience }, async () => {
  const { page, errors } = await open(openServer);
  const box = await tryOut(page, 'Speech', 'speak');
  await box.locator('.opblock-section-request-body select[aria-label="Request content type"]').selectOption('multipart/form-data');
  await box.locator('[data-property-name="input"] input, [data-property-name="input"] textarea').first().fill('Hello from the browser.');
  await box.locator('[data-property-name="voice"] input[type=file]').setInputFiles(recording);
  await box.locator('[data-property-name="max_tokens"] input').first().fill('60');
  const response = await execute(page, box, `${openServer}/tts`);

  assert.equal(response.status(), 200);
  const headers = await response.allHeaders();
  assert.equal(headers['content-type'], 'audio/wav');
  assert.equal(headers['x-voice'], 'inline');
  assert.match(await response.request().headerValue('content-type'), /^multipart\/form-data/);

  // What stays untouched in the form is left to the server.
  assert.equal(headers['x-ignored-parameters'], undefined);

  const link = box.locator('.live-responses-table a[download]');
  await link.scrollIntoViewIfNeeded();
  assert.equal(await link.getAttribute('download'), 'speech.wav');
  const played = await link.evaluate(async (element) => {
    const bytes = await (await fetch(element.href)).arrayBuffer();
    const sound = await new AudioContext().decodeAudioData(bytes.slice(0));
    const player = new Audio(element.href);
    await new Promise((resolve, reject) => {
      player.addEventListener('canplaythrough', resolve, { once: true });
      player.addEventListener('error', () => reject(new Error(`the browser cannot play it: ${player.error.message}`)), { once: true });
      player.load();
    });
    return { bytes: bytes.byteLength, seconds: player.duration, decoded: sound.duration, loudest: Math.max(...sound.getChannelData(0).slice(0, 100_000)) };
  });
  const onPage = await box.locator('.live-responses-table audio').evaluate(async (player) => {
    player.muted = true;
    await player.play();
    await new Promise((resolve) => player.addEventListener('timeupdate', resolve, { once: true }));
    return player.duration;
  });
  await screenshot(page, 'tts');
  assert.equal(played.bytes, Number(headers['content-length']));
  const seconds = Number(headers['x-audio-duration']);
  assert.ok(Math.abs(played.seconds - seconds) < 0.05 && Math.abs(played.decoded - seconds) < 0.05, JSON.stringify({ seconds, ...played }));
  assert.ok(Math.abs(onPage - seconds) < 0.05, `the player has ${onPage} s`);
  assert.ok(played.loudest > 0.001, 'there is silence only');
  assert.deepEqual(errors, []);
  await page.close();
});

test('a key is asked for, and taken under Authorize', { timeout: 2 * patience }, async () => {
  const { page } = await open(keyedServer);
  const box = await tryOut(page, 'Service', 'getMetrics');
  const url = `${keyedServer}/metrics`;
  assert.equal((await execute(page, box, url)).status(), 401);

  await page.locator('.auth-wrapper .authorize').first().click();
  const bearer = page.locator('.auth-container').filter({ hasText: 'Bearer' }).first();
  await bearer.locator('input').fill(apiKey);
  await bearer.locator('button.authorize').click();
  await page.locator('.auth-btn-wrapper .btn-done').first().click();
  assert.equal((await execute(page, box, url)).status(), 200);
  await screenshot(page, 'authorize');
  await page.close();
});

test('a page of another origin makes no voice', { timeout: patience }, async () => {
  const page = await browser.newPage();
  for (const origin of [keyedServer, keyedServer.replace('127.0.0.1', 'localhost')]) {
    await page.goto(`${origin}/ping`);
    const answer = page.waitForResponse(`${openServer}/voices`);
    await page.evaluate(async (address) => {
      const form = new FormData();
      form.append('name', 'Mallory');
      form.append('files', new Blob(['anything']), 'mallory.wav');
      await fetch(address, { method: 'POST', mode: 'no-cors', body: form });
    }, `${openServer}/voices`);
    assert.equal((await answer).status(), 403, origin);
  }
  await page.close();
});
