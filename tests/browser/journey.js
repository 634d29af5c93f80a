// SPDX-License-Identifier: Apache-2.0
// A person's way through the dashboard, in headless Chromium: drop a kernel, watch it, look at its
// memory. Usage: node journey.js SERVER KERNEL HOSTILE-KERNEL SCREENSHOTS. Exit code 0: all as it
// should be; otherwise the assertion that failed.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [server, kernel, hostileKernel, screenshots] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));

  const run = await submit(page, kernel);
  await theVerdictComes(page);
  await theFrameMapIsDrawn(page, run);
  await theDescriptorTablesAreSound(page);
  await page.screenshot({ path: `${screenshots}/run.png`, fullPage: true });
  await oneCanStepBackToTheFirstCheckpoint(page);
  await theListShowsTheRun(page, run);
  await hostileTextStaysText(page);
  assert.deepEqual(complaints, [], 'nothing is refused or thrown on the way');
} finally {
  await browser.close();
}

async function submit(page, file) {
  await page.goto(server);
  await page.getByTestId('drop-zone').locator('input[type=file]').setInputFiles(file);
  await page.waitForURL(/\/runs\/[^/]+$/);
  return new URL(page.url()).pathname.split('/').at(-1);
}

async function theVerdictComes(page) {
  const score = page.getByTestId('verdict-score');
  await score.waitFor({ timeout: 60_000 });
  assert.equal((await score.innerText()).replaceAll(/\s/g, ''), '100/100');
}

// What is drawn is held against the bitmap that the REST interface gives, counted here bit by bit.
async function theFrameMapIsDrawn(page, run) {
  const answer = await fetch(`${server}api/v1/runs/${run}/snapshots/last/bitmap`);
  const bitmap = new Uint8Array(await answer.arrayBuffer());
  let free = 0;
  for (let frame = 0; frame < bitmap.length * 8; frame++) {
    free += (bitmap[frame >> 3] >> (frame & 7)) & 1;
  }
  const map = page.locator(`[data-testid=frame-map][data-free="${free}"]`);
  await map.waitFor();
  const { low, middle } = await map.evaluate((canvas) => {
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    const colour = (x, y) => [...pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 3)].join();
    return {
      low: colour(width >> 1, 1),
      middle: colour(width >> 1, height >> 1),
    };
  });
  assert.notEqual(low, middle, 'the first 4 MiB, allocated, look different from the free RAM below');
}

async function theDescriptorTablesAreSound(page) {
  await page.getByTestId('idt').getByText('page fault').waitFor();
  assert.equal(await page.getByTestId('descriptor-problems').count(), 0);
}

async function oneCanStepBackToTheFirstCheckpoint(page) {
  await page.locator('[data-testid=checkpoint-item][data-symbol=checkpoint_boot_paging]').click();
  await page.locator('[data-testid=frame-map]:not([data-free])').waitFor();
  for (const index of [0, 768]) {
    await page
      .locator(`[data-testid=pde-cell][data-index="${index}"][data-kind=supervisor]`)
      .waitFor();
  }
}

async function theListShowsTheRun(page, run) {
  await page.goto(server);
  await page.locator(`[data-testid=run-row][data-run="${run}"][data-state=ENDED]`).waitFor();
  await page.screenshot({ path: `${screenshots}/runs.png` });
}

// A kernel that prints markup and a made-up verdict is shown as it printed, and scores nothing.
async function hostileTextStaysText(page) {
  await submit(page, hostileKernel);
  const score = page.getByTestId('verdict-score');
  await score.waitFor({ timeout: 60_000 });
  assert.equal((await score.innerText()).replaceAll(/\s/g, ''), '0/100');
  const headline = page.getByTestId('end-headline');
  await headline.waitFor();
  assert.match(await headline.innerText(), /in hlt with interrupts off/);
  assert.equal(await page.locator('img[src=x]').count(), 0);
}
