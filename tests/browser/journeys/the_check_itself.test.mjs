// The check is what every journey leans on, so it is shown here to find each thing it is for, on pages made to have it.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { CANARY, check, fill, isAt, openAt, press, sees, visit } from '../harness.mjs'

const page = (body, title = 'A page – Leeward', head = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="icon" href="data:,">${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`

const PAGES = {
  '/plain': page('<p>Nothing is wrong here.</p>'),
  '/form': page('<form method="post" action="/said"><label for="what">What did you hear?</label> <input id="what" name="what"><p><button>Send</button></p></form>'),
  '/said': page('<p>Thank you.</p>'),
  '/no-label': page('<input name="what">'),
  '/wide': page('<div style="width: 500px">Too wide for a small screen.</div>'),
  '/elsewhere': page('<p>Fetches.</p><link rel="stylesheet" href="https://elsewhere.invalid/style.css">'),
  '/failing-script': page('<p>Runs a script.</p><script>throw new Error("broken")</script>'),
  '/named': page('<p>Somebody is named.</p>', `Ash ${CANARY} – Leeward`),
  '/two-headings': page('<h1>Another</h1>'),
}

let server
let school

before(async () => {
  server = createServer((request, response) => {
    const body = PAGES[new URL(request.url, 'http://here').pathname]
    const status = body === undefined ? 404 : 200
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
    response.end(body ?? page('<p>Not there.</p>'))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  school = await openAt(`http://127.0.0.1:${server.address().port}`)
})

after(async () => {
  await school?.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

for (const javascript of [true, false]) {
  test(`a plain page passes, scripts ${javascript ? 'on' : 'off'}`, async () => {
    await school.withPage({ width: 'phone', javascript }, async (page) => {
      await visit(page, '/plain')
      await isAt(page, 'A page')
      await check(page)
    })
  })

  test(`a form is filled in by its label, scripts ${javascript ? 'on' : 'off'}`, async () => {
    await school.withPage({ javascript }, async (page) => {
      await visit(page, '/form')
      await fill(page, 'What did you hear?', 'A few words')
      await press(page, 'Send')
      await sees(page, 'Thank you.')
    })
  })

  test(`a field without a label is found, scripts ${javascript ? 'on' : 'off'}`, async () => {
    await found('/no-label', /not accessible[\s\S]*label/, { javascript })
  })
}

test('a page wider than a small screen is found', () => found('/wide', /scrolls sideways/))
test('a request elsewhere is found', () => found('/elsewhere', /asked for something elsewhere/))
test('a script that fails is found', () => found('/failing-script', /a script failed: broken/))
test('a name in the title is found', () => found('/named', /personal words/))
test('a second main heading is found', () => found('/two-headings', /not exactly one main heading/))

test('a page that is not there can be looked at', async () => {
  await school.withPage({}, async (page) => {
    assert.equal((await page.goto('/nowhere'))?.status(), 404)
    await check(page)
  })
})

test('a fault fails the journey although nobody checked', async () => {
  await assert.rejects(
    school.withPage({}, (page) => visit(page, '/failing-script')),
    /did what they may not do/,
  )
})

async function found(path, what, way = {}) {
  await assert.rejects(
    school.withPage(way, async (page) => {
      await visit(page, path)
      await check(page)
    }),
    what,
  )
}
