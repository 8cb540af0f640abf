// Every page that anybody can reach by following links, looked at as a narrow phone and as a desktop show it. Of pages
// that differ only in the record they are about, one is looked at; a link that leads nowhere fails too.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { check, openSchool } from '../harness.mjs'

const SIZES = [{ width: 320, height: 640 }, { width: 1280, height: 900 }]
// The least that each can reach. What is checked is whatever is found; this shows that the search itself went on.
const VISITORS = [
  { role: undefined, start: '/sign-in', reaches: ['/first-minute', '/guidance', '/help/verifying', '/help/accessibility'] },
  { role: 'reporter', start: '/', reaches: ['/report', '/reports', '/account', '/practice'] },
  {
    role: 'lead',
    start: '/desk',
    reaches: ['/cases', '/cases/{id}', ...[
      'take-up', 'children', 'initial-review', 'assessment', 'recommendation', 'decision', 'referral', 'actions',
      'parents', 'imagery-log', 'review', 'note', 'close', 'reopen', 'chronology',
    ].map((page) => `/cases/{id}/${page}`)],
  },
  { role: 'deputy', start: '/desk', reaches: ['/cases', '/cases/{id}'] },
  { role: 'head', start: '/', reaches: ['/counts', '/second-views'] },
  { role: 'oversight', start: '/', reaches: ['/counts'] },
  { role: 'auditor', start: '/', reaches: ['/account'] },
  { role: 'administrator', start: '/', reaches: ['/setting/staff', '/setting/pupils', '/setting/calendar', '/setting/keys'] },
]

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

describe('every page', { concurrency: 2 }, () => {
  const textsSeen = new Set()
  for (const { role, start, reaches } of VISITORS) {
    test(`that ${role ?? 'nobody in particular'} can reach is accessible at every width`, { timeout: 420_000 }, async () => {
      const { seen, wrong } = await school.withPage({ role }, (page) => walk(page, start, textsSeen))
      assert.deepEqual(wrong, [], `${wrong.length} pages have faults`)
      for (const pattern of reaches) assert.ok(seen.has(pattern), `${pattern} was not reached, only ${[...seen].join(' ')}`)
    })
  }
})

/** Goes from link to link. The texts of the guidance are the same for everybody, so they are looked at once. */
async function walk(page, start, textsSeen) {
  const seen = new Set([patternOf(new URL(start, 'http://here'))])
  const waiting = [start]
  const wrong = []
  while (waiting.length > 0) {
    const path = waiting.shift()
    try {
      const answer = await page.goto(path)
      assert.equal(answer?.status(), 200, `a link leads to ${path}, which answered ${answer?.status()}`)
      for (const size of SIZES) {
        await page.setViewportSize(size)
        await check(page)
      }
    } catch (fault) {
      wrong.push(`${path}: ${fault.message}`)
      page.faults.length = 0
    }
    for (const url of await linksOf(page)) {
      const pattern = patternOf(url)
      // Every case is looked at: which of its pages it leads to depends on where it stands.
      const once = pattern === '/cases/{id}' ? url.pathname : pattern
      if (seen.has(once)) continue
      seen.add(once).add(pattern)
      if (pattern.startsWith('/guidance/')) {
        if (textsSeen.has(pattern)) continue
        textsSeen.add(pattern)
      }
      waiting.push(url.pathname + url.search)
    }
  }
  return { seen, wrong }
}

/** Links within the school to pages; not to files, and not those that sign in. */
async function linksOf(page) {
  const all = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.href))
  const own = new URL(page.url()).origin
  return all
    .map((href) => new URL(href))
    .filter((url) => url.origin === own && !/^\/(assets|sign-out|sign-in\/link)\b|\.(pdf|svg)$/.test(url.pathname))
}

/** The address with what tells one record from another taken out. Of the packs, each part is a page of its own. */
function patternOf(url) {
  const path = url.pathname.startsWith('/guidance/')
    ? url.pathname.replace(/^\/guidance\/[^/]+\/[^/]+/, '/guidance/{pack}')
    : url.pathname.replace(/\/[0-9a-f-]{32,36}(?=\/|$)/g, '/{id}')
  return [path, ...[...url.searchParams.keys()].sort()].join('?')
}
