// A member of staff who has just heard something: the first minute, the report, and what becomes of it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  CANARY, EVERY_WAY, answer, check, fill, fillDate, follow, isAt, openSchool, press, sees, seesNot, tick, visit,
} from '../harness.mjs'

const WHAT = 'What did you see, hear or get told?'
const SENT = 'Your report is with the safeguarding team'
const PICTURE = `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAA'.repeat(20)}`

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

const child = (page, label) => page.getByRole('group', { name: 'Child 1' }).getByLabel(label)
const what = (page) => page.getByLabel(WHAT, { exact: true })

for (const way of EVERY_WAY) {
  test(`the first minute is read without signing in (${way.called})`, async () => {
    await school.withPage(way, async (page) => {
      await visit(page, '/first-minute')
      await isAt(page, 'The first minute')
      await sees(page, 'call 999')
      await check(page)
    })
  })

  test(`a concern is reported and its receipt says what happens next (${way.called})`, async () => {
    await school.withPage({ role: 'reporter', ...way }, async (page) => {
      await visit(page, '/first-minute')
      await press(page, 'Report a concern')
      await isAt(page, 'Report a concern')
      await child(page, 'Name').fill(`Ash Example ${CANARY}`)
      await fill(page, WHAT, `A friend of theirs told me something is going round. ${CANARY}`)
      await answer(page, /How did it come to you/, 'A child told me')
      await page.getByText('When, where and what has been done (optional)').click()
      await fillDate(page, 'When did it happen?', { day: 2, month: 11, year: 2026 })
      await fill(page, 'Where did it happen?', 'On the way home')
      await check(page)
      await press(page, 'Send the report')
      await isAt(page, SENT)
      assert.match(new URL(page.url()).pathname, /^\/reports\/[0-9a-f-]{32,36}$/)
      await sees(page, /reads it by the end of/)
      await sees(page, 'A friend of theirs told me something is going round.')
      await check(page)
      await follow(page, 'All your reports')
      await isAt(page, 'My reports')
    })
  })

  test(`a report without what is needed keeps what was typed (${way.called})`, async () => {
    await school.withPage({ role: 'reporter', ...way }, async (page) => {
      await visit(page, '/report')
      await fill(page, WHAT, `What they told me. ${CANARY}`)
      await page.getByText('When, where and what has been done (optional)').click()
      await fillDate(page, 'When did it happen?', { day: 31, month: 2, year: 2026 })
      await press(page, 'Send the report')
      await isAt(page, 'Report a concern')
      await page.getByRole('alert').getByRole('link').first().waitFor()
      assert.match(await page.title(), /^Error: /)
      assert.equal(await what(page).inputValue(), `What they told me. ${CANARY}`)
      assert.equal(await page.getByLabel('Day', { exact: true }).inputValue(), '31')
      await check(page)
      await page.getByLabel('Day', { exact: true }).fill('2')
      await tick(page, 'I do not know their names, or not all of them')
      await press(page, 'Send the report')
      await isAt(page, SENT)
    })
  })
}

for (const javascript of [false, true]) {
  const called = javascript ? 'while typing' : 'after a button is pressed'
  test(`words that suggest imagery are met with a gentle reminder ${called}`, async () => {
    await school.withPage({ role: 'reporter', width: 'phone', javascript }, async (page) => {
      await visit(page, '/report')
      const reminder = page.getByRole('main').getByText('You never need to say what any picture or video shows').filter({ visible: true })
      await fill(page, WHAT, 'They were upset at lunch.')
      assert.equal(await reminder.count(), 0)
      await fill(page, WHAT, 'They say somebody has sent a photo on.')
      if (!javascript) await press(page, 'Find child 1 on the roll')
      await reminder.first().waitFor()
      assert.equal(await what(page).inputValue(), 'They say somebody has sent a photo on.')
      await check(page)
    })
  })
}

test('a picture hidden in text is taken out, and the words around it are kept', async () => {
  await school.withPage({ role: 'reporter', width: 'phone', javascript: false }, async (page) => {
    await visit(page, '/report')
    await child(page, 'Name').fill(`Briar Example ${CANARY}`)
    await fill(page, WHAT, `Told to me at break. ${PICTURE} They are safe at home now.`)
    await press(page, 'Send the report')
    await isAt(page, 'Report a concern')
    await sees(page, 'Leeward does not take pictures or files. We have kept the rest of your text.')
    const kept = await what(page).inputValue()
    assert.match(kept, /Told to me at break\./)
    assert.match(kept, /They are safe at home now\./)
    assert.ok(!(await page.content()).includes('iVBORw0KGgo'), 'the page still carries it')
    await check(page)
    await press(page, 'Send the report')
    await isAt(page, SENT)
  })
})

test('a report begun is there again after the page was closed', async () => {
  const words = `Begun, and called away. ${CANARY}`
  await school.withPage({ role: 'reporter', width: 'phone' }, async (page) => {
    await visit(page, '/report')
    await child(page, 'Name').fill(`Cedar Example ${CANARY}`)
    await what(page).pressSequentially(words)
    await page.getByText(/^Saved as a draft at/).waitFor()
  })
  await school.withPage({ role: 'reporter', width: 'phone' }, async (page) => {
    await visit(page, '/report')
    await sees(page, /We kept what you had typed here/)
    assert.equal(await what(page).inputValue(), words)
    assert.equal(await child(page, 'Name').inputValue(), `Cedar Example ${CANARY}`)
    await check(page)
    await press(page, 'Send the report')
    await isAt(page, SENT)
  })
  await school.withPage({ role: 'reporter', width: 'phone' }, async (page) => {
    await visit(page, '/report')
    await seesNot(page, /We kept what you had typed here/)
    assert.equal(await what(page).inputValue(), '', 'what was sent came back as a draft')
  })
})

for (const how of ['paste', 'drop']) {
  test(`a file somebody tries to ${how} is not taken, and their words stay`, async () => {
    await school.withPage({ role: 'reporter' }, async (page) => {
      const sent = []
      page.on('request', (request) => sent.push(request.postData() ?? ''))
      await visit(page, '/report')
      await fill(page, WHAT, 'My words.')
      const prevented = await what(page).evaluate((field, kind) => {
        const data = new DataTransfer()
        data.items.add(new File(['nothing to see'], 'zyxfile.png', { type: 'image/png' }))
        const event = kind === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
        return !field.dispatchEvent(event)
      }, how)
      assert.ok(prevented, 'the browser was left to take it')
      await sees(page, 'Leeward does not take pictures or files. Your text is kept.')
      assert.equal(await what(page).inputValue(), 'My words.')
      await page.getByText(/^Saved as a draft at/).waitFor()
      assert.ok(!sent.some((body) => /zyxfile|nothing to see/.test(body)), 'something of the file was sent')
      await check(page)
      await what(page).fill('')
      await page.waitForResponse((answer) => new URL(answer.url()).pathname === '/drafts/report')
    })
  })
}
