// The page at /swagger in a browser, used as a newcomer does.
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

  const audio = box.locator('.live-responses-table audio');
  await audio.scrollIntoViewIfNeeded();
  const played = await audio.evaluate(async (element) => {
    const source = element.currentSrc || element.src || element.querySelector('source').src;
    const bytes = await (await fetch(source)).arrayBuffer();
    const sound = await new AudioContext().decodeAudioData(bytes.slice(0));
    if (!(element.duration > 0)) {
      await new Promise((resolve, reject) => {
        element.addEventListener('loadedmetadata', resolve, { once: true });
        element.addEventListener('error', () => reject(new Error('the page cannot play the audio')), { once: true });
        element.load();
      });
    }
    return { bytes: bytes.byteLength, seconds: element.duration, decoded: sound.duration, loudest: Math.max(...sound.getChannelData(0).slice(0, 100_000)) };
  });
  await screenshot(page, 'tts');
  assert.equal(played.bytes, Number(headers['content-length']));
  const seconds = Number(headers['x-audio-duration']);
  assert.ok(Math.abs(played.seconds - seconds) < 0.05 && Math.abs(played.decoded - seconds) < 0.05, JSON.stringify({ seconds, ...played }));
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
