// A lead takes the record out: reads an extract about one child through, hides a word, confirms; and the access log says so.

import assert from 'node:assert/strict'
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
  test(`a lead takes out what concerns one child (${way.called})`, async () => {
    await school.withPage({ role: 'lead', ...way }, async (page) => {
      const { fill, tick, press, follow } = way.hands
      await visit(page, '/cases')
      await follow(page, /[A-Z0-9]{3}-[A-Z0-9]{3}/)
      await page.waitForURL(/\/cases\/[0-9a-f-]+$/)
      const path = new URL(page.url()).pathname
      await follow(page, 'Take the record out')
      await isAt(page, 'Take the record out')
      await check(page)
      await press(page, 'Take the whole record out')
      await sees(page, 'Say who this is for, and why they need it')
      await check(page)
      await follow(page, /^Extract about /)
      await isAt(page, 'Extract about one child')
      await check(page)
      await fill(page, 'Further words to hide, one line for each', 'tutor')
      await tick(page, 'By what they are')
      await press(page, 'Show it like this')
      await isAt(page, 'Extract about one child')
      await check(page)
      await press(page, 'Take the extract out')
      await sees(page, 'Read all of it, then confirm that you have')
      await check(page)
      await fill(page, 'Who is it for, and why do they need it?', 'The next school.')
      await tick(page, 'I have read all of it, and nothing in it says who another child is')
      const file = page.waitForEvent('download')
      await press(page, 'Take the extract out')
      assert.match((await file).suggestedFilename(), /^extract-.*\.zip$/)
      await visit(page, `${path}/access-log`)
      await sees(page, 'The next school.')
      await check(page)
    })
  })
}
