// Drives a real Chromium against the real binary. A journey speaks as a person does: by role, label and visible text.
// Every page it stops at is put through check(): accessibility, 320 pixels, nothing fetched from elsewhere, no error in
// the console, no personal word in the title or address.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const EVERY_TAG = [
  'wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag21aaa', 'wcag22a', 'wcag22aa', 'wcag22aaa',
  'best-practice',
]
// What the design system does on purpose and the engine reports. Nothing of our own is excused here.
// – Contrast of 7 to 1 (AAA): its links, buttons and small print keep 4.5 to 1 (AA), which is what we promise.
// – Its back link stands before the main landmark, so that the skip link passes it.
// – Its radios and checkboxes that open a further question say so with aria-expanded, as screen readers read out.
const OF_THE_DESIGN_SYSTEM = {
  'color-contrast-enhanced': '*',
  region: '.govuk-back-link',
  'aria-allowed-attr': '.govuk-radios__input[aria-controls][aria-expanded], .govuk-checkboxes__input[aria-controls][aria-expanded]',
}
// What fixtures carry where they stand for personal text.
export const CANARY = 'zyxcanary'
export const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } }
const PATIENCE = 10_000

/** Starts `leeward demo` and a browser. One for each file of journeys; close() ends both. */
export async function openSchool() {
  const leeward = await startLeeward()
  try {
    return new School(leeward.address, leeward.links, await startBrowser(), leeward.stop)
  } catch (fault) {
    await leeward.stop()
    throw fault
  }
}

/** A browser at an address of the caller's own, without Leeward. */
export async function openAt(address) {
  return new School(address, {}, await startBrowser(), async () => {})
}

class School {
  #browser
  #stop
  #signedIn = new Map()

  constructor(address, links, browser, stop) {
    this.address = address
    this.links = links
    this.#browser = browser
    this.#stop = stop
  }

  /**
   * Opens a page as somebody and hands it over. Without a role nobody is signed in.
   * Whatever the page did that a page of ours may not do fails the journey, also where check() was never called.
   */
  async withPage({ role, width = 'desktop', javascript = true }, journey) {
    const context = await this.#browser.newContext({
      baseURL: this.address,
      viewport: WIDTHS[width],
      javaScriptEnabled: javascript,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      storageState: role ? await this.#asSignedIn(role) : undefined,
    })
    context.setDefaultTimeout(PATIENCE)
    const page = await context.newPage()
    page.faults = []
    page.javascript = javascript
    await watch(context, page, this.address)
    try {
      const result = await journey(page)
      assert.deepEqual(page.faults, [], 'the pages did what they may not do')
      return result
    } catch (fault) {
      fault.message += await whereItStood(page)
      throw fault
    } finally {
      await context.close()
    }
  }

  /** The cookies of a role, signed in once through its link as a person would. */
  async #asSignedIn(role) {
    if (!this.#signedIn.has(role)) this.#signedIn.set(role, this.#signIn(role))
    return this.#signedIn.get(role)
  }

  async #signIn(role) {
    assert.ok(this.links[role], `the demo gave no link for ${role}, only for ${Object.keys(this.links)}`)
    const context = await this.#browser.newContext({ baseURL: this.address, javaScriptEnabled: false })
    context.setDefaultTimeout(PATIENCE)
    try {
      const page = await context.newPage()
      await page.goto(this.links[role])
      // A link in an e-mail is opened by scanners too, so signing in takes a press of a button.
      if (new URL(page.url()).pathname.startsWith('/sign-in/link/')) {
        await page.getByRole('main').getByRole('button').click()
      }
      const arrived = new URL(page.url()).pathname
      assert.ok(!arrived.startsWith('/sign-in'), `the link for ${role} led to ${arrived}${await whereItStood(page)}`)
      return await context.storageState()
    } finally {
      await context.close()
    }
  }

  async close() {
    await this.#browser.close()
    await this.#stop()
  }
}

/** Notes, and holds back, what no page of ours may do. */
async function watch(context, page, address) {
  const own = new URL(address).origin
  await context.route(
    (url) => /^(https?|wss?):$/.test(url.protocol) && url.origin !== own,
    async (route) => {
      page.faults.push(`asked for something elsewhere: ${route.request().url()}`)
      await route.abort()
    },
  )
  page.on('pageerror', (fault) => page.faults.push(`a script failed: ${fault.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // A form that was refused, or a page that is not there, answers with its status; Chromium calls that an error.
    const aboutThePage = message.location().url.split('#')[0] === page.url().split('#')[0]
    if (aboutThePage && /status of (401|403|404|409|413|415|422|429)\b/.test(message.text())) return
    page.faults.push(`error in the console: ${message.text()}`)
  })
}

/** Everything that is asked of every page. */
export async function check(page) {
  const title = await page.title()
  assert.ok(title.trim().length > 0, 'the page has no title')
  for (const open of [title, decodeURIComponent(page.url())]) {
    assert.ok(!open.toLowerCase().includes(CANARY), 'personal words stand in the title or the address')
  }
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `“${title}” has not exactly one main heading`)
  const scriptless = page.javascript === false
  const broken = scriptless ? await copyWithoutOwnScripts(page, faultsOfAccess) : await faultsOfAccess(page)
  assert.deepEqual(broken, [], `“${title}” is not accessible to everybody`)
  await fitsNarrowScreen(page, title)
  assert.deepEqual(page.faults ?? [], [], `“${title}” did what it may not do`)
}

/**
 * Where a journey goes without script, the accessibility engine still needs it. So it is given the page as it stands,
 * the page's own scripts taken out, in a browser of its own.
 */
async function copyWithoutOwnScripts(page, look) {
  const html = (await page.content()).replace(/<script\b[\s\S]*?<\/script>|<\/?noscript\b[^>]*>/gi, '')
  const address = page.url().split('#')[0]
  const context = await page.context().browser().newContext({ viewport: page.viewportSize(), locale: 'en-GB' })
  try {
    const copy = await context.newPage()
    await copy.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }))
    await copy.goto(address)
    return await look(copy)
  } finally {
    await context.close()
  }
}

async function faultsOfAccess(page) {
  await page.evaluate(AXE)
  return page.evaluate(async ({ tags, excused }) => {
    const found = await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    })
    const ours = (rule, node) => !(rule in excused && document.querySelector(node.target[0])?.matches(excused[rule]))
    return found.violations
      .map((it) => ({ ...it, nodes: it.nodes.filter((node) => ours(it.id, node)) }))
      .filter((it) => it.nodes.length > 0)
      .map((it) => `${it.id}: ${it.help} — ${it.nodes.slice(0, 5).map((node) => node.html.slice(0, 160)).join(' | ')}`)
  }, { tags: EVERY_TAG, excused: OF_THE_DESIGN_SYSTEM })
}

async function fitsNarrowScreen(page, title) {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  const widest = await page.evaluate(() => {
    const over = [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > 321)
    return { page: document.scrollingElement.scrollWidth, over: over.slice(0, 3).map((it) => it.outerHTML.slice(0, 120)) }
  })
  await page.setViewportSize(before)
  assert.ok(widest.page <= 320, `“${title}” scrolls sideways at 320 pixels (${widest.page}): ${widest.over.join(' | ')}`)
}

/** Opens an address of the school. */
export async function visit(page, path) {
  const answer = await page.goto(path)
  assert.equal(answer?.status(), 200, `${path} answered ${answer?.status()}${await whereItStood(page)}`)
}

/** Types into the field with this label. */
export async function fill(page, label, text) {
  await page.getByLabel(label, { exact: true }).fill(text)
}

/** Fills a date of three fields by its question. */
export async function fillDate(page, question, { day, month, year }) {
  const group = page.getByRole('group', { name: question })
  await group.getByLabel('Day', { exact: true }).fill(String(day))
  await group.getByLabel('Month', { exact: true }).fill(String(month))
  await group.getByLabel('Year', { exact: true }).fill(String(year))
}

/** Chooses an answer of the question that begins so: a radio or a tick box. */
export async function answer(page, question, choice) {
  await page.getByRole('group', { name: question }).getByLabel(choice, { exact: true }).check()
}

/** Ticks or chooses what has this label, wherever it stands. */
export async function tick(page, label) {
  await page.getByLabel(label, { exact: true }).check()
}

/** Presses the button with this name. */
export async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click()
}

/** Follows the first link with this name. */
export async function follow(page, name) {
  await page.getByRole('link', { name, exact: true }).first().click()
}

/** The page's main heading says this. */
export async function isAt(page, heading) {
  const main = page.getByRole('heading', { level: 1 })
  await main.waitFor()
  const said = (await main.innerText()).replace(/\s+/g, ' ').trim()
  if (heading instanceof RegExp) assert.match(said, heading)
  else assert.equal(said, heading)
}

/** The main part of the page says this somewhere, in sight. */
export async function sees(page, words) {
  await page.getByRole('main').getByText(words).first().waitFor({ state: 'visible' })
}

/** The main part of the page says this nowhere. */
export async function seesNot(page, words) {
  assert.equal(await page.getByRole('main').getByText(words).count(), 0, `the page says ${words}`)
}

/** Every width, with and without script. */
export const EVERY_WAY = Object.keys(WIDTHS).flatMap((width) =>
  [true, false].map((javascript) => ({ width, javascript, called: `${width}, ${javascript ? 'with' : 'without'} script` })),
)

async function whereItStood(page) {
  try {
    const said = (await page.locator('body').innerText({ timeout: 1000 })).replace(/\n+/g, '\n').slice(0, 1500)
    return `\n\nThe page was ${page.url()} “${await page.title()}”:\n${said}\n`
  } catch {
    return ''
  }
}

async function startBrowser() {
  const names = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return chromium.launch({
    executablePath: process.env.LEEWARD_CHROMIUM ? inPath(process.env.LEEWARD_CHROMIUM) : names.find(existsSync),
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--no-first-run',
    ],
  })
}

function inPath(name) {
  if (name.includes('/') || name.includes('\\')) return name
  const found = (process.env.PATH ?? '').split(':').map((folder) => `${folder}/${name}`).find(existsSync)
  return found ?? name
}

/** The real binary, which says in one line of JSON where it listens and how to sign in. */
async function startLeeward() {
  const binary = process.env.LEEWARD_BINARY ?? fileURLToPath(new URL('../../target/debug/leeward', import.meta.url))
  assert.ok(existsSync(binary), `${binary} is not built; run cargo xtask browser`)
  const child = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--format', 'json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (part) => { log = (log + part).slice(-4000) })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 5000)
    await gone
    clearTimeout(late)
  }
  try {
    return { ...(await firstLine(child, gone, () => log)), stop }
  } catch (fault) {
    await stop()
    throw fault
  }
}

function firstLine(child, gone, log) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`leeward demo said nothing for a minute\n${log()}`)), 60_000)
    gone.then((code) => reject(new Error(`leeward demo ended with ${code}\n${log()}`)))
    let said = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (part) => {
      said += part
      const end = said.indexOf('\n')
      if (end < 0) return
      clearTimeout(late)
      try {
        const { address, links } = JSON.parse(said.slice(0, end))
        assert.ok(address && links, 'the line holds no address or no links')
        resolve({ address, links })
      } catch (fault) {
        reject(new Error(`the first line of leeward demo is not what was agreed: ${fault.message}\n${said}`))
      }
    })
  })
}
