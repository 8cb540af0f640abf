// A lead looks for a case by a name typed another way, opens it, and finds the search in its access log.

import { after, before, test } from 'node:test'
import { check, isAt, openSchool, sees, visit } from '../harness.mjs'
import { BY_KEYBOARD, BY_POINTER } from './hands.mjs'

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

for (const way of [
  { called: 'phone, without script', width: 'phone', javascript: false, hands: BY_POINTER },
  { called: 'keyboard only', width: 'desktop', javascript: true, hands: BY_KEYBOARD },
]) {
  test(`a lead finds a case by a name and sees that the search is on record (${way.called})`, async () => {
    await school.withPage({ role: 'lead', ...way }, async (page) => {
      const { fill, press, follow } = way.hands
      await visit(page, '/desk')
      await follow(page, 'Search cases')
      await isAt(page, 'Search cases')
      await press(page, 'Search')
      await sees(page, 'Say what to look for: a name, a word, a day or a reference')
      await check(page)
      await fill(page, 'What to look for', 'BRIÁR exam')
      await press(page, 'Search')
      await sees(page, /Found in a child’s name/)
      await check(page)
      await follow(page, /: Briar Example$/)
      await page.waitForURL(/\/cases\/[0-9a-f-]+$/)
      const path = new URL(page.url()).pathname
      await visit(page, `${path}/access-log`)
      await sees(page, 'BRIÁR exam')
      await check(page)
    })
  })
}
